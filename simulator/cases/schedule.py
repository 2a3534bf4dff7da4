"""The schedule that would hold if nothing had to wait for money or crews."""

from __future__ import annotations

import numpy as np

from simulator.cases.types import Stages


def earliest_finishes(stages: Stages, duration: np.ndarray) -> np.ndarray:
    """Earliest day on which each stage could end; (S,) days.

    Forward pass: finish(s) = max(not before, max over predecessors of finish) + duration(s).

    Parameters
    ----------
    duration : (S,) days
    """
    start = stages.not_before.astype(float)
    successors = stages.successors.lists()
    for s in topological_order(stages):
        for after in successors[s]:
            start[after] = max(start[after], start[s] + duration[s])
    return np.asarray(start + duration)


def project_finishes(stages: Stages, finish: np.ndarray) -> np.ndarray:
    """Day on which each project is done, the last of its stages' finishes; (P,) days.

    Parameters
    ----------
    finish : (S,) day on which each stage ends
    """
    last = np.zeros(len(stages.first_of_project) - 1)
    np.maximum.at(last, stages.project, finish)
    return last


def topological_order(stages: Stages) -> list[int]:
    """Stages in an order in which predecessors come first."""
    pending = [len(before) for before in stages.predecessors.lists()]
    successors = stages.successors.lists()
    order = [s for s, before in enumerate(pending) if not before]
    for s in order:
        for after in successors[s]:
            pending[after] -= 1
            if not pending[after]:
                order.append(after)
    return order
