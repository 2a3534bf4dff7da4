"""Capital: from construction in progress into service, and its wear."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.cases.types import Cases
from simulator.closing.rows import Rows, first_day, together
from simulator.trace import Kind, Trace


@dataclass(frozen=True)
class Assets:
    """When things ended and what of their cost went into service.

    N, the length of the horizon, stands for never.

    Attributes
    ----------
    ended : (R, S) day of each stage's end
    finished, in_service : (R, P) day of each project's end; of its first capacity or benefit
    capitalised : rows, stage and cents
    depreciated : rows, cents over the life; subject is the stage, or S + project for a renewal
    """

    ended: np.ndarray
    finished: np.ndarray
    in_service: np.ndarray
    capitalised: Trace
    depreciated: Trace


def assets_in_service(rows: Rows, cases: Cases) -> Assets:
    """Capital that goes into service, and its straight-line depreciation.

    What a stage cost goes into service when the stage has ended and its project serves: from the project's
    first capacity or benefit, or from its finish if it brings neither. Until then, and at the horizon's end
    if that never comes, it is construction in progress. Retiring capacity writes nothing off: buildings
    outlive it.
    """
    project, never = cases.stages.project, cases.calendar.last_day + 1
    served = rows[Kind.IN_SERVICE]
    ended = first_day(rows[Kind.ENDED], rows[Kind.ENDED].subject, len(project), never)
    projects = len(cases.index.projects)
    finished = first_day(rows[Kind.FINISHED], rows[Kind.FINISHED].subject, projects, never)
    in_service = first_day(served, project[served.subject], projects, never)
    day = np.maximum(ended, np.where(serving_projects(cases), in_service, finished)[:, project])
    capitalised = _capitalised(rows[Kind.PAID], cases, day)
    written_off = together(_depreciated(capitalised, cases), _renewals_depreciated(rows[Kind.RENEWAL], cases))
    return Assets(ended, finished, in_service, capitalised, written_off)


def serving_projects(cases: Cases) -> np.ndarray:
    """(P,) whether a project brings capacity or a benefit, at its finish or as stages end."""
    serves = cases.projects.at_finish.copy()
    serves[cases.stages.project[cases.stages.serves]] = True
    return serves


def _capitalised(paid: Trace, cases: Cases, day: np.ndarray) -> Trace:
    """A row for each stage with capital that goes into service within the horizon."""
    stage = paid.subject // len(cases.index.allotments)
    flat = np.zeros(day.size, np.int64)
    np.add.at(flat, paid.replication * np.int64(day.shape[1]) + stage, paid.amount)
    cost = flat.reshape(day.shape)
    r, s = np.nonzero((cost > 0) & ~cases.stages.expensed & (day <= cases.calendar.last_day))
    return Trace.of_kind(Kind.CAPITALISED, r, day[r, s], day[r, s], s, cost[r, s], cases.replications)


def _depreciated(capitalised: Trace, cases: Cases) -> Trace:
    """What went into service, written off over the life of its class; without a class it never is."""
    life = cases.stages.life[capitalised.replication, capitalised.subject]
    worn, life = capitalised.take(life > 0), life[life > 0]
    return _written_off(worn, life, worn.subject)


def _renewals_depreciated(renewal: Trace, cases: Cases) -> Trace:
    """Renewals, in service at once, written off over the project's life or, if longer, as they are paid."""
    project = renewal.subject // len(cases.index.allotments)
    life = np.maximum(cases.projects.life[renewal.replication, project], renewal.until - renewal.day)
    worn, life, project = renewal.take(life > 0), life[life > 0], project[life > 0]
    return _written_off(worn, life, len(cases.index.stages) + project)


def _written_off(cost: Trace, life: np.ndarray, subject: np.ndarray) -> Trace:
    until = cost.day + life
    return Trace.of_kind(Kind.DEPRECIATED, cost.replication, cost.day, until, subject, cost.amount, cost.replications)
