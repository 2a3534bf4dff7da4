"""Limits on what may be committed: how full each period got, and where a limit held somebody back."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from simulator.cases.index import LIMIT
from simulator.closing import Books
from simulator.closing.rows import summed, together
from simulator.trace import Kind, Trace


def committed_in_periods(books: Books) -> np.ndarray:
    """(R, W) cents committed in each period of each limit, top-ups included, to the stages that it counts."""
    limits = books.cases.limits
    rows = _committed(books)
    stage = rows.subject // len(books.cases.index.allotments)
    total = np.zeros((books.cases.replications, len(limits.period.flat)), np.int64)
    for z, counted, first in _limits(books):
        ours = rows.take(counted[stage])
        period = np.searchsorted(first, ours.day, side="right") - 1
        total[:, limits.period.first[z] : limits.period.first[z + 1]] = summed(ours, period, len(first))
    return total


def stages_held(books: Books, committed: np.ndarray) -> np.ndarray:
    """(R, W) bool: where a limit bound in a period.

    At most: a stage of it waited for a limit in the period, and the room that was left by the period's end does not
    hold its budget; where it stands under one such limit alone, that is the one that it waited for. At least: less
    was committed by the period's end, or by the horizon's.

    Parameters
    ----------
    committed : (R, W) cents; see ``committed_in_periods``
    """
    limits, budget = books.cases.limits, books.cases.stages.budget
    each = np.diff(limits.period.first)
    held = committed < np.repeat(limits.at_least, each)
    room = np.repeat(limits.at_most, each) - committed
    waits, stage = _waits_for_limits(books)
    capped = sum((counted * (limits.at_most[z] >= 0) for z, counted, _ in _limits(books)), np.zeros_like(budget))
    for z, counted, first in _limits(books):
        if limits.at_most[z] >= 0:
            ours, periods = counted[stage], slice(*limits.period.first[z : z + 2].tolist())
            who, of = waits.replication[ours], stage[ours]
            short = (capped[of] == 1)[:, None] | (room[who, periods] < budget[of][:, None])
            np.logical_or.at(
                held[:, periods], who, short & _meets(waits.take(ours), first, books.cases.calendar.last_day)
            )
    return held


def _meets(waits: Trace, first: np.ndarray, last_day: int) -> np.ndarray:
    """(N, periods) whether a wait has a day in a period."""
    ends = np.append(first[1:], last_day + 1)
    return np.asarray((waits.day[:, None] < ends) & (waits.until[:, None] > first))


def stages_asked(books: Books) -> np.ndarray:
    """(R, Z) bool: whether any stage of a limit was given money, or waited for a limit, money or a resource."""
    waited, rows = books.rows[Kind.WAITED], _committed(books)
    stage, cause = np.divmod(waited.subject, len(books.cases.index.causes))
    asking = cause >= LIMIT
    replication = np.concatenate([rows.replication, waited.replication[asking]])
    stage = np.concatenate([rows.subject // len(books.cases.index.allotments), stage[asking]])
    asked = np.zeros((books.cases.replications, len(books.cases.index.limits)), bool)
    for z, counted, _ in _limits(books):
        asked[replication[counted[stage]], z] = True
    return asked


def _limits(books: Books) -> Iterator[tuple[int, np.ndarray, np.ndarray]]:
    """Each limit: its number, (S,) whether it counts a stage, and the first days of its periods."""
    limits, stages = books.cases.limits, len(books.cases.index.stages)
    both = zip(limits.stages.lists(), limits.period.lists(), strict=True)
    for z, (of, first) in enumerate(both):
        counted = np.zeros(stages, bool)
        counted[of] = True
        yield z, counted, np.array(first)


def _committed(books: Books) -> Trace:
    return together(books.rows[Kind.COMMITTED], books.rows[Kind.TOPPED_UP])


def _waits_for_limits(books: Books) -> tuple[Trace, np.ndarray]:
    """The waits for a limit, and the stage of each."""
    waited = books.rows[Kind.WAITED]
    stage, cause = np.divmod(waited.subject, len(books.cases.index.causes))
    return waited.take(cause == LIMIT), stage[cause == LIMIT]
