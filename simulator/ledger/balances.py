"""Balances of every account at the horizon's end, debits positive."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from simulator.closing import Books
from simulator.ledger.accounts import Accounts
from simulator.ledger.chart import CHART
from simulator.spreading import amount_by
from simulator.trace import Kind, Trace


def money_rows(books: Books) -> Iterator[tuple[Kind, Trace]]:
    """The rows of every kind of money, the months of a market and line taken together."""
    closing, cases = books.closing, books.cases
    lines = closing.lines
    by_line = lines.market * len(cases.index.lines) + lines.line
    made = {
        **closing.made,
        Kind.REVENUE: _totals(Kind.REVENUE, closing.sales.revenue, by_line),
        Kind.OPERATING_COST: _totals(Kind.OPERATING_COST, closing.sales.operating_cost, by_line),
        Kind.BENEFIT: _totals(Kind.BENEFIT, closing.benefit, np.arange(len(cases.index.projects))),
    }
    for kind in CHART:
        yield kind, made.get(kind, books.rows[kind])


def _totals(kind: Kind, amount: np.ndarray, subject: np.ndarray) -> Trace:
    """One row on day 0 for each subject's total over the months (R, subjects, T)."""
    total = amount.sum(axis=-1)
    r, k = np.nonzero(total)
    day = np.zeros(len(r), np.int32)
    return Trace.of_kind(kind, r, day, day, subject[k], total[r, k], len(amount))


def balances(books: Books, accounts: Accounts) -> np.ndarray:
    """(R, accounts) cents at the end of the horizon; what a debit adds is positive."""
    sums = np.zeros(books.cases.replications * len(accounts), np.int64)
    days = books.cases.calendar.last_day + 1
    for kind, rows in money_rows(books):
        first, amount = rows.replication.astype(np.int64) * len(accounts), amount_by(rows, days)
        np.add.at(sums, first + CHART[kind].debit(accounts, rows.subject), amount)
        np.add.at(sums, first + CHART[kind].credit(accounts, rows.subject), -amount)
    return sums.reshape(-1, len(accounts))


def trial_balance(balance: np.ndarray) -> np.ndarray:
    """(R,) cents: the sum over all accounts (R, accounts), zero in books that are right."""
    total: np.ndarray = balance.sum(axis=-1)
    return total
