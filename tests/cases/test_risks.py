"""What risks hit in the engine's world, as codes, targets, multiples and days."""

from __future__ import annotations

from math import sqrt
from typing import Any

import numpy as np
import pytest

from simulator.cases.build import calendar_of, index_of
from simulator.cases.codes import Strike
from simulator.cases.drawn import Drawn
from simulator.cases.risks import risks_of
from simulator.cases.struck import struck_of
from simulator.cases.types import Risks
from tests.cases.risky import cases_with, risk, world
from tests.worlds import scenario_of

#: stages: north.shell, north.hall, south.shell, south.hall; resources: crews, chips
EVERY_HIT: tuple[tuple[dict[str, Any], list[tuple[Strike, list[int], float, int]]], ...] = (
    ({"stages": "north", "duration": {"multiply": "150 %"}}, [(Strike.DURATION, [0, 1], 1.5, 0)]),
    ({"stages": "*.hall", "duration": {"add": "30 days"}}, [(Strike.DURATION, [1, 3], 1.0, 30)]),
    ({"stages": "*.hall", "duration": {"add": "-10 days"}}, [(Strike.DURATION, [1, 3], 1.0, -10)]),
    ({"stages": "*", "tag": "latam", "cost": {"multiply": "1.2"}}, [(Strike.COST, [0, 1], 1.2, 0)]),
    ({"stages": "south.shell", "rework": "30 %"}, [(Strike.REWORK, [2], 0.3, 0)]),
    ({"stages": "south.shell", "refused": True}, [(Strike.REFUSED, [2], 1.0, 0)]),
    (
        {"stages": "north.hall", "duration": {"multiply": "2", "add": "5 days"}, "cost": {"multiply": "3"}},
        [(Strike.DURATION, [1], 2.0, 5), (Strike.COST, [1], 3.0, 0)],
    ),
    ({"projects": "north", "abandon": "100 %"}, [(Strike.ABANDON, [0], 1.0, 0)]),
    ({"projects": "*", "abandon": "0 %"}, [(Strike.ABANDON, [0], 0.0, 0), (Strike.ABANDON, [1], 0.0, 0)]),
    ({"resource": "chips", "supply": {"multiply": "40 %"}}, [(Strike.SUPPLY, [1], 0.4, 0)]),
    ({"resource": "crews", "capacity": {"multiply": "50 %"}}, [(Strike.CAPACITY, [0], 0.5, 0)]),
    ({"appropriation": "plan", "delay": "90 days"}, [(Strike.DELAY, [0], 1.0, 90)]),
    ({"appropriation": "plan", "cut": "25 %"}, [(Strike.CUT, [0], 0.25, 0)]),
    ({"market": "town", "demand": {"multiply": "50 %"}}, []),
)


def entries(risks: Risks, replication: int = 0) -> list[tuple[Strike, list[int], float, int]]:
    """(strike, targets, multiple, days) of every entry in one replication."""
    multiple, days = risks.multiple[replication].tolist(), risks.days[replication].tolist()
    return list(zip(map(Strike, risks.hit.tolist()), risks.targets.lists(), multiple, days, strict=True))


@pytest.mark.parametrize(("hit", "expected"), EVERY_HIT)
def test_each_hit_becomes_an_entry_for_each_of_its_effects(
    hit: dict[str, Any], expected: list[tuple[Strike, list[int], float, int]]
) -> None:
    risks = cases_with({"war": risk(hit)}).risks
    assert entries(risks) == expected
    assert (risks.hit_risk == 0).all()


def test_entries_stand_in_the_order_of_the_file() -> None:
    cut, crews = {"appropriation": "plan", "cut": "25 %"}, {"resource": "crews", "capacity": {"multiply": "50 %"}}
    risks = cases_with({"war": risk(cut, crews), "flood": risk(crews)}).risks
    assert risks.hit_risk.tolist() == [0, 0, 1]
    assert risks.hit.tolist() == [Strike.CUT, Strike.CAPACITY, Strike.CAPACITY]


def test_a_multiple_that_is_drawn_has_a_draw_of_its_own() -> None:
    hits = [{"stages": "north", "cost": {"multiply": "uniform(1, 3)"}}] * 2
    multiple = cases_with({"war": risk(*hits)}, 4000).risks.multiple
    assert abs(np.corrcoef(multiple[:, 0], multiple[:, 1])[0, 1]) < 4 / sqrt(4000)
    # uniform from 1 to 3: mean 2, variance 4 / 12
    assert multiple[:, 0].mean() == pytest.approx(2.0, abs=4 * sqrt(4 / 12 / 4000))


def test_each_project_is_given_up_by_a_draw_of_its_own() -> None:
    n = 20_000
    risks = cases_with({"war": risk({"projects": "*", "abandon": "30 %"})}, n).risks
    ended = risks.multiple
    assert set(np.unique(ended)) == {0.0, 1.0}
    assert np.abs(ended.mean(axis=0) - 0.3).max() < 4 * sqrt(0.3 * 0.7 / n)
    assert abs(np.corrcoef(ended.T)[0, 1]) < 4 / sqrt(n)


def test_a_scenario_without_risks_has_arrays_of_nothing() -> None:
    risks = cases_with({}).risks
    assert risks.begins.shape == risks.ends.shape == risks.multiple.shape == risks.days.shape == (3, 0)


def test_nothing_is_given_up_in_what_is_expected() -> None:
    scenario = scenario_of(world(risks={"war": risk({"projects": "*", "abandon": "100 %"})}))
    drawn = Drawn(None, 1)
    risks = risks_of(scenario, index_of(scenario), drawn, struck_of(scenario, calendar_of(scenario), drawn))
    assert not risks.multiple.any()
