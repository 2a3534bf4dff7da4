"""What a committee believes is a mean over worlds of its own, whatever is run and whatever is drawn."""

from __future__ import annotations

from dataclasses import astuple, replace
from typing import Any, NoReturn

import numpy as np
import pytest

from simulator.cases.build import build_cases
from simulator.cases.draws import draws_of
from simulator.cases.expectation import PILOT, pilot_belief
from simulator.cases.types import Belief, Cases
from simulator.engine.simpy_engine import simulate
from simulator.metrics import measured
from simulator.policies import policies
from simulator.scenario.schema import Scenario, Simulation
from tests.factories import everything
from tests.worlds import cases_of, scenario_of

MONTH = 365 / 12
HORIZON = {"start": "2025-01-01", "end": "2026-12-31"}


def portfolio(**sections: Any) -> dict[str, Any]:
    return {"name": "belief", "horizon": HORIZON, **sections}


def work(duration: str) -> dict[str, Any]:
    return {"stages": {"s": {"duration": duration}}}


def hall(duration: str = "100 days", capacity: str = "10 MW") -> dict[str, Any]:
    return {**work(duration), "market": "town", "capacity": capacity}


def town(demand: str, installed: str = "0 MW") -> dict[str, Any]:
    return {"town": {"demand": demand, "installed": installed, "price": "9 mn USD/MW/year"}}


def believed(data: dict[str, Any]) -> Belief:
    return cases_of(scenario_of(data), 1).belief


def same(one: Belief, other: Belief) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(astuple(one), astuple(other), strict=True))


def run_of(scenario: Scenario, rows: range, **simulation: Any) -> Cases:
    """The cases of a block of a run, whose committee has formed no belief yet."""
    pilot_belief.cache_clear()
    asked = scenario.model_copy(update={"simulation": Simulation(**simulation)})
    return build_cases(asked, draws_of(asked, rows))


@pytest.mark.parametrize(
    ("rows", "simulation"),
    [
        (range(3, 5), {"replications": 5, "seed": 1}),
        (range(5), {"replications": 5, "seed": 2}),
        (range(5), {"replications": 64, "seed": 1}),
        (range(5), {"replications": 5, "seed": 1, "design": "sobol"}),
    ],
    ids=["block", "seed", "replications", "design"],
)
def test_belief_does_not_depend_on_what_is_run(rows: range, simulation: dict[str, Any]) -> None:
    scenario = scenario_of(everything())
    first = run_of(scenario, range(5), replications=5, seed=1).belief
    assert same(first, run_of(scenario, rows, **simulation).belief)


def test_no_run_can_have_the_seed_of_the_pilot_sample() -> None:
    with pytest.raises(ValueError, match="greater than or equal to 0"):
        Simulation(seed=PILOT.seed)


def test_decision_makers_never_see_the_draw() -> None:
    """Every input at its 60th percentile instead of what was drawn: the world is another, belief and ranks are not."""
    scenario = scenario_of(everything())
    draws = draws_of(scenario, range(2))
    drawn = build_cases(scenario, draws)
    pilot_belief.cache_clear()
    moved = build_cases(scenario, replace(draws, matrix=np.full_like(draws.matrix, 0.6)))
    assert (moved.stages.duration != drawn.stages.duration).any()
    assert same(moved.belief, drawn.belief)
    for policy in policies.values():
        assert policy.rank(moved).tolist() == policy.rank(drawn).tolist()


def test_another_scenario_has_another_belief() -> None:
    durations = {believed(portfolio(projects={"p": work(f"{days} days")})).duration.item() for days in (10, 20)}
    assert durations == {10, 20}


def test_an_expected_duration_is_the_mean_of_its_distribution() -> None:
    """A PERT has mean (6 + 4 × 9 + 18) / 6 = 10 and variance (10 - 6) × (18 - 10) / 7 months².

    200 independent draws have a standard error of 2.14 / √200 = 0.15 months; stratified ones are far closer.
    """
    found = believed(portfolio(projects={"p": work("pert(6, 9, 18) months")})).duration.item()
    error = np.sqrt(4 * 8 / 7 / PILOT.replications) * MONTH
    assert abs(found - 10 * MONTH) < 0.25 * error


def test_expected_utilisation_is_a_mean_over_paths_not_that_of_the_mean_path() -> None:
    """10 MW meet 5 or 20 MW, equally likely: (0.5 + 1) / 2 = 0.75, where the mean path of 12.5 MW would fill them."""
    found = believed(portfolio(markets=town("discrete(5=0.5, 20=0.5) MW", installed="10 MW")))
    assert found.utilisation == pytest.approx(0.75)


def test_capacity_shares_demand_from_the_finish_that_is_expected() -> None:
    """10 MW wanted and installed; 10 MW more are expected on 1 March, day 59, and halve utilisation from its end on."""
    found = believed(portfolio(markets=town("10 MW", "10 MW"), projects={"p": hall("discrete(39=0.5, 79=0.5) days")}))
    assert found.utilisation[0].tolist() == [1.0, 1.0] + [0.5] * 22


def test_an_expected_margin_is_the_mean_of_price_less_cost_of_what_is_sold() -> None:
    """8 or 12 mn less 2 mn are 8 mn USD a MW and year: 800,000,000 cents over 365 days and 1000 milli-MW."""
    market = {"demand": "1 MW", "price": "discrete(8=0.5, 12=0.5) mn USD/MW/year"}
    found = believed(portfolio(markets={"town": {**market, "opex": {"sold": "2 mn USD/MW/year"}}}))
    assert found.margin == pytest.approx(8e8 / 365 / 1000)


def test_capacity_benefits_and_lives_are_means_too() -> None:
    """8 or 12 MW; 10 % or 30 % of 50 mn USD a year; 2 or 4 years; 3 or 5 years."""
    projects = {
        "hall": {**hall(capacity="discrete(8=0.5, 12=0.5) MW"), "life": "discrete(3=0.5, 5=0.5) years"},
        "tool": {
            "stages": {"s": {"duration": "10 days", "cost": "100 %"}},
            "budget": "50 mn USD",
            "benefit": {"yearly": "discrete(10=0.5, 30=0.5) %", "life": "discrete(2=0.5, 4=0.5) years"},
        },
    }
    found = believed(portfolio(markets=town("9 MW"), projects=projects))
    assert found.capacity.tolist() == [10_000, 0]
    assert found.life.tolist() == [4 * 365, 0]
    assert found.benefit_yearly.tolist() == [0, 10e8]
    assert found.benefit_life.tolist() == [0, 3 * 365]


def test_capacity_by_stage_counts_as_that_of_its_project() -> None:
    stages = {name: {"duration": "10 days"} for name in ("a", "b")}
    project = {"stages": stages, "market": "town", "capacity_by_stage": {"a": "3 MW", "b": "4 MW"}}
    assert believed(portfolio(markets=town("9 MW"), projects={"p": project})).capacity.tolist() == [7_000]


def test_planned_finishes_follow_the_expected_durations() -> None:
    """a: 10 or 30, expected 20; b after a: 30 more; c not before day 40: 45; d after b and c: the later, and 5 more."""
    stages = {
        "a": {"duration": "discrete(10=0.5, 30=0.5) days"},
        "b": {"duration": "30 days", "after": ["a"]},
        "c": {"duration": "5 days", "earliest": "2025-02-10"},
        "d": {"duration": "5 days", "after": ["b", "c"]},
    }
    assert believed(portfolio(projects={"p": {"stages": stages}})).finish.tolist() == [20, 50, 45, 55]


def test_nobody_is_asked_what_he_expects_where_no_policy_reads_it() -> None:
    def never() -> NoReturn:
        raise AssertionError("a belief was formed")

    cases = replace(cases_of(scenario_of(everything()), 2), believed=never)
    assert measured(simulate(cases), cases).metrics
    with pytest.raises(AssertionError, match="a belief was formed"):
        policies["value"].rank(cases)


def test_what_risks_do_to_a_market_is_expected() -> None:
    """From the first day, half of the demand is gone with probability 40 %: 0.6 × 1 + 0.4 × 0.5 = 0.8."""
    slump = {
        "probability": "40 %",
        "window": "2025-01-01",
        "hits": {"market": "town", "demand": {"multiply": "50 %"}},
    }
    found = believed(portfolio(markets=town("10 MW", installed="10 MW"), risks={"slump": slump}))
    assert found.utilisation == pytest.approx(0.8)
