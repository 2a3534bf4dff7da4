"""The plan: the appropriation that all else is measured by."""

from __future__ import annotations

from simulator.scenario.funding import Appropriation
from simulator.scenario.schema import Scenario


def plan_of(scenario: Scenario) -> str | None:
    """The name of the plan: the first appropriation of the file."""
    kinds = scenario.funding.items()
    return next((name for name, funding in kinds if isinstance(funding, Appropriation)), None)
