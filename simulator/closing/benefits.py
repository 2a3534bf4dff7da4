"""What benefit projects save or earn in a month."""

from __future__ import annotations

import numpy as np

from simulator.cases.types import Cases
from simulator.ramp import served_days
from simulator.spreading import Grid


def monthly_benefits(finished: np.ndarray, cases: Cases, grid: Grid) -> np.ndarray:
    """(R, P, T) cents of benefit: from a project's finish over its life, growing evenly over its ramp.

        benefit by day t = yearly / 365 x served(min(t, finish + life) - finish)

    rounded to the cent by the month's end, so that the months add up to the total.

    Parameters
    ----------
    finished : (R, P) day on which each project finished, far beyond the horizon if it did not
    """
    projects = cases.projects
    benefit = np.zeros((*finished.shape, len(grid.ends)), np.int64)
    for p in np.flatnonzero(projects.benefit_yearly.any(axis=0)):
        life, ramp = projects.benefit_life[:, p, None], projects.benefit_ramp[:, p, None]
        elapsed = np.minimum(grid.ends - finished[:, p, None], life)
        by_then = np.rint(projects.benefit_yearly[:, p, None] / 365.0 * served_days(elapsed, ramp))
        benefit[:, p] = np.diff(by_then, axis=1, prepend=0)
    return benefit
