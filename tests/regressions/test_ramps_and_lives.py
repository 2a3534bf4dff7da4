"""Capacity that retires takes away what it added, whatever had ramped up; renewals lose no cent."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.engine.simpy_engine import simulate
from simulator.metrics import measured
from simulator.trace import Kind
from tests.worlds import cases_of, rows_of, scenario_of

MARKETS = {"town": {"demand": "50 MW", "price": "1 mn USD/MW/year"}}


def world(projects: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "name": "lives",
        "horizon": {"start": "2025-01-01", "end": "2026-12-31"},
        "markets": MARKETS,
        "projects": projects,
        **more,
    }


def project(**keys: Any) -> dict[str, Any]:
    stages = {"s": {"duration": "31 days"}}
    return {"programme": "halls", "market": "town", "capacity": "10 MW", "stages": stages, **keys}


def test_a_hall_that_retires_before_it_has_ramped_up_takes_nothing_from_another() -> None:
    """Both serve from day 31; `brief` has ramped up a quarter when it retires on day 131. From then on 10 MW remain."""
    cases = cases_of(scenario_of(world({"brief": project(ramp="400 days", life="100 days"), "steady": project()})), 1)
    ramped = measured(simulate(cases), cases).timelines["market.town.ramped_mw"].values[0]
    after = cases.calendar.month_starts > 131
    assert ramped[after] == pytest.approx(10.0)
    whole_months_before = (cases.calendar.month_starts > 31) & (cases.calendar.closing_days < 131)
    assert (ramped[whole_months_before] > 10.0).all()


def test_a_trigger_sees_what_the_closing_sees_of_a_retired_hall() -> None:
    """Demand 9 MW; after `brief` is gone 10 MW serve: 90 % is above 85 %, and would not be with 12.5 MW."""
    watched = {"when": {"utilisation": {"market": "town", "above": "85 %"}}, "not_before": "2025-08-01"}
    data = world(
        {"brief": project(ramp="400 days", life="100 days"), "steady": project(), "more": project(start=watched)}
    )
    data["markets"] = {"town": {**MARKETS["town"], "demand": "9 MW"}}
    cases = cases_of(scenario_of(data), 1)
    trace = simulate(cases)
    assert [day for day, *_ in rows_of(cases, trace, Kind.TRIGGERED)] == [272]
    assert [(day, ppm) for day, _, _, ppm in rows_of(cases, trace, Kind.OBSERVED)] == [(272, 900_000)]


def test_renewals_of_thirds_add_up_to_the_cent() -> None:
    """1 mn for three halls of 10 MW each: 333,333.33 + 333,333.33 + 333,333.34."""
    stages = {name: {"duration": f"{days} days"} for name, days in (("a", 10), ("b", 20), ("c", 30))}
    keys = {"life": "1 year", "renewal": {"cost": "1 mn USD", "over": "10 days"}, "market": "town"}
    halls = {"stages": stages, "capacity_by_stage": dict.fromkeys(stages, "10 MW"), **keys}
    cases = cases_of(scenario_of(world({"halls": halls})), 1)
    paid = [cents for *_, cents in rows_of(cases, simulate(cases), Kind.RENEWAL)]
    assert sum(paid) == 1_000_000_00
    assert max(paid) - min(paid) == 1


def pools(first: str, second: str) -> dict[str, Any]:
    plan = {"kind": "appropriation", "amount": "90 mn USD", "from": "2025-01-01", "over": "1 year", "every": "1 year"}
    into = {"mine": "50 %", "theirs": "50 %"}
    return {
        "pools": {"mine": {"earmark": first}, "theirs": {"earmark": second}},
        "funding": {"plan": {**plan, "into": into}},
    }


def test_a_soft_pool_lends_while_its_own_project_waits_for_a_crew() -> None:
    stage = {"duration": "10 days", "cost": "100 %"}
    hall = {"pool": ["mine"], "budget": "80 mn USD", "stages": {"s": stage}}
    crewed = {"s": {**stage, "needs": {"crews": 1}}}
    shop = {"pool": ["theirs"], "budget": "5 mn USD", "stages": crewed}
    resources = {"crews": {"capacity": {"2025-01-01": 0, "2025-06-30": 1}}}
    cases = cases_of(scenario_of(world({"hall": hall, "shop": shop}, resources=resources, **pools("hard", "soft"))), 1)
    ended = {cases.index.stages[s]: day for day, _, s, _ in rows_of(cases, simulate(cases), Kind.ENDED)}
    assert ended == {"hall.s": 10, "shop.s": 190}


def test_what_a_memo_pool_lacks_comes_from_the_treasury_and_not_from_soft_pools_of_others() -> None:
    stage = {"duration": "10 days", "cost": "100 %"}
    hall = {"pool": ["mine"], "budget": "80 mn USD", "stages": {"s": stage}}
    cases = cases_of(scenario_of(world({"hall": hall}, **pools("memo", "soft"))), 1)
    committed = rows_of(cases, simulate(cases), Kind.COMMITTED)
    assert {cases.index.allotments[a][0]: cents for _, _, a, cents in committed} == {
        "plan": 45_000_000_00,
        "treasury": 35_000_000_00,
    }


def test_a_second_pool_that_gives_nothing_leaves_no_row() -> None:
    stage = {"duration": "10 days", "cost": "100 %"}
    hall = {"pool": ["mine", "theirs"], "budget": "45 mn USD", "stages": {"s": stage}}
    cases = cases_of(scenario_of(world({"hall": hall}, **pools("hard", "hard"))), 1)
    trace = simulate(cases)
    assert len(rows_of(cases, trace, Kind.COMMITTED)) == 1
    assert (trace.where(Kind.COMMITTED, Kind.PAID, Kind.RETURNED).amount > 0).all()
