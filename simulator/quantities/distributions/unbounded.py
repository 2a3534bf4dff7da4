"""Distributions without an upper bound."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from simulator.quantities.fault import QuantityError

#: the standard normal's 90th percentile
Z90 = 1.2815515655446004


@dataclass(frozen=True)
class Normal:
    """Symmetric around a mean.

    >>> Normal(10, 2).cdf(10)
    0.5
    """

    expected: float
    sd: float

    def __post_init__(self) -> None:
        _check_positive(sd=self.sd)

    def ppf(self, uniforms: np.ndarray) -> np.ndarray:
        """The values at the given probabilities."""
        return self.expected + self.sd * _scores(uniforms)

    def cdf(self, value: float) -> float:
        """The probability of a draw of at most ``value``."""
        return _normal_below((value - self.expected) / self.sd)

    def mean(self) -> float:
        """The expected value."""
        return self.expected

    def support(self) -> tuple[float, float]:
        """Everything."""
        return -math.inf, math.inf


@dataclass(frozen=True)
class Lognormal:
    """Positive with a long tail: the exponential of a normal of mean ``mu`` and standard deviation ``sigma``.

    >>> Lognormal(0.0, 0.5).cdf(1.0)
    0.5
    """

    mu: float
    sigma: float

    @staticmethod
    def of_quantiles(p50: float, p90: float) -> Lognormal:
        """From the median and the 90th percentile: mu = ln p50, sigma = ln(p90 / p50) / 1.2816."""
        if not 0 < p50 < p90:
            raise QuantityError("p50 is not above 0 and below p90")
        return Lognormal(math.log(p50), math.log(p90 / p50) / Z90)

    @staticmethod
    def of_moments(mean: float, sd: float) -> Lognormal:
        """From mean and standard deviation: sigma² = ln(1 + sd² / mean²), mu = ln mean - sigma² / 2."""
        _check_positive(mean=mean, sd=sd)
        variance = math.log1p((sd / mean) ** 2)
        return Lognormal(math.log(mean) - variance / 2, math.sqrt(variance))

    def ppf(self, uniforms: np.ndarray) -> np.ndarray:
        """The values at the given probabilities."""
        return np.asarray(np.exp(self.mu + self.sigma * _scores(uniforms)))

    def cdf(self, value: float) -> float:
        """The probability of a draw of at most ``value``."""
        return _normal_below((math.log(value) - self.mu) / self.sigma) if value > 0 else 0.0

    def mean(self) -> float:
        """The expected value: exp(mu + sigma² / 2)."""
        return math.exp(self.mu + self.sigma**2 / 2)

    def support(self) -> tuple[float, float]:
        """Above 0."""
        return 0.0, math.inf


@dataclass(frozen=True)
class Exponential:
    """Time until something that happens at a constant rate.

    >>> Exponential(10).ppf(np.array([0.5])).round(4)
    array([6.9315])
    """

    expected: float

    def __post_init__(self) -> None:
        _check_positive(mean=self.expected)

    def ppf(self, uniforms: np.ndarray) -> np.ndarray:
        """The values at the given probabilities."""
        return np.asarray(-self.expected * np.log1p(-uniforms))

    def cdf(self, value: float) -> float:
        """The probability of a draw of at most ``value``."""
        return -math.expm1(-value / self.expected) if value > 0 else 0.0

    def mean(self) -> float:
        """The expected value."""
        return self.expected

    def support(self) -> tuple[float, float]:
        """From 0."""
        return 0.0, math.inf


@dataclass(frozen=True)
class Weibull:
    """Time until a failure whose rate falls (shape below 1) or rises (above 1) with age.

    >>> Weibull(2, 10).cdf(10).__round__(4)
    0.6321
    """

    shape: float
    scale: float

    def __post_init__(self) -> None:
        _check_positive(shape=self.shape, scale=self.scale)

    def ppf(self, uniforms: np.ndarray) -> np.ndarray:
        """The values at the given probabilities."""
        return np.asarray(self.scale * (-np.log1p(-uniforms)) ** (1 / self.shape))

    def cdf(self, value: float) -> float:
        """The probability of a draw of at most ``value``."""
        return -math.expm1(-((value / self.scale) ** self.shape)) if value > 0 else 0.0

    def mean(self) -> float:
        """The expected value: scale × Γ(1 + 1 / shape)."""
        return self.scale * math.gamma(1 + 1 / self.shape)

    def support(self) -> tuple[float, float]:
        """From 0."""
        return 0.0, math.inf


@dataclass(frozen=True)
class Gamma:
    """A sum of exponential waits, with mean shape × scale.

    >>> Gamma(3, 2).mean()
    6
    """

    shape: float
    scale: float

    def __post_init__(self) -> None:
        _check_positive(shape=self.shape, scale=self.scale)

    def ppf(self, uniforms: np.ndarray) -> np.ndarray:
        """The values at the given probabilities."""
        from scipy.special import gammaincinv

        return np.asarray(self.scale * gammaincinv(self.shape, uniforms))

    def cdf(self, value: float) -> float:
        """The probability of a draw of at most ``value``."""
        if value <= 0:
            return 0.0
        from scipy.special import gammainc

        return float(gammainc(self.shape, value / self.scale))

    def mean(self) -> float:
        """The expected value."""
        return self.shape * self.scale

    def support(self) -> tuple[float, float]:
        """From 0."""
        return 0.0, math.inf


def _check_positive(**parameters: float) -> None:
    """Raises unless all parameters are above 0."""
    for name, value in parameters.items():
        if not value > 0:
            raise QuantityError(f"{name} is not above 0")


def _scores(uniforms: np.ndarray) -> np.ndarray:
    """The standard normal values at the given probabilities."""
    from scipy.special import ndtri

    return np.asarray(ndtri(uniforms))


def _normal_below(score: float) -> float:
    """The probability that a standard normal falls below a score."""
    return math.erfc(-score / math.sqrt(2)) / 2
