"""When stages were to end: what rules that watch lateness compare with."""

from __future__ import annotations

from collections.abc import Container, Mapping
from math import inf
from typing import NamedTuple

from simulator.cases.schedule import topological_order
from simulator.cases.types import Cases


class Planned(NamedTuple):
    """A stage as it was planned: its date, the days that it is expected to take, and the stages that it follows."""

    stage: int
    project: int
    not_before: int
    days: float
    predecessors: list[int]


def plan_of(cases: Cases, watched: set[int]) -> list[Planned]:
    """The stages watched and all that they follow, those that come first before the others."""
    predecessors = cases.stages.predecessors.lists()
    wanted, order = set(watched), topological_order(cases.stages) if watched else []
    for s in reversed(order):
        if s in wanted:
            wanted.update(predecessors[s])
    project, not_before = cases.stages.project.tolist(), cases.stages.not_before.tolist()
    return [
        Planned(s, project[s], not_before[s], float(cases.belief.duration[s]), predecessors[s])
        for s in order
        if s in wanted
    ]


def planned_finishes(plan: list[Planned], started: Mapping[int, int], awaiting: Container[int]) -> dict[int, float]:
    """The day on which each stage of a plan was to end, nobody waiting for anybody.

    A project that waits for a rule or its trigger is planned from the day on which it is started; until then no end
    is planned of it, nor of what follows it, which is told as infinity.

    Parameters
    ----------
    started : project -> day, of those that waited
    awaiting : projects that wait still

    >>> plan = [Planned(0, 0, 5, 10.0, []), Planned(1, 1, 0, 20.0, [0])]
    >>> planned_finishes(plan, {}, ()), planned_finishes(plan, {1: 100}, ()), planned_finishes(plan, {}, {1})
    ({0: 15.0, 1: 35.0}, {0: 15.0, 1: 120.0}, {0: 15.0, 1: inf})
    """
    finish: dict[int, float] = {}
    for s, project, not_before, days, predecessors in plan:
        begins = inf if project in awaiting else max(not_before, started.get(project, 0))
        finish[s] = max([begins, *(finish[before] for before in predecessors)]) + days
    return finish
