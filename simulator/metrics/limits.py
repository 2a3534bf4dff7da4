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


def limits_bound(books: Books, committed: np.ndarray) -> np.ndarray:
    """(R, W) bool: where a limit bound in a period.

    At most: a stage asked for what would pass it. At least: less was committed by the period's end, or by the
    horizon's.

    Parameters
    ----------
    committed : (R, W) cents; see ``committed_in_periods``
    """
    period = books.cases.limits.period
    bound = committed < np.repeat(books.cases.limits.at_least, np.diff(period.first))
    rows = books.rows[Kind.LIMITED]
    for z, _, first in _limits(books):
        ours = rows.take(rows.subject == z)
        bound[ours.replication, period.first[z] + np.searchsorted(first, ours.day, side="right") - 1] = True
    return bound


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
