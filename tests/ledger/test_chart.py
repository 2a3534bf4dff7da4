"""Every kind of money has one line in the chart of accounts."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.ledger.accounts import accounts_of
from simulator.ledger.chart import CHART
from simulator.ledger.lines import CASH as LINES
from simulator.ledger.subjects import NAMED, subject_name, subjects
from simulator.trace import ALLOTTED, CASH, KINDS, POOLED, Kind
from tests.factories import everything
from tests.worlds import cases_of, scenario_of


def test_every_kind_of_cents_and_no_other_is_in_the_chart() -> None:
    assert set(CHART) == {kind for kind in Kind if KINDS[kind].amount == "cents"}


@pytest.mark.parametrize("kind", list(CHART))
def test_the_signs_of_cash_and_of_pools_are_those_with_which_the_accounts_move(kind: Kind) -> None:
    accounts = accounts_of(cases_of(scenario_of(everything()), 1))
    subject = np.array([accounts.allotments + 1])  # of the second stage, project or purse, and of the first pool
    debit, credit = (int(side(accounts, subject if kind in ALLOTTED else subject * 0)[0]) for side in CHART[kind])
    held, free = (np.zeros(len(accounts), int) for _ in range(2))
    for family in ("treasury", "pool", "committed"):
        held[accounts.families[family]] = 1
    free[accounts.families["pool"]] = 1
    assert held[debit] - held[credit] == CASH.get(kind, 0)
    assert free[debit] - free[credit] == POOLED.get(kind, 0)


def test_every_kind_of_cash_has_a_line_in_the_cash_flow() -> None:
    assert {*LINES, Kind.OUTFLOW} == set(CASH)


@pytest.mark.parametrize("kind", list(CHART))
def test_every_subject_has_two_accounts_that_exist_and_differ(kind: Kind) -> None:
    cases = cases_of(scenario_of(everything()), 1)
    accounts = accounts_of(cases)
    all_subjects = np.arange(subjects(kind, cases.index))
    if kind == Kind.TRANCHE:
        all_subjects = all_subjects[1:]  # nothing moves from the treasury to the treasury
    if kind == Kind.MOVED:
        all_subjects = np.flatnonzero(~np.eye(len(cases.index.allotments), dtype=bool))  # nor from a purse to itself
    debit, credit = (side(accounts, all_subjects) for side in CHART[kind])
    assert len(debit) == len(credit) == len(all_subjects) > 0
    assert (debit != credit).all()
    assert max(debit.max(), credit.max()) < len(accounts)


def test_no_two_accounts_have_one_name() -> None:
    accounts = accounts_of(cases_of(scenario_of(everything()), 1))
    assert len(set(accounts.names)) == len(accounts)


def test_every_kind_can_name_its_subjects() -> None:
    index = cases_of(scenario_of(everything()), 1).index
    assert {meaning.subject for meaning in KINDS.values()} == set(NAMED)
    for kind in Kind:
        assert all(subject_name(kind, s, index) for s in range(subjects(kind, index)))
