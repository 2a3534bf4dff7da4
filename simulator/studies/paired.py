"""What two samples of a metric say about its difference, replication by replication or as strangers."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from simulator.comparison import Outcome
from simulator.intervals import CONFIDENCE, quantile_of_t
from simulator.metrics.registry import Better

#: the chance that the number of replications that "would tell" does tell
POWER = 0.80
#: differences below this share of a metric's size are rounding
GRAIN = -40
#: replications beyond which nothing is said to tell two scenarios apart
MOST = 10**9


@dataclass(frozen=True)
class Spread:
    """How sure a difference is: its standard deviation a replication, and the degrees of freedom of that."""

    sd: float
    freedom: float


def grain_of(*samples: np.ndarray) -> float:
    """The power of two to whose multiples means of these samples are rounded: 2^-40, or 1e-12, of the largest value.

    Sums and differences of such multiples are exact in floating point, in any order.

    >>> grain_of(np.array([1.0, -3.0])) == 2.0**-38
    True
    """
    size = max((float(np.abs(sample).max()) for sample in samples if sample.size), default=0.0)
    return 2.0 ** max(math.ceil(math.log2(size)) + GRAIN, -1000) if size > 0 else 1.0


def rounded(number: float, grain: float) -> float:
    """The nearest multiple of a grain."""
    return round(number / grain) * grain


def beyond(differences: np.ndarray, tolerance: float) -> np.ndarray:
    """Differences, with nothing in place of those within a tolerance.

    >>> beyond(np.array([0.25, -1e-9, np.nan]), 1e-8).tolist()
    [0.25, 0.0, nan]
    """
    return np.where(np.abs(differences) < tolerance, 0.0, differences)


def paired(baseline: np.ndarray, value: np.ndarray, unit: str, better: Better, tolerance: float = 0.0) -> Outcome:
    """A metric of two scenarios whose replication r met the same world.

        difference = mean of d,  d = value - baseline of the pairs in which both are defined
        interval   = difference ± t(0.975, n - 1) sd(d) / sqrt(n)

    Parameters
    ----------
    baseline, value : (R,) NaN where undefined
    tolerance : differences below it are none, as of the metric's family

    Source: the paired t interval; Law, *Simulation Modeling and Analysis*, 10.2.1, with common random numbers.

    >>> found = paired(np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 3.0]), "MW", "higher")
    >>> found.difference, found.n, round(found.probability_better, 3), found.distinguishable
    (1.0, 3, 0.667, False)
    """
    has, gets = ~np.isnan(baseline), ~np.isnan(value)
    both = has & gets
    one, other = baseline[both], value[both]
    grain = grain_of(one, other)
    differences = beyond(other - one, max(grain, tolerance))
    counts = (int(both.sum()), int((has & ~gets).sum()), int((gets & ~has).sum()), int((~has & ~gets).sum()))
    spread = Spread(_sd(differences), len(differences) - 1)
    better_, worse = _shares(differences, better)
    means = _mean(one, grain), _mean(other if differences.any() else one, grain)
    return _outcome(unit, better, counts, means, spread, (better_, worse), differences)


def unpaired(baseline: np.ndarray, value: np.ndarray, unit: str, better: Better, tolerance: float = 0.0) -> Outcome:
    """A metric of two scenarios that met different worlds: Welch's interval.

    The probability that one beats the other is that of two worlds drawn apart.

    Source: Welch (1947); the degrees of freedom are Satterthwaite's.

    >>> found = unpaired(np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 3.0]), "MW", "higher")
    >>> round(found.difference, 3), round(found.low, 2), round(found.high, 2)
    (1.0, -1.27, 3.27)
    """
    one, other = (np.sort(sample[~np.isnan(sample)]) for sample in (baseline, value))
    grain = grain_of(one, other)
    n = min(len(one), len(other))
    counts = (n, len(baseline) - len(one), len(value) - len(other), 0)
    means = _mean(one, grain), _mean(other, grain)
    means = (means[0], means[0]) if abs(means[1] - means[0]) < tolerance else means
    shares = _shares_apart(one, other, better, tolerance)
    return _outcome(unit, better, counts, means, _welch(one, other, n), shares, np.zeros(0))


def _outcome(
    unit: str,
    better: Better,
    counts: tuple[int, int, int, int],
    means: tuple[float, float],
    spread: Spread,
    shares: tuple[float, float],
    differences: np.ndarray,
) -> Outcome:
    n, only_baseline, only_value, neither = counts
    difference = means[1] - means[0]
    half = math.nan
    if n > 1:
        half = quantile_of_t(0.5 + CONFIDENCE / 2, spread.freedom) * spread.sd / math.sqrt(n) if spread.sd else 0.0
    return Outcome(
        unit,
        better,
        n,
        only_baseline,
        only_value,
        neither,
        *means,
        difference,
        difference - half,
        difference + half,
        spread.sd,
        *shares,
        needed(difference, spread.sd),
        differences,
    )


def _mean(sample: np.ndarray, grain: float) -> float:
    return rounded(float(sample.mean()), grain) if len(sample) else math.nan


def _sd(sample: np.ndarray) -> float:
    return float(sample.std(ddof=1)) if len(sample) > 1 else math.nan


def _shares(differences: np.ndarray, better: Better) -> tuple[float, float]:
    """Shares of the pairs in which the second is better, and worse."""
    if better == "neither" or not len(differences):
        return math.nan, math.nan
    sign = 1 if better == "higher" else -1
    return float((differences * sign > 0).mean()), float((differences * sign < 0).mean())


def _shares_apart(one: np.ndarray, other: np.ndarray, better: Better, tolerance: float) -> tuple[float, float]:
    """The same over all pairs of two ascending samples."""
    if better == "neither" or not (len(one) and len(other)):
        return math.nan, math.nan
    above = float(np.searchsorted(one, other - tolerance, side="left").mean()) / len(one)
    below = 1 - float(np.searchsorted(one, other + tolerance, side="right").mean()) / len(one)
    return (above, below) if better == "higher" else (below, above)


def _welch(one: np.ndarray, other: np.ndarray, n: int) -> Spread:
    """As of n pairs: the standard error times sqrt(n), and Satterthwaite's degrees of freedom."""
    if n < 2:
        return Spread(math.nan, math.nan)
    parts = [float(sample.var(ddof=1)) / len(sample) for sample in (one, other)]
    squares = sum(part**2 / (len(sample) - 1) for part, sample in zip(parts, (one, other), strict=True))
    return Spread(math.sqrt(sum(parts) * n), sum(parts) ** 2 / squares if squares else math.inf)


def needed(difference: float, sd: float) -> int | None:
    """Replications at which a difference as large as seems is told from none, four times in five.

        n = ((t(0.975, n - 1) + t(0.80, n - 1)) sd / difference)²

    None where there is no difference, or no number that one would wait for.

    Source: Chow, Shao & Wang, *Sample Size Calculations in Clinical Research*, 3.1 (one-sample, two-sided).

    >>> needed(1.0, 2.0), needed(0.0, 2.0)
    (34, None)
    """
    if not (math.isfinite(sd) and difference):
        return None
    n = max(2, math.ceil(min(_least(math.inf, sd / abs(difference)), MOST + 1)))
    while n <= MOST and n < _least(n - 1, sd / abs(difference)):
        n += 1
    return n if n <= MOST else None


def _least(freedom: float, ratio: float) -> float:
    """What n must reach, given the degrees of freedom; fewest at infinitely many."""
    return ((quantile_of_t(0.5 + CONFIDENCE / 2, freedom) + quantile_of_t(POWER, freedom)) * ratio) ** 2
