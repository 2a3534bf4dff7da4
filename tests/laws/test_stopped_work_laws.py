"""What holds of work and crews that are stopped, hit and let go on, whatever is decided and strikes."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from simulator.cases.codes import Do
from simulator.cases.types import Cases
from simulator.engine import simpy_engine
from simulator.engine.script import Script, script_of
from simulator.engine.world import World
from simulator.trace import Kind, Trace
from tests.laws.decisions import decided
from tests.laws.portfolios import portfolios
from tests.laws.test_engine_laws import columns
from tests.worlds import rows_of, trace_of

LAWS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
#: rows that say what was looked at and decided
DECISIONS = (Kind.OBSERVED, Kind.FIRED, Kind.ACTED, Kind.WITHOUT_EFFECT)


def held_back(cases: Cases, trace: Trace, r: int) -> list[tuple[int, int, int, bool]]:
    """(project, from, until, for good) of what is paused, put off or given up, by the rows of the decisions."""
    never = cases.calendar.last_day + 1
    found = [(p, day, never, True) for day, _, p, _ in rows_of(cases, trace, Kind.ABANDONED, r)]
    paused: dict[int, int] = {}
    for day, _, action, days in rows_of(cases, trace, Kind.ACTED, r):
        do, project = cases.rules.do[action], int(cases.rules.do_subject[action])
        if do == Do.PAUSE:
            paused[project] = day
        elif do == Do.RESUME:
            found.append((project, paused.pop(project), day, True))
        elif do in (Do.DEFER_BY, Do.DEFER_UNTIL):
            found.append((project, day, day + days, False))
    return found + [(project, day, never, True) for project, day in paused.items()]


@LAWS
@given(decided())
def test_nothing_begins_that_is_held_back_and_no_work_is_done_that_is_stopped(data: dict[str, Any]) -> None:
    cases, trace = trace_of(data)
    stage_project, allotments = cases.stages.project, len(cases.index.allotments)
    for r in range(cases.replications):
        worked = rows_of(cases, trace, Kind.WORKED, r)
        committed = rows_of(cases, trace, Kind.COMMITTED, r)
        paid = [(day, until, s // allotments) for day, until, s, _ in rows_of(cases, trace, Kind.PAID, r)]
        for project, since, to, stopped in held_back(cases, trace, r):
            begun = [day for day, _, s, _ in committed if stage_project[s // allotments] == project]
            assert not [day for day in begun if since <= day < to]
            work = [(day, until, s) for day, until, s, _ in worked] + paid
            spells = [(day, until) for day, until, s in work if stage_project[s] == project]
            assert not stopped or not [one for one in spells if max(one[0], since) < min(one[1], to)]


@LAWS
@given(decided())
def test_every_day_of_every_stage_is_waiting_or_work_until_it_is_given_up(data: dict[str, Any]) -> None:
    cases, trace = trace_of(data)
    end = cases.calendar.last_day + 1
    for r in range(cases.replications):
        over = {s: day for day, _, s, _ in rows_of(cases, trace, Kind.ENDED, r)}
        given_up = {p: day for day, _, p, _ in rows_of(cases, trace, Kind.ABANDONED, r)}
        days = np.zeros(len(cases.index.stages), np.int64)
        for day, until, s, _ in rows_of(cases, trace, Kind.WORKED, r):
            days[s] += min(until, end) - day
        for day, until, subject, _ in rows_of(cases, trace, Kind.WAITED, r):
            days[subject // len(cases.index.causes)] += until - day
        for s, project in enumerate(cases.stages.project.tolist()):
            assert days[s] == over.get(s, given_up.get(project, end)), cases.index.stages[s]


@LAWS
@given(decided())
def test_no_more_crews_are_at_work_than_there_ever_were(data: dict[str, Any]) -> None:
    """Each risk doubles them at the most, and fewer than are at work stop nobody."""
    cases, trace = trace_of(data)
    crews = int(data["resources"]["crews"]["capacity"]) * 1000
    hits = [one for risk in data["risks"].values() for one in risk["hits"]]
    most = crews * 2 ** len([one for one in hits if one.get("capacity") == {"multiply": 2}])
    needs = [
        dict(zip(names, units, strict=True)).get(0, 0)
        for names, units in zip(cases.stages.needed.lists(), cases.stages.need.lists(), strict=True)
    ]
    for r in range(cases.replications):
        busy = np.zeros(cases.calendar.last_day + 2, np.int64)
        for day, until, s, _ in rows_of(cases, trace, Kind.WORKED, r):
            busy[day:until] += needs[s]
        assert busy.max() <= most


@LAWS
@given(decided())
def test_crews_are_free_unless_a_stage_has_them(data: dict[str, Any]) -> None:
    worlds: list[World] = []

    class Kept(World):
        def __init__(self, *args: Any) -> None:
            super().__init__(*args)
            worlds.append(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(simpy_engine, "World", Kept)
        trace_of(data)
    for world in worlds:
        script = world.script
        taken = [0] * len(world.free)
        for s, needs in enumerate(script.needs):
            has = world.jobs[s].crewed if s in world.jobs else not script.open[s] and s not in world.ended_on
            for resource, units in needs if world.begun[s] and has else []:
                taken[resource] += units
        for resource, used_up in enumerate(script.consumable):
            if not used_up:
                assert world.at_hand[resource] - world.free[resource] == taken[resource]


def script_of_jobs(cases: Cases) -> Script:
    """A script in which any stage may be stopped."""
    return replace(script_of(cases), open=[True] * len(cases.index.stages))


@LAWS
@given(portfolios())
def test_work_that_nothing_happens_to_has_the_same_rows_as_work_that_may_be_stopped(data: dict[str, Any]) -> None:
    _, at_once = trace_of(data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(simpy_engine, "script_of", script_of_jobs)
        _, as_jobs = trace_of(data)
    np.testing.assert_array_equal(columns(at_once), columns(as_jobs))


def by_day(cases: Cases, trace: Trace, kind: Kind) -> dict[tuple[int, int, int], int]:
    """What falls on each day, by replication, subject and day: cents, or days of work."""
    found: dict[tuple[int, int, int], int] = {}
    for r, day, until, _, subject, amount in columns(trace.where(kind)).tolist():
        whole, rest = divmod(amount, until - day) if until > day else (0, amount)
        for n in range(max(until - day, 1)):
            key = (r, subject, day + n)
            found[key] = found.get(key, 0) + whole + (n < rest if until > day else rest)
    return {key: amount for key, amount in found.items() if amount}


@LAWS
@given(decided())
def test_a_pause_that_ends_at_once_delays_nobody_who_needs_no_crews(data: dict[str, Any]) -> None:
    """Crews would be free for others at that moment.

    Which of two stages that end on one day ends last, and so puts the project in service, may change.
    """
    data["allocation"]["blocking"] = False
    for stage in data["projects"]["p0"]["stages"].values():
        stage.get("needs", {}).pop("crews", None)
    data["rules"] = {}
    blinking = copy.deepcopy(data)
    blinking["rules"] = {"blink": {"when": {"date": "2025-04-10"}, "do": [{"pause": "p0"}, {"resume": "p0"}]}}
    (cases, before), (_, after) = trace_of(data), trace_of(blinking)
    for kind in (Kind.WORKED, Kind.PAID, Kind.WAITED):
        assert by_day(cases, before, kind) == by_day(cases, after, kind)
    spread = (Kind.WORKED, Kind.PAID, Kind.WAITED, *DECISIONS)
    rest = [columns(trace.take(~np.isin(trace.kind, spread))) for trace in (before, after)]
    for rows in rest:
        in_service = rows[:, 3] == Kind.IN_SERVICE
        rows[in_service, 4] = cases.stages.project[rows[in_service, 4]]
    one, other = (rows[np.lexsort(rows.T[::-1])] for rows in rest)
    np.testing.assert_array_equal(one, other)


@LAWS
@given(decided())
def test_a_stage_that_ends_has_worked_its_days_and_paid_its_cost_however_often_it_was_stopped(
    data: dict[str, Any],
) -> None:
    data["risks"] = {}
    for rule in data["rules"].values():
        rule["when"] = {"date": "2025-04-10"} if "risk" in str(rule["when"]) else rule["when"]
    cases, trace = trace_of(data)
    allotments = len(cases.index.allotments)
    shape = (cases.replications, len(cases.index.stages))
    worked, paid, ended = np.zeros(shape, np.int64), np.zeros(shape, np.int64), np.zeros(shape, bool)
    rows = trace.where(Kind.WORKED)
    np.add.at(worked, (rows.replication, rows.subject), rows.amount)
    rows = trace.where(Kind.PAID)
    np.add.at(paid, (rows.replication, rows.subject // allotments), rows.amount)
    rows = trace.where(Kind.ENDED)
    ended[rows.replication, rows.subject] = True
    assert (worked[ended] == cases.stages.duration[ended]).all()
    at_home = ended & (cases.stages.currency < 0)
    assert (paid[at_home] == cases.stages.cost[at_home]).all()
