"""Faults of projects and stages: names, references that go nowhere or in a circle, needs, and budgets."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.quantities.units import Dimension
from simulator.registry import hint
from simulator.scenario.checks.finding import ROUNDING, Finding, Loc, most_of, number_of, outside, total_of, unknown
from simulator.scenario.precedence import cycle_of, predecessors_of
from simulator.scenario.programmes import programme_of
from simulator.scenario.project import Capital, Project
from simulator.scenario.schema import Consumable, Renewable, Scenario


def check_projects(scenario: Scenario) -> Iterator[Finding]:
    """Pools, markets, asset classes and programmes exist; starts lie within the horizon."""
    for name, project in scenario.projects.items():
        loc: Loc = ("projects", name)
        for pool in project.pool:
            yield from unknown((*loc, "pool"), pool, scenario.pools, "pool")
        if project.market is not None:
            yield from unknown((*loc, "market"), project.market, scenario.markets, "market")
        if project.start.not_before:
            yield from outside((*loc, "start"), project.start.not_before, scenario)
        if project.renewal and project.renewal.pool:
            yield from unknown((*loc, "renewal", "pool"), project.renewal.pool, scenario.pools, "pool")
        yield from _serving(loc, project)
        yield from _treated((*loc, "treatment"), project.treatment, scenario)
    known = {programme_of(name, p) for name, p in scenario.projects.items()}
    for n, programme in enumerate(scenario.programmes):
        yield from unknown(("programmes", n), programme, known, "programme")


def _serving(loc: Loc, project: Project) -> Iterator[Finding]:
    for stage in project.capacity_by_stage:
        yield from unknown((*loc, "capacity_by_stage", stage), stage, project.stages, "stage of this project")
    if project.capacity and project.capacity_by_stage:
        yield Finding((*loc, "capacity"), "is stated twice", "either `capacity` or `capacity_by_stage`")
    if project.renewal and not project.life:
        yield Finding((*loc, "renewal"), "has nothing that ends", "a `life` after which capacity is renewed")


def _treated(loc: Loc, treatment: object, scenario: Scenario) -> Iterator[Finding]:
    if isinstance(treatment, Capital):
        yield from unknown((*loc, "capital"), treatment.capital, scenario.asset_classes, "asset class")


def check_stages(scenario: Scenario) -> Iterator[Finding]:
    """Asset classes and resources of stages exist; their dates lie within the horizon."""
    for name, project in scenario.projects.items():
        for stage_name, stage in project.stages.items():
            loc: Loc = ("projects", name, "stages", stage_name)
            if stage.earliest:
                yield from outside((*loc, "earliest"), stage.earliest, scenario)
            yield from _treated((*loc, "treatment"), stage.treatment, scenario)
            for resource in stage.needs:
                yield from unknown((*loc, "needs", resource), resource, scenario.resources, "resource")


def check_references(scenario: Scenario) -> Iterator[Finding]:
    """References that name nothing; where all name something, those that go round in a circle."""
    unresolved = [*_unresolved(scenario)]
    yield from unresolved or _cycles(scenario)


def _unresolved(scenario: Scenario) -> Iterator[Finding]:
    stages = {f"{name}.{stage}" for name, project in scenario.projects.items() for stage in project.stages}
    for name, project in scenario.projects.items():
        outer = [*scenario.projects, *sorted(stages)]
        for n, ref in enumerate(project.after):
            yield from unknown(("projects", name, "after", n), ref, outer, "project or project.stage")
        for stage_name, stage in project.stages.items():
            inner = [*project.stages, *scenario.projects, *sorted(stages)]
            for n, ref in enumerate(stage.after):
                loc: Loc = ("projects", name, "stages", stage_name, "after", n)
                if ref not in inner:
                    near = hint(ref, inner)
                    allowed = f"a stage of this project ({', '.join(project.stages)}), a project, or project.stage"
                    yield Finding(loc, f"{ref!r} names nothing{near}", allowed)


def _cycles(scenario: Scenario) -> Iterator[Finding]:
    cycle = cycle_of(predecessors_of(scenario))
    if cycle:
        project, _, stage = cycle[0].partition(".")
        loc: Loc = ("projects", project, "stages", stage, "after")
        yield Finding(loc, f"is a cycle: {' -> '.join(cycle)}", "an order in which something can come first")


def check_needs(scenario: Scenario) -> Iterator[Finding]:
    """Stages need what there will be, in the unit of the resource."""
    for name, project in scenario.projects.items():
        for stage_name, stage in project.stages.items():
            for resource_name, units in stage.needs.items():
                loc: Loc = ("projects", name, "stages", stage_name, "needs", resource_name)
                resource = scenario.resources.get(resource_name)
                if resource is not None and (units.dimension is Dimension.POWER) != _in_power(resource):
                    unit = "MW" if _in_power(resource) else "a plain number"
                    yield Finding(loc, f"is not in the unit of {resource_name}", f"{unit}, as the resource is stated")
                elif isinstance(resource, Renewable) and number_of(units) > (most := most_of(resource.capacity)):
                    yield Finding(loc, f"is more than there will ever be ({most:g})", f"at most {most:g}")


def _in_power(resource: Renewable | Consumable) -> bool:
    stated = resource.capacity if isinstance(resource, Renewable) else resource.supply
    return stated.dimension in (Dimension.POWER, Dimension.POWER_PER_TIME)


def check_budgets(scenario: Scenario) -> Iterator[Finding]:
    """Shares have a budget to be shares of, and divide it whole."""
    for name, project in scenario.projects.items():
        shares = [s.cost for s in project.stages.values() if s.cost.dimension == Dimension.SHARE]
        total = total_of(shares)
        loc: Loc = ("projects", name)
        others = (project.benefit and project.benefit.yearly, project.renewal and project.renewal.cost)
        if project.budget is None and (total > 0 or any(of and of.dimension == Dimension.SHARE for of in others)):
            yield Finding((*loc, "budget"), "is missing, and shares of it are stated", "write a `budget`")
        all_shares = len(shares) == len(project.stages)
        if project.budget is not None and (total > 1 + ROUNDING or (total < 1 - ROUNDING and all_shares)):
            side = "over" if total > 1 else "under"
            problem = f"is {side}-split: the stages' shares add up to {total:.4%}"
            yield Finding((*loc, "budget"), problem, "shares of 100 % in all")
