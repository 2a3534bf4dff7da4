"""Budgets raised by reference classes: classes that do not exist, and what is odd about those that do."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.scenario.checks.finding import Finding, unknown
from simulator.scenario.reference_classes import reference_classes
from simulator.scenario.schema import Scenario


def check_uplifts(scenario: Scenario) -> Iterator[Finding]:
    """Reference classes are those of the table."""
    for name, project in scenario.projects.items():
        if project.uplift:
            loc = ("projects", name, "uplift", "class")
            yield from unknown(loc, project.uplift.reference_class, reference_classes(), "reference class")


def odd_uplifts(scenario: Scenario) -> Iterator[Finding]:
    """Classes whose tail has no mean: a percentile covers what it says, and nothing covers the rest."""
    for name, project in scenario.projects.items():
        row = reference_classes().get(project.uplift.reference_class) if project.uplift else None
        if row and row.overruns.mean() is None:
            problem = "is a class whose overruns have no mean: the worst of them outgrow any average"
            yield Finding(("projects", name, "uplift", "class"), problem, "its percentiles are all that can be said")
