"""Policies that look at the request alone: a stated priority, or who asked first."""

from __future__ import annotations

import numpy as np

from simulator.cases.types import Cases


def stated_priority(cases: Cases) -> np.ndarray:
    """The priority written in the scenario, the smaller number first; (S,)."""
    return cases.stages.priority.astype(float)


def nobody_first(cases: Cases) -> np.ndarray:
    """All of one rank, so that ties decide; (S,)."""
    return np.zeros(len(cases.stages.budget))
