"""Reading the quantity that a value of a scenario states, into internal units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from simulator.quantities.calendar import read_date
from simulator.quantities.distributions.forms import carry_units, read_distribution, read_plain_distribution
from simulator.quantities.fault import QuantityError, shown
from simulator.quantities.number import read_number
from simulator.quantities.terms import Amount, Call, read_term, split_terms
from simulator.quantities.units import Context, Dimension, converted, wanted
from simulator.quantities.value import Constant, Path, Quantity, Sampled, at_day, is_constant, mean, quantile

__all__ = [
    "Constant",
    "Path",
    "Quantity",
    "QuantityError",
    "Sampled",
    "at_day",
    "is_constant",
    "mean",
    "quantile",
    "read_quantity",
]

#: what int64 cents and milli-MW, and int32 days, can count with room for sums; no plan goes so far
MOST = {
    Dimension.DURATION: (1e6, "days"),
    Dimension.POWER: (1e9, "MW"),
    Dimension.POWER_PER_TIME: (1e9, "MW a quarter"),
}
MOST_OF_OTHERS = (1e16, "")


@dataclass(frozen=True)
class Place:
    """Where a value stands: what it may measure, and the day at whose exchange rate its money converts."""

    accepts: tuple[Dimension, ...]
    context: Context
    day: date


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
        raise QuantityError(f"{shown(written)} is not a quantity", f"write {wanted(accepts)}")
    return _read_value(written, Place(accepts, context, day or context.start))


def _read_path(written: Mapping[object, object], accepts: tuple[Dimension, ...], context: Context) -> Path:
    """Values by date, each converted at the rate of its own date."""
    if not written:
        raise QuantityError("{} states no value", "values by date, as {2025-02-24: 26 %/year}")
    dated = {read_date(str(day)): value for day, value in written.items()}
    values = [_read_dated(dated[day], accepts, context, day) for day in sorted(dated)]
    kinds = list(dict.fromkeys(value.dimension.value for value in values))
    if len(kinds) > 1:
        raise QuantityError(f"{' and '.join(kinds)} stand in one path by date", "values of one kind")
    return Path(tuple((day - context.start).days for day in sorted(dated)), tuple(values))


def _read_dated(written: object, accepts: tuple[Dimension, ...], context: Context, day: date) -> Constant | Sampled:
    value = read_quantity(written, accepts, context, day)
    if isinstance(value, Path):
        raise QuantityError(f"{day} has dates within dates", "one value a date")
    return value


def _read_value(written: str | int | float, place: Place) -> Constant | Sampled:
    """A value with the arithmetic behind it, done from left to right."""
    first, rest = split_terms(str(written))
    value = _read_term(first, place, written)
    for operator, term in rest:
        if operator == "*":
            value = _times(value, float(read_number(term)))
        else:
            addend = _read_addend(term, value.dimension, place)
            value = _plus(value, addend if operator == "+" else -addend)
    most, unit = MOST.get(value.dimension, MOST_OF_OTHERS)
    if not abs(mean(value)) <= most:
        raise QuantityError(f"{shown(written)} is too large", f"at most {most:,.0f} {unit}".strip())
    return value


def _read_addend(term: str, dimension: Dimension, place: Place) -> float:
    addend = _read_term(term, Place((dimension,), place.context, place.day), term)
    if not isinstance(addend, Constant):
        raise QuantityError(f"{shown(term)} is drawn", "a constant after + or -")
    return addend.value


def _read_term(text: str, place: Place, written: object) -> Constant | Sampled:
    """One number or distribution with its unit."""
    term = read_term(text)
    if isinstance(term, Amount):
        dimension, rate = converted(term.unit, place.accepts, written, place.context, place.day)
        return Constant(_product(term, written) / rate, dimension, rate, term.unit.currency)
    if carry_units(term.arguments):
        return _read_by_argument(term, place)
    dimension, rate = converted(term.unit, place.accepts, written, place.context, place.day)
    distribution = read_plain_distribution(term.name, term.arguments)
    return Sampled(distribution, float(term.unit.factor) / rate, 0.0, dimension, currency=term.unit.currency)


def _product(amount: Amount, written: object) -> float:
    """A number times its unit, as the nearest float."""
    try:
        return float(Fraction(amount.number) * amount.unit.factor)
    except OverflowError:
        raise QuantityError(f"{shown(written)} is too large", "a number that a plan can have") from None


def _read_by_argument(call: Call, place: Place) -> Sampled:
    """A distribution whose arguments carry their units: `pert(6 months, 9 months, 1.5 years)`."""
    if call.written_unit:
        problem = f"{shown(call.written_unit)} follows arguments that have units"
        raise QuantityError(problem, "one unit behind the parentheses, or one behind each number")
    read: list[Constant | Sampled] = []

    def amount(text: str) -> float:
        read.append(_read_term(text, place, text))
        return mean(read[-1])

    distribution = read_distribution(call.name, call.arguments, amount)
    if len({value.dimension for value in read}) != 1:
        raise QuantityError(f"{shown(call.arguments)} mixes units", "amounts of one kind")
    return Sampled(distribution, 1.0, 0.0, read[0].dimension, currency=read[0].currency)


def _times(value: Constant | Sampled, factor: float) -> Constant | Sampled:
    if isinstance(value, Constant):
        return replace(value, value=value.value * factor)
    return replace(value, scale=value.scale * factor, shift=value.shift * factor)


def _plus(value: Constant | Sampled, amount: float) -> Constant | Sampled:
    if isinstance(value, Constant):
        return replace(value, value=value.value + amount)
    return replace(value, shift=value.shift + amount)
