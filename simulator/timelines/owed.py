"""Debt in the books at month-end closings, what it costs in a month, and what shareholders have put in."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from simulator.closing import Books, monthly_owed
from simulator.spreading import cumulative
from simulator.trace import Kind

#: what raises the expense of interest (+1), and what lowers it
INTEREST = {Kind.ACCRETED: 1, Kind.INTEREST_ACCRUED: 1, Kind.EXTINGUISHED: 1, Kind.INTEREST_CAPITALISED: -1}
#: what shareholders put in (+1), and what was paid for that
RAISED = {
    Kind.SHARES_SOLD: 1,
    Kind.CONVERTED: 1,
    Kind.CALL_RECEIVED: 1,
    Kind.CONVERSION_PAID: -1,
    Kind.CAPPED_CALL: -1,
}


def debt_of_month(books: Books) -> Iterator[tuple[str, str, np.ndarray, bool]]:
    """Name, meaning, (R, T) cents, and whether they count the month alone; nothing of a scenario without debt."""
    money, fundings = books.cases.money, books.cases.index.fundings
    names = [debt.funding for debt in money.debts] + [right.funding for right in money.refinancing]
    if names:
        made = books.closing
        owed = monthly_owed(books.rows, made.accreted, made.extinguished, made.grid, len(fundings))
        for f in names:
            yield (
                f"owed.{fundings[f]}",
                f"{fundings[f]} in the books: net proceeds, grown towards face",
                owed[:, f],
                False,
            )
        yield "owed", "all debt in the books", owed.sum(axis=1), False
        expense = np.diff(_so_far(books, INTEREST), axis=-1, prepend=0)
        yield (
            "interest",
            "interest that accrues in the month and what debt grows by, less what is capitalised",
            expense,
            True,
        )
    if names or (books.cases.cash.kind == Kind.SHARES_SOLD).any():
        meaning = "new shares, debt converted and what capped calls paid so far, less cash paid for both"
        yield "equity.raised", meaning, _so_far(books, RAISED), False


def _so_far(books: Books, signs: dict[Kind, int]) -> np.ndarray:
    """(R, T) cents so far of rows of some kinds."""
    total = np.zeros((books.cases.replications, len(books.closing.grid.ends)), np.int64)
    for kind, sign in signs.items():
        rows = books.closing.made.get(kind, books.rows[kind])
        if len(rows):
            total += sign * cumulative(rows, 0, 1, books.closing.grid)[:, 0]
    return total
