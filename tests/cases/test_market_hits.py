"""Markets under risks: multiples hold while a risk acts, what growth has done stays."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np
import pytest

from simulator.cases.types import Cases
from tests.cases.risky import cases_with, risk

#: closings with a risk that begins on day 100, 2025-04-11, and is over on day 500, 2026-05-16: the end of April 2025
#: (day 119) is the first to be hit, the end of April 2026 (day 484) the last
FIRST, LAST = 3, 15
PRICE = "3.65 mn USD/MW/year"


def town(**terms: Any) -> dict[str, Any]:
    opex = {"fixed": "0.365 mn USD/MW/year", "sold": "0.73 mn USD/MW/year"}
    return {"town": {"demand": "10 MW", "price": PRICE, "opex": opex, **terms}}


def with_hit(hit: dict[str, Any], **terms: Any) -> Cases:
    return cases_with({"war": risk({"market": "town", **hit})}, 2, markets=town(**terms))


def hit_at(values: np.ndarray, without: np.ndarray) -> list[int]:
    return np.flatnonzero((values != without).any(axis=(0, 1))).tolist()


@pytest.mark.parametrize(
    ("hit", "arrays"),
    [
        ({"demand": {"multiply": "50 %"}}, ["demand"]),
        ({"share": {"multiply": "50 %"}}, ["demand"]),
        ({"price": {"multiply": "50 %"}}, ["price"]),
        ({"opex": {"multiply": "50 %"}}, ["fixed_cost", "sold_cost"]),
    ],
)
def test_a_multiple_holds_at_the_closings_within_the_risk_and_nowhere_else(
    hit: dict[str, Any], arrays: list[str]
) -> None:
    markets, without = with_hit(hit).markets, cases_with({}, 2, markets=town()).markets
    for field in fields(markets):
        values, before = getattr(markets, field.name), getattr(without, field.name)
        if field.name in arrays:
            assert hit_at(values, before) == list(range(FIRST, LAST + 1))
            assert (values[..., FIRST : LAST + 1] == before[..., FIRST : LAST + 1] * 0.5).all()
        else:
            assert (values == before).all()


def test_a_closing_on_the_day_of_the_strike_is_hit_and_one_on_the_day_it_is_over_is_not() -> None:
    terms = {"window": "2025-04-30", "lasts": "31 days"}
    hit = {"market": "town", "demand": {"multiply": "0"}}
    demand = cases_with({"war": risk(hit, **terms)}, 1, markets=town()).markets.demand
    assert demand[0, 0, :6].tolist() == [10_000, 10_000, 10_000, 0, 10_000, 10_000]


def test_a_risk_between_two_closings_hits_none() -> None:
    terms = {"window": "2025-04-11", "lasts": "10 days"}
    hit = {"market": "town", "demand": {"multiply": "0"}}
    assert (cases_with({"war": risk(hit, **terms)}, 1, markets=town()).markets.demand == 10_000).all()


def test_two_risks_at_once_multiply() -> None:
    hit = {"market": "town", "price": {"multiply": "50 %"}}
    markets = cases_with({"war": risk(hit), "flood": risk(hit)}, 1, markets=town()).markets
    # 3.65 mn USD a MW and year is 1,000 cents a milli-MW and day
    assert markets.price[0, 0, FIRST] == pytest.approx(250.0)


def test_growth_stops_while_the_risk_lasts_and_what_was_lost_stays_lost() -> None:
    demand = with_hit({"growth": {"multiply": "0"}}, growth="20 %/year").markets.demand[0, 0]
    # until day 100 as without the risk, then flat to day 500, then on from there with 400 days lost
    assert demand[2] == round(10_000 * 1.2 ** (89 / 365))  # 2025-03-31
    assert demand[FIRST] == demand[LAST] == round(10_000 * 1.2 ** (100 / 365))
    assert demand[-1] == round(10_000 * 1.2 ** ((1094 - 400) / 365))  # 2027-12-31


def test_growth_that_is_changed_by_points_compounds_at_the_new_rate_within_the_risk() -> None:
    demand = with_hit({"growth": {"add": "-30 %/year"}}, growth="20 %/year").markets.demand[0, 0]
    assert demand[-1] == round(10_000 * 1.2 ** (694 / 365) * 0.9 ** (400 / 365))


def test_a_growth_rate_is_first_multiplied_then_moved() -> None:
    demand = with_hit({"growth": {"multiply": "50 %", "add": "5 %/year"}}, growth="20 %/year").markets.demand[0, 0]
    assert demand[-1] == round(10_000 * 1.2 ** (694 / 365) * 1.15 ** (400 / 365))


def test_growth_by_date_changes_within_a_risk_too() -> None:
    growth = {"2025-01-01": "20 %/year", "2026-01-01": "10 %/year"}
    demand = with_hit({"growth": {"multiply": "2"}}, growth=growth).markets.demand[0, 0]
    # day 365 is 2026-01-01: 100 days at 20 %, 265 at 40 %, 135 at 20 %, 594 at 10 %
    grown = 1.2 ** (100 / 365) * 1.4 ** (265 / 365) * 1.2 ** (135 / 365) * 1.1 ** (594 / 365)
    assert demand[-1] == round(10_000 * grown)


def test_demand_that_is_stated_anew_forgets_what_a_risk_did_to_growth_before() -> None:
    stated = {"2025-01-01": "10 MW", "2026-01-01": "10 MW"}
    demand = with_hit({"growth": {"multiply": "0"}}, growth="20 %/year", demand=stated).markets.demand[0, 0]
    # flat until day 500, then 594 days of growth
    assert demand[-1] == round(10_000 * 1.2 ** (594 / 365))


def test_two_risks_that_change_growth_overlap_day_by_day() -> None:
    halved = {"market": "town", "growth": {"multiply": "50 %"}}
    risks = {"war": risk(halved), "flood": risk(halved, window="2025-07-20", lasts="100 days")}
    demand = cases_with(risks, 1, markets=town(growth="20 %/year")).markets.demand[0, 0]
    # the second from day 200 to day 300, within the first from day 100 to day 500
    assert demand[-1] == round(10_000 * 1.2 ** (694 / 365) * 1.1 ** (300 / 365) * 1.05 ** (100 / 365))


def test_growth_cannot_take_more_than_all_of_demand() -> None:
    demand = with_hit({"growth": {"add": "-80 %/year"}}, growth="-50 %/year").markets.demand[0, 0]
    assert demand[2] > 0
    assert not demand[FIRST:].any()


def test_a_share_never_becomes_more_than_all_of_demand() -> None:
    # 10 MW of which 80 % come to the company, then 80 % x 1.5 = 120 %, which is all
    demand = with_hit({"share": {"multiply": 1.5}}, share="80 %").markets.demand
    assert demand[0, 0, FIRST - 1 : FIRST + 1].tolist() == [8_000, 10_000]


def test_money_that_is_spent_in_a_market_buys_more_when_a_risk_lowers_its_price() -> None:
    demand = with_hit({"price": {"multiply": "50 %"}}, demand="36.5 mn USD/year").markets.demand[0, 0]
    assert demand[FIRST - 1] == 10_000
    assert demand[FIRST] == 20_000


def test_demand_is_hit_before_it_is_cut_off_at_saturation() -> None:
    demand = with_hit({"demand": {"multiply": "80 %"}}, saturation="7 MW").markets.demand
    assert (demand == 7_000).all()


def test_markets_are_named_by_patterns_too() -> None:
    two = {"town": town()["town"], "village": town()["town"]}
    hit = {"market": "vill*", "demand": {"multiply": "50 %"}}
    demand = cases_with({"war": risk(hit)}, 1, markets=two).markets.demand[0]
    assert (demand[0] == 10_000).all()
    assert demand[1, FIRST] == 5_000


def test_a_risk_switched_off_changes_only_the_replications_that_it_struck() -> None:
    hits = [
        {"market": "town", "demand": {"multiply": "uniform(0.2, 0.8)"}, "growth": {"add": "-5 %/year"}},
        {"market": "town", "price": {"multiply": "90 %"}, "opex": {"multiply": "110 %"}},
        {"stages": "north", "cost": {"multiply": "uniform(1, 2)"}},
    ]
    markets = town(growth={"2025-01-01": "normal(20, 2) %/year", "2026-06-01": "10 %/year"}, volatility="30 %/year")
    terms = {"probability": "35 %", "window": ["2025-02-01", "2026-06-30"], "lasts": "pert(6, 9, 18) months"}
    on = cases_with({"war": risk(*hits, **terms)}, 400, markets=markets)
    off = cases_with({"war": risk(*hits, **{**terms, "probability": "0 %"})}, 400, markets=markets)
    gone = cases_with({}, 400, markets=markets)
    struck = on.risks.begins[:, 0] < on.calendar.last_day + 1
    assert 0.2 < struck.mean() < 0.5
    for field in ("demand", "price", "fixed_cost", "sold_cost"):
        with_risk, without = getattr(on.markets, field), getattr(off.markets, field)
        assert (without == getattr(gone.markets, field)).all()
        assert (with_risk[~struck] == without[~struck]).all()
    # a risk that lasts six months and more meets a closing
    assert (on.markets.price != off.markets.price).any(axis=(1, 2)).tolist() == struck.tolist()
