"""What a set of replications says about a number: mean, spread and quantiles, and how sure each of them is."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

#: names of the quantiles that runs report, and where they lie
QUANTILES: dict[str, float] = {
    "p5": 0.05,
    "p10": 0.10,
    "p25": 0.25,
    "p50": 0.50,
    "p75": 0.75,
    "p90": 0.90,
    "p95": 0.95,
}
#: names of the statistics of a table: the mean, then the quantiles
STATISTICS: tuple[str, ...] = ("mean", *QUANTILES)


@dataclass(frozen=True)
class Summary:
    """A metric over the replications in which it is defined.

    Attributes
    ----------
    n, unfinished : replications in which it is defined, and in which it is not
    mean, sd : sample mean and standard deviation (n - 1); NaN where there are too few
    se : standard error of the mean, sd / sqrt(n)
    quantiles : by name, as ``p10``
    intervals : by name, bounds that hold the true quantile with 95 % confidence; infinite where n is too small
    """

    n: int
    unfinished: int
    mean: float
    se: float
    sd: float
    quantiles: dict[str, float]
    intervals: dict[str, tuple[float, float]]

    def __getitem__(self, statistic: str) -> float:
        """A statistic by its name: ``mean``, or a quantile."""
        return self.mean if statistic == "mean" else self.quantiles[statistic]


def summary(values: np.ndarray, interpolated: bool = True) -> Summary:
    """The summary of a metric.

    Parameters
    ----------
    values : (R,) one a replication, NaN where undefined
    interpolated : whether a quantile may lie between two values, or is one that occurred

    >>> found = summary(np.array([1.0, 2.0, 3.0, np.nan]))
    >>> found.n, found.unfinished, found.mean, found["p50"]
    (3, 1, 2.0, 2.0)
    """
    ordered = np.sort(values[~np.isnan(values)])
    n = len(ordered)
    mean = float(ordered.mean()) if n else math.nan
    sd = float(ordered.std(ddof=1)) if n > 1 else math.nan
    quantiles = [float(of[0]) for of in _quantiles(ordered[None], np.array([n]), interpolated)]
    intervals = [quantile_interval(ordered, place) for place in QUANTILES.values()]
    return Summary(
        n,
        len(values) - n,
        mean,
        sd / math.sqrt(n) if n > 1 else math.nan,
        sd,
        dict(zip(QUANTILES, quantiles, strict=True)),
        dict(zip(QUANTILES, intervals, strict=True)),
    )


def statistics_of(values: np.ndarray, interpolated: bool = True) -> np.ndarray:
    """The mean and the quantiles of each column over its rows that are defined, in the order of ``STATISTICS``.

    Parameters
    ----------
    values : (R, n), NaN where undefined
    interpolated : whether a quantile may lie between two values, or is one that occurred

    Returns
    -------
    (8, n); NaN where a column has no defined row

    >>> statistics_of(np.array([[1.0], [3.0], [np.nan]])).round(2).ravel().tolist()
    [2.0, 1.1, 1.2, 1.5, 2.0, 2.5, 2.8, 2.9]
    >>> statistics_of(np.array([[1.0], [3.0], [np.nan]]), interpolated=False).ravel().tolist()
    [2.0, 1.0, 1.0, 1.0, 1.0, 3.0, 3.0, 3.0]
    """
    ordered = np.sort(values.T, axis=1)
    n = values.shape[0] - np.isnan(ordered).sum(axis=1)
    total = np.where(np.arange(values.shape[0]) < n[:, None], ordered, 0.0).sum(axis=1)
    mean = np.where(n > 0, total / np.maximum(n, 1), np.nan)
    return np.stack([mean, *_quantiles(ordered, n, interpolated)])


def median_that_occurred(values: np.ndarray) -> float:
    """The least value that half of all (R,) reach or stay below, those undefined lying above all; NaN without one.

    >>> median_that_occurred(np.array([5.0, 9.0, np.nan])), median_that_occurred(np.array([5.0, np.nan, np.nan]))
    (9.0, nan)
    """
    return float(np.sort(values)[-(-len(values) // 2) - 1]) if len(values) else math.nan


def _quantiles(ordered: np.ndarray, n: np.ndarray, interpolated: bool) -> list[np.ndarray]:
    """Each of ``QUANTILES``, (c,), of the first ``n`` (c,) of each row of (c, R), ascending."""
    one = _quantile if interpolated else _quantile_that_occurred
    return [one(ordered, n, place) for place in QUANTILES.values()]


def _quantile_that_occurred(ordered: np.ndarray, n: np.ndarray, place: float) -> np.ndarray:
    """(c,) the least of the first ``n`` (c,) of each row of (c, R), ascending, that such a share of them do not pass.

    Source: Hyndman & Fan (1996), type 1, the inverse of the empirical distribution.
    """
    if not ordered.shape[1]:
        return np.full(len(ordered), np.nan)
    at = np.ceil(np.round(place * n, 9)).astype(np.int64) - 1
    return np.where(n > 0, ordered[np.arange(len(ordered)), np.maximum(at, 0)], np.nan)


def _quantile(ordered: np.ndarray, n: np.ndarray, place: float) -> np.ndarray:
    """(c,) a quantile of the first ``n`` (c,) of each row of (c, R), ascending: linear between order statistics.

    Source: Hyndman & Fan (1996), type 7; the default of numpy, R and spreadsheets.
    """
    if not ordered.shape[1]:
        return np.full(len(ordered), np.nan)
    at = place * np.maximum(n - 1, 0)
    below = np.floor(at).astype(np.int64)
    above = np.minimum(below + 1, np.maximum(n - 1, 0))
    row, part = np.arange(len(ordered)), at - below
    return np.where(n > 0, ordered[row, below] * (1 - part) + ordered[row, above] * part, np.nan)


def quantile_interval(ordered: np.ndarray, place: float, confidence: float = 0.95) -> tuple[float, float]:
    """Bounds that hold the true quantile with at least the given confidence, whatever the distribution.

        low  = X(l), l the largest  with  P(B <  l) <= (1 - confidence) / 2
        high = X(u), u the smallest with  P(B >= u) <= (1 - confidence) / 2,    B ~ binomial(n, place)

    where X(k) is the k-th smallest of n; infinite where no order statistic is far enough out.

    Parameters
    ----------
    ordered : (n,) ascending
    place : between 0 and 1, both excluded

    Source: Hahn & Meeker, *Statistical Intervals*, 5.2; David & Nagaraja, *Order Statistics*, 7.1.

    >>> quantile_interval(np.arange(1.0, 21.0), 0.5)
    (6.0, 15.0)
    """
    n, tail = len(ordered), (1 - confidence) / 2
    below = np.cumsum(_binomial(n, place))  # P(B <= k), k = 0 .. n
    low = int(np.searchsorted(below, tail, side="right"))
    high = int(np.searchsorted(below, 1 - tail, side="left")) + 1
    return (
        float(ordered[low - 1]) if low >= 1 else -math.inf,
        float(ordered[high - 1]) if high <= n else math.inf,
    )


def _binomial(n: int, chance: float) -> np.ndarray:
    """(n + 1,) probabilities of k successes in n."""
    if n == 0:
        return np.ones(1)
    steps = np.log((n - np.arange(n)) / np.arange(1.0, n + 1)) + math.log(chance) - math.log1p(-chance)
    logarithm = np.concatenate([[0.0], np.cumsum(steps)]) + n * math.log1p(-chance)
    return np.exp(logarithm)


def exported(found: Summary, unit: str) -> dict[str, object]:
    """A summary as JSON may carry it: ``null`` for what is undefined.

    >>> exported(summary(np.array([2.0])), "MW")["sd"] is None
    True
    """
    plain: dict[str, object] = {"unit": unit, "n": found.n, "unfinished": found.unfinished}
    plain |= {name: finite(value) for name, value in _numbers(found)}
    plain["intervals"] = {name: [finite(bound) for bound in found.intervals[name]] for name in QUANTILES}
    return plain


def _numbers(found: Summary) -> Iterator[tuple[str, float]]:
    yield "mean", found.mean
    yield "se", found.se
    yield "sd", found.sd
    yield from found.quantiles.items()


def finite(value: float) -> float | None:
    """A number, or None for what JSON cannot say."""
    return value if math.isfinite(value) else None
