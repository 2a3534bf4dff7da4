"""What came into each purse of a pool and went out of it, source by source."""

from __future__ import annotations

import numpy as np

from simulator.cases.codes import Test
from simulator.closing import Books
from simulator.closing.rows import together, transfers
from simulator.spreading import cumulative
from simulator.trace import POOLED, SPENDING, Kind, Trace


def brought_by_allotment(books: Books) -> np.ndarray:
    """(R, A, T) cents that each allotment brought into its pool so far: tranches, and what rules moved in less out."""
    allotments = len(books.cases.index.allotments)
    brought = together(books.rows[Kind.TRANCHE], transfers(books.rows[Kind.MOVED], allotments))
    return cumulative(brought, brought.subject, allotments, books.closing.grid)


def paid_by_allotment(books: Books) -> np.ndarray:
    """(R, A, T) cents paid so far out of each allotment, renewals and what it cost to give up included."""
    return _by_allotment(together(*(books.rows[kind] for kind in SPENDING)), books)


def available_by_allotment(books: Books) -> np.ndarray:
    """(R, A, T) cents of each allotment that are promised to nobody; of the treasury's, what it is short of."""
    allotments, grid = len(books.cases.index.allotments), books.closing.grid
    moved = transfers(books.rows[Kind.MOVED], allotments)
    available = cumulative(moved, moved.subject, allotments, grid)
    for kind, sign in POOLED.items():
        available += sign * _by_allotment(books.rows[kind], books)
    return available


def watched_pools(books: Books) -> np.ndarray:
    """(q,) the pools that conditions of rules look at."""
    rules = books.cases.rules
    return np.unique(rules.subject[rules.code == Test.POOL])


def _by_allotment(rows: Trace, books: Books) -> np.ndarray:
    allotments = len(books.cases.index.allotments)
    return cumulative(rows, rows.subject % allotments, allotments, books.closing.grid)
