"""Stages of a scenario as flat arrays, project by project."""

from __future__ import annotations

import numpy as np

from simulator.cases.drawn import Drawn
from simulator.cases.index import Index, number_of
from simulator.cases.stage_costs import costs_of
from simulator.cases.types import Ragged, Stages
from simulator.cases.whole_numbers import MILLI, milli, whole_days
from simulator.quantities.calendar import Calendar
from simulator.quantities.quantity import Constant, Sampled
from simulator.quantities.units import Dimension
from simulator.scenario.precedence import predecessors_of
from simulator.scenario.project import Capital, Project, Stage
from simulator.scenario.schema import Scenario
from simulator.scenario.uncertain import moving_currencies


def stages_of(scenario: Scenario, index: Index, calendar: Calendar, drawn: Drawn) -> Stages:
    """The stages' arrays: (S,) where structure, (R, S) where drawn."""
    projects = scenario.projects.values()
    named = [(project, name, stage) for project in projects for name, stage in project.stages.items()]
    counts = [len(project.stages) for project in projects]
    number = {name: s for s, name in enumerate(index.stages)}
    before = [[number[name] for name in names] for names in predecessors_of(scenario).values()]
    classes = [_asset_class(project, stage) for project, _, stage in named]
    cost, budget = costs_of(scenario, drawn)
    moving = moving_currencies(scenario)
    return Stages(
        project=np.repeat(np.arange(len(counts)), counts),
        first_of_project=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        predecessors=Ragged.of(before),
        successors=Ragged.of(successors_of(before)),
        not_before=np.array([_not_before(project, stage, calendar) for project, _, stage in named], np.int64),
        needed=Ragged.of([[index.resources.index(name) for name in stage.needs] for _, _, stage in named]),
        need=Ragged.of([[round(units.value * MILLI) for units in stage.needs.values()] for _, _, stage in named]),
        priority=np.array([_priority(project, stage) for project, _, stage in named], np.int64),
        budget=budget,
        expensed=np.array([_treatment(project, stage) == "expense" for project, _, stage in named], bool),
        asset_class=np.array([number_of(index.asset_classes, name) for name in classes], np.int64),
        serves=np.array([name in project.capacity_by_stage for project, name, _ in named], bool),
        cost=cost,
        currency=np.array([_currency(moving, project, stage) for project, _, stage in named], np.int64),
        **_drawn_of_stages(scenario, index, drawn),
    )


def successors_of(before: list[list[int]]) -> list[list[int]]:
    """Stage numbers that wait for each stage, in file order.

    >>> successors_of([[], [0], [0, 1]])
    [[1, 2], [2], []]
    """
    after: list[list[int]] = [[] for _ in before]
    for s, predecessors in enumerate(before):
        for predecessor in predecessors:
            after[predecessor].append(s)
    return after


def _drawn_of_stages(scenario: Scenario, index: Index, drawn: Drawn) -> dict[str, np.ndarray]:
    """The (R, S) arrays, costs apart."""
    nothing = np.zeros(drawn.replications, np.int64)
    lives = {
        name: whole_days(drawn.of(f"asset_classes.{name}.life", c.life), c.life)
        for name, c in scenario.asset_classes.items()
    }
    columns: dict[str, list[np.ndarray]] = {"duration": [], "capacity": [], "life": []}
    for name, project in scenario.projects.items():
        for stage_name, stage in project.stages.items():
            path = f"projects.{name}.stages.{stage_name}.duration"
            served = project.capacity_by_stage.get(stage_name)
            served_path = f"projects.{name}.capacity_by_stage.{stage_name}"
            columns["duration"].append(whole_days(drawn.of(path, stage.duration), stage.duration))
            columns["capacity"].append(milli(drawn.of(served_path, served)) if served else nothing)
            columns["life"].append(lives.get(_asset_class(project, stage) or "", nothing))
    empty = np.zeros((drawn.replications, 0), np.int64)
    return {key: np.stack(column, axis=1) if column else empty for key, column in columns.items()}


def _asset_class(project: Project, stage: Stage) -> str | None:
    treatment = _treatment(project, stage)
    return treatment.capital if isinstance(treatment, Capital) else None


def _treatment(project: Project, stage: Stage) -> str | Capital:
    return stage.treatment if stage.treatment is not None else project.treatment


def _currency(moving: list[str], project: Project, stage: Stage) -> int:
    """The moving currency in which a stage's cost is written, or the budget that it is a share of; -1 without."""
    written = stage.cost if stage.cost.dimension == Dimension.MONEY else project.budget
    currency = written.currency if isinstance(written, Constant | Sampled) else ""
    return moving.index(currency) if currency in moving else -1


def _priority(project: Project, stage: Stage) -> int:
    return stage.priority if stage.priority is not None else project.priority


def _not_before(project: Project, stage: Stage, calendar: Calendar) -> int:
    dates = (project.start.not_before, stage.earliest)
    return max(calendar.day_of(date or calendar.start) for date in dates)
