"""Projects that only a rule or their own trigger starts: options, which nobody has to exercise."""

from __future__ import annotations

import numpy as np

from simulator.cases.codes import Do
from simulator.cases.index import RULE, TRIGGER
from simulator.cases.types import Cases
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


def days_held(books: Books, exercised: np.ndarray) -> np.ndarray:
    """(R, S) days for which the first stages of such projects waited for the decision, up to the review that took it.

    Waiting after that, as for a lag or for a rule that puts the project off, is a delay.
    """
    cases, waited = books.cases, books.rows[Kind.WAITED]
    stage, cause = np.divmod(waited.subject, len(cases.index.causes))
    project, days = cases.stages.project[stage], np.zeros((waited.replications, len(cases.index.stages)), np.int32)
    until = np.minimum(waited.until, exercised[waited.replication, project])
    held = np.flatnonzero((cause == starting_cause(cases)[project]) & (until > waited.day))
    np.add.at(days, (waited.replication[held], stage[held]), until[held] - waited.day[held])
    return days
