"""A quantity of a scenario: one value, a distribution of values, or values by date; in internal units."""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass, field

import numpy as np

from simulator.quantities.distributions import Distribution
from simulator.quantities.units import Dimension


@dataclass(frozen=True)
class Constant:
    """One value; ``rate`` is how many units of the currency it was written in make one of the reporting currency.

    Of a sum in several currencies, ``currency`` and ``rate`` are those of its first term.
    """

    value: float
    dimension: Dimension
    rate: float = field(default=1.0, repr=False, compare=False)
    currency: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True)
class Sampled:
    """A value that is drawn: ``shift + scale × distribution``, cut off at ``low`` and ``high``.

    ``currency`` is the one it was written in, of a sum that of its first term; empty if it is not money.
    """

    distribution: Distribution
    scale: float
    shift: float
    dimension: Dimension
    low: float = -math.inf
    high: float = math.inf
    currency: str = field(default="", repr=False, compare=False)

    def at(self, uniforms: np.ndarray) -> np.ndarray:
        """The values that draws stay below with the given probabilities, each in (0, 1); same shape."""
        rank = uniforms if self.scale >= 0 else 1.0 - uniforms
        return np.clip(self.shift + self.scale * self.distribution.ppf(rank), self.low, self.high)

    def support(self) -> tuple[float, float]:
        """The lowest and the highest value; infinite where there is none."""
        if self.scale == 0:
            return self.shift, self.shift
        low, high = (self.shift + self.scale * end for end in self.distribution.support())
        return (low, high) if low <= high else (high, low)

    def probability_below(self, bound: float) -> float:
        """The chance of a value below ``bound``."""
        low, high = self.support()
        if bound <= low:
            return 0.0
        if bound > high:
            return 1.0
        edge = (bound - self.shift) / self.scale
        if self.scale > 0:
            return self.distribution.cdf(math.nextafter(edge, -math.inf))
        return 1.0 - self.distribution.cdf(edge)

    def probability_above(self, bound: float) -> float:
        """The chance of a value above ``bound``."""
        return Sampled(self.distribution, -self.scale, -self.shift, self.dimension).probability_below(-bound)


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


def is_constant(quantity: Quantity) -> bool:
    """Whether a quantity is one value, neither drawn nor changing."""
    return isinstance(quantity, Constant)


def at_day(quantity: Quantity, day: int) -> Constant | Sampled:
    """What holds on a day: of a path by date the latest value stated, before the first date the first.

    >>> path = Path((0, 90), (Constant(26.0, Dimension.SHARE), Constant(18.0, Dimension.SHARE)))
    >>> at_day(path, 89).value, at_day(path, 90).value
    (26.0, 18.0)
    """
    if not isinstance(quantity, Path):
        return quantity
    return quantity.values[max(bisect_right(quantity.days, day) - 1, 0)]


def mean(quantity: Quantity) -> float:
    """The expected value; of a path by date, of its first value."""
    stated = quantity.values[0] if isinstance(quantity, Path) else quantity
    if isinstance(stated, Sampled):
        return stated.shift + stated.scale * stated.distribution.mean()
    return stated.value


def quantile(quantity: Quantity, p: float) -> float:
    """The value that a draw stays below with probability ``p``; of a path by date, of its first value."""
    stated = quantity.values[0] if isinstance(quantity, Path) else quantity
    if isinstance(stated, Sampled):
        return float(stated.at(np.array([p]))[0])
    return stated.value
