"""The variants with rules, risks and limits: each does something, in part of the worlds, as a reader would expect."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.montecarlo.block import asked
from simulator.montecarlo.replications import run
from simulator.scenario.load import load_scenario
from tests.case.shipped import BASE, REPLICATIONS, fact, run_of, scenario

DECIDING = ("staged-mexico", "demand-led-thailand", "export-controls", "disciplined", "eager")
RULES = [(name, rule) for name in DECIDING for rule in scenario(name).rules]
RISKS = list(scenario("export-controls").risks)
#: rules that look again and again, and fire early in almost every world
RESTLESS = {"wait_for_demand"}
#: standard errors beyond which a share is no accident
STANDARD_ERRORS = 3.5


def mean(name: str, metric: str) -> float:
    """The mean of a metric of a shipped scenario."""
    return float(np.nanmean(run_of(name).metrics[metric]))


def difference(name: str, metric: str, other: str = "base") -> tuple[float, float]:
    """The mean paired difference of a metric from another scenario, and its standard error."""
    gain = run_of(name).metrics[metric] - run_of(other).metrics[metric]
    gain = gain[~np.isnan(gain)]
    return float(gain.mean()), float(gain.std(ddof=1) / np.sqrt(len(gain)))


def surely_more(name: str, metric: str, other: str = "base") -> bool:
    """Whether a metric is higher by more than sampling explains."""
    gain, error = difference(name, metric, other)
    return gain > STANDARD_ERRORS * error


@pytest.mark.parametrize(("name", "rule"), RULES)
def test_a_rule_fires_in_some_worlds_and_not_in_all(name: str, rule: str) -> None:
    share = mean(name, f"rule.{rule}.fired")
    assert 0.05 < share < (1.0 if rule in RESTLESS else 0.995)


@pytest.mark.parametrize("risk", RISKS)
def test_a_risk_strikes_as_often_as_it_is_thought_to(risk: str) -> None:
    stated = scenario("export-controls").risks[risk].probability.value
    error = np.sqrt(stated * (1 - stated) / REPLICATIONS)
    assert abs(mean("export-controls", f"risk.{risk}.struck") - stated) < STANDARD_ERRORS * error


@pytest.mark.parametrize("name", DECIDING)
def test_no_more_than_the_plan_is_paid(name: str) -> None:
    paid = run_of(name).metrics["plan.paid"]
    assert paid.max() <= fact("plan.total")
    assert np.median(paid) > 0.9 * fact("plan.total")


@pytest.mark.parametrize("name", DECIDING)
def test_the_books_balance(name: str) -> None:
    assert not run_of(name).trial_balance.any()


def test_stages_with_a_way_out_save_most_of_what_mexico_loses() -> None:
    dated = load_scenario(BASE.parent / "staged-mexico.yaml", ["reviews.rules=false"])
    without = run(asked(dated, replications=REPLICATIONS), jobs=1).metrics["npv.mexico"]
    gain = run_of("staged-mexico").metrics["npv.mexico"] - without
    assert gain.mean() > STANDARD_ERRORS * gain.std(ddof=1) / np.sqrt(len(gain))
    assert mean("staged-mexico", "npv.mexico") > mean("base", "npv.mexico") > without.mean()


def test_what_is_left_of_a_campus_in_mexico_is_written_off_and_cancelled_at_a_cost() -> None:
    metrics = run_of("staged-mexico").metrics
    left = metrics["project.mexico_campus_1.abandoned"] + metrics["project.mexico_campus_2.abandoned"] > 0
    assert (metrics["cancellation_cost"][left] > 0).all()
    assert (metrics["cancellation_cost"][~left] == 0).all()
    # 5 % of no more than both budgets, 3 % of contingency included
    assert metrics["cancellation_cost"].max() <= 0.05 * 1.03 * (600e6 + 658e6)


def test_the_third_hall_stands_in_for_the_first_campus_only() -> None:
    metrics = run_of("staged-mexico").metrics
    leased = metrics["project.mexico_hall_3.paid"] > 0
    assert (metrics["project.mexico_campus_1.abandoned"][leased] == 1).all()


def test_thailand_led_by_demand_is_fuller_and_loses_less_but_serves_less() -> None:
    name = "demand-led-thailand"
    assert surely_more(name, "market.thailand.utilisation")
    assert surely_more(name, "npv.thailand")
    assert surely_more(name, "unserved_mw_months")


def test_a_price_war_costs_more_where_it_strikes_than_what_else_may_go_wrong() -> None:
    struck = run_of("export-controls").metrics["risk.price_war.struck"] == 1
    lost = run_of("base").metrics["npv"] - run_of("export-controls").metrics["npv"]
    at_war, at_peace = lost[struck], lost[~struck]
    error = np.hypot(at_war.std() / np.sqrt(len(at_war)), at_peace.std() / np.sqrt(len(at_peace)))
    assert at_war.mean() - at_peace.mean() > STANDARD_ERRORS * error
    assert lost.mean() > 0


def test_costs_that_move_together_make_the_plan_spread_wider() -> None:
    assert run_of("export-controls").metrics["plan.paid"].std() > 1.2 * run_of("base").metrics["plan.paid"].std()


@pytest.mark.parametrize("limit", range(3))
def test_a_limit_binds_in_some_worlds(limit: int) -> None:
    tag = scenario("disciplined").limits[limit].tag
    assert 0.1 < mean("disciplined", f"limit.{tag}.year.bound") < 0.95


def test_discipline_is_worth_more_than_haste_and_keeps_more_cash_but_serves_less() -> None:
    assert surely_more("disciplined", "npv", "base")
    assert surely_more("base", "npv", "eager")
    assert surely_more("disciplined", "liquidity_min", "eager")
    assert surely_more("eager", "revenue", "disciplined")
    assert mean("eager", "liquidity_below_floor") > 1.5 * mean("disciplined", "liquidity_below_floor")
