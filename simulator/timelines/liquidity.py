"""Group liquidity: what came into the group less what went out, whichever purse it lies in."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from simulator.closing import Books
from simulator.spreading import cumulative, daily
from simulator.trace import CASH, Trace


def monthly_liquidity(books: Books) -> np.ndarray:
    """(R, T) cents at each closing: treasury and unspent pools, committed but unpaid included."""
    so_far = np.cumsum(_closings(books), axis=-1)
    for rows, sign in _flows(books):
        so_far += sign * cumulative(rows, 0, 1, books.closing.grid)[:, 0]
    return so_far


def daily_liquidity(books: Books) -> np.ndarray:
    """(R, N) cents at the end of each day; the last day of a month is the same as its closing."""
    days = books.cases.calendar.last_day + 1
    flow = np.zeros((books.cases.replications, days), np.int64)
    flow[:, books.closing.grid.ends - 1] = _closings(books)
    for rows, sign in _flows(books):
        flow += sign * daily(rows, 0, 1, days)[:, 0]
    return np.cumsum(flow, axis=-1)


def _flows(books: Books) -> Iterator[tuple[Trace, int]]:
    """What the engine wrote of cash; that of markets and benefits is in the closings."""
    for kind, sign in CASH.items():
        if len(books.rows[kind]):
            yield books.rows[kind], sign


def _closings(books: Books) -> np.ndarray:
    """(R, T) cents that month-end closings post to the treasury."""
    sales = books.closing.sales
    earned: np.ndarray = (sales.revenue - sales.operating_cost).sum(axis=1)
    earned += books.closing.benefit.sum(axis=1)
    return earned
