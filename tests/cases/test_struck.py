"""Risks strike as often, on such days and for as long as they say."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest

from simulator.cases.build import calendar_of
from simulator.cases.drawn import Drawn
from simulator.cases.struck import Struck, struck_of
from tests.cases.risky import DAYS, cases_with, risk, world
from tests.worlds import scenario_of

CREWS = {"resource": "crews", "capacity": {"multiply": "50 %"}}


def test_a_risk_of_no_chance_never_strikes() -> None:
    risks = cases_with({"war": risk(CREWS, probability="0 %")}, 500).risks
    assert (risks.begins == DAYS).all()
    assert (risks.ends == DAYS).all()


def test_a_sure_risk_strikes_on_its_day_for_its_time() -> None:
    risks = cases_with({"war": risk(CREWS)}, 500).risks
    # 2025-04-11 is 31 + 28 + 31 + 10 days after 2025-01-01
    assert (risks.begins == 100).all()
    assert (risks.ends == 500).all()


def test_a_risk_without_an_end_lasts_to_the_end_of_the_horizon() -> None:
    terms = {"probability": "100 %", "window": "2025-04-11", "hits": CREWS}
    risks = cases_with({"war": terms, "long": risk(CREWS, lasts="9 years")}).risks
    assert (risks.begins == 100).all()
    assert (risks.ends == DAYS).all()


@pytest.mark.parametrize("chance", [0.05, 0.35, 0.9])
def test_the_share_of_strikes_is_the_probability_within_the_error_of_counting(chance: float) -> None:
    n = 20_000
    risks = cases_with({"war": risk(CREWS, probability=chance)}, n).risks
    share = float((risks.begins[:, 0] < DAYS).mean())
    assert abs(share - chance) < 4 * sqrt(chance * (1 - chance) / n)


def test_every_day_of_the_window_is_as_likely_as_the_others() -> None:
    n, days = 20_000, 10
    risks = cases_with({"war": risk(CREWS, window=["2025-04-11", "2025-04-20"])}, n).risks
    count = np.bincount(risks.begins[:, 0] - 100, minlength=days)
    assert len(count) == days
    # a chi-square of 9 degrees of freedom passes 27.9 once in a thousand times
    assert ((count - n / days) ** 2 / (n / days)).sum() < 27.9


def test_how_long_a_risk_lasts_is_whole_days_and_one_at_the_least() -> None:
    risks = cases_with({"war": risk(CREWS, lasts="uniform(0, 4) days")}, 4000).risks
    lasts = risks.ends - risks.begins
    assert set(np.unique(lasts)) == {1, 2, 3, 4}
    # what rounds to 0 counts as 1: three eighths of the draws, then two quarters, then one eighth
    assert (lasts == 1).mean() == pytest.approx(3 / 8, abs=4 * sqrt(3 / 8 * 5 / 8 / 4000))


def test_what_is_expected_is_a_world_without_strikes() -> None:
    scenario = scenario_of(world(risks={"war": risk(CREWS)}))
    struck = struck_of(scenario, calendar_of(scenario), Drawn(None, 2))
    assert (struck.begins == DAYS).all()
    assert (struck.ends == DAYS).all()


def test_a_risk_acts_from_the_day_it_begins_and_no_more_on_the_day_it_is_over() -> None:
    struck = Struck(np.array([[3]]), np.array([[5]]))
    assert struck.active(0, np.array([2, 3, 4, 5])).tolist() == [[False, True, True, False]]
