"""Money that comes into the group and goes out of it in a month, but for markets and projects, which have series."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from simulator.closing import Books
from simulator.spreading import cumulative
from simulator.trace import Kind

#: series, what it is, and the rows that it adds up: of a treasury, of one with outflows, with debt, ...
OF_TREASURY = (
    ("cash.opening", "cash on hand at the start", Kind.OPENING),
    ("cash.operations", "operating cash of the rest of the group in the month", Kind.OPERATING_CASH),
)
OF_OUTFLOWS = (("cash.outflows", "dividends, repayments and other outflows of the month", Kind.OUTFLOW),)
OF_DEBT = (
    ("cash.notes", "net proceeds of notes and other debt in the month", Kind.NOTE_ISSUED),
    ("cash.coupons", "interest paid in the month", Kind.COUPON),
    ("cash.notes_repaid", "debt repaid in the month", Kind.NOTE_REPAID),
)
OF_NOTES = (
    ("cash.capped_calls", "paid for capped calls in the month", Kind.CAPPED_CALL),
    ("cash.calls_received", "received from capped calls in the month", Kind.CALL_RECEIVED),
    ("cash.notes_put", "notes put back in the month, at face", Kind.NOTE_PUT),
    ("cash.conversions", "paid in the month to holders who convert", Kind.CONVERSION_PAID),
)
OF_SHARES = (("cash.shares", "net proceeds of new shares in the month", Kind.SHARES_SOLD),)


def cash_of_month(books: Books) -> Iterator[tuple[str, str, np.ndarray]]:
    """Name, meaning and (R, T) cents of each flow that the scenario has; with revenue less operating cost, benefits,
    and what projects are paid, they add up to the change of liquidity.
    """
    cases = books.cases
    if not cases.money.treasury:
        return
    outflows = OF_OUTFLOWS if cases.index.outflows else ()
    debt = OF_DEBT if cases.money.debts or cases.money.refinancing else ()
    notes = OF_NOTES if cases.money.notes else ()
    shares = OF_SHARES if (cases.cash.kind == Kind.SHARES_SOLD).any() else ()
    for name, meaning, kind in (*OF_TREASURY, *outflows, *debt, *notes, *shares):
        so_far = cumulative(books.rows[kind], 0, 1, books.closing.grid)[:, 0]
        yield name, meaning, np.diff(so_far, axis=-1, prepend=0)
