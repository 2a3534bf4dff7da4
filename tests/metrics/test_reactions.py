"""Rules that fired, risks that struck, projects given up and limits that bound, by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulator.cases.index import LIMIT, MONEY
from simulator.metrics import Decisions, measure, view_of
from simulator.trace import Kind
from tests.factories import BUILD, trace_by_hand, world
from tests.ledger.test_giving_up import GIVEN_UP, ROWS

RULES = {
    "grow": {"when": {"date": "2025-03-01"}, "do": {"start": "late"}},
    "stop": {"when": {"treasury": {"below": "1 USD"}}, "do": {"pause": "early"}, "once": False},
}
RISKS = {
    "storm": {"probability": "50 %", "window": "2025-05-01", "hits": {"resource": "crew", "capacity": {"multiply": 0}}}
}
SECTIONS: dict[str, Any] = {
    "treasury": {"opening": "1 USD"},
    "resources": {"crew": {"capacity": 1}},
    "projects": {"early": BUILD, "late": BUILD},
    "rules": RULES,
    "risks": RISKS,
}


def found(*rows: Any, **sections: Any) -> dict[str, float]:
    cases = world(**(SECTIONS | sections))
    return {name: float(values[0]) for name, values in measure(view_of(trace_by_hand(*rows), cases)).items()}


def test_a_rule_and_a_risk_have_a_day_where_they_happened() -> None:
    rows = ((89, 89, Kind.FIRED, 1, 0), (180, 180, Kind.FIRED, 1, 1), (120, 365, Kind.STRUCK, 0, 245))
    metrics = found(*rows)
    assert (metrics["rule.stop.fired"], metrics["rule.stop.fired_day"]) == (1, 89)
    assert metrics["rule.grow.fired"] == 0
    assert np.isnan(metrics["rule.grow.fired_day"])
    assert (metrics["risk.storm.struck"], metrics["risk.storm.struck_day"]) == (1, 120)
    assert np.isnan(found()["risk.storm.struck_day"])


def test_triggers_are_no_rules_of_the_file() -> None:
    market = {"demand": "10 MW", "price": "1 USD/MW/year", "installed": "4 MW"}
    when = {"utilisation": {"market": "town", "above": "75 %"}}
    projects = {"early": BUILD, "late": {**BUILD, "start": {"when": when}}}
    metrics = found(markets={"town": market}, projects=projects, rules={"stop": RULES["stop"]})
    assert [name for name in metrics if name.startswith("rule.")] == ["rule.stop.fired", "rule.stop.fired_day"]


def test_what_giving_up_cost() -> None:
    cases = world(**GIVEN_UP)
    metrics = {name: float(values[0]) for name, values in measure(view_of(trace_by_hand(*ROWS), cases)).items()}
    assert metrics["write_offs"] == 90
    assert metrics["cancellation_cost"] == 9
    assert metrics["project.campus.abandoned"] == 1
    assert metrics["project.campus.paid"] == 90
    assert np.isnan(metrics["project.campus.finish_day"])
    # the site lies idle from day 10 to day 29, while the hall is at work: not at all
    assert metrics["stranded_capital_money_days"] == 0


def test_who_cannot_be_given_up_has_no_metric_of_it() -> None:
    assert not {"write_offs", "cancellation_cost", "project.early.abandoned"} & set(found())


def test_money_days_count_what_lies_idle() -> None:
    rows = ((5, 15, Kind.WORKED, 0, 10), (5, 15, Kind.PAID, 0, 5000), (100, 120, Kind.WORKED, 1, 20))
    # 50.00 from day 15 to day 99 and from day 120 to day 364
    assert found(*rows)["stranded_capital_money_days"] == 50 * (85 + 245)


LIMITED: dict[str, Any] = {
    "horizon": {"start": "2025-01-01", "end": "2026-12-31"},
    "projects": {
        "south": {**BUILD, "tags": ["latam"]},
        "north": {**BUILD, "tags": ["asia"]},
        "both": {**BUILD, "tags": ["latam", "asia"]},
    },
    "limits": [
        {"tag": "latam", "per": "year", "at_most": "70 USD"},
        {"tag": "asia", "per": "year", "at_most": "200 USD"},
        {"tag": "asia", "per": "horizon", "at_least": "60 USD"},
    ],
}
SOUTH, NORTH, BOTH = 0, 2, 4


def limited(*rows: Any, **sections: Any) -> Decisions:
    return view_of(trace_by_hand(*rows), world(**(LIMITED | sections))).decisions


def waited(first: int, until: int, stage: int, cause: int = LIMIT) -> tuple[int, int, Kind, int, int]:
    return (first, until, Kind.WAITED, stage * len(world(**LIMITED).index.causes) + cause, until - first)


def test_commitments_count_in_the_period_of_their_day() -> None:
    rows = (
        (10, 10, Kind.COMMITTED, SOUTH, 5000),
        (20, 20, Kind.TOPPED_UP, SOUTH, 700),
        (364, 364, Kind.COMMITTED, BOTH, 1000),
        (365, 365, Kind.COMMITTED, NORTH, 4000),
    )
    # latam in 2025 and 2026, asia in 2025 and 2026, asia in all
    assert limited(*rows).committed[0].tolist() == [6700, 0, 1000, 4000, 5000]


def beyond(day: int, limit: int, cents: int = 5000) -> tuple[int, int, Kind, int, int]:
    return (day, day, Kind.LIMITED, limit, cents)


def test_a_limit_binds_in_the_periods_in_which_somebody_asked_for_what_would_pass_it() -> None:
    rows = ((10, 10, Kind.COMMITTED, SOUTH, 5000), beyond(10, 0), (400, 400, Kind.COMMITTED, NORTH, 6000))
    assert limited(*rows).bound[0].tolist() == [True, False, False, False, False]
    over_the_year = ((10, 10, Kind.COMMITTED, SOUTH, 5000), beyond(10, 0), beyond(365, 0), beyond(729, 1))
    assert limited(*over_the_year).bound[0].tolist() == [True, True, False, True, True]


def test_a_least_that_is_not_committed_binds() -> None:
    committed = (10, 10, Kind.COMMITTED, NORTH, 5999)
    assert limited(committed).bound[0].tolist() == [False, False, False, False, True]
    assert not limited(committed, (700, 700, Kind.COMMITTED, BOTH, 1)).bound.any()


def test_a_limit_that_nobody_asked_under_is_known() -> None:
    assert limited().asked[0].tolist() == [False, False, False]
    assert limited((10, 10, Kind.COMMITTED, BOTH, 1)).asked[0].tolist() == [True, True, True]
    assert limited(waited(0, 9, SOUTH, MONEY), waited(0, 9, NORTH, 0)).asked[0].tolist() == [True, False, False]


def test_limits_have_a_metric_by_tag_and_period() -> None:
    rows = (beyond(10, 0), (10, 10, Kind.COMMITTED, SOUTH, 7000))
    metrics = found(*rows, **LIMITED, rules={}, risks={}, resources={})
    assert metrics["limit.latam.year.bound"] == 1
    assert metrics["limit.asia.year.bound"] == 0
    assert metrics["limit.asia.bound"] == 1


def test_what_rules_saw_is_the_mean_of_their_firings() -> None:
    rows = (
        (89, 89, Kind.OBSERVED, 1, 50),
        (89, 89, Kind.FIRED, 1, 0),
        (89, 89, Kind.ACTED, 1, 0),
        (180, 180, Kind.OBSERVED, 1, 80),
        (180, 180, Kind.FIRED, 1, 1),
        (180, 180, Kind.WITHOUT_EFFECT, 1, 0),
    )
    decided = view_of(trace_by_hand(*rows), world(**SECTIONS)).decisions
    assert decided.fired[0].tolist() == [0, 2]
    assert decided.observed[0, 1] == pytest.approx(65)
    assert np.isnan(decided.observed[0, 0])
    assert (decided.acted[0].tolist(), decided.without_effect[0].tolist()) == ([0, 1], [0, 1])
