"""Debt that falls due when liquidity would not keep its floor, worked by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from simulator.cases.types import Cases
from simulator.closing import books_of
from simulator.ledger import audit
from simulator.timelines.liquidity import daily_liquidity
from simulator.trace import Kind, Trace
from tests.worlds import rows_of, trace_of

BOND, NEW = 0, 1
FROM_2026 = {"start": "2026-01-01", "end": "2030-12-31"}


def group(**terms: Any) -> dict[str, Any]:
    """100 mn in cash, a floor of 60, and a bond of 80 from before that is repaid on 2027-01-15."""
    right = {"kind": "refinancing", "of": ["bond"], "coupon": "4 %", "per_shortfall": "6 %", "lasts": "2 years"}
    bond = {
        "kind": "bullet",
        "face": "80 mn USD",
        "coupon": "5 %",
        "settles": "2024-01-15",
        "matures": "2027-01-15",
    }
    return {
        "name": "group",
        "horizon": {"start": "2025-01-01", "end": "2030-12-31"},
        "treasury": {"opening": "100 mn USD", "floor": "60 mn USD"},
        "funding": {"bond": bond, "new": {**right, **terms}},
    }


def dated(cases: Cases, trace: Trace, kind: Kind, subject: int) -> list[tuple[date, int]]:
    rows = [(day, amount) for day, _, who, amount in rows_of(cases, trace, kind) if who == subject]
    return [(cases.calendar.date_of(day), amount) for day, amount in rows]


def test_what_is_missing_to_the_floor_is_issued_at_a_coupon_that_rises_with_it() -> None:
    cases, trace = trace_of(group(), 1)
    # 100 less five coupons of 2 (2025-01-15 to 2027-01-15) are 90; 90 - 80 = 10 leaves 50 missing to 60.
    # Coupon: 4 % + 6 % x 50 / 60 = 9 %.
    assert dated(cases, trace, Kind.NOTE_ISSUED, NEW) == [(date(2027, 1, 15), 5_000_000_000)]
    # half of it each half-year; 15 January and 15 July 2028 are Saturdays
    half = round(5_000_000_000 * 0.09 / 2)
    days = [date(2027, 7, 15), date(2028, 1, 17), date(2028, 7, 17), date(2029, 1, 15)]
    assert dated(cases, trace, Kind.COUPON, NEW) == [(day, half) for day in days]
    assert dated(cases, trace, Kind.NOTE_REPAID, NEW) == [(date(2029, 1, 15), 5_000_000_000)]


@pytest.mark.parametrize(
    ("lasts", "coupons"),
    [
        # the 1st of January 2028 is a Saturday; half-years count back from it, and 150 days of 181 are the first
        ("11 months", [(date(2027, 7, 1), 0.5 * 150 / 181), (date(2028, 1, 3), 0.5)]),
        # the 1st of August 2027 is a Sunday
        ("1 year", [(date(2027, 8, 2), 0.5), (date(2028, 2, 1), 0.5)]),
        ("100 days", [(date(2027, 5, 12), 0.5 * 100 / 181)]),
    ],
)
def test_a_new_bond_is_paid_on_the_days_of_the_calendar_that_its_length_says(
    lasts: str, coupons: list[tuple[date, float]]
) -> None:
    data = group(lasts=lasts, per_shortfall="0 %")
    data["funding"]["bond"]["matures"] = "2027-01-30"
    cases, trace = trace_of(data, 1)
    # the bond itself falls due on a Saturday, and is replaced on Monday the 1st of February
    ((issued, face),) = dated(cases, trace, Kind.NOTE_ISSUED, NEW)
    assert issued == date(2027, 2, 1)
    assert dated(cases, trace, Kind.COUPON, NEW) == [(day, round(face * 0.04 * part)) for day, part in coupons]
    assert dated(cases, trace, Kind.NOTE_REPAID, NEW) == [(coupons[-1][0], face)]


def test_a_bond_that_may_refinance_itself_is_rolled_for_what_is_missing_then() -> None:
    data = group(of=["bond", "new"], per_shortfall="0 %", lasts="1 year")
    data["treasury"] = {"opening": "100 mn USD", "operating_cash": "10 mn USD/year", "floor": "60 mn USD"}
    cases, trace = trace_of(data, 1)
    issued, repaid = (dated(cases, trace, kind, NEW) for kind in (Kind.NOTE_ISSUED, Kind.NOTE_REPAID))
    days = [date(2027, 1, 15), date(2028, 1, 17), date(2029, 1, 17), date(2030, 1, 17)]
    # 110 after two years of 10 and five coupons of 2: 30 keep the floor less 80, and 30 of 60 are missing
    assert issued[0] == (days[0], 3_000_000_000)
    # what a bond brings is repaid a year later, and each year's 10 less coupons makes the next one smaller
    assert [day for day, _ in issued] == days
    assert repaid == [(days[n + 1], face) for n, (_, face) in enumerate(issued[:-1])]
    # 60, and a year's 10 less two coupons of 0.6, is 68.8; less 30 that are repaid, 21.2 are missing
    assert issued[1][1] == pytest.approx(2_120_000_000, abs=2)
    books = books_of(trace, cases)
    assert audit(books, daily_liquidity(books)[:, -1]).tolist() == [0]


def test_what_a_capped_call_pays_is_not_missing_when_holders_convert_for_cash() -> None:
    # 1 mn certificates at 150: 150 mn leave 100 of 250, 20 come from the call at its cap of 120, and 60 are missing
    note: dict[str, Any] = {
        "kind": "convertible_note",
        "face": "100 mn USD",
        "net": "100 mn USD",
        "settles": "2025-01-15",
    }
    note |= {"matures": "2027-01-15", "conversion_rate": 10, "settlement": "cash"}
    note |= {"capped_call": {"cost": "0 USD", "cap": "120 USD"}}
    share = {"shares": "1 mn", "price": "150 USD", "volatility": "0 %", "risk_free": "0 %"}
    data = {**group(), "equity": share, "treasury": {"opening": "150 mn USD", "floor": "180 mn USD"}}
    data["funding"] = {"note": note, "new": {**group()["funding"]["new"], "of": ["note"]}}
    cases, trace = trace_of(data, 1)
    assert dated(cases, trace, Kind.NOTE_ISSUED, NEW) == [(date(2027, 1, 15), 6_000_000_000)]
    books = books_of(trace, cases)
    assert daily_liquidity(books)[0, cases.calendar.day_of(date(2027, 1, 15))] == 18_000_000_000


@pytest.mark.parametrize("day", ["2027-01-15", "2027-01-22"])
def test_what_else_was_repaid_since_the_last_closing_is_missing_too(day: str) -> None:
    data = group()
    for name, matures in (("bond", "2027-01-15"), ("loan", day)):
        data["funding"][name] = {"kind": "bullet", "face": "60 mn USD", "settles": "2024-01-15", "matures": matures}
    data["treasury"] = {"opening": "150 mn USD", "floor": "80 mn USD"}
    data["funding"]["new"]["of"] = ["bond", "loan"]
    cases, trace = trace_of(data, 1)
    # 150 - 60 = 90 keep the floor; 90 - 60 = 30 leave 50 missing
    issued = [(cases.calendar.date_of(row[0]).isoformat(), row[3]) for row in rows_of(cases, trace, Kind.NOTE_ISSUED)]
    assert issued == [(day, 5_000_000_000)]


def test_no_more_is_issued_than_is_repaid() -> None:
    data = group()
    data["treasury"] = {"opening": "100 mn USD", "floor": "400 mn USD"}
    cases, trace = trace_of(data, 1)
    assert dated(cases, trace, Kind.NOTE_ISSUED, NEW) == [(date(2027, 1, 15), 8_000_000_000)]
    # 390 of 400 are missing: 4 % + 6 % x 0.975
    first = dated(cases, trace, Kind.COUPON, NEW)[0][1]
    assert first == round(8_000_000_000 * (0.04 + 0.06 * 0.975) / 2)


@pytest.mark.parametrize("opening", ["150 mn USD", "500 mn USD"])
def test_nothing_is_issued_where_the_floor_is_kept(opening: str) -> None:
    data = group()
    data["treasury"] = {"opening": opening, "floor": "60 mn USD"}
    cases, trace = trace_of(data, 1)
    assert dated(cases, trace, Kind.NOTE_ISSUED, NEW) == []
    assert dated(cases, trace, Kind.NOTE_REPAID, BOND) == [(date(2027, 1, 15), 8_000_000_000)]


def test_the_books_balance_with_a_bond_that_was_not_planned() -> None:
    cases, trace = trace_of(group(), 2)
    books = books_of(trace, cases)
    liquidity = daily_liquidity(books)
    assert audit(books, liquidity[:, -1]).tolist() == [0, 0]
    day = cases.calendar.day_of(date(2027, 1, 15))
    # 92 - 2 of the last coupon - 80 + 50
    assert liquidity[0, day] == 6_000_000_000


@pytest.mark.parametrize("day", ["2028-05-15", "2028-06-01", "2028-06-15"])
def test_what_else_left_the_treasury_since_the_last_closing_or_leaves_today_is_missing(day: str) -> None:
    # 200 less a dividend of 90 and 80 repaid leave 30 of 100
    data = group()
    data["treasury"] = {"opening": "200 mn USD", "floor": "100 mn USD", "outflows": {"dividend": {day: "90 mn USD"}}}
    data["funding"]["bond"] = {"kind": "bullet", "face": "80 mn USD", "settles": "2024-06-15", "matures": "2028-06-15"}
    cases, trace = trace_of(data, 1)
    assert dated(cases, trace, Kind.NOTE_ISSUED, NEW) == [(date(2028, 6, 15), 7_000_000_000)]
    assert daily_liquidity(books_of(trace, cases))[0, cases.calendar.day_of(date(2028, 6, 15))] == 10_000_000_000


def test_a_dividend_of_the_day_after_is_not_known() -> None:
    data = group()
    paid = {"2028-06-16": "90 mn USD"}
    data["treasury"] = {"opening": "180 mn USD", "floor": "100 mn USD", "outflows": {"dividend": paid}}
    data["funding"]["bond"] = {"kind": "bullet", "face": "80 mn USD", "settles": "2024-06-15", "matures": "2028-06-15"}
    cases, trace = trace_of(data, 1)
    assert dated(cases, trace, Kind.NOTE_ISSUED, NEW) == []


def test_the_last_coupon_is_missing_too_and_each_roll_is_for_no_more_than_is_repaid() -> None:
    data = {**group(of=["bond", "new"], per_shortfall="10 %", lasts="1 year"), "horizon": FROM_2026}
    terms = {"face": "80 mn USD", "coupon": "6 %", "settles": "2024-06-15", "matures": "2027-06-15"}
    data["funding"]["bond"] = {"kind": "bullet", **terms}
    data["treasury"] = {"opening": "150 mn USD", "floor": "100 mn USD"}
    cases, trace = trace_of(data, 1)
    # three coupons of 2.4: 150 - 7.2 - 80 = 62.8 leave 37.2; its own coupons of a year are more than it may finance
    issued = [face for _, face in dated(cases, trace, Kind.NOTE_ISSUED, NEW)]
    assert issued == [3_720_000_000] * 4
    half = round(3_720_000_000 * (0.04 + 0.1 * 0.372) / 2)
    liquidity = daily_liquidity(books_of(trace, cases))
    assert liquidity[0, cases.calendar.day_of(date(2027, 6, 15))] == 10_000_000_000
    assert liquidity[0, cases.calendar.day_of(date(2028, 6, 15))] == 10_000_000_000 - 2 * half


def test_two_rights_that_roll_each_other_keep_the_floor_while_cash_covers_the_coupons() -> None:
    data = {**group(), "horizon": FROM_2026}
    data["treasury"] = {"opening": "150 mn USD", "operating_cash": "5 mn USD/year", "floor": "100 mn USD"}
    bond = {"kind": "bullet", "face": "80 mn USD", "coupon": "6 %", "settles": "2024-06-01", "matures": "2026-06-01"}
    right = {"kind": "refinancing", "coupon": "4 %", "lasts": "1 month"}
    data["funding"] = {"bond": bond, "r": {**right, "of": ["bond", "s"]}, "s": {**right, "of": ["r"]}}
    cases, trace = trace_of(data, 1)
    books = books_of(trace, cases)
    liquidity = daily_liquidity(books)
    days = sorted({day for day, *_ in rows_of(cases, trace, Kind.NOTE_ISSUED)})
    assert len(days) > 50
    assert set(liquidity[0, days].tolist()) == {10_000_000_000}
    assert audit(books, liquidity[:, -1]).tolist() == [0]


def test_in_the_first_month_it_is_the_opening_balance_that_counts() -> None:
    data = group(per_shortfall="0 %")
    data["horizon"] = FROM_2026
    data["funding"]["bond"] = {"kind": "bullet", "face": "80 mn USD", "settles": "2024-01-15", "matures": "2026-01-15"}
    data["treasury"] = {"opening": "150 mn USD", "floor": "100 mn USD"}
    cases, trace = trace_of(data, 1)
    assert dated(cases, trace, Kind.NOTE_ISSUED, NEW) == [(date(2026, 1, 15), 3_000_000_000)]


def test_what_falls_due_on_the_first_or_the_last_day_is_refinanced() -> None:
    for day in ("2026-01-01", "2027-12-31"):
        data = group(lasts="5 years")
        data["horizon"] = {"start": "2026-01-01", "end": "2027-12-31"}
        data["funding"]["bond"] = {"kind": "bullet", "face": "80 mn USD", "settles": "2024-01-15", "matures": day}
        data["treasury"] = {"opening": "150 mn USD", "floor": "100 mn USD"}
        cases, trace = trace_of(data, 1)
        assert dated(cases, trace, Kind.NOTE_ISSUED, NEW) == [(date.fromisoformat(day), 3_000_000_000)]


def test_work_that_goes_on_is_paid_up_to_the_day() -> None:
    # 365 mn over the 365 days of 2027, a million a day: by the evening of 15 March 74 are paid, 15 of them in March
    works = {"site": {"stages": {"build": {"duration": "365 days", "cost": "365 mn USD"}}, "start": "2027-01-01"}}
    data = {**group(), "projects": works}
    data["treasury"] = {"opening": "1 bn USD", "floor": "900 mn USD"}
    data["funding"]["bond"] = {"kind": "bullet", "face": "80 mn USD", "settles": "2024-03-15", "matures": "2027-03-15"}
    cases, trace = trace_of(data, 1)
    assert dated(cases, trace, Kind.NOTE_ISSUED, NEW) == [(date(2027, 3, 15), 5_400_000_000)]


def test_interest_of_a_new_bond_runs_to_the_day_that_its_length_says_and_is_paid_on_the_monday() -> None:
    cases, trace = trace_of(group(lasts="1 year", per_shortfall="0 %"), 1)
    # issued on 15 January 2027; that of 2028 is a Saturday
    *_, (since, until, _, accrued) = [row for row in rows_of(cases, trace, Kind.INTEREST_ACCRUED) if row[2] == NEW]
    assert [cases.calendar.date_of(day) for day in (since, until)] == [date(2027, 7, 15), date(2028, 1, 15)]
    assert dated(cases, trace, Kind.COUPON, NEW)[-1] == (date(2028, 1, 17), accrued)
