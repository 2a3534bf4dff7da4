"""Metrics of plan, liquidity and note, by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulator.metrics import measure, view_of
from simulator.trace import Kind
from tests.factories import trace_by_hand, world
from tests.ledger.test_audit import COMMITTED, FUNDED, OPENING, PAID, PLAN, RETURNED, TRANCHE

NOTE = 1


def found(*rows: Any, **sections: Any) -> dict[str, float]:
    cases = world(**{**FUNDED, **sections})
    return {name: float(values[0]) for name, values in measure(view_of(trace_by_hand(*rows), cases)).items()}


def test_the_plan_commits_pays_and_keeps_the_rest() -> None:
    topped_up = (9, 9, Kind.TOPPED_UP, PLAN, 200)
    metrics = found(OPENING, TRANCHE, COMMITTED, topped_up, PAID, RETURNED)
    assert metrics["plan.committed"] == 60 + 2 - 10
    assert metrics["plan.paid"] == 50
    assert metrics["plan.unspent"] == 300 - 50


def test_what_the_note_pays_for_the_plan_is_paid_for_the_plan() -> None:
    assert found(OPENING, (5, 15, Kind.PAID, NOTE, 5000))["plan.paid"] == 50


def test_liquidity_is_least_on_its_first_worst_day() -> None:
    # 500 at first; 7 a day go out on days 10 and 20; 3 come in on day 30
    rows = (
        OPENING,
        (10, 10, Kind.COUPON, NOTE, 700),
        (20, 20, Kind.COUPON, NOTE, 700),
        (30, 30, Kind.OPERATING_CASH, 0, 300),
    )
    floors = {"opening": "500 USD", "floor": "486 USD"}
    metrics = found(*rows, treasury=floors)
    assert (metrics["liquidity_min"], metrics["liquidity_min_day"]) == (486, 20)
    assert metrics["liquidity_below_floor"] == 0
    assert found(*rows, treasury={**floors, "floor": "486.01 USD"})["liquidity_below_floor"] == 1


def test_tranches_commitments_and_returns_leave_liquidity_alone() -> None:
    assert found(OPENING, TRANCHE, COMMITTED, RETURNED)["liquidity_min"] == 500


def test_the_cash_of_the_note_goes_where_it_is_paid() -> None:
    # 90.00 into the pool; 1.00 a day from day 40 on: 95 % are 85.50, reached on the 86th day, day 125
    rows = (OPENING, (33, 33, Kind.NOTE_ISSUED, 1, 9000), (40, 130, Kind.PAID, NOTE, 9000))
    metrics = found(*rows)
    assert metrics["note.allocated.cloud"] == 90
    assert metrics["note.unallocated.cloud"] == 0
    assert metrics["note.deployed_day"] == 125


def test_a_note_that_is_not_spent_is_not_deployed() -> None:
    metrics = found(OPENING, (40, 50, Kind.PAID, NOTE, 8549))
    assert metrics["note.unallocated.cloud"] == pytest.approx(90 - 85.49)
    assert np.isnan(metrics["note.deployed_day"])


def test_a_note_without_pools_is_not_deployed_before_it_is_issued() -> None:
    note = {name: value for name, value in FUNDED["funding"]["note"].items() if name not in ("into", "inside")}
    assert "note.deployed_day" not in found(OPENING, funding={**FUNDED["funding"], "note": note})


LONG = {"start": "2025-01-01", "end": "2031-12-31"}


def note(**terms: Any) -> dict[str, Any]:
    base = {
        **FUNDED["funding"]["note"],
        "settles": "2025-09-16",
        "matures": "2032-09-15",
        "put": "2030-09-15",
    }
    return {"funding": {"plan": FUNDED["funding"]["plan"], "note": {**base, **terms}}, "horizon": LONG}


def test_the_rate_runs_to_the_put_where_holders_put() -> None:
    # 15 September 2030 is a Sunday: 100 for 90 after 1,826 days, to Monday the 16th
    put = (2084, 2084, Kind.NOTE_PUT, 1, 10_000)
    metrics = found(OPENING, put, **note())
    assert metrics["note.put"] == 1
    assert metrics["note.effective_rate"] == pytest.approx((100 / 90) ** (365 / 1826) - 1)


def test_the_rate_runs_to_maturity_where_they_do_not() -> None:
    # 15 September 2032 is a Wednesday: 2,556 days
    metrics = found(OPENING, **note())
    assert metrics["note.put"] == 0
    assert metrics["note.effective_rate"] == pytest.approx((100 / 90) ** (365 / 2556) - 1)


def test_coupons_raise_the_rate() -> None:
    # at par, 5 at the end of each of two years of 365 days and 100 back: 5 %
    terms = note(net="100 USD", matures="2027-09-16", put=None, coupon="5 %/year")
    settles = 258
    rows = [(settles + n * 365, settles + n * 365, Kind.COUPON, 1, 500) for n in (1, 2)]
    metrics = found(OPENING, *rows, **terms)
    assert "note.put" not in metrics
    assert metrics["note.effective_rate"] == pytest.approx(0.05, abs=1e-12)


def test_new_shares_dilute_in_proportion() -> None:
    # 100 USD of face at 5.1773 certificates of 8 shares per 1,000: 4.14184 shares on 600
    terms = note(conversion_rate=5.1773, ads_ratio=8)
    assert found(OPENING, **terms, equity={"shares": "600"})["note.dilution.if_converted"] == pytest.approx(
        100 / 1000 * 5.1773 * 8 / 600
    )
    assert "note.dilution.if_converted" not in found(OPENING, **terms)
