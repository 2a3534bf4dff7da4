"""Faults of risks: hits on names that do not exist, hits that say nothing, windows out of reach."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import singledispatch

from simulator.quantities.value import Constant
from simulator.scenario.checks.decisions import tags_of
from simulator.scenario.checks.finding import Finding, Loc, outside, unknown, unmatched, without_match
from simulator.scenario.funding import Appropriation
from simulator.scenario.risks import (
    AppropriationHit,
    CurrencyHit,
    GrowthChange,
    Lengthening,
    MarketHit,
    ProjectHit,
    ResourceHit,
    StageHit,
)
from simulator.scenario.schema import Consumable, Scenario
from simulator.scenario.section import Section
from simulator.scenario.selection import projects_named, stages_named

#: keys that say what is hit, not what happens to it
OF_WHOM = frozenset(("stages", "projects", "tag", "resource", "market", "fx", "appropriation"))


def check_risks(scenario: Scenario) -> Iterator[Finding]:
    """Risks strike within the horizon, and hit something that exists."""
    for name, risk in scenario.risks.items():
        for n, day in enumerate(risk.window):
            yield from outside(("risks", name, "window", n), day, scenario)
        if isinstance(risk.lasts, Constant) and risk.lasts.value < 1:
            yield Finding(("risks", name, "lasts"), "is less than a day", "1 day or more")
        for n, hit in enumerate(risk.hits):
            loc: Loc = ("risks", name, "hits", n)
            yield from _on_names(hit, loc, scenario)
            yield from _silent(hit, loc)


def _silent(hit: Section, loc: Loc) -> Iterator[Finding]:
    """Findings where nothing says what happens: no effect, or one without an amount."""
    effects = [key for key in type(hit).model_fields if key not in OF_WHOM]
    if not any(getattr(hit, key) not in (None, False) for key in effects):
        yield Finding(loc, "says not what happens", f"one or more of: {', '.join(effects)}")
    for key in effects:
        effect = getattr(hit, key)
        if isinstance(effect, Lengthening | GrowthChange) and effect.multiply is None and effect.add is None:
            yield Finding((*loc, key), "says not by how much", "`multiply`, `add`, or both")


@singledispatch
def _on_names(hit: Section, loc: Loc, scenario: Scenario) -> Iterator[Finding]:
    """Findings of names that a hit is about."""
    raise TypeError(f"{type(hit).__name__} is not a hit")


@_on_names.register
def _(hit: StageHit, loc: Loc, scenario: Scenario) -> Iterator[Finding]:
    stages = [f"{name}.{stage}" for name, project in scenario.projects.items() for stage in project.stages]
    for n, name in enumerate(hit.stages):
        if not stages_named(scenario, [name]):
            yield without_match((*loc, "stages", n), name, [*scenario.projects, *stages], "stage")
    yield from _of_tag(loc, hit.tag, bool(stages_named(scenario, hit.stages, hit.tag)), scenario)


@_on_names.register
def _(hit: ProjectHit, loc: Loc, scenario: Scenario) -> Iterator[Finding]:
    yield from unmatched((*loc, "projects"), hit.projects, scenario)
    yield from _of_tag(loc, hit.tag, bool(projects_named(scenario, hit.projects, hit.tag)), scenario)


def _of_tag(loc: Loc, tag: str | None, found: bool, scenario: Scenario) -> Iterator[Finding]:
    """Findings of a tag that no project has, or none of those that are named."""
    if tag is not None and not found:
        missing = [*unknown((*loc, "tag"), tag, tags_of(scenario), "tag of a project")]
        yield from missing or [Finding((*loc, "tag"), "is a tag of none of these", "a tag that one of them has")]


@_on_names.register
def _(hit: ResourceHit, loc: Loc, scenario: Scenario) -> Iterator[Finding]:
    missing = [*unknown((*loc, "resource"), hit.resource, scenario.resources, "resource")]
    yield from missing
    if missing:
        return
    used_up = isinstance(scenario.resources[hit.resource], Consumable)
    if hit.supply and not used_up:
        yield Finding((*loc, "supply"), f"is of {hit.resource}, which has a capacity and no supply", "`capacity`")
    if hit.capacity and used_up:
        yield Finding((*loc, "capacity"), f"is of {hit.resource}, which has a supply and no capacity", "`supply`")


@_on_names.register
def _(hit: MarketHit, loc: Loc, scenario: Scenario) -> Iterator[Finding]:
    for n, name in enumerate(hit.market):
        if not any(fnmatchcase(market, name) for market in scenario.markets):
            yield without_match((*loc, "market", n), name, scenario.markets, "market")


@_on_names.register
def _(hit: CurrencyHit, loc: Loc, scenario: Scenario) -> Iterator[Finding]:
    if hit.fx == scenario.currency:
        yield Finding((*loc, "fx"), "is the reporting currency", "a currency of `fx`")
    else:
        yield from unknown((*loc, "fx"), hit.fx, scenario.fx, "currency")


@_on_names.register
def _(hit: AppropriationHit, loc: Loc, scenario: Scenario) -> Iterator[Finding]:
    plans = [name for name, funding in scenario.funding.items() if isinstance(funding, Appropriation)]
    yield from unknown((*loc, "appropriation"), hit.appropriation, plans, "appropriation")
