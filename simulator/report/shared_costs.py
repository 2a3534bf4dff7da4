"""How true costs move together because they share drivers, measured from draws of the scenario's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from simulator.cases.build import calendar_of, index_of
from simulator.cases.drawn import Drawn
from simulator.cases.draws import related
from simulator.cases.stages import stages_of
from simulator.quantities.quantity import Sampled
from simulator.sampling.uniforms import Draws, draw
from simulator.scenario.programmes import programme_of
from simulator.scenario.project import DrivenFactor, Project
from simulator.scenario.schema import Scenario
from simulator.scenario.uncertain import uncertain_inputs

#: replications from which correlations are measured; their standard error is then below 0.023
MEASURED = 2000


@dataclass(frozen=True)
class SharedCosts:
    """How the true costs of programmes move together.

    Attributes
    ----------
    names : the n programmes whose cost is uncertain, in their order
    rank : (n, n) Spearman rank correlation of their true costs
    drivers : the D drivers of the scenario, in the order of the file
    with_driver : (n, D) rank correlation of each cost with what it has of each driver, 0 where it has nothing of it
    """

    names: tuple[str, ...]
    rank: np.ndarray
    drivers: tuple[str, ...]
    with_driver: np.ndarray

    def explained_by(self, one: int, other: int) -> str | None:
        """The driver that both costs share and that moves them together most, None where they share none."""
        together = self.with_driver[one] * self.with_driver[other] * np.sign(self.rank[one, other])
        most = int(np.argmax(together)) if len(together) else 0
        return self.drivers[most] if one != other and len(together) and together[most] > 0 else None


@dataclass(frozen=True)
class Cause:
    """What a driver brings into costs: its value or its common score (R,), and the projects whose cost it reaches."""

    driver: int
    draws: np.ndarray
    projects: frozenset[str]


def shared_costs(scenario: Scenario) -> SharedCosts:
    """The rank correlations of true costs that a scenario brings about, measured from draws of its own.

    A cost is that of all stages, at the stated exchange rates and before any risk strikes.
    """
    draws = _draws(scenario)
    drawn = Drawn(draws, len(draws.rows))
    costs = {name: cost for name, cost in _costs(scenario, drawn).items() if np.ptp(cost) > 0}
    members, causes = _members(scenario), list(_causes(scenario, drawn))
    with_driver = np.zeros((len(costs), len(scenario.drivers)))
    for n, (name, cost) in enumerate(costs.items()):
        for cause in causes:
            if cause.projects & members[name]:
                rank = float(rank_correlations([cost, cause.draws])[0, 1])
                with_driver[n, cause.driver] = max(with_driver[n, cause.driver], rank, key=abs)
    return SharedCosts(tuple(costs), rank_correlations(list(costs.values())), tuple(scenario.drivers), with_driver)


def _members(scenario: Scenario) -> dict[str, set[str]]:
    """The projects of each programme."""
    members: dict[str, set[str]] = {name: set() for name in index_of(scenario).programmes}
    for name, project in scenario.projects.items():
        members[programme_of(name, project)].add(name)
    return members


def _costs(scenario: Scenario, drawn: Drawn) -> dict[str, np.ndarray]:
    """True cost (R,) of each programme, in cents."""
    index = index_of(scenario)
    stages = stages_of(scenario, index, calendar_of(scenario), drawn)
    owners = np.array(index.projects, object)[stages.project]
    return {
        line: stages.cost[:, np.isin(owners, list(names))].sum(axis=1) for line, names in _members(scenario).items()
    }


def rank_correlations(values: list[np.ndarray]) -> np.ndarray:
    """(n, n) Spearman rank correlations of n values (R,), none of them constant.

    >>> rank_correlations([np.array([1.0, 2.0, 3.0]), np.array([9.0, 5.0, 1.0])]).round(6).tolist()
    [[1.0, -1.0], [-1.0, 1.0]]
    """
    from scipy.stats import rankdata

    if not values:
        return np.ones((0, 0))
    return np.atleast_2d(np.corrcoef([rankdata(value) for value in values]))


def _draws(scenario: Scenario) -> Draws:
    """Draws of all inputs, and of the drivers' common scores behind them."""
    dependence = related(scenario)
    causes = dependence.causes if dependence else ()
    inputs = [*uncertain_inputs(scenario), *causes]
    return draw(inputs, seed=scenario.simulation.seed, replications=MEASURED, dependence=dependence)


def _causes(scenario: Scenario, drawn: Drawn) -> Iterator[Cause]:
    for d, (name, driver) in enumerate(scenario.drivers.items()):
        if isinstance(driver.value, Sampled):
            named = {p for p, project in scenario.projects.items() if name in _named_by(project)}
            yield Cause(d, drawn.of(f"drivers.{name}.value", driver.value), frozenset(named))
        cause = f"drivers.{name}"
        if drawn.draws is not None and cause in drawn.draws.columns:
            yield Cause(d, drawn.draws.uniforms(cause), frozenset(_loading(scenario, cause)))


def _loading(scenario: Scenario, cause: str) -> Iterator[str]:
    """Projects of whose cost an input is mixed from a driver's common score."""
    dependence = related(scenario)
    mixed = {mixture.path for mixture in (dependence.mixtures if dependence else ()) if cause in mixture.sources}
    for name, project in scenario.projects.items():
        if mixed & set(_inputs_of_cost(name, project)):
            yield name


def _inputs_of_cost(name: str, project: Project) -> Iterator[str]:
    """Paths of what the true cost of a project is made of."""
    path = f"projects.{name}"
    yield from (f"drivers.{driver}.value" for driver in _named_by(project))
    yield from (f"{path}.{key}" for key in ("budget", "cost_factor", "cost_factor.own"))
    yield from (f"{path}.stages.{stage}.cost" for stage in project.stages)


def _named_by(project: Project) -> tuple[str, ...]:
    """The drivers whose values are part of a project's cost factor."""
    return project.cost_factor.driver if isinstance(project.cost_factor, DrivenFactor) else ()
