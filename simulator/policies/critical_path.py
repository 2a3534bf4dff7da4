"""Policies of project scheduling: the critical path on expected durations, as if nothing had to wait."""

from __future__ import annotations

import numpy as np

from simulator.cases.schedule import project_finishes, topological_order
from simulator.cases.types import Cases


def earliest_finish(cases: Cases) -> np.ndarray:
    """Earliest day on which the stage's project could be done; (S,) days.

    The last of its stages' finishes, by the forward pass in ``cases/schedule.py``.
    """
    return np.asarray(project_finishes(cases.stages, cases.belief.finish)[cases.stages.project])


def latest_finish_time(cases: Cases) -> np.ndarray:
    """Latest day on which the stage may end without delaying the portfolio; (S,) days.

    Backward pass from the portfolio's earliest finish: LF(s) = min over successors of LF - expected duration.
    Source: Kolisch (1996), *Serial and parallel resource-constrained project scheduling methods revisited*.
    """
    belief = cases.belief
    latest = np.full(len(belief.finish), belief.finish.max(initial=0.0))
    successors = cases.stages.successors.lists()
    for s in reversed(topological_order(cases.stages)):
        for after in successors[s]:
            latest[s] = min(latest[s], latest[after] - belief.duration[after])
    return latest


def slack(cases: Cases) -> np.ndarray:
    """Days by which the stage's start may slip without delaying the portfolio: LF - EF; (S,)."""
    return np.asarray(latest_finish_time(cases) - cases.belief.finish)
