"""No pool and no commitment is ever overdrawn: their balance on every day, to the cent."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from simulator.closing import Books
from simulator.errors import LedgerError
from simulator.ledger.accounts import Accounts
from simulator.ledger.chart import CHART
from simulator.ledger.running import last_of_each, running
from simulator.ledger.subjects import money
from simulator.trace import ALLOTTED


def check_no_overdraft(books: Books, accounts: Accounts) -> None:
    """Follow every pool (by source) and every commitment from day to day.

    What is paid over an interval counts in full on its first day: it must be there when the work begins.

    Raises
    ------
    LedgerError
        Naming replication, account, day and the balance that it would have.
    """
    days = books.cases.calendar.last_day + 1
    key, amount = (np.concatenate(part) for part in zip(*_moves(books, accounts, days), strict=True))
    order = np.argsort(key)
    key = key[order]
    balance = running(key // days, amount[order])
    wrong = last_of_each(key) & (balance < 0)
    if wrong.any():
        n = int(np.argmax(wrong))
        raise LedgerError(_told(books, accounts, *divmod(int(key[n]), days), int(balance[n])))


def _moves(books: Books, accounts: Accounts, days: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """What each row adds to a pool or commitment: a key of replication, account and day, and the cents."""
    watched = np.zeros(len(accounts), bool)
    for family in ("pool", "committed"):
        watched[accounts.families[family]] = True
    for kind in ALLOTTED:
        rows, posting = books.rows[kind], CHART[kind]
        for side, sign in ((posting.debit, 1), (posting.credit, -1)):
            account = side(accounts, rows.subject)
            seen = watched[account]
            container = rows.replication[seen].astype(np.int64) * len(accounts) + account[seen]
            yield container * days + rows.day[seen], sign * rows.amount[seen]


def _told(books: Books, accounts: Accounts, container: int, day: int, balance: int) -> str:
    r, account = divmod(container, len(accounts))
    name, date = ":".join(accounts.names[account]), books.cases.calendar.date_of(day)
    return f"replication {books.cases.rows[r]}, {date}: {name} would be overdrawn, at {money(balance)}"
