"""How far each of three or more scenarios falls short of the best one on the same path."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from simulator.comparison import Comparison, Regret
from simulator.metrics import family_of
from simulator.studies.paired import beyond, grain_of

#: scenarios from which on there is a choice to regret
FEWEST = 3


def regrets(comparison: Comparison) -> tuple[Regret, ...]:
    """The regret in the metrics that are told first and have a direction; none of fewer than three scenarios."""
    if len(comparison.sides) < FEWEST or not comparison.paired:
        return ()
    return tuple(row for name in comparison.headline for row in _of_metric(name, comparison))


def _of_metric(name: str, comparison: Comparison) -> Iterator[Regret]:
    family = family_of(name)
    if family is None or family.better == "neither" or name in comparison.absent:
        return
    values = np.column_stack([side.findings.metrics[name] for side in comparison.sides])
    known = values[~np.isnan(values).any(axis=1)]
    short = beyond(shortfall(known, family.better == "higher"), max(grain_of(known), family.tolerance))
    if len(short):
        for side, column in zip(comparison.sides, short.T, strict=True):
            yield Regret(
                name,
                family.unit,
                side.label,
                len(column),
                float((column == 0).mean()),
                float(column.mean()),
                float(np.quantile(column, 0.9)),
                float(column.max()),
            )


def shortfall(values: np.ndarray, higher: bool) -> np.ndarray:
    """(R, S) how far each scenario is from the best of its row.

        regret[r, s] = max over s' of value[r, s'] - value[r, s]

    Source: Savage (1951), minimax regret.

    >>> shortfall(np.array([[1.0, 3.0], [2.0, 2.0]]), higher=True).tolist()
    [[2.0, 0.0], [0.0, 0.0]]
    """
    signed = values if higher else -values
    short: np.ndarray = signed.max(axis=1, keepdims=True) - signed
    return short
