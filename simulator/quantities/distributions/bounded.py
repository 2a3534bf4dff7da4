"""Distributions between two bounds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.quantities.fault import QuantityError


@dataclass(frozen=True)
class Pert:
    """Three estimates, smoothed: a beta whose mean is (low + 4 mode + high) / 6.

        X = low + span B,   B ~ Beta(1 + 4 (mode - low) / span, 1 + 4 (high - mode) / span)

    Source: Malcolm, Roseboom, Clark and Fazar (1959), *Application of a technique for research and
    development program evaluation*, Operations Research 7, 646-669; Vose, *Risk Analysis*.

    >>> Pert(6, 9, 18).mean()
    10.0
    """

    low: float
    mode: float
    high: float

    def __post_init__(self) -> None:
        _check_order(self.low, self.mode, self.high)

    @property
    def _shape(self) -> Beta:
        span = self.high - self.low
        return Beta(1 + 4 * (self.mode - self.low) / span, 1 + 4 * (self.high - self.mode) / span)

    def ppf(self, uniforms: np.ndarray) -> np.ndarray:
        """The values at the given probabilities."""
        return self.low + (self.high - self.low) * self._shape.ppf(uniforms)

    def cdf(self, value: float) -> float:
        """The probability of a draw of at most ``value``."""
        return self._shape.cdf((value - self.low) / (self.high - self.low))

    def mean(self) -> float:
        """The expected value."""
        return (self.low + 4 * self.mode + self.high) / 6

    def support(self) -> tuple[float, float]:
        """The lowest and the highest value."""
        return self.low, self.high


@dataclass(frozen=True)
class Triangular:
    """Three estimates, joined by straight lines; the mean is (low + mode + high) / 3.

    >>> Triangular(0, 0, 3).ppf(np.array([0.75]))
    array([1.5])
    """

    low: float
    mode: float
    high: float

    def __post_init__(self) -> None:
        _check_order(self.low, self.mode, self.high)

    def ppf(self, uniforms: np.ndarray) -> np.ndarray:
        """The values at the given probabilities."""
        span = self.high - self.low
        rising = self.low + np.sqrt(uniforms * span * (self.mode - self.low))
        falling = self.high - np.sqrt((1 - uniforms) * span * (self.high - self.mode))
        return np.where(uniforms < (self.mode - self.low) / span, rising, falling)

    def cdf(self, value: float) -> float:
        """The probability of a draw of at most ``value``."""
        span = self.high - self.low
        if value <= self.low or value >= self.high:
            return float(value >= self.high)
        if value < self.mode:
            return (value - self.low) ** 2 / (span * (self.mode - self.low))
        return 1 - (self.high - value) ** 2 / (span * (self.high - self.mode))

    def mean(self) -> float:
        """The expected value."""
        return (self.low + self.mode + self.high) / 3

    def support(self) -> tuple[float, float]:
        """The lowest and the highest value."""
        return self.low, self.high


@dataclass(frozen=True)
class Uniform:
    """Anything between two bounds, equally likely.

    >>> Uniform(2, 4).ppf(np.array([0.25]))
    array([2.5])
    """

    low: float
    high: float

    def __post_init__(self) -> None:
        _check_order(self.low, self.high)

    def ppf(self, uniforms: np.ndarray) -> np.ndarray:
        """The values at the given probabilities."""
        return self.low + (self.high - self.low) * uniforms

    def cdf(self, value: float) -> float:
        """The probability of a draw of at most ``value``."""
        return min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))

    def mean(self) -> float:
        """The expected value."""
        return (self.low + self.high) / 2

    def support(self) -> tuple[float, float]:
        """The lowest and the highest value."""
        return self.low, self.high


@dataclass(frozen=True)
class Beta:
    """A fraction between 0 and 1 with mean a / (a + b).

    >>> Beta(2, 6).mean()
    0.25
    """

    a: float
    b: float

    def __post_init__(self) -> None:
        if not (self.a > 0 and self.b > 0):
            raise QuantityError("a and b are not both above 0")

    def ppf(self, uniforms: np.ndarray) -> np.ndarray:
        """The values at the given probabilities."""
        from scipy.special import betaincinv

        return np.asarray(betaincinv(self.a, self.b, uniforms))

    def cdf(self, value: float) -> float:
        """The probability of a draw of at most ``value``."""
        if not 0 < value < 1:
            return float(value >= 1)
        from scipy.special import betainc

        return float(betainc(self.a, self.b, value))

    def mean(self) -> float:
        """The expected value."""
        return self.a / (self.a + self.b)

    def support(self) -> tuple[float, float]:
        """The lowest and the highest value."""
        return 0.0, 1.0


def _check_order(*estimates: float) -> None:
    """Raises unless the estimates ascend and the last is above the first."""
    if list(estimates) != sorted(estimates):
        raise QuantityError("the estimates are not in ascending order")
    if estimates[0] == estimates[-1]:
        raise QuantityError("nothing is uncertain, the bounds are equal")
