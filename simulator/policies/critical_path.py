"""Policies of project scheduling: the critical path on mean durations, as if nothing had to wait."""

from __future__ import annotations

import numpy as np

from simulator.cases.types import Cases


def earliest_finish(cases: Cases) -> np.ndarray:
    """Earliest day on which the stage's project could be done; (S,) days.

    Forward pass: EF(s) = max(not before, max over predecessors of EF) + mean duration.
    """
    finish = early_finish(cases)
    project = cases.stages.project
    last = np.zeros(len(cases.index.projects))
    np.maximum.at(last, project, finish)
    return np.asarray(last[project])


def latest_finish_time(cases: Cases) -> np.ndarray:
    """Latest day on which the stage may end without delaying the portfolio; (S,) days.

    Backward pass from the portfolio's earliest finish: LF(s) = min over successors of LF - mean duration.
    Source: Kolisch (1996), *Serial and parallel resource-constrained project scheduling methods revisited*.
    """
    duration = cases.belief.duration
    latest = np.full(len(duration), early_finish(cases).max(initial=0.0))
    successors = cases.stages.successors.lists()
    for s in reversed(topological_order(cases)):
        for after in successors[s]:
            latest[s] = min(latest[s], latest[after] - duration[after])
    return latest


def slack(cases: Cases) -> np.ndarray:
    """Days by which the stage's start may slip without delaying the portfolio: LF - EF; (S,)."""
    return np.asarray(latest_finish_time(cases) - early_finish(cases))


def early_finish(cases: Cases) -> np.ndarray:
    """Earliest finish of every stage on mean durations; (S,) days."""
    duration = cases.belief.duration
    start = cases.stages.not_before.astype(float)
    successors = cases.stages.successors.lists()
    for s in topological_order(cases):
        for after in successors[s]:
            start[after] = max(start[after], start[s] + duration[s])
    return np.asarray(start + duration)


def topological_order(cases: Cases) -> list[int]:
    """Stages in an order in which predecessors come first."""
    pending = [len(before) for before in cases.stages.predecessors.lists()]
    successors = cases.stages.successors.lists()
    order = [s for s, before in enumerate(pending) if not before]
    for s in order:
        for after in successors[s]:
            pending[after] -= 1
            if not pending[after]:
                order.append(after)
    return order
