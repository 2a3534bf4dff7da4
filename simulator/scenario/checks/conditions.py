"""Faults of conditions: what rules and projects watch, and that it exists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from simulator.scenario.checks.finding import Finding, Loc, unknown
from simulator.scenario.conditions import Condition
from simulator.scenario.schema import Scenario


class Watched(NamedTuple):
    """A name that a condition watches: where it stands, among which names, of what."""

    loc: Loc
    name: str
    names: Iterable[str]
    what: str


def check_conditions(scenario: Scenario) -> Iterator[Finding]:
    """Markets, pools, projects, stages, risks and rules that are watched exist, and reviews can tell how long."""
    for outer, condition in conditions_of(scenario):
        for loc, part in parts_of(condition, outer):
            yield from _between_reviews(part, loc, scenario)
            for watched in _watched(part, loc, scenario):
                yield from unknown(*watched)


def conditions_of(scenario: Scenario) -> Iterator[tuple[Loc, Condition]]:
    """The conditions of rules, then those of projects, with their places."""
    for name, rule in scenario.rules.items():
        yield ("rules", name, "when"), rule.when
    for name, project in scenario.projects.items():
        if project.start.when:
            yield ("projects", name, "start", "when"), project.start.when


def parts_of(condition: Condition, loc: Loc) -> Iterator[tuple[Loc, Condition]]:
    """A condition and all that it joins, with their places."""
    yield loc, condition
    for key, joined in (("all", condition.all_of), ("any", condition.any_of)):
        for n, part in enumerate(joined or ()):
            yield from parts_of(part, (*loc, key, n))
    if condition.not_ is not None:
        yield from parts_of(condition.not_, (*loc, "not"))


def _between_reviews(condition: Condition, loc: Loc, scenario: Scenario) -> Iterator[Finding]:
    """Lengths of time that are no whole number of reviews."""
    every = scenario.reviews.every
    for place, lasting in condition.spells():
        if not lasting.fits(every):
            problem = "is no whole number of quarters, at whose ends reviews are held"
            yield Finding((*loc, *place), problem, "a multiple of 3 months, or `reviews: {every: month}`")


def _watched(condition: Condition, loc: Loc, scenario: Scenario) -> Iterator[Watched]:
    markets = (("utilisation", condition.utilisation), ("demand", condition.demand), ("price", condition.price))
    for key, bound in markets:
        if bound is not None:
            yield Watched((*loc, key, "market"), bound.market, scenario.markets, "market")
    if condition.pool is not None:
        yield Watched((*loc, "pool", "name"), condition.pool.name, scenario.pools, "pool")
    if condition.stage is not None:
        stages = [f"{name}.{stage}" for name, project in scenario.projects.items() for stage in project.stages]
        yield Watched((*loc, "stage", "name"), condition.stage.name, stages, "stage")
    if condition.project is not None:
        yield Watched((*loc, "project", "name"), condition.project.name, scenario.projects, "project")
    if condition.overrun is not None:
        yield Watched((*loc, "overrun", "project"), condition.overrun.project, scenario.projects, "project")
    if condition.risk is not None:
        yield Watched((*loc, "risk"), condition.risk, scenario.risks, "risk")
    if condition.rule is not None:
        yield Watched((*loc, "rule"), condition.rule, scenario.rules, "rule")
