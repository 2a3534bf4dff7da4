"""What must hold in the books of every replication, and the entry to blame where it does not."""

from __future__ import annotations

import numpy as np

from simulator.closing import Books
from simulator.errors import LedgerError
from simulator.ledger.accounts import Accounts, accounts_of
from simulator.ledger.balances import balances, money_rows, trial_balance
from simulator.ledger.chart import SIGNED
from simulator.ledger.overdraft import check_no_overdraft
from simulator.ledger.owed import check_debts
from simulator.ledger.subjects import entry_name, money, subjects
from simulator.trace import Kind, Trace

#: families whose accounts cannot change side, the side, and what it would mean
ONE_SIDED = (
    ("progress", 1, "more went into service than was paid"),
    ("in_service", 1, "assets in service are negative"),
)


def audit(books: Books, liquidity: np.ndarray) -> np.ndarray:
    """Check the books of a block and return the trial balance of each replication, (R,) zeros.

    Entries name something that exists, fall within the horizon, and are negative only where they can be.
    No pool and no commitment is overdrawn on any day. A stage that has ended has committed = paid + returned, and
    so have all stages of a project that was given up; nothing is spent on these afterwards.
    Nothing goes into service that was not paid, no asset is worn more than it cost.
    No debt is repaid that is not owed, none is owed after its end, none is converted twice.
    The cash in treasury, pools and commitments is what came into the group less what went out. Debits equal
    credits.

    Parameters
    ----------
    liquidity : (R,) cents at the end of the horizon, counted from what came into and went out of the group

    Raises
    ------
    LedgerError
        Naming replication, account or entry, day and amounts.
    """
    accounts = accounts_of(books.cases)
    for kind, rows in money_rows(books):
        _check_entries(books, kind, rows)
    check_no_overdraft(books, accounts)
    check_debts(books)
    balance = balances(books, accounts)
    _check_sides(books, accounts, balance)
    _check_wear(books, accounts, balance)
    _check_given_up(books)
    _check_settled(books, accounts, balance)
    _check_cash(books, accounts, balance, liquidity)
    return _checked_trial_balance(books, balance)


def _check_entries(books: Books, kind: Kind, rows: Trace) -> None:
    last, names = books.cases.calendar.last_day, subjects(kind, books.cases.index)
    wrong = (rows.day < 0) | (rows.day > last) | (rows.until < rows.day)
    wrong |= (rows.subject < 0) | (rows.subject >= names)
    if kind not in SIGNED:
        wrong |= rows.amount < 0
    if wrong.any():
        entry = entry_name(books.cases, kind, rows, int(np.argmax(wrong)))
        allowed = f"one of {names} subjects, from day 0 to day {last}, not negative, not ending before it begins"
        raise LedgerError(f"{entry} until day {rows.until[np.argmax(wrong)]} must be of {allowed}")


def _check_sides(books: Books, accounts: Accounts, balance: np.ndarray) -> None:
    for family, side, meaning in ONE_SIDED:
        at = accounts.families[family]
        wrong = side * balance[:, at] < 0
        if wrong.any():
            r, account = np.argwhere(wrong)[0]
            raise LedgerError(_of_account(books, accounts, balance, r, at.start + account) + f": {meaning}")


def _check_wear(books: Books, accounts: Accounts, balance: np.ndarray) -> None:
    worn, cost = accounts.families["worn"], accounts.families["in_service"]
    wrong = balance[:, cost] + balance[:, worn] < 0
    if wrong.any():
        r, c = np.argwhere(wrong)[0]
        held = money(balance[r, cost.start + c])
        told = _of_account(books, accounts, balance, r, worn.start + c)
        raise LedgerError(f"{told}: more is written off than the {held} in service")


def _check_settled(books: Books, accounts: Accounts, balance: np.ndarray) -> None:
    """Stages that have ended, or never will, hold no money: committed + topped up = paid + returned."""
    at, assets = accounts.families["committed"], books.closing.assets
    given_up = assets.abandoned[:, accounts.stage_project]
    over = np.minimum(assets.ended, given_up)
    wrong = (balance[:, at] != 0) & np.repeat(over <= books.cases.calendar.last_day, accounts.allotments, axis=1)
    if wrong.any():
        r, account = np.argwhere(wrong)[0]
        stage = account // accounts.allotments
        day = books.cases.calendar.date_of(int(over[r, stage]))
        why = "the stage ended" if assets.ended[r, stage] <= given_up[r, stage] else "its project was given up"
        told = _of_account(books, accounts, balance, r, at.start + account)
        raise LedgerError(f"{told}: still committed although {why} on {day}")


def _check_given_up(books: Books) -> None:
    """Nothing is committed to a project that was given up, or paid for it, after that day."""
    project, abandoned = books.cases.stages.project, books.closing.assets.abandoned
    for kind in (Kind.COMMITTED, Kind.TOPPED_UP, Kind.PAID):
        rows = books.rows[kind]
        last = abandoned[rows.replication, project[rows.subject // len(books.cases.index.allotments)]]
        late = (np.maximum(rows.day, rows.until) > last) & (last <= books.cases.calendar.last_day)
        if len(books.rows[Kind.ABANDONED]) and late.any():
            n = int(np.argmax(late))
            day = books.cases.calendar.date_of(int(last[n]))
            raise LedgerError(f"{entry_name(books.cases, kind, rows, n)}, but its project was given up on {day}")


def _check_cash(books: Books, accounts: Accounts, balance: np.ndarray, liquidity: np.ndarray) -> None:
    held = sum(balance[:, accounts.families[name]].sum(axis=-1) for name in ("treasury", "pool", "committed"))
    wrong = held != liquidity
    if np.any(wrong):
        r = int(np.argmax(wrong))
        raise LedgerError(
            f"replication {books.cases.rows[r]}: treasury, pools and commitments hold {money(held[r])}, "
            f"but {money(liquidity[r])} came in and was not paid out"
        )


def _checked_trial_balance(books: Books, balance: np.ndarray) -> np.ndarray:
    trial = trial_balance(balance)
    if trial.any():
        r = int(np.argmax(trial != 0))
        raise LedgerError(f"replication {books.cases.rows[r]}: debits exceed credits by {money(trial[r])}")
    return trial


def _of_account(books: Books, accounts: Accounts, balance: np.ndarray, r: int, account: int) -> str:
    name = ":".join(accounts.names[account])
    last = books.cases.calendar.date_of(books.cases.calendar.last_day)
    return f"replication {books.cases.rows[r]}, {last}: {name} is {money(balance[r, account])}"
