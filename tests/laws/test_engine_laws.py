"""What holds in every scenario, whatever its numbers."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
from hypothesis import given, settings

from simulator.cases.types import Cases
from simulator.engine.simpy_engine import simulate
from simulator.trace import Kind, Trace
from tests.laws.portfolios import portfolios
from tests.worlds import cases_of, scenario_of, trace_of

LAWS = settings(max_examples=60, deadline=None)


def columns(trace: Trace) -> np.ndarray:
    names = ("replication", "day", "until", "kind", "subject", "amount")
    return np.stack([getattr(trace, name).astype(np.int64) for name in names], axis=1)


def starts_and_ends(cases: Cases, trace: Trace, r: int) -> tuple[dict[int, int], dict[int, int]]:
    worked = trace.where(Kind.WORKED, Kind.COMMITTED, Kind.ENDED)
    starts: dict[int, int] = {}
    ends: dict[int, int] = {}
    for row in columns(worked):
        if row[0] != r:
            continue
        if row[3] == Kind.WORKED:
            starts.setdefault(int(row[4]), int(row[1]))
        if row[3] == Kind.ENDED:
            ends[int(row[4])] = int(row[1])
    return starts, ends


@LAWS
@given(portfolios())
def test_no_stage_starts_before_its_predecessors_end(data: dict[str, Any]) -> None:
    cases, trace = trace_of(data)
    for r in range(cases.replications):
        starts, ends = starts_and_ends(cases, trace, r)
        for s, before in enumerate(cases.stages.predecessors.lists()):
            for predecessor in before:
                if s in starts:
                    assert ends[predecessor] <= starts[s]


@LAWS
@given(portfolios())
def test_crews_are_never_oversubscribed(data: dict[str, Any]) -> None:
    cases, trace = trace_of(data)
    crews = int(data["resources"]["crews"]["capacity"]) * 1000
    for r in range(cases.replications):
        starts, ends = starts_and_ends(cases, trace, r)
        busy = np.zeros(cases.calendar.last_day + 2, np.int64)
        for s, (names, units) in enumerate(zip(cases.stages.needed.lists(), cases.stages.need.lists(), strict=True)):
            if s in starts and 0 in names:
                busy[starts[s] : ends.get(s, len(busy))] += units[names.index(0)]
        assert busy.max() <= crews


@LAWS
@given(portfolios())
def test_supplies_are_never_used_before_they_arrive(data: dict[str, Any]) -> None:
    cases, trace = trace_of(data)
    supplied = trace.where(Kind.SUPPLIED)
    for r in range(cases.replications):
        starts, _ = starts_and_ends(cases, trace, r)
        stock = np.zeros(cases.calendar.last_day + 1, np.int64)
        mine = supplied.take(supplied.replication == r)
        np.add.at(stock, mine.day, mine.amount)
        for s, (names, units) in enumerate(zip(cases.stages.needed.lists(), cases.stages.need.lists(), strict=True)):
            if s in starts and 1 in names:
                stock[starts[s]] -= units[names.index(1)]
        assert np.cumsum(stock).min() >= 0


@LAWS
@given(portfolios())
def test_every_day_of_every_stage_is_waiting_or_work(data: dict[str, Any]) -> None:
    cases, trace = trace_of(data)
    end = cases.calendar.last_day + 1
    for r in range(cases.replications):
        _, ends = starts_and_ends(cases, trace, r)
        days = np.zeros(len(cases.index.stages), np.int64)
        for row in columns(trace.where(Kind.WAITED, Kind.WORKED)):
            if row[0] == r:
                stage = row[4] // len(cases.index.causes) if row[3] == Kind.WAITED else row[4]
                days[stage] += min(row[2], end) - row[1]
        for s in range(len(days)):
            assert days[s] == ends.get(s, end)


@LAWS
@given(portfolios())
def test_a_stage_commits_what_it_pays_and_gives_back(data: dict[str, Any]) -> None:
    cases, trace = trace_of(data)
    shape = (cases.replications, len(cases.index.stages))
    moved = {}
    for kind in (Kind.COMMITTED, Kind.TOPPED_UP, Kind.RETURNED, Kind.PAID):
        rows = trace.where(kind)
        moved[kind] = np.zeros(shape, np.int64)
        np.add.at(moved[kind], (rows.replication, rows.subject // len(cases.index.allotments)), rows.amount)
    ended = np.zeros(shape, bool)
    rows = trace.where(Kind.ENDED)
    ended[rows.replication, rows.subject] = True
    granted = moved[Kind.COMMITTED] + moved[Kind.TOPPED_UP]
    assert (granted[ended] == (moved[Kind.PAID] + moved[Kind.RETURNED])[ended]).all()
    assert (moved[Kind.PAID][ended] == cases.stages.cost[ended]).all()


@LAWS
@given(portfolios())
def test_a_replication_is_the_same_in_any_block(data: dict[str, Any]) -> None:
    scenario = scenario_of(data)
    whole = columns(simulate(cases_of(scenario, 6)))
    part = columns(simulate(cases_of(scenario, 20, rows=range(2, 5))))
    part[:, 0] += 2
    np.testing.assert_array_equal(whole[(whole[:, 0] >= 2) & (whole[:, 0] < 5)], part)


@LAWS
@given(portfolios())
def test_a_new_project_of_no_cost_moves_nobody(data: dict[str, Any]) -> None:
    more = copy.deepcopy(data)
    more["projects"]["zz_new"] = {"stages": {"think": {"duration": "pert(5, 10, 30) days"}}}
    cases, before = trace_of(data)
    _, after = trace_of(more)
    kept = after.take(~_of_stage(after, len(cases.index.stages), cases))
    kinds = (Kind.PAID, Kind.ENDED, Kind.WORKED)
    np.testing.assert_array_equal(columns(before.where(*kinds)), columns(kept.where(*kinds)))


def _of_stage(trace: Trace, stage: int, cases: Cases) -> np.ndarray:
    by_allotment = trace.kind == Kind.PAID
    number = np.where(by_allotment, trace.subject // len(cases.index.allotments), trace.subject)
    return np.asarray(np.isin(trace.kind, (Kind.PAID, Kind.ENDED, Kind.WORKED)) & (number == stage))


@LAWS
@given(portfolios())
def test_the_value_of_the_currency_scales_the_money_and_moves_no_day(data: dict[str, Any]) -> None:
    scaled = in_other_currency(data)
    _, before = trace_of(data)
    _, after = trace_of(scaled)
    money = np.isin(before.kind, (Kind.PAID, Kind.COMMITTED, Kind.TRANCHE, Kind.RETURNED, Kind.TOPPED_UP))
    np.testing.assert_array_equal(columns(before)[:, :5], columns(after)[:, :5])
    np.testing.assert_allclose(after.amount[money], before.amount[money] * 8, atol=16)


def in_other_currency(data: Any) -> Any:
    """The same amounts written in EUR, of which one is 8 USD, reported in USD."""
    if isinstance(data, dict):
        scaled = {key: in_other_currency(value) for key, value in data.items()}
        return {**scaled, "fx": {"EUR": 0.125}} if "horizon" in data else scaled
    if isinstance(data, list):
        return [in_other_currency(value) for value in data]
    return data.replace("USD", "EUR") if isinstance(data, str) else data
