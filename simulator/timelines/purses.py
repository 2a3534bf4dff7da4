"""What came into each purse of a pool and went out of it, source by source."""

from __future__ import annotations

import numpy as np

from simulator.cases.codes import Test
from simulator.closing import Books
from simulator.closing.rows import together, transfers
from simulator.spreading import cumulative, daily
from simulator.trace import POOLED, SPENDING, Kind, Trace


def moved_by_allotment(books: Books) -> np.ndarray:
    """(R, A, T) cents that rules moved into each allotment so far, less what they moved out of it."""
    return _by_allotment(transfers(books.rows[Kind.MOVED], len(books.cases.index.allotments)), books)


def brought_by_allotment(books: Books) -> np.ndarray:
    """(R, A, T) cents that each allotment brought into its pool so far: tranches, and what rules moved in less out."""
    brought: np.ndarray = _by_allotment(books.rows[Kind.TRANCHE], books) + moved_by_allotment(books)
    return brought


def paid_by_allotment(books: Books) -> np.ndarray:
    """(R, A, T) cents paid so far out of each allotment, renewals and what it cost to give up included."""
    return _by_allotment(together(*(books.rows[kind] for kind in SPENDING)), books)


def available_by_allotment(books: Books) -> np.ndarray:
    """(R, A, T) cents of each allotment that are promised to nobody; of the treasury's, what it is short of."""
    available = moved_by_allotment(books)
    for kind, sign in POOLED.items():
        available += sign * _by_allotment(books.rows[kind], books)
    return available


def available_each_day(books: Books) -> np.ndarray:
    """(R, Q, N) cents in each pool that are promised to nobody, at the end of each day."""
    change = each_day_by_pool(transfers(books.rows[Kind.MOVED], len(books.cases.index.allotments)), books)
    for kind, sign in POOLED.items():
        change += sign * each_day_by_pool(books.rows[kind], books)
    return np.cumsum(change, axis=2)


def each_day_by_pool(rows: Trace, books: Books) -> np.ndarray:
    """(R, Q, N) cents of rows of allotments by pool and day; those of the treasury are left out."""
    pools, days = books.cases.pools, books.cases.calendar.last_day + 1
    pool = pools.allotment_pool[rows.subject % len(books.cases.index.allotments)]
    return daily(rows, pool, len(pools.reserve), days)


def watched_pools(books: Books) -> np.ndarray:
    """(q,) the pools that conditions of rules look at."""
    rules = books.cases.rules
    return np.unique(rules.subject[rules.code == Test.POOL])


def _by_allotment(rows: Trace, books: Books) -> np.ndarray:
    allotments = len(books.cases.index.allotments)
    return cumulative(rows, rows.subject % allotments, allotments, books.closing.grid)
