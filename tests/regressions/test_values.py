"""Values that are drawn or change by date, where an earlier version got the number wrong."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulator.engine.simpy_engine import simulate
from simulator.metrics import measured
from tests.worlds import cases_of, scenario_of, trace_of

HORIZON = {"start": "2025-02-24", "end": "2026-12-31"}


def world(**sections: Any) -> dict[str, Any]:
    return {"name": "values", "horizon": HORIZON, **sections}


def test_growth_stated_for_dates_before_the_horizon_does_not_count_before_it() -> None:
    """Only the value in force on the first day matters: 20 % a year from day zero."""
    growth = {"2020-01-01": "50 %/year", "2024-01-01": "20 %/year", "2026-01-01": "10 %/year"}
    market = {"demand": "10 MW", "price": "1 mn USD/MW/year", "growth": growth}
    cases = cases_of(scenario_of(world(markets={"m": market})), 1)
    days = cases.calendar.closing_days
    switch = 311  # 2026-01-01
    grown = 1.2 ** (np.minimum(days, switch) / 365) * 1.1 ** (np.maximum(days - switch, 0) / 365)
    assert cases.markets.demand[0, 0] == pytest.approx(10_000 * grown, abs=1)


def test_a_draw_beyond_what_a_key_allows_is_cut_off_at_the_bound() -> None:
    """One draw in 1,600 of normal(1, 0.31) lies below zero: nothing is paid then, and the books balance."""
    stages = {"s": {"duration": "10 days", "cost": "1 mn USD"}}
    cases = cases_of(scenario_of(world(projects={"p": {"stages": stages, "cost_factor": "normal(1, 0.31)"}})), 10_000)
    assert cases.stages.cost.min() == 0
    assert not measured(simulate(cases), cases).trial_balance.any()


def test_a_price_that_its_trend_brings_to_nothing_is_zero() -> None:
    """100 % a year down leaves nothing of 10 after the first day."""
    price = {"2025-02-24": "10 mn USD/MW/year", "2026-01-01": "10 mn USD/MW/year"}
    market = {"demand": "10 MW", "installed": "5 MW", "price": price, "price_trend": "-100 %/year"}
    cases, trace = trace_of(world(markets={"m": market}), 1)
    assert (cases.markets.price == 0).all()
    assert measured(trace, cases).metrics["revenue"] == 0
