"""What holds whatever is decided and whatever strikes: of money, of chance, and of what rules see."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from simulator.engine.simpy_engine import simulate
from simulator.metrics.measure import measured
from simulator.scenario.selection import tagged
from simulator.trace import Kind
from tests.laws.decisions import decided
from tests.laws.test_engine_laws import columns
from tests.worlds import cases_of, scenario_of, trace_of

LAWS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
#: rows that take money out of a pool, each of a stage or project and an allotment
DRAWS = (Kind.COMMITTED, Kind.TOPPED_UP, Kind.RENEWAL, Kind.CANCELLED)


def check_books(data: dict[str, Any], replications: int) -> None:
    cases, trace = trace_of(data, replications)
    assert (measured(trace, cases).trial_balance == 0).all()


@LAWS
@given(decided())
def test_the_books_hold_through_whatever_is_decided_and_strikes(data: dict[str, Any]) -> None:
    check_books(data, 3)


@pytest.mark.slow
@settings(LAWS, max_examples=300)
@given(decided())
def test_the_books_hold_in_many_more_portfolios(data: dict[str, Any]) -> None:
    check_books(data, 6)


@LAWS
@given(decided())
def test_a_pool_keeps_its_floor_and_from_new_stages_its_reserve(data: dict[str, Any]) -> None:
    cases, trace = trace_of(data)
    pools, allotments = cases.pools, len(cases.index.allotments)
    held = np.zeros((cases.replications, len(cases.index.pools)), np.int64)
    for r, _, _, kind, subject, amount in columns(trace).tolist():
        allotment = subject % allotments
        pool = pools.allotment_pool[allotment]
        if kind == Kind.MOVED:
            source = pools.allotment_pool[subject // allotments]
            held[r, source] -= amount
            assert held[r, source] >= pools.floor[source]
            held[r, pool] += amount
        elif kind == Kind.TRANCHE:
            held[r, pools.allotment_pool[subject]] += amount
        elif allotment and kind == Kind.RETURNED:
            held[r, pool] += amount
        elif allotment and kind in DRAWS:
            held[r, pool] -= amount
            assert held[r, pool] >= pools.floor[pool] + (pools.reserve[pool] if kind == Kind.COMMITTED else 0)


@LAWS
@given(decided())
def test_no_more_is_committed_in_a_period_than_a_limit_allows(data: dict[str, Any]) -> None:
    scenario = scenario_of(data)
    cases = cases_of(scenario, 3)
    rows = simulate(cases).where(Kind.COMMITTED, Kind.TOPPED_UP)
    project = cases.stages.project[rows.subject // len(cases.index.allotments)]
    for z, limit in enumerate(scenario.limits):
        mine = np.isin(project, [cases.index.projects.index(name) for name in tagged(scenario, limit.tag)])
        period = np.searchsorted(cases.limits.period.lists()[z], rows.day, side="right") - 1
        spent = np.zeros((cases.replications, period.max(initial=0) + 1), np.int64)
        np.add.at(spent, (rows.replication[mine], period[mine]), rows.amount[mine])
        if limit.at_most:
            assert spent.max() <= limit.at_most.value * 100


@LAWS
@given(decided())
def test_a_risk_that_is_switched_off_changes_only_where_it_struck(data: dict[str, Any]) -> None:
    data["risks"]["shock"]["probability"] = "40 %"
    calm = copy.deepcopy(data)
    calm["risks"]["shock"]["probability"] = "0 %"
    (cases, before), (_, after) = trace_of(data, 6), trace_of(calm, 6)
    struck = before.where(Kind.STRUCK)
    hit = struck.replication[struck.subject == cases.index.risks.index("shock")]
    untouched, same = (columns(trace.take(~np.isin(trace.replication, hit))) for trace in (before, after))
    np.testing.assert_array_equal(untouched, same)


NEVER = {
    "when": {
        "all": [
            {"demand": {"market": "town", "below": "0 MW"}},
            {"utilisation": {"market": "town", "above": "1 %"}},
            {"liquidity": {"above": "1 USD"}},
            {"treasury": {"above": "1 USD"}},
        ]
    },
    "do": [
        {"abandon": {"project": "*", "cost": "5 mn USD"}},
        {"pause": "*"},
        {"move": {"from": "trade", "to": "spare", "amount": "50 %"}},
        {"scale": {"appropriation": "plan", "by": 2}},
    ],
}


@LAWS
@given(decided())
def test_a_rule_that_never_fires_changes_nothing(data: dict[str, Any]) -> None:
    watched = copy.deepcopy(data)
    watched["rules"]["never"] = NEVER
    (cases, before), (_, after) = trace_of(data), trace_of(watched)
    steps, acts = 5, 2 + 2 * len(cases.index.projects)
    expected, rules, file_rules = columns(before), cases.rules, len(data["rules"])
    for kinds, since, shift in (
        ((Kind.FIRED,), file_rules, 1),
        ((Kind.OBSERVED,), rules.first[file_rules], steps),
        ((Kind.ACTED, Kind.WITHOUT_EFFECT), rules.do_first[file_rules], acts),
    ):
        expected[np.isin(expected[:, 3], kinds) & (expected[:, 4] >= since), 4] += shift
    np.testing.assert_array_equal(columns(after), expected)


WATCH = {
    "when": {
        "any": [
            {"liquidity": {"above": "0 USD"}},
            {"treasury": {"above": "0 USD"}},
            {"utilisation": {"market": "town", "above": "0 %"}},
            {"utilisation": {"market": "city", "above": "0 %"}},
            {"not": {"liquidity": {"above": "0 USD"}}},
        ]
    },
    "do": {"move": {"from": "trade", "to": "spare", "amount": "0 USD"}},
    "once": False,
}


@LAWS
@given(decided())
def test_what_a_rule_sees_is_what_the_monthly_series_report(data: dict[str, Any]) -> None:
    """Money to one cent a line of business and month, fractions to one part per million."""
    data["rules"] = {"watch": WATCH, **data["rules"]}
    data["funding"]["note"]["capped_call"] = {"cost": "2 mn USD", "cap": "30 USD"}
    cases, trace = trace_of(data)
    series = measured(trace, cases).timelines
    lines = len(cases.index.lines) * len(cases.index.markets) * 2 + len(cases.index.projects)
    seen = trace.where(Kind.OBSERVED)
    number = np.searchsorted(cases.rules.review_days, seen.day)
    closing = cases.rules.review_closing[number]
    names = {0: "liquidity", 1: "treasury", 2: "market.town.utilisation", 3: "market.city.utilisation"}
    for step, name in names.items():
        mine = seen.subject == step
        assert mine.any()
        reported = series[name].values[seen.replication[mine], closing[mine]]
        if step < 2:
            off = np.abs(seen.amount[mine] - reported * 100)
            assert (off <= lines * (closing[mine] + 1)).all(), name
        else:
            np.testing.assert_allclose(seen.amount[mine] / 1e6, reported, atol=6e-7, err_msg=name)
