"""Correlation that drivers bring into costs: as a closed form says, and as another library measures it."""

from __future__ import annotations

from math import asin, log, pi, sqrt
from typing import Any

import numpy as np
import pytest
from scipy.stats import spearmanr

from simulator.report.shared_costs import MEASURED, rank_correlations, shared_costs
from tests.cases.risky import HORIZON, cases_with
from tests.worlds import scenario_of

#: the deviation of the logarithm of lognormal(p50=1, p90=x) is log(x) over the normal quantile of 90 %
Z90 = 1.2815515655446004


def lognormal(p90: float) -> str:
    return f"lognormal(p50=1, p90={p90})"


def deviation(p90: float) -> float:
    return log(p90) / Z90


def site(factor: Any, **terms: Any) -> dict[str, Any]:
    return {
        "stages": {"build": {"duration": "10 days", "cost": "100 %"}},
        "budget": "10 bn USD",
        "cost_factor": factor,
        **terms,
    }


def scenario(projects: dict[str, Any], drivers: dict[str, Any], **sections: Any) -> dict[str, Any]:
    return {"name": "shared", "horizon": HORIZON, "drivers": drivers, "projects": projects, **sections}


STEEL = {"steel": {"value": lognormal(1.3)}}
TWO = {
    "a": site({"driver": "steel", "own": lognormal(1.2)}),
    "b": site({"driver": "steel", "own": lognormal(1.4)}),
    "c": site(lognormal(1.3)),
}


def test_cost_factors_that_share_a_driver_correlate_as_the_closed_form_says() -> None:
    shared = shared_costs(scenario_of(scenario(TWO, STEEL)))
    s, a, b = deviation(1.3), deviation(1.2), deviation(1.4)
    # logarithms are normal and correlate by rho; ranks then by 6 / pi asin(rho / 2)
    rho = s**2 / sqrt((s**2 + a**2) * (s**2 + b**2))
    error = 4 / sqrt(MEASURED)
    assert shared.names == ("a", "b", "c")
    assert shared.rank[0, 1] == pytest.approx(6 / pi * asin(rho / 2), abs=error)
    assert abs(shared.rank[0, 2]) < error
    assert np.array_equal(shared.rank, shared.rank.T)
    assert shared.rank.diagonal() == pytest.approx(1.0)


def test_a_cost_correlates_with_its_driver_as_the_closed_form_says() -> None:
    shared = shared_costs(scenario_of(scenario(TWO, STEEL)))
    s, own = deviation(1.3), np.array([deviation(1.2), deviation(1.4)])
    expected = 6 / pi * np.arcsin(s / np.sqrt(s**2 + own**2) / 2)
    assert shared.drivers == ("steel",)
    assert shared.with_driver[:2, 0] == pytest.approx(expected, abs=4 / sqrt(MEASURED))
    assert shared.with_driver[2, 0] == 0.0


def test_the_variance_of_a_driven_cost_is_that_of_a_product_of_lognormals() -> None:
    n = 50_000
    cases = cases_with({}, n, projects=TWO, drivers=STEEL)
    logs = np.log(cases.stages.cost[:, 0] / 10e11)
    expected = deviation(1.3) ** 2 + deviation(1.2) ** 2
    assert logs.var() == pytest.approx(expected, rel=4 * sqrt(2 / n))
    assert logs.mean() == pytest.approx(0.0, abs=4 * sqrt(expected / n))


def test_a_cost_factor_is_its_own_part_times_every_driver_that_it_names() -> None:
    drivers = {"steel": {"value": "1.5"}, "wages": {"value": "1.2"}, "mood": {"loads": {}}}
    projects = {"a": site({"driver": ["steel", "wages"], "own": "2"}), "b": site({"driver": "wages"}), "c": site("1.1")}
    cost = cases_with({}, 1, projects=projects, drivers=drivers).stages.cost
    assert cost[0].tolist() == [36 * 10**11, 12 * 10**11, 11 * 10**11]


def test_budgets_do_not_know_of_drivers() -> None:
    stages = cases_with({}, 3, projects=TWO, drivers=STEEL).stages
    assert stages.budget.tolist() == [10**12] * 3


def test_each_pair_is_explained_by_the_driver_that_moves_both_most() -> None:
    drivers = {"steel": {"value": lognormal(1.5)}, "wages": {"value": lognormal(1.1)}}
    both = {"driver": ["steel", "wages"], "own": lognormal(1.1)}
    wages = {"driver": "wages", "own": lognormal(1.1)}
    projects = {"a": site(both), "b": site(both), "c": site(wages), "d": site(lognormal(1.2))}
    shared = shared_costs(scenario_of(scenario(projects, drivers)))
    assert shared.explained_by(0, 1) == "steel"
    assert shared.explained_by(0, 2) == "wages"
    assert shared.explained_by(0, 3) is None
    assert shared.explained_by(0, 0) is None


def test_costs_that_load_on_a_driver_are_explained_by_it() -> None:
    loads = {"projects.*.cost_factor": 0.7, "drivers.steel.value": 0.5}
    drivers = {**STEEL, "climate": {"loads": loads}}
    projects = {"a": site(lognormal(1.2)), "b": site(lognormal(1.2)), "c": site({"driver": "steel"}), "d": site("1.2")}
    shared = shared_costs(scenario_of(scenario(projects, drivers)))
    assert shared.names == ("a", "b", "c")
    assert shared.with_driver[:, 1] == pytest.approx([0.7, 0.7, 0.5], abs=4 / sqrt(MEASURED))
    assert shared.with_driver[2, 0] == pytest.approx(1.0)
    assert {shared.explained_by(0, 1), shared.explained_by(0, 2)} == {"climate"}


def test_a_programme_moves_as_the_sum_of_its_projects() -> None:
    projects = {name: {**project, "programme": "ab" if name in "ab" else "c"} for name, project in TWO.items()}
    loaded = {**STEEL, "mood": {"loads": {"projects.c.cost_factor": 0.9}}}
    data = scenario_of(scenario(projects, loaded))
    shared = shared_costs(data)
    assert shared.names == ("ab", "c")
    assert (shared.with_driver != 0).tolist() == [[True, False], [False, True]]


def test_costs_that_a_driver_moves_apart_are_explained_by_it_too() -> None:
    drivers = {"mood": {"loads": {"projects.a.cost_factor": 0.8, "projects.b.cost_factor": -0.8}}}
    shared = shared_costs(scenario_of(scenario({"a": site("uniform(1, 2)"), "b": site("uniform(1, 2)")}, drivers)))
    assert shared.rank[0, 1] < -0.5
    assert shared.explained_by(0, 1) == "mood"


def test_a_scenario_without_uncertain_costs_has_nothing_to_show() -> None:
    shared = shared_costs(scenario_of(scenario({"a": site("1.2")}, {})))
    assert (shared.names, shared.rank.shape, shared.with_driver.shape) == ((), (0, 0), (0, 0))


def test_rank_correlations_are_those_of_another_library_ties_included() -> None:
    values = np.random.default_rng(1).integers(0, 20, (3, 200)).astype(float)
    values[1] += values[0]
    expected = spearmanr(values, axis=1).statistic
    assert rank_correlations(list(values)) == pytest.approx(expected)
