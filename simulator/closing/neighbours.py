"""Of the stages that each stage follows, or that follow it, the one whose day decides."""

from __future__ import annotations

import numpy as np

from simulator.cases.types import Ragged


def deciding(
    lists: Ragged, project: np.ndarray, own: bool, day: np.ndarray, pick: np.ufunc, without: int
) -> tuple[np.ndarray, np.ndarray]:
    """(R, S) the neighbour of each stage with the latest or earliest day, and that day; -1 and ``without`` for none.

    Of several on one day it is the last of the list where the latest is picked, the first where the earliest is.

    Parameters
    ----------
    lists : neighbours of each stage
    project : (S,) of each stage; neighbours count that are of the same one if ``own``, else of others
    day : (R, S)
    pick : ``np.maximum`` for the latest, ``np.minimum`` for the earliest

    >>> lists, day = Ragged.of([[1, 2], [], []]), np.array([[0, 7, 4]])
    >>> stage, latest = deciding(lists, np.zeros(3), True, day, np.maximum, 0)
    >>> stage.tolist(), latest.tolist()
    ([[1, -1, -1]], [[7, 0, 0]])
    """
    stage = np.repeat(np.arange(len(project)), np.diff(lists.first))
    kept = (project[lists.flat] == project[stage]) == own
    stage, neighbour = stage[kept], lists.flat[kept]
    chosen, on = np.full(day.shape, -1, np.int32), np.full(day.shape, without, np.int64)
    if len(stage):
        first = np.flatnonzero(np.diff(stage, prepend=-1))
        ranked = day[:, neighbour] * len(stage) + np.arange(len(stage))
        picked = pick.reduceat(ranked, first, axis=1)
        chosen[:, stage[first]] = neighbour[picked % len(stage)]
        on[:, stage[first]] = picked // len(stage)
    return chosen, on
