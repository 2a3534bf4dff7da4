"""What was decided and what struck: how often each rule fired, on what it saw, what it did, and what risks did."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.closing import Books
from simulator.closing.rows import first_day, summed
from simulator.metrics.limits import committed_in_periods, limits_bound, stages_asked
from simulator.metrics.options import exercised_day
from simulator.trace import Kind, Trace


@dataclass(frozen=True)
class Decisions:
    """Rules, risks and limits of a block of R replications; N, the length of the horizon, stands for never.

    X rules (of the file, then triggers), V reviews, L steps of their conditions, B actions, P projects, K risks, Z
    limits and W of their periods, limit after limit.

    Attributes
    ----------
    fired : (R, X) how often each rule fired
    fired_day : (R, X) day on which it first did
    fired_at : (R, X, V) bool: it fired at the review
    observed : (R, L) float, mean of what each step saw when its rule fired, in the unit of its Test; NaN without
    acted, without_effect : (R, B) how often each action changed something, and how often it could not
    exercised_day : (R, P) day of the review that started each project that nothing else starts; see ``options``
    struck_day : (R, K) day on which each risk struck
    lasted : (R, K) days that it lasted within the horizon, 0 if it did not strike
    committed : (R, W) cents committed, with top-ups, to the stages of a limit in a period
    bound : (R, W) bool: a stage asked for what would pass the limit, or less than its least was committed by the
        period's end
    asked : (R, Z) bool: a stage of the limit asked for money
    """

    fired: np.ndarray
    fired_day: np.ndarray
    fired_at: np.ndarray
    observed: np.ndarray
    acted: np.ndarray
    without_effect: np.ndarray
    exercised_day: np.ndarray
    struck_day: np.ndarray
    lasted: np.ndarray
    committed: np.ndarray
    bound: np.ndarray
    asked: np.ndarray


def decisions_of(books: Books) -> Decisions:
    """What rules, risks and limits did in a block."""
    index, never = books.cases.index, books.cases.calendar.last_day + 1
    rows = books.rows
    fired, struck, seen = rows[Kind.FIRED], rows[Kind.STRUCK], rows[Kind.OBSERVED]
    times = _count(seen, len(index.steps))
    committed = committed_in_periods(books)
    return Decisions(
        fired=_count(fired, len(index.rules)),
        fired_day=first_day(fired, fired.subject, len(index.rules), never),
        fired_at=_at_reviews(fired, books),
        observed=np.where(times > 0, summed(seen, seen.subject, len(index.steps)) / np.maximum(times, 1), np.nan),
        acted=_count(rows[Kind.ACTED], len(index.actions)),
        without_effect=_count(rows[Kind.WITHOUT_EFFECT], len(index.actions)),
        exercised_day=exercised_day(books),
        struck_day=first_day(struck, struck.subject, len(index.risks), never),
        lasted=summed(struck, struck.subject, len(index.risks)),
        committed=committed,
        bound=limits_bound(books, committed),
        asked=stages_asked(books),
    )


def _at_reviews(fired: Trace, books: Books) -> np.ndarray:
    """(R, X, V) bool: whether each rule fired at each review."""
    rules = books.cases.rules
    at = np.zeros((fired.replications, len(books.cases.index.rules), len(rules.review_days)), bool)
    at[fired.replication, fired.subject, np.searchsorted(rules.review_days, fired.day)] = True
    return at


def _count(rows: Trace, subjects: int) -> np.ndarray:
    """(R, subjects) rows of each subject."""
    return summed(rows, rows.subject, subjects, np.ones(len(rows), np.int64))
