"""What pools keep: whom it made wait, and what overruns took of it, by hand."""

from __future__ import annotations

from typing import Any

import numpy as np

from simulator.closing import books_of
from simulator.engine.simpy_engine import simulate
from simulator.metrics import measure, view_of
from simulator.scenario.load import load_scenario
from simulator.timelines.purses import available_by_allotment, available_each_day
from tests.decided import DECIDED
from tests.factories import YEAR
from tests.worlds import cases_of, trace_of


def project(budget: str, **keys: Any) -> dict[str, Any]:
    """One stage of ten days that needs all of a budget."""
    return {"budget": budget, "stages": {"build": {"duration": "10 days", "cost": "100 %"}}, "pool": "build", **keys}


def found(pools: dict[str, Any], projects: dict[str, Any], **sections: Any) -> dict[str, float]:
    """Metrics of 100 USD a pool on the first day, and as much again after half a year."""
    into = {name: f"{100 // len(pools)} %" for name in pools}
    plan = {"kind": "appropriation", "amount": f"{200 * len(pools)} USD", "from": "2025-01-01", "over": "1 year"}
    data = {
        "name": "kept",
        "horizon": YEAR,
        "treasury": {"opening": "1000 USD"},
        "pools": pools,
        "funding": {"plan": {**plan, "every": "6 months", "into": into}},
        "projects": projects,
        **sections,
    }
    cases, trace = trace_of(data, replications=1)
    return {name: float(values[0]) for name, values in measure(view_of(trace, cases)).items()}


def test_a_reserve_holds_back_who_could_start_without_it() -> None:
    # 80 of 100 cannot be given while 30 are kept, 70 can
    assert found({"build": {"reserve": "30 USD"}}, {"a": project("80 USD")})["pool.build.kept_back"] == 1
    assert found({"build": {"reserve": "30 USD"}}, {"a": project("70 USD")})["pool.build.kept_back"] == 0
    assert found({"build": {"floor": "30 USD"}}, {"a": project("80 USD")})["pool.build.kept_back"] == 1


def test_who_waits_for_money_that_is_not_there_is_not_held_back() -> None:
    assert found({"build": {"reserve": "10 USD"}}, {"a": project("101 USD")})["pool.build.kept_back"] == 0


def test_who_stands_behind_a_blocking_request_is_not_held_back() -> None:
    projects = {"a": project("150 USD", priority=1), "b": project("20 USD", priority=2)}
    blocking = {"allocation": {"policy": "priority", "blocking": True}}
    assert found({"build": {"reserve": "10 USD"}}, projects, **blocking)["pool.build.kept_back"] == 0


def test_of_several_pools_those_hold_back_that_keep_something() -> None:
    pools = {"build": {"reserve": "30 USD"}, "more": {"floor": "20 USD"}, "other": {"floor": "20 USD"}, "all": {}}
    metrics = found(pools, {"a": project("190 USD", pool=["build", "more"])})
    assert [metrics[f"pool.{name}.kept_back"] for name in ("build", "more", "other")] == [1, 1, 0]
    assert "pool.all.kept_back" not in metrics


def test_what_an_overrun_takes_beyond_what_is_free_comes_out_of_the_reserve() -> None:
    # 100 less 60 are 40, of which 30 are kept; 25 more leave 15: 15 of them came out of the reserve
    metrics = found({"build": {"reserve": "30 USD"}}, {"a": project("60 USD", cost_factor=85 / 60)})
    assert metrics["pool.build.drawn_from_reserve"] == 15
    assert "pool.build.drawn_from_reserve" not in found({"build": {"floor": "30 USD"}}, {"a": project("60 USD")})


def test_balances_of_days_are_those_of_months() -> None:
    cases = cases_of(load_scenario(DECIDED), 5)
    books = books_of(simulate(cases), cases)
    balances, available = available_each_day(books), available_by_allotment(books)
    ends = cases.calendar.closing_days
    for q, allotments in enumerate(cases.pools.allotments.lists()):
        np.testing.assert_array_equal(balances[:, q][:, ends], available[:, allotments].sum(axis=1))
