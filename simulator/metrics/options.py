"""Options, which nobody has to exercise: projects that only a rule or their own trigger starts, and what follows."""

from __future__ import annotations

import numpy as np

from simulator.cases.codes import Do
from simulator.cases.index import RULE, TRIGGER
from simulator.cases.schedule import topological_order
from simulator.cases.types import Cases, Stages
from simulator.closing import Books
from simulator.closing.rows import first_day, together
from simulator.trace import Kind

#: what starts the project to which it relocates another
RELOCATING = (Do.RELOCATE, Do.RELOCATE_SHARE)


def starting_cause(cases: Cases) -> np.ndarray:
    """(P,) what a project waits for that nothing else starts, its trigger or a rule; -1 for one that begins by date."""
    cause = np.where(cases.projects.by_rule, RULE, -1)
    cause[cases.rules.trigger[cases.rules.trigger >= 0]] = TRIGGER
    return cause


def exercised_day(books: Books) -> np.ndarray:
    """(R, P) day of the review that started each such project; N, the length of the horizon, where none has."""
    cases, acted = books.cases, books.rows[Kind.ACTED]
    rules, never = cases.rules, cases.calendar.last_day + 1
    starts = acted.take(rules.do[acted.subject] == Do.START)
    moves = acted.take(np.isin(rules.do[acted.subject], RELOCATING))
    project = np.concatenate([rules.do_subject[starts.subject], rules.do_other[moves.subject]])
    day = first_day(together(starts, moves), project, len(cases.index.projects), never)
    return np.where((day < never) & (starting_cause(cases) >= 0), day - rules.lag, never)


def decided_day(books: Books) -> np.ndarray:
    """(R, P) day on which a project is wanted: that on which an option is exercised, 0 of what is none."""
    return np.where(starting_cause(books.cases) >= 0, exercised_day(books), 0)


def decided_before(stages: Stages, decided: np.ndarray) -> np.ndarray:
    """(R, S) day on which the last of the projects is wanted that a stage follows, through any number of stages.

    Parameters
    ----------
    decided : (R, P) as ``decided_day`` has it, or whether a project is an option at all
    """
    own = decided[:, stages.project]
    before, successors = np.zeros_like(own), stages.successors.lists()
    for s in topological_order(stages) if own.any() else ():
        known = np.maximum(before[:, s], own[:, s])
        for after in successors[s]:
            before[:, after] = np.maximum(before[:, after], known)
    return before


def may_begin(stages: Stages, before: np.ndarray) -> np.ndarray:
    """(R, P) the least of a project's stages (R, S): from then on no option that it follows keeps it from beginning."""
    first = stages.first_of_project[:-1]
    return np.minimum.reduceat(before, first, axis=1) if len(first) else np.zeros((len(before), 0), before.dtype)


def days_held(books: Books, decided: np.ndarray) -> np.ndarray:
    """(R, S, 1 + C) days for which first stages of options waited for the decision, up to the review that took it.

    Waiting after that, as for a lag or for a rule that puts the project off, is a delay.
    """
    cases, waited = books.cases, books.rows[Kind.WAITED]
    stage, cause = np.divmod(waited.subject, len(cases.index.causes))
    project = cases.stages.project[stage]
    days = np.zeros((waited.replications, len(cases.index.stages), 1 + len(cases.index.causes)), np.int32)
    until = np.minimum(waited.until, decided[waited.replication, project])
    held = np.flatnonzero((cause == starting_cause(cases)[project]) & (until > waited.day))
    np.add.at(days, (waited.replication[held], stage[held], 1 + cause[held]), until[held] - waited.day[held])
    return days
