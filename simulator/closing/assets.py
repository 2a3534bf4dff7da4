"""Capital: from construction in progress into service and its wear, or given up and written off."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.cases.types import Cases
from simulator.closing.rows import Rows, first_day, summed, together
from simulator.trace import Kind, Trace


@dataclass(frozen=True)
class Assets:
    """When things ended and what of their cost went into service, or was lost.

    N, the length of the horizon, stands for never.

    Attributes
    ----------
    ended : (R, S) day of each stage's end
    finished, in_service : (R, P) day of each project's end; of its first capacity or benefit
    abandoned : (R, P) day on which each project was given up
    capitalised, written_off : rows, stage and cents
    depreciated : rows, cents over the life; subject is the stage, or S + project for a renewal
    """

    ended: np.ndarray
    finished: np.ndarray
    in_service: np.ndarray
    abandoned: np.ndarray
    capitalised: Trace
    depreciated: Trace
    written_off: Trace


def assets_in_service(rows: Rows, cases: Cases) -> Assets:
    """Capital that goes into service, its straight-line depreciation, and what is written off at once.

    What a stage cost goes into service when the stage has ended and its project serves: from the project's
    first capacity or benefit, or from its finish if it brings neither. Until then, and at the horizon's end
    if that never comes, it is construction in progress. Of a project that is given up, all that is not in
    service by that day is written off on it. Retiring capacity writes nothing off: buildings outlive it.
    """
    project, never, projects = cases.stages.project, cases.calendar.last_day + 1, len(cases.index.projects)
    served, given_up = rows[Kind.IN_SERVICE], rows[Kind.ABANDONED]
    ended = first_day(rows[Kind.ENDED], rows[Kind.ENDED].subject, len(project), never)
    finished = first_day(rows[Kind.FINISHED], rows[Kind.FINISHED].subject, projects, never)
    in_service = first_day(served, project[served.subject], projects, never)
    abandoned = first_day(given_up, given_up.subject, projects, never)
    day = np.maximum(ended, np.where(serving_projects(cases), in_service, finished)[:, project])
    cost = _capital_paid(rows[Kind.PAID], cases)
    capitalised = stages_at(Kind.CAPITALISED, cost * (day <= abandoned[:, project]), day, cases)
    written_off = stages_at(Kind.WRITTEN_OFF, cost * (day > abandoned[:, project]), abandoned[:, project], cases)
    worn = together(worn_over_life(capitalised, cases), _renewals_depreciated(rows[Kind.RENEWAL], cases))
    return Assets(ended, finished, in_service, abandoned, capitalised, worn, written_off)


def serving_projects(cases: Cases) -> np.ndarray:
    """(P,) whether a project brings capacity or a benefit, at its finish or as stages end."""
    serves = cases.projects.at_finish.copy()
    serves[cases.stages.project[cases.stages.serves]] = True
    return serves


def _capital_paid(paid: Trace, cases: Cases) -> np.ndarray:
    """(R, S) cents paid for each stage whose cost is capital."""
    cost = summed(paid, paid.subject // len(cases.index.allotments), len(cases.index.stages))
    return np.where(cases.stages.expensed, 0, cost)


def stages_at(kind: Kind, cost: np.ndarray, day: np.ndarray, cases: Cases) -> Trace:
    """A row for each stage with some of the cost (R, S), on its day if that lies within the horizon."""
    r, s = np.nonzero((cost > 0) & (day <= cases.calendar.last_day))
    return Trace.of_kind(kind, r, day[r, s], day[r, s], s, cost[r, s], cases.replications)


def worn_over_life(capitalised: Trace, cases: Cases) -> Trace:
    """What went into service, worn over the life of its class; without a class it never is."""
    life = cases.stages.life[capitalised.replication, capitalised.subject]
    worn, life = capitalised.take(life > 0), life[life > 0]
    return _worn(worn, life, worn.subject)


def _renewals_depreciated(renewal: Trace, cases: Cases) -> Trace:
    """Renewals, in service at once, worn over the project's life or, if longer, as they are paid."""
    project = renewal.subject // len(cases.index.allotments)
    life = np.maximum(cases.projects.life[renewal.replication, project], renewal.until - renewal.day)
    worn, life, project = renewal.take(life > 0), life[life > 0], project[life > 0]
    return _worn(worn, life, len(cases.index.stages) + project)


def _worn(cost: Trace, life: np.ndarray, subject: np.ndarray) -> Trace:
    until = cost.day + life
    return Trace.of_kind(Kind.DEPRECIATED, cost.replication, cost.day, until, subject, cost.amount, cost.replications)
