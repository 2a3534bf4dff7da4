"""Inputs that a scenario relates move together, and only they."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.stats import spearmanr

from simulator.cases.build import build_cases
from simulator.cases.draws import draws_of, related
from tests.worlds import scenario_of

MARKET = {"demand": "10 MW", "price": "1 mn USD/MW/year", "volatility": "20 %/year"}


def world(**more: Any) -> dict[str, Any]:
    stages = {"build": {"duration": "pert(10, 20, 90) days"}}
    return {
        "name": "related",
        "horizon": {"start": "2025-01-01", "end": "2025-12-31"},
        "markets": {"north": MARKET, "south": MARKET, "east": MARKET},
        "projects": {"a": {"stages": stages}, "b": {"stages": stages}, "c": {"stages": stages}},
        "simulation": {"replications": 4000},
        **more,
    }


def test_durations_that_load_on_a_driver_correlate_by_the_product_of_their_loads() -> None:
    loads = {"projects.a.stages.*.duration": 0.8, "projects.b.stages.*.duration": 0.6}
    scenario = scenario_of(world(drivers={"permits_office": {"loads": loads}}))
    days = build_cases(scenario, draws_of(scenario)).stages.duration
    assert abs(spearmanr(days[:, 0], days[:, 1]).statistic - 0.48) < 0.05
    assert abs(spearmanr(days[:, 0], days[:, 2]).statistic) < 0.05


def test_walks_of_demand_correlate_month_by_month_and_others_keep_their_draws() -> None:
    pair = {"between": ["markets.north.walk", "markets.south.walk"], "rank": 0.7}
    plain, tied = scenario_of(world()), scenario_of(world(correlations=[pair]))
    before, after = (build_cases(s, draws_of(s)).markets.demand for s in (plain, tied))
    assert abs(spearmanr(after[:, 0, 0], after[:, 1, 0]).statistic - 0.7) < 0.05
    np.testing.assert_array_equal(before[:, 2], after[:, 2])


def test_a_scenario_without_relations_has_none() -> None:
    assert related(scenario_of(world())) is None
