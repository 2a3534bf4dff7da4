"""Loans from before the horizon: what is past, what is owed on its first day, and what is paid in it."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy_financial
import pytest

from simulator.cases.types import Cases
from simulator.closing import books_of
from simulator.ledger import audit
from simulator.timelines.liquidity import daily_liquidity
from simulator.trace import Kind, Trace
from tests.worlds import rows_of, trace_of

FACE = 100_000_000
#: its payments fall due on 2025-03-01, on Sunday 2026-03-01, and on 2027-03-01; each year between them has 365 days
LOAN = {
    "kind": "term_loan",
    "face": f"{FACE} USD",
    "rate": "10 %",
    "settles": "2024-03-01",
    "matures": "2027-03-01",
    "every": "1 year",
}


def world(start: str = "2026-01-01", **terms: Any) -> tuple[Cases, Trace]:
    """A group that owes a loan and has the cash to repay it."""
    data = {
        "name": "lent",
        "horizon": {"start": start, "end": "2028-12-31"},
        "treasury": {"opening": "500 mn USD"},
        "funding": {"loan": {**LOAN, **terms}},
    }
    return trace_of(data, 1)


def paid(cases: Cases, trace: Trace, kind: Kind) -> dict[date, float]:
    """Money by date."""
    return {cases.calendar.date_of(day): amount / 100 for day, *_, amount in rows_of(cases, trace, kind)}


def test_a_loan_repaid_at_its_end_pays_all_the_interest_of_the_period_in_which_the_horizon_begins() -> None:
    cases, trace = world(repaid="at_end")
    assert paid(cases, trace, Kind.OWED_BEFORE) == {date(2026, 1, 1): 100e6}
    assert paid(cases, trace, Kind.COUPON) == {date(2026, 3, 2): 10e6, date(2027, 3, 1): 10e6}
    assert paid(cases, trace, Kind.NOTE_REPAID) == {date(2027, 3, 1): 100e6}


def test_a_loan_repaid_at_its_end_pays_as_a_bond_does_but_by_the_days_of_each_half_year() -> None:
    bond = {"kind": "bullet", "coupon": "10 %", "rate": None, "every": None}
    terms = {key: value for key, value in {**LOAN, **bond}.items() if value is not None}
    data = {"name": "owed", "horizon": {"start": "2026-01-01", "end": "2028-12-31"}, "funding": {"bond": terms}}
    by_half_year = paid(*trace_of({**data, "treasury": {"opening": "500 mn USD"}}, 1), Kind.COUPON)
    by_days = paid(*world(repaid="at_end", every="6 months"), Kind.COUPON)
    # 181 days to 2026-03-01, 184 to 2026-09-01, 181 to 2027-03-01
    assert list(by_half_year.values()) == [5e6, 5e6, 5e6]
    assert list(by_days) == list(by_half_year)
    assert list(by_days.values()) == pytest.approx([10e6 * days / 365 for days in (181, 184, 181)], abs=0.01)


def test_of_equal_parts_the_first_is_past() -> None:
    cases, trace = world(repaid="evenly")
    third = FACE / 3
    assert paid(cases, trace, Kind.OWED_BEFORE) == pytest.approx({date(2026, 1, 1): 2 * third}, abs=0.01)
    repaid = paid(cases, trace, Kind.NOTE_REPAID)
    assert repaid == pytest.approx({date(2026, 3, 2): third, date(2027, 3, 1): third}, abs=0.01)
    interest = paid(cases, trace, Kind.COUPON)
    assert interest == pytest.approx({date(2026, 3, 2): 0.2 * third, date(2027, 3, 1): 0.1 * third}, abs=0.01)


def test_an_annuity_goes_on_as_spreadsheets_say_of_its_later_payments() -> None:
    cases, trace = world(repaid="annuity")
    days = (date(2026, 3, 2), date(2027, 3, 1))
    principal = [-numpy_financial.ppmt(0.10, n, 3, FACE) for n in (2, 3)]
    interest = [-numpy_financial.ipmt(0.10, n, 3, FACE) for n in (2, 3)]
    assert paid(cases, trace, Kind.NOTE_REPAID) == pytest.approx(dict(zip(days, principal, strict=True)), abs=0.02)
    assert paid(cases, trace, Kind.COUPON) == pytest.approx(dict(zip(days, interest, strict=True)), abs=0.02)
    owed = -numpy_financial.fv(0.10, 1, numpy_financial.pmt(0.10, 3, FACE), FACE)
    assert paid(cases, trace, Kind.OWED_BEFORE) == pytest.approx({date(2026, 1, 1): owed}, abs=0.02)


@pytest.mark.parametrize(
    ("start", "first"), [("2026-03-02", date(2026, 3, 2)), ("2026-03-03", date(2027, 3, 1))], ids=["that day", "past"]
)
def test_what_fell_due_on_the_weekend_before_the_horizon_is_paid_on_its_first_day(start: str, first: date) -> None:
    cases, trace = world(start, repaid="evenly")
    assert min(paid(cases, trace, Kind.NOTE_REPAID)) == first
    assert cases.money.debts[0].due[0] == cases.calendar.day_of(first)


@pytest.mark.parametrize("repaid", ["at_end", "evenly", "annuity"])
@pytest.mark.parametrize("every", ["1 month", "3 months", "1 year"])
def test_what_is_owed_at_the_start_is_what_is_repaid_in_the_horizon(repaid: str, every: str) -> None:
    cases, trace = world(repaid=repaid, every=every)
    owed = sum(paid(cases, trace, Kind.OWED_BEFORE).values())
    assert sum(paid(cases, trace, Kind.NOTE_REPAID).values()) == pytest.approx(owed, abs=0.005)
    books = books_of(trace, cases)
    assert audit(books, daily_liquidity(books)[:, -1]).tolist() == [0]
