"""A quantity of a scenario: one value, a distribution of values, or values by date."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from simulator.quantities.calendar import read_date
from simulator.quantities.distributions import Distribution, read_distribution
from simulator.quantities.units import (
    NUMBER,
    Context,
    Dimension,
    QuantityError,
    Unit,
    converted,
    read_unit,
)


@dataclass(frozen=True)
class Constant:
    """One value, in internal units."""

    value: float
    dimension: Dimension


@dataclass(frozen=True)
class Sampled:
    """A value that is drawn: ``shift + scale × distribution``, in internal units."""

    distribution: Distribution
    scale: float
    shift: float
    dimension: Dimension

    def at(self, uniforms: np.ndarray) -> np.ndarray:
        """The values at the given quantiles, both of any shape."""
        rank = uniforms if self.scale >= 0 else 1.0 - uniforms
        return self.shift + self.scale * self.distribution.ppf(rank)

    def probability_below(self, bound: float) -> float:
        """The chance of a value below ``bound``."""
        if math.isinf(bound):
            return 0.0 if bound < 0 else 1.0
        edge = (bound - self.shift) / self.scale if self.scale else math.inf
        below = self.distribution.probability_below(edge)
        return below if self.scale >= 0 else 1.0 - below


@dataclass(frozen=True)
class Path:
    """Values by date: each holds from its day (number from the horizon's start) until the next."""

    days: tuple[int, ...]
    values: tuple[Constant | Sampled, ...]

    @property
    def dimension(self) -> Dimension:
        """What the values measure."""
        return self.values[0].dimension


Quantity = Constant | Sampled | Path


def mean(quantity: Quantity) -> float:
    """The expected value; of a path by date, of its first value."""
    if isinstance(quantity, Path):
        return mean(quantity.values[0])
    if isinstance(quantity, Sampled):
        return quantity.shift + quantity.scale * quantity.distribution.mean()
    return quantity.value


def quantile(quantity: Quantity, p: float) -> float:
    """The value that a draw stays below with probability ``p``; of a path by date, of its first value."""
    if isinstance(quantity, Path):
        return quantile(quantity.values[0], p)
    if isinstance(quantity, Sampled):
        return float(quantity.at(np.array([p]))[0])
    return quantity.value


def read_quantity(
    written: object, accepts: tuple[Dimension, ...], context: Context, day: date | None = None
) -> Quantity:
    """The quantity that a value of a scenario states, in internal units.

    Parameters
    ----------
    written : text, a number, or a mapping of dates to such
    accepts : the dimensions that the place takes
    context : currency, exchange rates, first day
    day : the date at whose exchange rate money converts; the first day unless given

    Raises
    ------
    QuantityError
        If the value is not of the language, or not of an accepted dimension.

    >>> read_quantity("1.5 years", (Dimension.DURATION,), Context())
    Constant(value=547.5, dimension=<Dimension.DURATION: 'a length of time'>)
    """
    if isinstance(written, Constant | Sampled | Path):
        return written
    if isinstance(written, Mapping):
        return _read_path(written, accepts, context)
    if isinstance(written, bool) or not isinstance(written, str | int | float):
        wanted = " or ".join(dimension.value for dimension in accepts)
        raise QuantityError(f"{written!r} is not a quantity", f"write {wanted}")
    text = written if isinstance(written, str) else repr(written)
    return _read_terms(text.strip(), accepts, context, day or context.start)


def _read_path(written: Mapping[object, object], accepts: tuple[Dimension, ...], context: Context) -> Path:
    if not written:
        raise QuantityError("is empty", "values by date, as {2025-02-24: 26 %/year}")
    dated = sorted((read_date(str(day)), value) for day, value in written.items())
    values = []
    for day, value in dated:
        part = read_quantity(value, accepts, context, day)
        if isinstance(part, Path):
            raise QuantityError("has dates within dates", "one value a date")
        values.append(part)
    if len({part.dimension for part in values}) > 1:
        raise QuantityError("mixes units that measure different things", "values of one kind")
    return Path(tuple((day - context.start).days for day, _ in dated), tuple(values))


#: a term ends where an operator between blanks stands outside parentheses
OPERATOR = re.compile(r"\s+([*+-])\s+(?![^(]*\))")


def _read_terms(text: str, accepts: tuple[Dimension, ...], context: Context, day: date) -> Constant | Sampled:
    """A value with postfix arithmetic: ``VALUE (* NUMBER | + VALUE | - VALUE)*``, from left to right."""
    first, *rest = OPERATOR.split(text)
    value = _read_term(first, accepts, context, day)
    for operator, term in zip(rest[::2], rest[1::2], strict=True):
        if operator == "*":
            if not NUMBER.fullmatch(term):
                raise QuantityError(f"{term!r} is not a factor", "a plain number after *")
            value = _times(value, float(term))
        else:
            other = _read_term(term, (value.dimension,), context, day)
            if not isinstance(other, Constant):
                raise QuantityError(f"{term!r} is drawn", "a constant after + or -")
            value = _plus(value, other.value if operator == "+" else -other.value)
    return value


def _times(value: Constant | Sampled, factor: float) -> Constant | Sampled:
    if isinstance(value, Constant):
        return Constant(value.value * factor, value.dimension)
    return Sampled(value.distribution, value.scale * factor, value.shift * factor, value.dimension)


def _plus(value: Constant | Sampled, amount: float) -> Constant | Sampled:
    if isinstance(value, Constant):
        return Constant(value.value + amount, value.dimension)
    return Sampled(value.distribution, value.scale, value.shift + amount, value.dimension)


def _read_term(text: str, accepts: tuple[Dimension, ...], context: Context, day: date) -> Constant | Sampled:
    number = NUMBER.match(text)
    if number:
        value = float(number[0])
        if math.isinf(value):
            raise QuantityError(f"{text} is infinite", "a finite number")
        rest = text[number.end() :]
        if rest and rest[0] not in " %/" and not rest[0].isalpha():
            raise QuantityError(f"{text!r} is not a number", "digits, one decimal point: 1.5, 0.5, 1e6")
        unit = _unit(rest, accepts, text, context, day)
        return Constant(value * unit.factor, unit.dimension)
    call = re.fullmatch(r"([A-Za-z_]+)\s*\((.*)\)([^()]*)", text)
    if call:
        distribution = read_distribution(call[1], call[2])
        unit = _unit(call[3], accepts, text, context, day)
        return Sampled(distribution, unit.factor, 0.0, unit.dimension)
    raise _unreadable(text, accepts)


def _unit(rest: str, accepts: tuple[Dimension, ...], text: str, context: Context, day: date) -> Unit:
    return converted(read_unit(rest), accepts, text, context, day)


def _unreadable(text: str, accepts: tuple[Dimension, ...]) -> QuantityError:
    if re.match(r"[A-Za-z_]+\s*\(", text) and ")" not in text:
        return QuantityError(f"{text!r} is broken off", 'a value with a comma inside {…} is quoted: "pert(6, 9, 18) months"')
    if re.match(r"[+-]?(\.?\d|\.?inf|\.?nan)", text, re.IGNORECASE):
        return QuantityError(f"{text!r} is not a number", "digits, one decimal point: 1.5, 0.5, 1e6")
    wanted = " or ".join(dimension.value for dimension in accepts)
    return QuantityError(f"{text!r} is not a quantity", f"write {wanted}, or a distribution of such")
