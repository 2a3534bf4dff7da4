"""How each distribution is written: `pert(6, 9, 18)`, `lognormal(p50=1.0, p90=1.3)`, `discrete(9=1)`."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from simulator.quantities.distributions.bounded import Beta, Pert, Triangular, Uniform
from simulator.quantities.distributions.countable import Bernoulli, Discrete, Empirical
from simulator.quantities.distributions.distribution import Distribution
from simulator.quantities.distributions.unbounded import Exponential, Gamma, Lognormal, Normal, Weibull
from simulator.quantities.fault import QuantityError, shown
from simulator.quantities.number import NUMBER, read_number
from simulator.registry import Registry, hint

WITH_UNIT = re.compile(rf"(?>{NUMBER.pattern})\s*[A-Za-z%]")
#: turns an argument as written into a number
Amount = Callable[[str], float]


class Argument(NamedTuple):
    """One argument as written: `p90=1.3` is (p90, 1.3), a bare `6` is ("", 6)."""

    name: str
    value: str


@dataclass(frozen=True)
class Form:
    """One way of writing a distribution.

    Attributes
    ----------
    text : the form as written, for people
    make : the distribution of some arguments, amounts read by the given function; None if they do not fit
    """

    text: str
    make: Callable[[Sequence[Argument], Amount], Distribution | None]


distributions: Registry[Form] = Registry("distribution")


def plain_amount(text: str) -> float:
    """An argument without a unit.

    >>> plain_amount("1.3")
    1.3
    """
    return float(read_number(text))


def read_distribution(name: str, arguments: str, amount: Amount = plain_amount) -> Distribution:
    """The distribution that a name and its arguments state.

    Raises
    ------
    QuantityError
        If there is no such distribution, or the arguments are not what it takes.

    >>> read_distribution("pert", "6, 9, 18").mean()
    10.0
    """
    if name not in distributions:
        near = hint(name, distributions)
        raise QuantityError(f"{name!r} is not a distribution{near}", f"one of: {', '.join(distributions)}")
    form = distributions[name]
    try:
        made = form.make(split_arguments(arguments), amount)
        finite = made is None or math.isfinite(made.mean())
    except QuantityError as error:
        raise _fault(name, arguments, error.problem) from error
    except OverflowError as error:
        raise _fault(name, arguments, "its mean is infinite") from error
    if made is None or not finite:
        raise _fault(name, arguments, "its mean is infinite" if made else "these are not its arguments")
    return made


def _fault(name: str, arguments: str, problem: str) -> QuantityError:
    return QuantityError(f"{shown(f'{name}({arguments})')}: {problem}", f"write {distributions[name].text}")


@lru_cache(maxsize=4096)
def read_plain_distribution(name: str, arguments: str) -> Distribution:
    """The distribution of arguments without units, read once."""
    return read_distribution(name, arguments)


def split_arguments(text: str) -> list[Argument]:
    """The arguments between the parentheses.

    >>> split_arguments("p50=1.0, 3")
    [Argument(name='p50', value='1.0'), Argument(name='', value='3')]
    """
    pieces = [piece.rpartition("=") for piece in text.split(",")] if text.strip() else []
    return [Argument(name.strip(), value.strip()) for name, _, value in pieces]


def carry_units(arguments: str) -> bool:
    """Whether an argument has a unit of its own: `pert(6 months, 9 months, 1.5 years)`.

    >>> carry_units("6 months, 9 months"), carry_units("9=0.7, 18=0.3"), carry_units("p50=1e6, p90=2e6")
    (True, False, False)
    """
    parts = [part for argument in split_arguments(arguments) for part in argument]
    return any(WITH_UNIT.match(part) for part in parts)


def _add(
    name: str, text: str, description: str, make: Callable[[Sequence[Argument], Amount], Distribution | None]
) -> None:
    distributions.add(name, Form(text, make), description)


def _named(
    names: Sequence[str], kind: Callable[..., Distribution], pure: Sequence[str] = ()
) -> Callable[[Sequence[Argument], Amount], Distribution | None]:
    """Takes as many arguments as there are names, by position or by name; ``pure`` ones never have a unit."""

    def make(arguments: Sequence[Argument], amount: Amount) -> Distribution | None:
        given = {argument.name or name: argument.value for name, argument in zip(names, arguments, strict=False)}
        if len(arguments) != len(names) or set(given) != set(names):
            return None
        return kind(*((plain_amount if name in pure else amount)(given[name]) for name in names))

    return make


def _lognormal(arguments: Sequence[Argument], amount: Amount) -> Distribution | None:
    if {argument.name for argument in arguments} == {"p50", "p90"}:
        return _named(("p50", "p90"), Lognormal.of_quantiles)(arguments, amount)
    return _named(("mean", "sd"), Lognormal.of_moments)(arguments, amount)


def _discrete(arguments: Sequence[Argument], amount: Amount) -> Distribution | None:
    if not arguments or not all(argument.name for argument in arguments):
        return None
    return Discrete.of([(amount(value), plain_amount(chance)) for value, chance in arguments])


def _empirical(arguments: Sequence[Argument], amount: Amount) -> Distribution | None:
    if not arguments or any(argument.name for argument in arguments):
        return None
    return Empirical(tuple(sorted(amount(argument.value) for argument in arguments)))


_add(
    "pert",
    "pert(lowest, most likely, highest)",
    "three estimates, smoothed; mean (a + 4m + b) / 6",
    _named(("low", "mode", "high"), Pert),
)
_add(
    "triangular",
    "triangular(lowest, most likely, highest)",
    "three estimates, joined by straight lines; mean (a + m + b) / 3",
    _named(("low", "mode", "high"), Triangular),
)
_add(
    "uniform",
    "uniform(lowest, highest)",
    "anything between two bounds, equally likely",
    _named(("low", "high"), Uniform),
)
_add(
    "normal",
    "normal(mean, sd)",
    "symmetric around a mean; where nothing is negative, lognormal is better",
    _named(("mean", "sd"), Normal),
)
_add(
    "lognormal",
    "lognormal(p50=1.0, p90=1.3) or lognormal(mean, sd)",
    "positive with a long tail, by median and 90th percentile or by mean and sd",
    _lognormal,
)
_add(
    "exponential",
    "exponential(mean)",
    "time until something that happens at a constant rate",
    _named(("mean",), Exponential),
)
_add(
    "weibull",
    "weibull(shape, scale)",
    "time until a failure whose rate falls (shape < 1) or rises (> 1) with age",
    _named(("shape", "scale"), Weibull, pure=("shape",)),
)
_add(
    "gamma",
    "gamma(shape, scale)",
    "a sum of exponential waits; mean shape × scale",
    _named(("shape", "scale"), Gamma, pure=("shape",)),
)
_add(
    "beta",
    "beta(a, b)",
    "a fraction between 0 and 1, as `beta(2, 6) % * 100`; mean a / (a + b)",
    _named(("a", "b"), Beta, pure=("a", "b")),
)
_add(
    "discrete",
    "discrete(9=0.7, 18=0.3), values with their probabilities",
    "one of some values, each with its probability",
    _discrete,
)
_add(
    "empirical",
    "empirical(file.csv), a column of numbers, or the numbers themselves",
    "values that were observed, each as likely as the next",
    _empirical,
)
_add("bernoulli", "bernoulli(p)", "1 with a probability, else 0", _named(("p",), Bernoulli, pure=("p",)))
