"""Which two accounts a row of each kind of money moves between: one line a kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from simulator.ledger.accounts import Accounts
from simulator.trace import Kind

#: account numbers out of the subjects of rows
Side = Callable[[Accounts, np.ndarray], np.ndarray]


class Posting(NamedTuple):
    """A transfer of a row's amount: what the debit account gains, the credit account gives."""

    debit: Side
    credit: Side


def _one(family: str) -> Side:
    """The only account of a family, whatever the subject."""
    return lambda accounts, subject: np.full(len(subject), accounts.first(family), np.int64)


def _each(family: str) -> Side:
    """The account of the subject itself."""
    return lambda accounts, subject: accounts.first(family) + subject.astype(np.int64)


def _purse(accounts: Accounts, subject: np.ndarray) -> np.ndarray:
    """Where the money of an allotment lies: in the treasury for the first, else in a pool by source."""
    return _lies(accounts, subject.astype(np.int64) % accounts.allotments)


def _left(accounts: Accounts, subject: np.ndarray) -> np.ndarray:
    """Where money lay that a rule moved."""
    return _lies(accounts, subject.astype(np.int64) // accounts.allotments)


def _lies(accounts: Accounts, allotment: np.ndarray) -> np.ndarray:
    return np.where(allotment == 0, accounts.first("treasury"), accounts.first("pool") + allotment - 1)


def _spent(accounts: Accounts, subject: np.ndarray) -> np.ndarray:
    """What a payment makes: construction in progress of the stage, or an expense of its project."""
    stage = subject.astype(np.int64) // accounts.allotments
    expense = accounts.first("spending") + accounts.stage_project[stage]
    return np.where(accounts.stage_expensed[stage], expense, accounts.first("progress") + stage)


def _of_project(family: str, of: Callable[[Accounts, np.ndarray], np.ndarray]) -> Side:
    """The account of the project that a subject belongs to."""
    return lambda accounts, subject: accounts.first(family) + of(accounts, subject.astype(np.int64))


def _of_class(family: str) -> Side:
    """The account of the asset class of a stage, or of renewals for what is not a stage."""

    def side(accounts: Accounts, subject: np.ndarray) -> np.ndarray:
        renewals = accounts.last(family)
        stage = np.minimum(subject, accounts.stages - 1).astype(np.int64)
        of_stage = accounts.first(family) + accounts.stage_class[stage]
        return np.where(subject < accounts.stages, of_stage, renewals)

    return side


def _renewed(accounts: Accounts, subject: np.ndarray) -> np.ndarray:
    """Renewals in service, whatever the project."""
    return np.full(len(subject), accounts.last("in_service"), np.int64)


TREASURY, IN_SERVICE, COMMITTED = _one("treasury"), _of_class("in_service"), _each("committed")

CHART: dict[Kind, Posting] = {
    Kind.OPENING: Posting(debit=TREASURY, credit=_one("opening")),
    Kind.OPERATING_CASH: Posting(debit=TREASURY, credit=_one("rest_of_group")),
    Kind.OUTFLOW: Posting(debit=_each("outflow"), credit=TREASURY),
    Kind.NOTE_ISSUED: Posting(debit=TREASURY, credit=_each("note")),
    Kind.OWED_BEFORE: Posting(debit=_one("opening"), credit=_each("note")),
    Kind.ACCRETED: Posting(debit=_each("accretion"), credit=_each("note")),
    Kind.EXTINGUISHED: Posting(debit=_each("extinguishment"), credit=_each("note")),
    Kind.INTEREST_CAPITALISED: Posting(debit=_each("progress"), credit=_one("capitalised_interest")),
    Kind.CONVERTED: Posting(debit=_each("note"), credit=_each("converted")),
    Kind.CONVERSION_PAID: Posting(debit=_each("converted"), credit=TREASURY),
    Kind.SHARES_SOLD: Posting(debit=TREASURY, credit=_each("shares_sold")),
    Kind.CAPPED_CALL: Posting(debit=_each("capped_call"), credit=TREASURY),
    Kind.CALL_RECEIVED: Posting(debit=TREASURY, credit=_each("capped_call")),
    Kind.INTEREST_BEFORE: Posting(debit=_one("opening"), credit=_each("interest_payable")),
    Kind.INTEREST_ACCRUED: Posting(debit=_each("interest"), credit=_each("interest_payable")),
    Kind.COUPON: Posting(debit=_each("interest_payable"), credit=TREASURY),
    Kind.NOTE_PUT: Posting(debit=_each("note"), credit=TREASURY),
    Kind.NOTE_REPAID: Posting(debit=_each("note"), credit=TREASURY),
    Kind.TRANCHE: Posting(debit=_purse, credit=TREASURY),
    Kind.COMMITTED: Posting(debit=COMMITTED, credit=_purse),
    Kind.TOPPED_UP: Posting(debit=COMMITTED, credit=_purse),
    Kind.RETURNED: Posting(debit=_purse, credit=COMMITTED),
    Kind.PAID: Posting(debit=_spent, credit=COMMITTED),
    Kind.RENEWAL: Posting(debit=_renewed, credit=_purse),
    Kind.CANCELLED: Posting(_of_project("cancelled", lambda a, subject: subject // a.allotments), credit=_purse),
    Kind.MOVED: Posting(debit=_purse, credit=_left),
    Kind.CAPITALISED: Posting(debit=IN_SERVICE, credit=_each("progress")),
    Kind.DEPRECIATED: Posting(debit=_of_class("depreciation"), credit=_of_class("worn")),
    Kind.WRITTEN_OFF: Posting(
        debit=_of_project("written_off", lambda a, subject: a.stage_project[subject]), credit=_each("progress")
    ),
    Kind.REVENUE: Posting(debit=TREASURY, credit=_each("revenue")),
    Kind.OPERATING_COST: Posting(debit=_each("operating"), credit=TREASURY),
    Kind.BENEFIT: Posting(debit=TREASURY, credit=_each("benefit")),
}

#: kinds whose amounts may be below zero: the rest of the group may need cash, and the effective interest of a short
#: period may be less than its coupon
SIGNED = frozenset({Kind.OPERATING_CASH, Kind.ACCRETED, Kind.EXTINGUISHED})
