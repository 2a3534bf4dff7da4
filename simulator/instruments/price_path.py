"""Share prices from month to month: geometric Brownian motion, with or without jumps."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

#: jumps that one step can have: at twelve a year, more than this in a month is as likely as 1e-40
MOST_JUMPS = 50


@dataclass(frozen=True)
class Jumps:
    """Jumps of a share price, after Merton: how often, and how large.

    Attributes
    ----------
    intensity : jumps a year, 0 or more
    mean, deviation : of the logarithm of the multiple by which the price jumps

    Source: Merton, "Option pricing when underlying stock returns are discontinuous", 1976.

    >>> round(Jumps(intensity=0.5, mean=-0.10, deviation=0.15).mean_multiple, 4)
    0.9151
    """

    intensity: float
    mean: float
    deviation: float

    def __post_init__(self) -> None:
        if self.intensity < 0 or self.deviation < 0:
            raise ValueError(f"intensity {self.intensity}, deviation {self.deviation}: both must be 0 or more")

    @property
    def mean_multiple(self) -> float:
        """What a jump multiplies the price by, on average."""
        return math.exp(self.mean + self.deviation**2 / 2)

    @property
    def variance(self) -> float:
        """What jumps add in a year to the variance of the price's logarithm: intensity * (mean² + deviation²)."""
        return self.intensity * (self.mean**2 + self.deviation**2)


def total_volatility(volatility: float, jumps: Jumps | None) -> float:
    """The volatility of a walk without jumps whose logarithm has the variance of walk and jumps together.

        sqrt(volatility² + intensity * (mean² + deviation²))

    It has their variance over any time, and not their skew: among trees and lattices without jumps it is the closest.

    Parameters
    ----------
    volatility : 1/sqrt(year), of the walk

    Returns
    -------
    1/sqrt(year)

    >>> round(total_volatility(0.20, Jumps(intensity=1.0, mean=-0.2, deviation=0.1)), 6), total_volatility(0.20, None)
    (0.3, 0.2)
    """
    return math.hypot(volatility, math.sqrt(jumps.variance)) if jumps else volatility


def price_path(
    price: float,
    years: np.ndarray,
    normals: np.ndarray,
    *,
    expected_return: float,
    dividend_yield: float,
    volatility: float,
    jump_growth: np.ndarray | float = 0.0,
) -> np.ndarray:
    """Share prices at the end of each step.

        price * exp(sum of  (log(1 + return) - log(1 + dividend yield) - volatility² / 2) * years
                            + volatility * sqrt(years) * normal  +  growth by jumps)

    On average it is price * ((1 + return) / (1 + dividend yield)) ** (years since the start), with jumps or without.

    Parameters
    ----------
    price : money a share at the start, above 0
    years : (T,) length of each step
    normals : (R, T) standard normal
    expected_return, dividend_yield : 1/year, effective annual; the return includes dividends
    volatility : 1/sqrt(year), of what does not jump
    jump_growth : (R, T) what jumps add to the logarithm, from ``jump_growth``

    Returns
    -------
    (R, T) money a share

    Raises
    ------
    ValueError
        If the price is not above 0, or the volatility is negative.

    Without volatility the price follows its expectation, and stays if that is what dividends take:

    >>> price_path(150.0, np.array([1.0, 1.0]), np.zeros((1, 2)), expected_return=0.08, dividend_yield=0.08,
    ...            volatility=0.0).round(6).tolist()
    [[150.0, 150.0]]
    """
    if not price > 0 or volatility < 0:
        raise ValueError(f"price {price} must be above 0, volatility {volatility} must be 0 or more")
    drift = math.log1p(expected_return) - math.log1p(dividend_yield) - volatility**2 / 2
    steps = drift * years + volatility * np.sqrt(years) * normals + jump_growth
    return np.asarray(price * np.exp(np.cumsum(steps, axis=-1)))


def jump_growth(jumps: Jumps, years: np.ndarray, number: np.ndarray, size: np.ndarray) -> np.ndarray:
    """What jumps add to the logarithm of a price in each step, less what they add on average.

        n * mean + sqrt(n) * deviation * normal - intensity * (mean multiple - 1) * years,  n Poisson

    Parameters
    ----------
    years : (T,) length of each step
    number, size : (R, T) uniforms in (0, 1): one for how many jumps there are, one for how large they are together

    Returns
    -------
    (R, T)

    Rare jumps of -20 %: one in the first step, none in the second, but for what others had on average:

    >>> jumps = Jumps(intensity=1.0, mean=float(np.log(0.8)), deviation=0.0)
    >>> jump_growth(jumps, np.array([0.1, 0.1]), np.array([[0.95, 0.5]]), np.array([[0.5, 0.5]])).round(4).tolist()
    [[-0.2031, 0.02]]
    """
    from scipy.special import ndtri

    count = poisson_counts(jumps.intensity * years, number)
    jumped = count * jumps.mean + np.sqrt(count) * jumps.deviation * ndtri(size)
    return np.asarray(jumped - jumps.intensity * (jumps.mean_multiple - 1) * years)


def poisson_counts(mean: np.ndarray, uniforms: np.ndarray) -> np.ndarray:
    """(R, T) Poisson numbers of mean (T,) by inversion: how many terms of the distribution lie below each uniform.

    >>> poisson_counts(np.array([1.0]), np.array([[0.3], [0.7], [0.99]])).ravel().tolist()
    [0, 1, 4]
    """
    term = np.exp(-np.asarray(mean, float))
    below, count = term, np.zeros(uniforms.shape, np.int64)
    for n in range(1, MOST_JUMPS + 1):
        over = uniforms > below
        if not over.any():
            break
        count += over
        term = term * mean / n
        below = below + term
    return count
