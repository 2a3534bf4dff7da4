"""Limits on commitments that a stage passes by itself, so that it waits for ever."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.quantities.quantity import Quantity, mean, quantile
from simulator.quantities.units import Dimension
from simulator.scenario.checks.finding import Finding
from simulator.scenario.project import Project
from simulator.scenario.reference_classes import multiple_of
from simulator.scenario.schema import Scenario
from simulator.scenario.selection import tagged

#: commitments are whole cents
CENT = 0.01


def tight_limits(scenario: Scenario) -> Iterator[Finding]:
    """Limits below what a stage commits when it starts: no period is ever wide enough for it."""
    for n, limit in enumerate(scenario.limits):
        most = limit.at_most.value if limit.at_most else float("inf")
        commitments = {
            f"{name}.{stage}": amount
            for name in tagged(scenario, limit.tag)
            for stage, amount in _commitments(scenario.projects[name]).items()
        }
        beyond = [stage for stage, amount in commitments.items() if amount > most + CENT]
        if beyond:
            first = max(beyond, key=commitments.__getitem__)
            more = f", as do {len(beyond) - 1} more" if beyond[1:] else ""
            problem = f"is less than {first} commits to start ({commitments[first]:,.0f}){more}, so that it waits"
            yield Finding(("limits", n, "at_most"), f"{problem} for ever", "as much as the largest stage commits")


def _commitments(project: Project) -> dict[str, float]:
    """What each stage of a project commits when it starts, uplift and contingency included."""
    budget = _stated(project.budget, project) if project.budget else 0.0
    raised = multiple_of(project.uplift) * (1.0 + (mean(project.contingency) if project.contingency else 0.0))
    return {
        name: _stated(stage.cost, project) * (budget if stage.cost.dimension is Dimension.SHARE else 1.0) * raised
        for name, stage in project.stages.items()
    }


def _stated(cost: Quantity, project: Project) -> float:
    """The one number that a budget takes for a cost."""
    stated = project.budget_basis
    return mean(cost) if stated == "mean" else quantile(cost, {"p50": 0.5, "p80": 0.8}[stated])
