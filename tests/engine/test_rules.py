"""The written rules of the model, one small world each, worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.cases.index import FIRST_RESOURCE, MONEY
from simulator.trace import Kind
from tests.worlds import rows_of, trace_of

PLAN = {"kind": "appropriation", "from": "2025-01-01", "over": "1 year", "every": "1 year"}


def world(projects: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "name": "rules",
        "horizon": {"start": "2025-01-01", "end": "2026-12-31", "fiscal_year_end": "12-31"},
        "projects": projects,
        **more,
    }


def stage(days: int, **more: Any) -> dict[str, Any]:
    return {"duration": f"{days} days", **more}


def funded(amount: str, **pools: Any) -> dict[str, Any]:
    into = {name: f"{100 / len(pools)} %" for name in pools}
    return {"pools": pools, "funding": {"plan": {**PLAN, "amount": amount, "into": into}}}


def ends(data: dict[str, Any]) -> dict[str, int]:
    cases, trace = trace_of(data, replications=1)
    return {cases.index.stages[s]: day for day, _, s, _ in rows_of(cases, trace, Kind.ENDED)}


def waits(data: dict[str, Any]) -> dict[str, list[tuple[int, int, int]]]:
    """stage -> (cause, from, until) of each wait."""
    cases, trace = trace_of(data, replications=1)
    found: dict[str, list[tuple[int, int, int]]] = {}
    for day, until, subject, _ in rows_of(cases, trace, Kind.WAITED):
        s, cause = divmod(subject, len(cases.index.causes))
        found.setdefault(cases.index.stages[s], []).append((cause, day, until))
    return found


def test_a_stage_ends_d_days_after_it_starts_and_its_successor_starts_that_day() -> None:
    stages = {"a": stage(10), "b": stage(5, after=["a"])}
    assert ends(world({"p": {"stages": stages}})) == {"p.a": 10, "p.b": 15}


def test_stages_of_no_days_all_end_within_the_round_that_grants_them() -> None:
    stages = {"a": stage(0), "b": stage(0, after=["a"]), "c": stage(3, after=["b"])}
    assert ends(world({"p": {"stages": stages}})) == {"p.a": 0, "p.b": 0, "p.c": 3}


def test_what_ends_on_the_last_day_happens_and_what_would_end_after_it_is_unfinished() -> None:
    data = world({"p": {"stages": {"in_time": stage(729), "late": stage(730)}}})
    cases, trace = trace_of(data, replications=1)
    assert ends(data) == {"p.in_time": 729}
    assert rows_of(cases, trace, Kind.UNFINISHED) == [(729, 729, 1, 0)]


def test_crews_that_change_by_date_are_granted_from_that_date() -> None:
    """One crew at first, two from 1 March (day 59): the second stage waits 59 days for it."""
    crews = {"crews": {"capacity": {"2025-01-01": 1, "2025-03-01": 2}}}
    projects = {name: {"stages": {"s": stage(100, needs={"crews": 1})}} for name in "ab"}
    assert ends(world(projects, resources=crews)) == {"a.s": 100, "b.s": 159}


def test_a_supply_arrives_on_the_first_day_of_each_quarter_and_accumulates() -> None:
    """10 on 1 January, 10 on 1 April (day 90), 10 on 1 July (day 181): 25 are there on day 181."""
    chips = {"chips": {"supply": "10 MW/quarter"}}
    data = world({"p": {"stages": {"s": stage(1, needs={"chips": "25 MW"})}}}, resources=chips)
    assert ends(data) == {"p.s": 182}
    assert waits(data) == {"p.s": [(FIRST_RESOURCE, 0, 181)]}


def test_a_stage_takes_all_it_needs_at_once_and_holds_nothing_while_it_waits() -> None:
    """`both` needs two crews; while it waits for the second, `one` behind it takes the free one."""
    crews = {"resources": {"crews": {"capacity": 2}}}
    projects = {
        "first": {"priority": 1, "stages": {"s": stage(30, needs={"crews": 1})}},
        "both": {"priority": 2, "stages": {"s": stage(10, needs={"crews": 2})}},
        "one": {"priority": 3, "stages": {"s": stage(20, needs={"crews": 1})}},
    }
    assert ends(world(projects, **crews)) == {"one.s": 20, "first.s": 30, "both.s": 40}


def test_blocking_makes_the_rest_wait_behind_the_one_that_cannot_be_served() -> None:
    projects = {
        "first": {"priority": 1, "stages": {"s": stage(30, needs={"crews": 1})}},
        "both": {"priority": 2, "stages": {"s": stage(10, needs={"crews": 2})}},
        "one": {"priority": 3, "stages": {"s": stage(20, needs={"crews": 1})}},
    }
    data = world(projects, resources={"crews": {"capacity": 2}}, allocation={"blocking": True})
    assert ends(data) == {"first.s": 30, "both.s": 40, "one.s": 60}


def test_a_memo_pool_makes_nobody_wait_and_the_treasury_pays_what_it_lacks() -> None:
    project = {"pool": ["build"], "budget": "90 mn USD", "stages": {"s": stage(10, cost="100 %")}}
    cases, trace = trace_of(world({"p": project}, **funded("40 mn USD", build={"earmark": "memo"})), 1)
    committed = {cases.index.allotments[a]: cents for _, _, a, cents in rows_of(cases, trace, Kind.COMMITTED)}
    assert committed == {("plan", "build"): 40_000_000_00, ("treasury", ""): 50_000_000_00}


@pytest.mark.parametrize(
    ("draw", "note", "plan"), [("earmarked_first", 30, 10), ("pro_rata", 10, 30)], ids=["in order", "pro rata"]
)
def test_a_pool_is_drawn_note_first_or_by_what_each_source_holds(draw: str, note: int, plan: int) -> None:
    """The note brings 30 mn and the plan 90 mn; 40 mn are drawn: 30 + 10, or a quarter and three quarters."""
    terms = {"face": "30 mn USD", "net": "30 mn USD", "settles": "2025-01-01", "matures": "2026-06-01"}
    funding = {
        "plan": {**PLAN, "amount": "90 mn USD", "into": {"build": "100 %"}},
        "note": {"kind": "convertible_note", **terms, "into": {"build": "100 %"}},
    }
    project = {"pool": ["build"], "budget": "40 mn USD", "stages": {"s": stage(10, cost="100 %")}}
    cases, trace = trace_of(world({"p": project}, pools={"build": {"draw": draw}}, funding=funding), 1)
    paid = {cases.index.allotments[a][0]: cents for _, _, a, cents in rows_of(cases, trace, Kind.PAID)}
    assert paid == {"note": note * 10**8, "plan": plan * 10**8}


def test_what_a_stage_did_not_need_serves_the_next_one() -> None:
    """60 mn in the pool, 50 mn committed, true cost 40 mn: on day 10 there are 20 mn, enough for `second`."""
    first = {"pool": ["build"], "budget": "50 mn USD", "cost_factor": 0.8, "stages": {"s": stage(10, cost="100 %")}}
    second = {"pool": ["build"], "budget": "20 mn USD", "stages": {"s": stage(5, cost="100 %")}}
    data = world({"first": first, "second": second}, **funded("60 mn USD", build={}))
    assert ends(data) == {"first.s": 10, "second.s": 15}
    assert waits(data) == {"second.s": [(MONEY, 0, 10)]}


def test_contingency_is_committed_on_top_and_comes_back() -> None:
    project = {"pool": ["b"], "budget": "50 mn USD", "contingency": "10 %", "stages": {"s": stage(10, cost="100 %")}}
    cases, trace = trace_of(world({"p": project}, **funded("60 mn USD", b={})), 1)
    assert [cents for *_, cents in rows_of(cases, trace, Kind.COMMITTED)] == [55_000_000_00]
    assert [cents for *_, cents in rows_of(cases, trace, Kind.RETURNED)] == [5_000_000_00]


def test_a_top_up_is_served_ahead_of_a_new_start_of_its_rank() -> None:
    """`over` uses up 20 mn on day 10; on day 181 the second tranche of 10 mn goes to its overrun, not to `new`."""
    over = {"pool": ["b"], "budget": "20 mn USD", "cost_factor": 1.5, "stages": {"s": stage(15, cost="100 %")}}
    new = {"pool": ["b"], "budget": "10 mn USD", "start": "2025-01-05", "stages": {"s": stage(5, cost="100 %")}}
    data = world({"new": new, "over": over}, **funded("30 mn USD", b={}))
    data["funding"]["plan"] |= {"every": "6 months", "profile": [2, 1]}
    assert ends(data) == {"over.s": 186}


def test_capacity_by_stage_comes_into_service_stage_by_stage_and_is_renewed_at_the_end_of_its_life() -> None:
    """Halls of 10 and 30 MW end on days 10 and 20, live 100 days each, and are renewed at 8 and 24 mn, seven times."""
    project = {
        "market": "town",
        "budget": "80 mn USD",
        "stages": {"a": stage(10, cost="50 %"), "b": stage(20, cost="50 %")},
        "capacity_by_stage": {"a": "10 MW", "b": "30 MW"},
        "life": "100 days",
        "renewal": {"cost": "40 %", "over": "10 days"},
    }
    markets = {"town": {"demand": "50 MW", "price": "1 mn USD/MW/year"}}
    cases, trace = trace_of(world({"p": project}, markets=markets), 1)
    assert rows_of(cases, trace, Kind.IN_SERVICE) == [(10, 10, 0, 10_000), (20, 20, 1, 30_000)]
    renewals = rows_of(cases, trace, Kind.RENEWAL)
    assert renewals[:3] == [(110, 120, 0, 8 * 10**8), (120, 130, 0, 24 * 10**8), (210, 220, 0, 8 * 10**8)]
    assert len(renewals) == 14
    assert rows_of(cases, trace, Kind.RETIRED) == []


def test_capacity_without_renewal_retires_at_the_end_of_its_life() -> None:
    project = {"market": "town", "capacity": "10 MW", "life": "100 days", "stages": {"a": stage(10)}}
    markets = {"town": {"demand": "50 MW", "price": "1 mn USD/MW/year"}}
    cases, trace = trace_of(world({"p": project}, markets=markets), 1)
    assert rows_of(cases, trace, Kind.RETIRED) == [(110, 110, 0, 10_000)]


QUEUE = {
    "long_and_rich": {
        "priority": 3,
        "budget": "100 mn USD",
        "pool": ["b"],
        "benefit": {"yearly": "90 mn USD/year", "life": "5 years"},
        "stages": {"s": stage(60, cost="100 %", needs={"crews": 1}), "t": stage(200, after=["s"])},
    },
    "short_and_poor": {
        "priority": 2,
        "budget": "100 mn USD",
        "pool": ["b"],
        "benefit": {"yearly": "30 mn USD/year", "life": "5 years"},
        "stages": {"s": stage(20, cost="100 %", needs={"crews": 1})},
    },
    "stated_first": {
        "priority": 1,
        "budget": "100 mn USD",
        "pool": ["b"],
        "benefit": {"yearly": "50 mn USD/year", "life": "5 years"},
        "stages": {"s": stage(40, cost="100 %", needs={"crews": 1})},
    },
}


@pytest.mark.parametrize(
    ("policy", "order"),
    [
        ("priority", ["stated_first", "short_and_poor", "long_and_rich"]),
        ("first_come", ["long_and_rich", "short_and_poor", "stated_first"]),
        ("value", ["long_and_rich", "stated_first", "short_and_poor"]),
        ("payback", ["long_and_rich", "stated_first", "short_and_poor"]),
        ("earliest_finish", ["short_and_poor", "stated_first", "long_and_rich"]),
        ("latest_finish_time", ["long_and_rich", "short_and_poor", "stated_first"]),
        ("slack", ["long_and_rich", "stated_first", "short_and_poor"]),
    ],
)
def test_a_policy_ranks_as_it_says(policy: str, order: list[str]) -> None:
    """One crew, three projects that ask on day 0: who is served is a matter of rank alone.

    Margins over budgets: 0.9, 0.3 and 0.5 a year. Earliest finishes: 260, 20, 40; so latest finishes of the first
    stages are 60, 260 and 260, and slacks 0, 240 and 220.
    """
    data = world(QUEUE, **funded("400 mn USD", b={}), resources={"crews": {"capacity": 1}})
    data["allocation"] = {"policy": policy}
    first_stages = {name: day for name, day in ends(data).items() if name.endswith(".s")}
    assert [name.split(".")[0] for name in sorted(first_stages, key=first_stages.__getitem__)] == order


def test_pro_rata_serves_the_programme_that_has_had_least_of_its_budget() -> None:
    """60 mn a half-year; `big` (2 x 60) gets its first, then `small` (2 x 60) has had nothing and is next."""
    project = {"pool": ["b"], "budget": "60 mn USD", "stages": {"s": stage(1, cost="100 %")}}
    projects = {f"{name}_{n}": {**project, "programme": name} for name in ("big", "small") for n in (1, 2)}
    data = world(projects, **funded("240 mn USD", b={}), allocation={"policy": "pro_rata"})
    data["funding"]["plan"] |= {"over": "2 years", "every": "6 months"}
    order = sorted(ends(data).items(), key=lambda named: named[1])
    assert [name for name, _ in order] == ["big_1.s", "small_1.s", "big_2.s", "small_2.s"]
