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
    # 100 less four coupons of 2 (2025-01-15 to 2026-07-15) are 92 at the closing of 2026-12-31; 92 - 80 = 12 leaves
    # 48 missing to 60. Coupon: 4 % + 6 % x 48 / 60 = 8.8 %.
    assert dated(cases, trace, Kind.NOTE_ISSUED, NEW) == [(date(2027, 1, 15), 4_800_000_000)]
    # 730 days in four steps of 182, 183, 182 and 183
    by_half_year = [round(4_800_000_000 * 0.088 * days / 365) for days in (182, 183, 182, 183)]
    assert [amount for _, amount in dated(cases, trace, Kind.COUPON, NEW)] == by_half_year
    assert dated(cases, trace, Kind.NOTE_REPAID, NEW) == [(date(2029, 1, 14), 4_800_000_000)]


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
    # 388 of 400 are missing: 4 % + 6 % x 0.97
    first = dated(cases, trace, Kind.COUPON, NEW)[0][1]
    assert first == round(8_000_000_000 * (0.04 + 0.06 * 0.97) * 182 / 365)


@pytest.mark.parametrize("opening", ["148 mn USD", "500 mn USD"])
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
    # 92 - 2 of the last coupon - 80 + 48: the coupon of the day is not in the closing before, so 2 are missing still
    assert liquidity[0, day] == 5_800_000_000
