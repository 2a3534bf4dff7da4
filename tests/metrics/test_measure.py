"""All metrics together: they exist where their subject does, in any block with the same bits."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from simulator.cases.types import Cases
from simulator.engine.simpy_engine import simulate
from simulator.metrics import FAMILIES, Measures, family_of, measured
from tests.factories import TOWN, everything, trace_by_hand, world
from tests.laws.portfolios import portfolios
from tests.worlds import cases_of, scenario_of

UNITS = {"money", "MW", "MW-months", "day", "years", "fraction", "1/year", "0/1", "count", "money-days"}


@pytest.fixture(scope="module")
def whole() -> Measures:
    return measured_rows(everything(), range(20))


def measured_rows(data: dict[str, Any], rows: range) -> Measures:
    cases = cases_of(scenario_of(data), 20, rows=rows)
    return measured(simulate(cases), cases)


def test_every_family_has_a_metric_where_there_is_one_of_everything(whole: Measures) -> None:
    found = {family_of(name) for name in whole.metrics}
    assert found == set(FAMILIES.values())


def test_every_metric_is_a_number_a_replication(whole: Measures) -> None:
    for name, values in whole.metrics.items():
        assert values.shape == (20,), name
        assert values.dtype == float, name
    assert not whole.trial_balance.any()


def test_every_family_has_a_meaning_a_unit_and_a_direction() -> None:
    for pattern, family in FAMILIES.items():
        assert family.pattern == pattern
        assert len(family.meaning) > 20
        assert family.unit in UNITS
        assert family.better in ("higher", "lower", "neither")


def test_what_is_solved_for_has_a_tolerance_and_nothing_else() -> None:
    # rates are roots; all else is added up or counted
    assert {pattern for pattern, family in FAMILIES.items() if family.tolerance} == {"irr", "<note>.effective_rate"}


def test_the_names_of_the_contract_are_there(whole: Measures) -> None:
    names = """finish_day project.campus.finish_day project.campus_1.finish_day project.hall.in_service_day
        project.logistics.paid plan.committed plan.paid plan.unspent note.allocated.cloud
        note.unallocated.commerce note.deployed_day capacity_mw market.home.capacity_mw revenue
        market.abroad.utilisation unserved_mw_months operating_cash npv irr payback_years
        stranded_capital_peak liquidity_min liquidity_min_day liquidity_below_floor note.put
        note.dilution.if_converted note.effective_rate"""
    assert set(names.split()) <= set(whole.metrics)


@pytest.mark.parametrize("cut", [1, 7, 19])
def test_blocks_of_any_size_measure_the_same_bits(whole: Measures, cut: int) -> None:
    parts = [measured_rows(everything(), rows) for rows in (range(cut), range(cut, 20))]
    for name, values in whole.metrics.items():
        joined = np.concatenate([part.metrics[name] for part in parts])
        np.testing.assert_array_equal(values, joined, err_msg=name)
    for name, series in whole.timelines.items():
        joined = np.concatenate([part.timelines[name].values for part in parts])
        np.testing.assert_array_equal(series.values, joined, err_msg=name)
    delays = np.concatenate([part.delays.by_project for part in parts])
    np.testing.assert_array_equal(whole.delays.by_project, delays)


@settings(max_examples=30, deadline=None)
@given(portfolios())
def test_a_replication_alone_measures_as_in_its_block(data: dict[str, Any]) -> None:
    block, alone = (measured_rows(data, rows).metrics for rows in (range(5), range(3, 4)))
    assert list(block) == list(alone)
    for name, values in block.items():
        np.testing.assert_array_equal(values[3:4], alone[name], err_msg=name)


def empty(**sections: Any) -> dict[str, np.ndarray]:
    cases: Cases = world(2, **sections)
    return measured(trace_by_hand(replications=2), cases).metrics


def test_a_scenario_of_nothing_has_no_metrics() -> None:
    assert empty() == {}


def test_a_scenario_of_a_market_alone_has_those_of_the_market() -> None:
    names = {"capacity_mw", "market.town.capacity_mw", "market.town.utilisation"}
    assert set(empty(markets={"town": TOWN})) == names | {"unserved_mw_months", "revenue", "operating_cash"}


def test_a_scenario_of_a_treasury_alone_has_its_liquidity() -> None:
    found = empty(treasury={"opening": "5 USD"})
    assert set(found) == {"liquidity_min", "liquidity_min_day"}


def test_the_family_of_a_name_is_the_closest_one() -> None:
    for name, pattern in {
        "npv": "npv",
        "npv.halls": "npv.<programme>",
        "npv.part.tax": "npv.part.<part>",
        "irr.roots": "irr.roots",
        "project.x.paid": "project.<project>.paid",
        "plan.paid": "<plan>.paid",
    }.items():
        family = family_of(name)
        assert family is not None
        assert family.pattern == pattern
    assert family_of("no.such.metric.at.all") is None
