"""What stages cost in truth, and what is committed for them."""

from __future__ import annotations

from typing import TypeGuard

import numpy as np

from simulator.cases.drawn import Drawn
from simulator.cases.whole_numbers import cents_of
from simulator.quantities.money import allocate, cents, to_cents
from simulator.quantities.quantity import Constant, Quantity, mean, quantile
from simulator.quantities.units import Dimension
from simulator.scenario.project import DrivenFactor, Project
from simulator.scenario.reference_classes import multiple_of
from simulator.scenario.schema import Scenario


def costs_of(scenario: Scenario, drawn: Drawn) -> tuple[np.ndarray, np.ndarray]:
    """True cost (R, S) and commitment (S,) of all stages, in cents.

    Committed = stated cost × (1 + overrun of the uplift's class) × (1 + contingency): a share of what was uplifted.
    """
    costs, budgets = [], []
    for name, project in scenario.projects.items():
        factor = cost_factor(scenario, name, drawn)
        base, stated = _stated_costs(f"projects.{name}", project, drawn)
        costs.append(np.rint(base * factor[:, None]).astype(np.int64))
        raised = stated * multiple_of(project.uplift)
        budgets.append(np.rint(raised * (1.0 + project.contingency.value)).astype(np.int64))
    if not costs:
        return np.zeros((drawn.replications, 0), np.int64), np.zeros(0, np.int64)
    return np.concatenate(costs, axis=1), np.concatenate(budgets)


def cost_factor(scenario: Scenario, name: str, drawn: Drawn) -> np.ndarray:
    """(R,) true cost over budget of a project: its own factor, times the values of the drivers that it names."""
    stated, path = scenario.projects[name].cost_factor, f"projects.{name}.cost_factor"
    if not isinstance(stated, DrivenFactor):
        return drawn.of(path, stated)
    factor = drawn.of(f"{path}.own", stated.own)
    for driver in stated.driver:
        value = scenario.drivers[driver].value
        factor = factor * drawn.of(f"drivers.{driver}.value", value) if value is not None else factor
    return factor


def _stated_costs(path: str, project: Project, drawn: Drawn) -> tuple[np.ndarray, np.ndarray]:
    """Cost before the cost factor (R, stages) and its stated basis (stages,), in cents.

    Shares divide the budget by largest remainders, so that they lose nothing; a share that is drawn is rounded.
    """
    shares = [s.cost.value if _is_fixed_share(s.cost) else 0.0 for s in project.stages.values()]
    budget, stated_budget = np.zeros(drawn.replications, np.int64), 0
    if project.budget:
        budget = to_cents(drawn.of(f"{path}.budget", project.budget))
        stated_budget = cents(basis(project.budget, project.budget_basis))
    weights = [*shares, max(0.0, 1.0 - sum(shares))]
    base, stated = allocate(budget, weights)[:, :-1], allocate(np.array(stated_budget), weights)[:-1]
    for s, (name, stage) in enumerate(project.stages.items()):
        if not _is_fixed_share(stage.cost):
            base[:, s] = cents_of(budget / 100, f"{path}.stages.{name}.cost", stage.cost, drawn)
            whole = stated_budget / 100 if stage.cost.dimension == Dimension.SHARE else 1.0
            stated[s] = cents(basis(stage.cost, project.budget_basis) * whole)
    return base, stated


def _is_fixed_share(cost: Quantity) -> TypeGuard[Constant]:
    """Whether a cost is a share that is the same in every replication."""
    return isinstance(cost, Constant) and cost.dimension == Dimension.SHARE


def basis(quantity: Quantity, stated: str) -> float:
    """The one number that a budget takes for an uncertain cost: its mean, median or 80th percentile."""
    return mean(quantity) if stated == "mean" else quantile(quantity, {"p50": 0.5, "p80": 0.8}[stated])
