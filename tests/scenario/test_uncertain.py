"""What is drawn: a column for each distribution, each month of a walk, and each question that a risk asks of chance."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulator.cases.draws import draws_of
from simulator.scenario.uncertain import moving_currencies, uncertain_inputs
from tests.worlds import scenario_of

HORIZON = {"start": "2025-01-01", "end": "2025-03-31"}
HALF = {"multiply": "50 %"}
DRAWN = {"multiply": "uniform(0.5, 1)"}


def columns(**sections: Any) -> list[str]:
    return uncertain_inputs(scenario_of({"name": "columns", "horizon": HORIZON, **sections}))


def risk(*hits: dict[str, Any], **terms: Any) -> dict[str, Any]:
    return {"war": {"probability": "20 %", "window": ["2025-01-01", "2025-02-28"], "hits": list(hits), **terms}}


def sites(*names: str) -> dict[str, Any]:
    return {name: {"stages": {"build": {"duration": "10 days"}}} for name in names}


def test_a_risk_has_a_column_for_whether_and_one_for_when_it_strikes() -> None:
    crews = {"crews": {"capacity": "4"}}
    found = columns(resources=crews, risks=risk({"resource": "crews", "capacity": HALF}))
    assert found == ["risks.war.strikes", "risks.war.day"]


def test_a_sure_risk_and_one_of_no_chance_have_their_columns_too() -> None:
    crews, hit = {"crews": {"capacity": "4"}}, {"resource": "crews", "capacity": HALF}
    found = {chance: columns(resources=crews, risks=risk(hit, probability=chance)) for chance in ("0 %", "100 %")}
    assert found["0 %"] == found["100 %"] == ["risks.war.strikes", "risks.war.day"]


def test_distributions_within_hits_have_the_place_of_the_hit_in_their_path() -> None:
    hits = [
        {"stages": "a", "cost": HALF},
        {"stages": "a", "cost": DRAWN, "duration": {**DRAWN, "add": "uniform(1, 9) days"}, "rework": "uniform(0, 1)"},
        {"market": "town", "demand": DRAWN, "growth": DRAWN},
        {"fx": "MXN", "rate": DRAWN},
    ]
    markets = {"town": {"demand": "9 MW", "price": "1 mn USD/MW/year"}}
    risks = risk(*hits, lasts="uniform(1, 2) months")
    assert columns(fx={"MXN": 20.0}, markets=markets, projects=sites("a"), risks=risks) == [
        "risks.war.lasts",
        "risks.war.hits[1].duration.multiply",
        "risks.war.hits[1].duration.add",
        "risks.war.hits[1].cost.multiply",
        "risks.war.hits[1].rework",
        "risks.war.hits[2].demand.multiply",
        "risks.war.hits[2].growth.multiply",
        "risks.war.hits[3].rate.multiply",
        "risks.war.strikes",
        "risks.war.day",
    ]


def test_each_project_that_may_be_given_up_has_a_column() -> None:
    hits = [{"projects": "b", "abandon": "10 %"}, {"projects": "*", "abandon": "20 %"}]
    assert columns(projects=sites("a", "b"), risks=risk(*hits))[2:] == [
        "risks.war.hits[0].abandon.b",
        "risks.war.hits[1].abandon.a",
        "risks.war.hits[1].abandon.b",
    ]


def test_a_currency_that_walks_has_a_column_a_month() -> None:
    found = columns(fx={"CNY": 7.25, "MXN": {"rate": 20.0, "volatility": "12 %/year"}})
    assert found == ["fx.MXN.walk[0]", "fx.MXN.walk[1]", "fx.MXN.walk[2]"]
    assert not columns(fx={"MXN": {"rate": 20.0, "volatility": "0 %/year"}})


def test_currencies_that_a_risk_may_hit_are_uncertain_without_a_walk() -> None:
    fx = {"CNY": 7.25, "MXN": {"rate": 20.0, "volatility": "12 %/year"}, "THB": 33.0}
    sections = {"fx": fx, "risks": risk({"fx": "THB", "rate": HALF})}
    scenario = scenario_of({"name": "columns", "horizon": HORIZON, **sections})
    assert moving_currencies(scenario) == ["MXN", "THB"]


def test_values_of_drivers_and_own_parts_of_cost_factors_are_drawn() -> None:
    driven = {"a": {**sites("a")["a"], "cost_factor": {"driver": "steel", "own": "uniform(1, 2)"}}}
    found = columns(drivers={"steel": {"value": "uniform(1, 2)"}}, projects=driven)
    assert found == ["drivers.steel.value", "projects.a.cost_factor.own"]


@pytest.mark.parametrize("design", ["random", "latin_hypercube"])
def test_a_new_risk_leaves_the_draws_of_everything_else_alone(design: str) -> None:
    costs = {"a": {**sites("a")["a"], "cost_factor": "uniform(1, 2)"}}
    moving = {"MXN": {"rate": 20.0, "volatility": "12 %/year"}}
    sections = {"projects": costs, "fx": moving, "simulation": {"replications": 64, "design": design}}
    data = {"name": "columns", "horizon": HORIZON, **sections}
    hit = {"stages": "a", "cost": DRAWN}
    one = {**risk(hit), "flood": risk(hit)["war"]}
    before, after = (draws_of(scenario_of({**data, "risks": risks})) for risks in (risk(hit), one))
    assert set(after.columns) - set(before.columns) == {
        "risks.flood.hits[0].cost.multiply",
        "risks.flood.strikes",
        "risks.flood.day",
    }
    for path in before.columns:
        assert np.array_equal(before.uniforms(path), after.uniforms(path)), path


def test_walks_of_currencies_can_load_on_a_driver() -> None:
    moving = {"MXN": {"rate": 20.0, "volatility": "12 %/year"}, "THB": {"rate": 33.0, "volatility": "9 %/year"}}
    drivers = {"dollar": {"loads": {"fx.*.walk": 0.9}}}
    sections = {"fx": moving, "drivers": drivers, "simulation": {"replications": 4000}}
    draws = draws_of(scenario_of({"name": "columns", "horizon": HORIZON, **sections}))
    one, other = draws.uniforms("fx.MXN.walk[1]"), draws.uniforms("fx.THB.walk[1]")
    # in normal scores each loads by 2 sin(0.9 pi / 6); a rank correlation is that of uniforms
    score = (2 * np.sin(0.9 * np.pi / 6)) ** 2
    assert np.corrcoef(one, other)[0, 1] == pytest.approx(6 / np.pi * np.arcsin(score / 2), abs=0.03)
