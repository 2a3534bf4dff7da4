"""The plan and the reporting lines of a scenario."""

from __future__ import annotations

from simulator.scenario.funding import Appropriation
from simulator.scenario.project import Project
from simulator.scenario.schema import Scenario


def programme_of(name: str, project: Project) -> str:
    """The reporting line of a project."""
    return project.programme or project.wave_of or name


def plan_of(scenario: Scenario) -> str | None:
    """The name of the plan: the first appropriation of the file."""
    kinds = scenario.funding.items()
    return next((name for name, funding in kinds if isinstance(funding, Appropriation)), None)
