"""Projects as pictures show them: the waves of a repeated project together, under their common name."""

from __future__ import annotations

from simulator.scenario.funding import Appropriation
from simulator.scenario.plan import plan_of
from simulator.scenario.programmes import programme_of
from simulator.scenario.schema import Scenario


def grouped(scenario: Scenario) -> dict[str, list[str]]:
    """The projects behind each name, in the order of the file: itself, or the waves of a repeated one."""
    groups: dict[str, list[str]] = {}
    for name, project in scenario.projects.items():
        groups.setdefault(project.wave_of or name, []).append(name)
    return groups


def programme_of_group(scenario: Scenario, members: list[str]) -> str:
    """The programme that the projects of a group report to."""
    return programme_of(members[0], scenario.projects[members[0]])


def in_plan(scenario: Scenario) -> set[str]:
    """The programmes that are uses of the plan: a project of theirs draws first on a pool that the plan fills."""
    name = plan_of(scenario)
    plan = scenario.funding[name] if name else None
    pools = plan.into if isinstance(plan, Appropriation) else {}
    return {
        programme_of(name, project)
        for name, project in scenario.projects.items()
        if project.pool and project.pool[0] in pools
    }
