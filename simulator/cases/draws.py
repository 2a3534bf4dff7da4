"""The uniforms that a scenario needs: one input for each distribution and each month of a walk, related as it says."""

from __future__ import annotations

from functools import lru_cache

from simulator.sampling.correlation import Dependence, dependence_of
from simulator.sampling.uniforms import Draws, draw
from simulator.scenario.schema import Scenario
from simulator.scenario.uncertain import uncertain_inputs


def draws_of(scenario: Scenario, rows: range | None = None) -> Draws:
    """The draws of some replications of a scenario's run, all unless given."""
    simulation = scenario.simulation
    return draw(
        uncertain_inputs(scenario),
        seed=simulation.seed,
        replications=simulation.replications,
        rows=rows,
        design=simulation.design,
        dependence=related(scenario),
    )


def related(scenario: Scenario) -> Dependence | None:
    """Which inputs move together, by `correlations` and `drivers`; None if the scenario has neither.

    Raises
    ------
    QuantityError
        If a pair cannot be related.
    """
    if not scenario.correlations and not scenario.drivers:
        return None
    pairs = tuple((*pair.between, pair.rank) for pair in scenario.correlations)
    drivers = tuple((name, tuple(driver.loads.items())) for name, driver in scenario.drivers.items())
    return _related(tuple(uncertain_inputs(scenario)), pairs, drivers)


@lru_cache(maxsize=4)
def _related(
    inputs: tuple[str, ...],
    pairs: tuple[tuple[str, str, float], ...],
    drivers: tuple[tuple[str, tuple[tuple[str, float], ...]], ...],
) -> Dependence:
    """The same for every block of a run, so made once."""
    return dependence_of(inputs, pairs, {name: dict(loads) for name, loads in drivers})
