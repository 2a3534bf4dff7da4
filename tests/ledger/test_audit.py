"""The books hold, and where they are made not to, the audit names what is wrong."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from simulator.closing import Books, books_of
from simulator.engine.simpy_engine import simulate
from simulator.errors import LedgerError
from simulator.ledger import accounts_of, audit, balances, trial_balance
from simulator.timelines import daily_liquidity
from simulator.trace import Kind, Trace
from tests.factories import BUILD, books_by_hand, everything, world
from tests.laws.portfolios import portfolios
from tests.worlds import cases_of, scenario_of, trace_of

#: 500.00 in the treasury, 300.00 of it for a pool; a stage of 50.00 has 60.00 set aside, 10.00 come back
FUNDED: dict[str, Any] = {
    "treasury": {"opening": "500 USD"},
    "pools": {"cloud": {}},
    "funding": {
        "plan": {
            "kind": "appropriation",
            "amount": "300 USD",
            "from": "2025-01-01",
            "over": "1 year",
            "every": "1 year",
            "into": {"cloud": "100 %"},
        },
        "note": {
            "kind": "convertible_note",
            "face": "100 USD",
            "net": "90 USD",
            "settles": "2025-02-03",
            "matures": "2025-06-02",
            "into": {"cloud": "100 %"},
        },
    },
    "projects": {"campus": {**BUILD, "pool": "cloud"}},
}
OPENING = (0, 0, Kind.OPENING, 0, 50_000)
PLAN = 2  # allotments: 0 the treasury, then the pool's, the note before the plan
TRANCHE = (0, 0, Kind.TRANCHE, PLAN, 30_000)
COMMITTED = (5, 5, Kind.COMMITTED, PLAN, 6000)  # of stage 0: 0 x 3 allotments + 2
PAID = (5, 15, Kind.PAID, PLAN, 5000)
RETURNED = (15, 15, Kind.RETURNED, PLAN, 1000)
ENDED = (15, 15, Kind.ENDED, 0, 0)
ISSUED = (33, 33, Kind.NOTE_ISSUED, 1, 9000)
SOUND = (OPENING, TRANCHE, COMMITTED, PAID, RETURNED, ENDED)


def checked(books: Books) -> np.ndarray:
    return audit(books, daily_liquidity(books)[:, -1])


def fault(*rows: Any) -> str:
    with pytest.raises(LedgerError) as raised:
        checked(books_by_hand(world(**FUNDED), *rows))
    return str(raised.value)


def by_root(books: Books) -> dict[str, np.ndarray]:
    """(R,) cents by the first part of an account's name, each with the sign in which it is read."""
    accounts, sums = accounts_of(books.cases), dict[str, np.ndarray]()
    for name, balance in zip(accounts.names, balances(books, accounts).T, strict=True):
        sums[name[0]] = sums.get(name[0], 0) + balance * (1 if name[0] in ("Assets", "Expenses") else -1)
    return sums


def named_balances(books: Books) -> dict[str, int]:
    accounts = accounts_of(books.cases)
    held = balances(books, accounts)[0].tolist()
    return {":".join(name): cents for name, cents in zip(accounts.names, held, strict=True) if cents}


def test_a_payment_by_hand_ends_in_these_accounts() -> None:
    books = books_by_hand(world(**FUNDED), *SOUND)
    assert checked(books).tolist() == [0]
    assert named_balances(books) == {
        "Assets:Treasury": 20_000,
        "Assets:Pools:cloud:plan": 25_000,
        "Assets:ConstructionInProgress:campus:site": 5000,
        "Equity:Opening": -50_000,
    }


def test_a_note_by_hand_is_owed_in_full_and_repaid() -> None:
    owed = named_balances(books_by_hand(world(**FUNDED), OPENING, ISSUED))
    assert owed["Liabilities:Notes:note"] == -10_000
    assert owed["Expenses:Accretion:note"] == 1000
    repaid = books_by_hand(world(**FUNDED), OPENING, ISSUED, (152, 152, Kind.NOTE_REPAID, 1, 10_000))
    assert checked(repaid).tolist() == [0]
    assert named_balances(repaid)["Assets:Treasury"] == 49_000


def test_assets_are_liabilities_and_equity_and_income_less_expenses() -> None:
    cases = cases_of(scenario_of(everything()), 3)
    books = books_of(simulate(cases), cases)
    read = by_root(books)
    claims = read["Liabilities"] + read["Equity"] + read["Income"] - read["Expenses"]
    np.testing.assert_array_equal(read["Assets"], claims)
    np.testing.assert_array_equal(trial_balance(balances(books, accounts_of(cases))), 0)
    assert (read["Assets"] != 0).all()


def test_a_payment_beyond_its_commitment_is_named() -> None:
    told = fault(OPENING, TRANCHE, COMMITTED, (5, 15, Kind.PAID, PLAN, 6001))
    assert told == ("replication 0, 2025-01-06: Assets:Committed:campus:site:cloud:plan would be overdrawn, at -0.01")


def test_a_payment_before_its_commitment_is_named() -> None:
    assert "2025-01-05: Assets:Committed:campus:site" in fault(OPENING, TRANCHE, COMMITTED, (4, 9, Kind.PAID, PLAN, 1))


def test_a_commitment_beyond_the_pool_is_named() -> None:
    told = fault(OPENING, COMMITTED, (0, 0, Kind.TRANCHE, PLAN, 5999), PAID, RETURNED, ENDED)
    assert "2025-01-06: Assets:Pools:cloud:plan would be overdrawn, at -0.01" in told


def test_money_kept_by_a_stage_that_ended_is_named() -> None:
    told = fault(OPENING, TRANCHE, COMMITTED, PAID, ENDED)
    assert "Assets:Committed:campus:site:cloud:plan is 10.00: still committed although the stage ended" in told


def test_an_entry_beyond_the_horizon_is_named() -> None:
    told = fault(OPENING, (365, 365, Kind.TRANCHE, PLAN, 1))
    assert told.startswith("replication 0, 2026-01-01: TRANCHE cloud (plan) of 0.01")


def test_an_entry_of_nobody_is_named() -> None:
    assert "TRANCHE subject 7 of 0.01" in fault(OPENING, (1, 1, Kind.TRANCHE, 7, 1))


def test_a_negative_entry_is_named() -> None:
    assert "RETURNED campus.site from cloud (plan) of -5.00" in fault(*SOUND, (20, 20, Kind.RETURNED, PLAN, -500))


def test_a_note_repaid_twice_is_named() -> None:
    twice = ((152, 152, Kind.NOTE_REPAID, 1, 10_000), (160, 160, Kind.NOTE_PUT, 1, 10_000))
    told = fault(OPENING, ISSUED, *twice)
    assert told == "replication 0, 2025-06-10: note stands at -100.00: more was repaid than is owed"


def test_a_note_that_nobody_repays_is_named() -> None:
    told = fault(OPENING, ISSUED, (151, 151, Kind.COUPON, 1, 5))
    assert told == "replication 0, 2025-06-02: note stands at 100.00: still owed although its end has come"


#: interest of 5.00 over the 119 days of the note
ACCRUED = (33, 152, Kind.INTEREST_ACCRUED, 1, 500)
REPAID = (152, 152, Kind.NOTE_REPAID, 1, 10_000)


def test_interest_accrues_to_the_cent_that_is_paid() -> None:
    books = books_by_hand(world(**FUNDED), OPENING, ISSUED, ACCRUED, (152, 152, Kind.COUPON, 1, 500), REPAID)
    assert checked(books).tolist() == [0]
    held = named_balances(books)
    assert held["Expenses:Interest:note"] == 500
    assert "Liabilities:InterestPayable:note" not in held


def test_interest_that_has_not_accrued_is_named_where_it_is_paid() -> None:
    told = fault(OPENING, ISSUED, ACCRUED, (151, 151, Kind.COUPON, 1, 501), (152, 152, Kind.COUPON, 1, 0), REPAID)
    assert told.endswith("2025-06-01: note has interest payable of -0.01: more was paid than accrued")


def test_interest_that_is_left_after_the_last_payment_is_named() -> None:
    told = fault(OPENING, ISSUED, ACCRUED, (152, 152, Kind.COUPON, 1, 499), REPAID)
    assert told.endswith("2025-06-02: note has interest payable of 0.01: not paid although its end has come")


def test_interest_of_a_bond_that_refinances_is_followed_to_its_last_payment() -> None:
    again = {"kind": "refinancing", "of": ["note"], "coupon": "5 %", "lasts": "100 days"}
    treasury = {**FUNDED["treasury"], "floor": "1 USD"}
    cases = world(**{**FUNDED, "treasury": treasury, "funding": {**FUNDED["funding"], "again": again}})
    bond = ((200, 200, Kind.NOTE_ISSUED, 2, 700), (200, 300, Kind.INTEREST_ACCRUED, 2, 9))
    over = (300, 300, Kind.NOTE_REPAID, 2, 700)
    with pytest.raises(LedgerError, match=r"again has interest payable of 0\.01: not paid"):
        checked(books_by_hand(cases, OPENING, *bond, (300, 300, Kind.COUPON, 2, 8), over))
    assert not checked(books_by_hand(cases, OPENING, *bond, (300, 300, Kind.COUPON, 2, 9), over)).any()


def test_a_note_that_becomes_shares_twice_is_named() -> None:
    halves = ((152, 152, Kind.CONVERTED, 1, 5000),) * 2
    told = fault(OPENING, ISSUED, *halves)
    assert told == "replication 0, 2025-06-02: CONVERTED note of 50.00: it was converted before"


def test_a_note_repaid_before_it_came_is_named() -> None:
    early = (32, 32, Kind.NOTE_REPAID, 1, 1)
    assert "2025-02-02: note stands at -0.01: more was repaid than is owed" in fault(OPENING, early, ISSUED)


def test_cash_that_does_not_add_up_is_named() -> None:
    books = books_by_hand(world(**FUNDED), *SOUND)
    with pytest.raises(LedgerError, match=r"hold 450\.00, but 449\.99 came in and was not paid out"):
        audit(books, np.array([44_999]))


def test_wear_beyond_cost_is_named() -> None:
    cases = world(
        asset_classes={"it": {"life": "50 days"}},
        projects={"campus": {**BUILD, "treatment": {"capital": "it"}}},
    )
    rows = ((0, 0, Kind.COMMITTED, 0, 100), (0, 10, Kind.PAID, 0, 100), (10, 10, Kind.ENDED, 0, 0))
    books = books_by_hand(cases, *rows, (30, 30, Kind.FINISHED, 0, 0))
    worn = books.closing.assets.depreciated
    assets = replace(books.closing.assets, depreciated=replace(worn, amount=worn.amount + 1))
    wrong = replace(books, closing=replace(books.closing, assets=assets))
    with pytest.raises(LedgerError, match=r"AccumulatedDepreciation:it is -1\.01.* the 1\.00 in service"):
        checked(wrong)


def test_the_replication_is_named_by_its_number_in_the_run() -> None:
    cases = replace(world(**FUNDED), rows=range(40, 41))
    with pytest.raises(LedgerError, match="replication 40, "):
        checked(books_by_hand(cases, OPENING, COMMITTED))


@settings(max_examples=40, deadline=None)
@given(portfolios())
def test_the_books_of_any_scenario_hold(data: dict[str, Any]) -> None:
    cases, trace = trace_of(data)
    assert not checked(books_of(trace, cases)).any()


def test_the_books_of_the_scenario_that_has_everything_hold() -> None:
    cases = cases_of(scenario_of(everything()), 20)
    assert not checked(books_of(simulate(cases), cases)).any()


@pytest.mark.parametrize("kind", [Kind.COMMITTED, Kind.RETURNED, Kind.NOTE_ISSUED, Kind.TOPPED_UP])
def test_a_row_that_is_lost_does_not_pass(kind: Kind) -> None:
    cases = cases_of(scenario_of(everything()), 20)
    trace = simulate(cases)
    for n in np.flatnonzero(trace.kind == kind)[::7]:
        with pytest.raises(LedgerError):
            checked(books_of(_without(trace, n), cases))


def _without(trace: Trace, n: np.intp) -> Trace:
    return trace.take(np.arange(len(trace)) != n)
