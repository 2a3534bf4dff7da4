"""Intervals of means, by Student's t, without the half second that a library of all distributions takes to import."""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist

import numpy as np

#: two-sided, of every interval of a mean or of a difference that is told or drawn
CONFIDENCE = 0.95
#: degrees of freedom from which the expansion is exact to ten digits
MANY = 80


def half_width(error: np.ndarray | float, n: np.ndarray | int) -> np.ndarray:
    """Half of the 95 % interval of means, t(0.975, n - 1) × standard error; NaN where n is below 2.

    Parameters
    ----------
    error : (...) standard error of each mean
    n : (...) how many values each is of

    >>> half_width(np.array([1.0, 0.5, 1.0]), np.array([10, 2, 1])).round(3)
    array([2.262, 6.353,   nan])
    """
    counts, which = np.unique(n, return_inverse=True)
    widths = [quantile_of_t(0.5 + CONFIDENCE / 2, count - 1.0) if count > 1 else math.nan for count in counts.tolist()]
    return np.array(widths)[which].reshape(np.shape(n)) * error


@lru_cache(maxsize=4096)
def quantile_of_t(chance: float, freedom: float) -> float:
    """The quantile of Student's t above its median.

    Closed for 1 and 2 degrees of freedom; Newton on the finite series of the distribution for whole ones below 80;
    from there on the expansion about the normal quantile.

    Parameters
    ----------
    chance : above 0.5, below 1
    freedom : degrees of freedom, above 0

    Source: Abramowitz & Stegun, 26.7.3, 26.7.4 and 26.7.5.

    >>> round(quantile_of_t(0.975, 499), 4), round(quantile_of_t(0.975, 1), 3), round(quantile_of_t(0.975, 9), 3)
    (1.9647, 12.706, 2.262)
    """
    if freedom >= MANY:
        return _expanded(chance, freedom)
    if freedom != int(freedom):
        from scipy.special import stdtrit

        return float(stdtrit(freedom, chance))
    if freedom == 1:
        return math.tan(math.pi * (chance - 0.5))
    if freedom == 2:
        return (2 * chance - 1) / math.sqrt(2 * chance * (1 - chance))
    return _newton(chance, int(freedom))


def _expanded(chance: float, freedom: float) -> float:
    x = NormalDist().inv_cdf(chance)
    terms = (
        x,
        (x**3 + x) / 4,
        (5 * x**5 + 16 * x**3 + 3 * x) / 96,
        (3 * x**7 + 19 * x**5 + 17 * x**3 - 15 * x) / 384,
        (79 * x**9 + 776 * x**7 + 1482 * x**5 - 1920 * x**3 - 945 * x) / 92160,
    )
    return sum(term / freedom**power for power, term in enumerate(terms))


def _newton(chance: float, freedom: int) -> float:
    t = _expanded(chance, freedom)
    scale = math.exp(math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2)) / math.sqrt(freedom * math.pi)
    for _ in range(50):
        density = scale * (1 + t * t / freedom) ** (-(freedom + 1) / 2)
        step = ((1 + _within(t, freedom)) / 2 - chance) / density
        t -= step
        if abs(step) < 1e-13 * t:
            break
    return t


def _within(t: float, freedom: int) -> float:
    """The probability of a value between -t and t; two or more degrees of freedom."""
    angle = math.atan(t / math.sqrt(freedom))
    cosine, odd = math.cos(angle), freedom % 2
    term, total = (cosine if odd else 1.0), 0.0
    for k in range(3 if odd else 2, freedom + 1, 2):
        total += term
        term *= cosine * cosine * (k - 1) / k
    found = math.sin(angle) * total
    return 2 / math.pi * (angle + found) if odd else found
