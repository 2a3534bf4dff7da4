"""What a project is worth to a policy, where an earlier version left a cost out."""

from __future__ import annotations

import pytest

from simulator.trace import Kind
from tests.worlds import rows_of, trace_of


@pytest.mark.parametrize("policy", ["value", "payback"])
def test_what_capacity_costs_whether_sold_or_not_lowers_its_worth(policy: str) -> None:
    """One crew. A MW in `dear` brings 10 mn and costs 9 mn a year; in `cheap` it brings 9.5 mn and costs 1 mn."""
    market = {"demand": "100 MW"}
    markets = {
        "dear": {**market, "price": "10 mn USD/MW/year", "opex": {"fixed": "9 mn USD/MW/year"}},
        "cheap": {**market, "price": "9.5 mn USD/MW/year", "opex": {"fixed": "1 mn USD/MW/year"}},
    }
    stages = {"s": {"duration": "10 days", "cost": "100 %", "needs": {"crew": 1}}}
    data = {
        "name": "worth",
        "horizon": {"start": "2025-01-01", "end": "2026-12-31"},
        "markets": markets,
        "resources": {"crew": {"capacity": 1}},
        "allocation": {"policy": policy},
        "projects": {n: {"market": n, "capacity": "10 MW", "budget": "50 mn USD", "stages": stages} for n in markets},
    }
    cases, trace = trace_of(data, 1)
    ended = [cases.index.stages[s] for _, _, s, _ in rows_of(cases, trace, Kind.ENDED)]
    assert ended == ["cheap.s", "dear.s"]
