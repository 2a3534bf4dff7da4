"""Interest on a note, where an earlier version paid too little of it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulator.metrics import measured
from simulator.trace import Kind
from tests.worlds import rows_of, trace_of


def note(**terms: Any) -> dict[str, Any]:
    base = {"kind": "convertible_note", "face": "100 mn USD", "net": "100 mn USD", "coupon": "4 %/year"}
    return {
        "name": "coupons",
        "horizon": {"start": "2025-01-01", "end": "2027-12-31"},
        "treasury": {"opening": "100 mn USD"},
        "pools": {"cloud": {}},
        "funding": {"note": {**base, "into": {"cloud": "100 %"}, **terms}},
    }


def paid(data: dict[str, Any]) -> list[tuple[int, int]]:
    """(day, cents) of each coupon."""
    cases, trace = trace_of(data, 1)
    return [(day, cents) for day, _, _, cents in rows_of(cases, trace, Kind.COUPON)]


def test_interest_runs_until_maturity_where_the_note_settled_a_day_after_a_coupon_date() -> None:
    """Four coupons in two years: the first for 183 of 184 days; one rolls to Monday 16 March."""
    first = round(2 * 10**8 * 183 / 184)
    expected = [(257, first), (439, 2 * 10**8), (622, 2 * 10**8), (803, 2 * 10**8)]
    assert paid(note(settles="2025-03-16", matures="2027-03-15")) == expected


def test_a_put_between_coupon_dates_is_paid_with_the_interest_since_the_last() -> None:
    """From 16 March to 15 May 2026 are 60 of 184 days."""
    terms = note(settles="2025-09-16", matures="2028-09-16", put="2026-05-15")
    assert paid(terms) == [(439, 2 * 10**8), (499, round(2 * 10**8 * 60 / 184))]


@pytest.mark.parametrize("settles", ["2027-09-16", "2026-09-16"], ids=["no coupon yet", "two coupons"])
def test_the_rate_of_a_note_with_coupons_is_undefined_where_the_horizon_cuts_them_off(settles: str) -> None:
    cases, trace = trace_of(note(settles=settles, matures="2032-09-16"), 1)
    assert np.isnan(measured(trace, cases).metrics["note.effective_rate"]).all()


def test_the_rate_of_a_note_that_brought_nothing_is_undefined() -> None:
    cases, trace = trace_of(note(settles="2025-09-16", matures="2027-09-16", coupon="0 %/year", net="0 USD"), 1)
    assert np.isnan(measured(trace, cases).metrics["note.effective_rate"]).all()
