"""Amounts written in a currency are worth what the currency is worth: by its walk, and by risks."""

from __future__ import annotations

from dataclasses import fields
from math import exp, sqrt
from typing import Any

import numpy as np
import pytest

from simulator.cases.types import Cases
from simulator.trace import Kind
from tests.cases.risky import STAGES, cases_with, risk

MOVING = {"MXN": {"rate": 20.0, "volatility": "12 %/year"}, "CNY": 7.25}
FALL = {"fx": "MXN", "rate": {"multiply": "125 %"}}
#: 73 mn MXN a MW and year at 20 is 1,000 cents a milli-MW and day
TOWN = {"town": {"demand": "10 MW", "price": "73 mn MXN/MW/year"}}


def flows(cases: Cases, kind: Kind) -> np.ndarray:
    """(n,) cents of one kind of dated flow in the first replication."""
    return np.asarray(cases.cash.amount[0, cases.cash.kind == kind])


def test_a_walking_rate_has_mean_one_at_every_closing() -> None:
    n, volatility = 40_000, 0.12
    factor = cases_with({}, n, fx=MOVING).exchange.factor[:, 0]
    # the variance of a lognormal of mean one is exp(s² t) - 1, t in years, a step at the first closing already
    years = np.arange(1, 37) / 12
    error = np.sqrt(np.expm1(volatility**2 * years) / n)
    assert (np.abs((1 / factor).mean(axis=0) - 1) < 4.5 * error).all()


def test_a_walking_rate_spreads_as_its_volatility_says() -> None:
    n = 20_000
    logs = np.log(1 / cases_with({}, n, fx=MOVING).exchange.factor[:, 0, 11])
    # after twelve steps: normal with deviation 12 % and mean -0.12² / 2; a deviation errs by its n-th of 1 / sqrt(2 n)
    assert logs.std() == pytest.approx(0.12, rel=4 / sqrt(2 * n))
    assert logs.mean() == pytest.approx(-(0.12**2) / 2, abs=4 * 0.12 / sqrt(n))


def test_a_price_in_a_currency_is_worth_one_over_its_rate_and_others_stay() -> None:
    cases = cases_with({}, 50, fx=MOVING, markets={**TOWN, "city": {"demand": "10 MW", "price": "26 mn CNY/MW/year"}})
    assert cases.exchange.currency == ("MXN",)
    assert cases.markets.price[:, 0] == pytest.approx(1000.0 * cases.exchange.factor[:, 0])
    assert np.ptp(cases.markets.price[:, 1]) == 0


def test_a_risk_makes_a_currency_cheaper_while_it_lasts() -> None:
    cases = cases_with({"crash": risk(FALL)}, 1, fx={"MXN": 20.0}, markets=TOWN)
    price = cases.markets.price[0, 0]
    # day 100 to day 500: the closings of April 2025 to April 2026; 125 % of the rate is four fifths of the worth
    assert price[3:16] == pytest.approx(800.0)
    assert price[:3] == pytest.approx(1000.0)
    assert price[16:] == pytest.approx(1000.0)


def test_a_risk_comes_on_top_of_the_walk() -> None:
    walk, both = (cases_with(risks, 9, fx=MOVING).exchange.factor for risks in ({}, {"crash": risk(FALL)}))
    assert both[:, 0, 3:16] == pytest.approx(walk[:, 0, 3:16] / 1.25)
    assert (both[:, 0, 16:] == walk[:, 0, 16:]).all()


def test_operating_cost_and_demand_in_money_move_with_their_own_currency() -> None:
    opex = {"fixed": "7.3 mn MXN/MW/year", "sold": "0.365 mn USD/MW/year"}
    town = {"demand": "730 mn MXN/year", "price": "3.65 mn USD/MW/year", "opex": opex}
    markets = cases_with({"crash": risk(FALL)}, 1, fx={"MXN": 20.0}, markets={"town": town}).markets
    assert markets.fixed_cost[0, 0, [2, 3]] == pytest.approx([100.0, 80.0])
    assert markets.sold_cost[0, 0, [2, 3]] == pytest.approx([100.0, 100.0])
    # 730 mn MXN are 36.5 mn USD, which buy 10 MW; they buy 8 MW when a peso is worth four fifths
    assert markets.demand[0, 0, [2, 3]].tolist() == [10_000, 8_000]


def test_a_price_by_date_moves_only_while_what_is_in_force_is_in_the_currency() -> None:
    price = {"2025-01-01": "3.65 mn USD/MW/year", "2025-06-01": "73 mn MXN/MW/year"}
    town = {"town": {"demand": "10 MW", "price": price}}
    paid = cases_with({"crash": risk(FALL)}, 1, fx={"MXN": 20.0}, markets=town).markets.price[0, 0]
    assert paid[[3, 4, 5, 15, 16]] == pytest.approx([1000.0, 1000.0, 800.0, 800.0, 1000.0])


def test_operating_cash_of_each_month_moves_with_that_month() -> None:
    treasury = {"opening": "1 mn USD", "operating_cash": "73 mn MXN/year"}
    cases = cases_with({"crash": risk(FALL)}, 1, fx={"MXN": 20.0}, treasury=treasury)
    # 73 mn MXN a year are 10,000 USD a day: 31 days of March at the full worth, 30 of April at four fifths
    assert flows(cases, Kind.OPERATING_CASH)[2:4].tolist() == [31_000_000, 24_000_000]


def test_cash_of_all_months_is_that_of_all_days_to_the_cent() -> None:
    treasury = {"opening": "1 mn USD", "operating_cash": "1 mn MXN/year"}
    cases = cases_with({"crash": risk(FALL)}, 1, fx={"MXN": 20.0}, treasury=treasury)
    # 50,000 USD a year: of 1095 days, April 2025 to April 2026 are 395 days at four fifths
    assert flows(cases, Kind.OPERATING_CASH).sum() == round(5_000_000 * (700 + 395 * 0.8) / 365)


def test_outflows_move_by_month_and_on_their_date() -> None:
    outflows: dict[str, Any] = {
        "dividends": {"2025-03-03": "20 mn MXN", "2025-04-09": "20 mn MXN", "2025-05-02": "1 mn USD"},
        "upkeep": "73 mn MXN/year",
    }
    treasury = {"opening": "1 mn USD", "outflows": outflows}
    cash = cases_with({"crash": risk(FALL)}, 1, fx={"MXN": 20.0}, treasury=treasury).cash
    of = cash.kind == Kind.OUTFLOW
    lumps = [int(cash.amount[0, n]) for n in np.flatnonzero(of & (cash.subject == 0))]
    monthly = [int(cash.amount[0, n]) for n in np.flatnonzero(of & (cash.subject == 1))]
    # the rate of a month is that of its close: that of April is hit on day 119, so that of April 9 is too
    assert lumps == [100_000_000, 80_000_000, 100_000_000]
    assert monthly[2:4] == [31_000_000, 24_000_000]


def test_budgets_and_tranches_stay_at_the_rate_at_which_they_were_appropriated() -> None:
    site = {"stages": STAGES, "budget": "200 mn MXN", "pool": "cloud"}
    plan = {"kind": "appropriation", "amount": "800 mn MXN", "from": "2025-01-01", "over": "1 year"}
    terms: dict[str, Any] = {
        "projects": {"north": site},
        "funding": {"plan": {**plan, "every": "3 months", "into": {"cloud": "100 %"}}},
    }
    fixed = cases_with({}, 20, fx={"MXN": 20.0}, **terms)
    cases = cases_with({"crash": risk(FALL)}, 20, fx=MOVING, **terms)
    assert (cases.stages.budget == fixed.stages.budget).all()
    assert (cases.stages.cost == fixed.stages.cost).all()
    assert (cases.cash.amount == fixed.cash.amount).all()


def test_a_stage_moves_with_the_currency_of_its_cost_or_of_the_budget_that_it_is_a_share_of() -> None:
    stages = {
        "share": {"duration": "1 month", "cost": "50 %"},
        "drawn": {"duration": "1 month", "cost": "uniform(10, 20) %"},
        "own": {"duration": "1 month", "cost": "uniform(1, 2) mn MXN"},
        "other": {"duration": "1 month", "cost": "1 mn CNY"},
    }
    projects = {
        "pesos": {"stages": stages, "budget": "uniform(100, 200) mn MXN * 1.5"},
        "dollars": {"stages": stages, "budget": "10 mn USD"},
    }
    fx = {"CNY": 7.25, "MXN": MOVING["MXN"]}
    assert cases_with({}, 1, fx=fx, projects=projects).stages.currency.tolist() == [0, 0, 0, -1, -1, -1, 0, -1]
    assert (cases_with({}, 1, fx={"MXN": 20.0, "CNY": 7.25}, projects=projects).stages.currency == -1).all()


def test_where_no_rate_is_uncertain_arrays_are_the_same_to_the_bit() -> None:
    opex = {"fixed": "uniform(5, 9) mn MXN/MW/year", "sold": "1 mn MXN/MW/year"}
    town = {"demand": "normal(700, 10) mn MXN/year", "growth": "7 %/year", "price": "70 mn MXN/MW/year", "opex": opex}
    treasury = {
        "opening": "1 mn USD",
        "operating_cash": {"2025-01-01": "71 mn MXN/year", "2026-02-03": "7 mn USD/year"},
    }
    terms: dict[str, Any] = {"markets": {"town": town}, "treasury": treasury}
    plain = cases_with({}, 40, fx={"MXN": 20.0}, **terms)
    still = cases_with({}, 40, fx={"MXN": {"rate": 20.0, "volatility": "0 %/year"}}, **terms)
    spared = cases_with({"crash": risk(FALL, probability="0 %")}, 40, fx={"MXN": 20.0}, **terms)
    assert plain.exchange.factor.shape == (40, 0, 36)
    for cases in (still, spared):
        for part in ("markets", "cash"):
            for field in fields(getattr(plain, part)):
                one, other = getattr(getattr(plain, part), field.name), getattr(getattr(cases, part), field.name)
                assert (one == other).all(), field.name


def test_what_is_expected_of_a_moving_currency_is_the_mean_of_its_worth() -> None:
    # one over a lognormal of mean one and variance s² t has the mean exp(s² t)
    belief = cases_with({}, 1, fx=MOVING, markets=TOWN).belief
    expected = 1000.0 * np.array([exp(0.12**2 * t / 12) for t in range(1, 37)])
    assert belief.margin[0] == pytest.approx(expected, rel=0.06)


def test_a_volatility_may_be_drawn_and_change_by_date() -> None:
    volatility = {"2025-01-01": "0 %/year", "2026-01-01": "uniform(10, 20) %/year"}
    factor = cases_with({}, 5, fx={"MXN": {"rate": 20.0, "volatility": volatility}}).exchange.factor[:, 0]
    assert (factor[:, :12] == 1.0).all()
    assert (np.ptp(factor[:, 12:], axis=0) > 0).all()
