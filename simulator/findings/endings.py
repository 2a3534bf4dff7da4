"""How projects end, as a run found it: done, given up, never started because nobody wanted them, or unfinished."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.findings.run import Findings
from simulator.findings.statistics import median_that_occurred


@dataclass(frozen=True)
class Ending:
    """How a project, or all waves of one together, ends.

    Attributes
    ----------
    finished, given_up, unexercised, unfinished : shares of the replications, which add up to 1; unexercised is what
        was not given up and waits for an option that no rule or trigger started: itself, or one that it follows
    day_given_up : median day of giving up, of the replications in which that happens; NaN where it never does
    day_over : day by which it is done or given up in half of all replications; NaN where the horizon ends before
    """

    finished: float
    given_up: float
    unexercised: float
    unfinished: float
    day_given_up: float
    day_over: float


def ending_of(findings: Findings, name: str) -> Ending:
    """How a project of the scenario ends, or all waves of a repeated one: given up where one of them is."""
    finish = findings.metrics[f"project.{name}.finish_day"]
    given_up = findings.metrics.get(f"project.{name}.abandoned_day", np.full_like(finish, np.nan))
    exercised = findings.metrics.get(f"project.{name}.exercised", np.ones_like(finish))
    awaits = findings.metrics.get(f"project.{name}.awaits_option", np.zeros_like(finish))
    done, left = ~np.isnan(finish), ~np.isnan(given_up)
    neither, wanted = ~done & ~left, (exercised > 0) & (awaits == 0)
    return Ending(
        finished=float(done.mean()),
        given_up=float((left & ~done).mean()),
        unexercised=float((neither & ~wanted).mean()),
        unfinished=float((neither & wanted).mean()),
        day_given_up=median_that_occurred(given_up[left]),
        day_over=median_that_occurred(np.fmin(finish, given_up)),
    )
