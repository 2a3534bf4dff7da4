"""No debt is repaid that is not owed, none is owed after its end, and none becomes shares twice: day by day."""

from __future__ import annotations

import numpy as np

from simulator.closing import Books
from simulator.closing.interest import OWED
from simulator.closing.rows import together
from simulator.errors import LedgerError
from simulator.ledger.running import last_of_each, running
from simulator.ledger.subjects import entry_name, money
from simulator.trace import Kind, Trace


def check_debts(books: Books) -> None:
    """Follow every debt from day to day, each day to its end.

    Raises
    ------
    LedgerError
        Naming replication, debt, day and the balance, where that is below zero, or not zero from the day on which
        the debt ends; or the entry that converts what was converted before.
    """
    rows = _rows(books)
    signs = np.zeros(64, np.int64)
    signs[list(OWED)] = list(OWED.values())
    debt = rows.replication.astype(np.int64) * len(books.cases.index.fundings) + rows.subject
    balance = running(debt, rows.amount * signs[rows.kind])
    ends, days = _ends(books)[rows.replication, rows.subject], books.cases.calendar.last_day + 1
    over = (rows.day >= ends) | (last_of_each(debt) & (ends < days))
    wrong = last_of_each(debt * days + rows.day) & ((balance < 0) | (over & (balance != 0)))
    if wrong.any():
        n = int(np.argmax(wrong))
        raise LedgerError(_told(books, rows, n, int(balance[n])))
    _check_conversions(books)


def _rows(books: Books) -> Trace:
    """All that adds to debt or takes from it, debt by debt in the order of its days."""
    rows = together(*(books.closing.made.get(kind, books.rows[kind]) for kind in OWED))
    return rows.take(np.lexsort((rows.day, rows.subject, rows.replication)))


def _ends(books: Books) -> np.ndarray:
    """(R, F) the day from which nothing is owed; after the horizon where that is not known before."""
    cases = books.cases
    ends = np.full((cases.replications, len(cases.index.fundings)), cases.calendar.last_day + 1, np.int64)
    for debt in cases.money.debts:
        ends[:, debt.funding] = debt.ends
    return ends


def _check_conversions(books: Books) -> None:
    rows = books.rows[Kind.CONVERTED]
    debt = rows.replication.astype(np.int64) * len(books.cases.index.fundings) + rows.subject
    _, first = np.unique(debt, return_index=True)
    again = np.setdiff1d(np.arange(len(rows)), first)
    if len(again):
        raise LedgerError(f"{entry_name(books.cases, Kind.CONVERTED, rows, int(again[0]))}: it was converted before")


def _told(books: Books, rows: Trace, n: int, balance: int) -> str:
    cases = books.cases
    name, date = cases.index.fundings[rows.subject[n]], cases.calendar.date_of(int(rows.day[n]))
    what = "more was repaid than is owed" if balance < 0 else "still owed although its end has come"
    return f"replication {cases.rows[int(rows.replication[n])]}, {date}: {name} stands at {money(balance)}: {what}"
