"""No debt is repaid that is not owed, no interest paid that has not accrued, none owed after its end: day by day."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from simulator.closing import Books
from simulator.closing.interest import moves_of_debt
from simulator.closing.rows import summed, together
from simulator.errors import LedgerError
from simulator.ledger.running import last_of_each, running
from simulator.ledger.subjects import entry_name, money
from simulator.trace import Kind, Trace


class Words(NamedTuple):
    """How an error tells of a balance: what it is, and why it cannot be below zero, or above zero after the end."""

    stands: str
    below: str
    above: str


DEBT = Words("stands at", "more was repaid than is owed", "still owed although its end has come")
INTEREST = Words("has interest payable of", "more was paid than accrued", "not paid although its end has come")


def check_debts(books: Books) -> None:
    """Follow every debt, and the interest payable on it, from day to day, each day to its end.

    Interest that accrues over days counts in full on the last of them.

    Raises
    ------
    LedgerError
        Naming replication, debt, day and the balance, where that is below zero, or not zero from the day on which
        the debt ends; or the entry that converts what was converted before.
    """
    moved = moves_of_debt(books.rows, books.closing.accreted, books.closing.extinguished)
    ends = _ends(books, moved)
    _check(books, moved, ends, DEBT)
    _check(books, _interest(books), ends, INTEREST)
    _check_conversions(books)


def _check(books: Books, rows: Trace, ends: np.ndarray, words: Words) -> None:
    """Follow the balance of each funding through the days, out of all that adds to it and takes from it."""
    rows = rows.take(np.lexsort((rows.day, rows.subject, rows.replication)))
    debt = rows.replication.astype(np.int64) * len(books.cases.index.fundings) + rows.subject
    balance = running(debt, rows.amount)
    until, days = ends[rows.replication, rows.subject], books.cases.calendar.last_day + 1
    over = (rows.day >= until) | (last_of_each(debt) & (until < days))
    wrong = last_of_each(debt * days + rows.day) & ((balance < 0) | (over & (balance != 0)))
    if wrong.any():
        raise LedgerError(_told(books, rows, int(np.argmax(wrong)), balance, words))


def _interest(books: Books) -> Trace:
    """What adds to the interest payable on each debt, and with the other sign what takes from it."""
    before, accrued, paid = (books.rows[kind] for kind in (Kind.INTEREST_BEFORE, Kind.INTEREST_ACCRUED, Kind.COUPON))
    last = np.clip(accrued.until - 1, accrued.day, books.cases.calendar.last_day)
    return together(before, replace(accrued, day=last), replace(paid, amount=-paid.amount))


def _ends(books: Books, moved: Trace) -> np.ndarray:
    """(R, F) the day from which nothing is owed, of what refinances the last on which it moved if nothing is left;
    after the horizon where something is.
    """
    cases, fundings = books.cases, len(books.cases.index.fundings)
    left, last = summed(moved, moved.subject, fundings), np.zeros((cases.replications, fundings), np.int64)
    np.maximum.at(last, (moved.replication, moved.subject), moved.day)
    ends = np.where(left == 0, last, cases.calendar.last_day + 1)
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


def _told(books: Books, rows: Trace, n: int, balance: np.ndarray, words: Words) -> str:
    cases = books.cases
    name, date = cases.index.fundings[rows.subject[n]], cases.calendar.date_of(int(rows.day[n]))
    why = words.below if balance[n] < 0 else words.above
    return (
        f"replication {cases.rows[int(rows.replication[n])]}, {date}: {name} {words.stands} {money(balance[n])}: {why}"
    )
