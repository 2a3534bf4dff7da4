"""All metrics of a run at once: their statistics, and their paired differences to another run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from simulator.findings import statistics
from simulator.intervals import half_width

#: what is kept of a metric, in this order
STATISTICS = ("n", "mean", "se", "p10", "p50", "p90", "difference", "low", "high")


def column_statistics(metrics: Mapping[str, np.ndarray], first: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """By metric, the statistics of its replications, and of their differences to the same metric of a first run.

    Parameters
    ----------
    metrics, first : by name, (R,), NaN where undefined; replication r of both met the same world

    Returns
    -------
    by name, (9,) in the order of ``STATISTICS``; NaN where undefined

    >>> x = np.array([1.0, 2.0, 3.0])
    >>> column_statistics({"x": x + 1}, {"x": x})["x"].round(2).tolist()
    [3.0, 3.0, 0.58, 2.2, 3.0, 3.8, 1.0, 1.0, 1.0]
    """
    if not metrics:
        return {}
    values = np.column_stack(list(metrics.values()))
    nothing = np.full(len(values), np.nan)
    before = np.column_stack([first.get(name, nothing) for name in metrics])
    n, _, se = _mean_and_error(values)
    kept = dict(zip(statistics.STATISTICS, statistics.statistics_of(values), strict=True))
    spread = [kept[name] for name in STATISTICS if name.startswith("p")]
    rows = np.stack([n, kept["mean"], se, *spread, *paired_interval(values - before)])
    return dict(zip(metrics, rows.T, strict=True))


def paired_interval(differences: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The mean of each column of differences (R, M), and its 95 % interval by Student's t; (M,) each.

        mean ± t(0.975, n - 1) × sd / sqrt(n),  over the n rows in which it is defined

    Source: any textbook on paired comparisons, as Law, *Simulation Modeling and Analysis*, 10.2.
    """
    n, mean, se = _mean_and_error(differences)
    width = half_width(se, n)
    return mean, mean - width, mean + width


def _mean_and_error(values: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Count, mean, and standard error of the mean of each column over its rows that are defined."""
    defined = ~np.isnan(values)
    n = defined.sum(axis=0)
    some = np.where(defined, values, 0.0)
    mean = np.where(n > 0, some.sum(axis=0) / np.maximum(n, 1), np.nan)
    squares = (np.where(defined, values - mean, 0.0) ** 2).sum(axis=0)
    sd = np.where(n > 1, np.sqrt(squares / np.maximum(n - 1, 1)), np.nan)
    return n, mean, sd / np.sqrt(np.maximum(n, 1))


def joined(runs: Sequence[Mapping[str, np.ndarray]]) -> tuple[tuple[str, ...], dict[str, np.ndarray]]:
    """The names of all metrics as they are met, and by statistic (P, M), NaN where a run lacks a metric."""
    names = tuple(dict.fromkeys(name for run in runs for name in run))
    column = {name: n for n, name in enumerate(names)}
    found = np.full((len(runs), len(names), len(STATISTICS)), np.nan)
    for row, run in enumerate(runs):
        if run:
            found[row, [column[name] for name in run]] = list(run.values())
    return names, {name: found[:, :, n] for n, name in enumerate(STATISTICS)}
