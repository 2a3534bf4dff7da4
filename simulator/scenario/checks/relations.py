"""Faults of what is said to move together."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.quantities.fault import QuantityError
from simulator.sampling.correlation import dependence_of
from simulator.scenario.checks.finding import Finding, Loc, unknown
from simulator.scenario.project import DrivenFactor
from simulator.scenario.schema import Scenario
from simulator.scenario.uncertain import uncertain_inputs


def check_drivers(scenario: Scenario) -> Iterator[Finding]:
    """Loads are correlations."""
    for name, driver in scenario.drivers.items():
        for path, load in driver.loads.items():
            if not -1.0 <= load <= 1.0:
                yield Finding(("drivers", name, "loads", path), "is not a correlation", "from -1 to 1")


def check_cost_factors(scenario: Scenario) -> Iterator[Finding]:
    """Drivers of cost factors exist and have a value."""
    for name, project in scenario.projects.items():
        names = project.cost_factor.driver if isinstance(project.cost_factor, DrivenFactor) else ()
        for n, driver in enumerate(names):
            loc: Loc = ("projects", name, "cost_factor", "driver", n)
            yield from unknown(loc, driver, scenario.drivers, "driver")
            if driver in scenario.drivers and scenario.drivers[driver].value is None:
                yield Finding(loc, "has no value to multiply costs by", f"write drivers.{driver}.value")


def check_correlations(scenario: Scenario) -> Iterator[Finding]:
    """Every path that is related must be one that is drawn."""
    if not scenario.drivers and not scenario.correlations:
        return
    inputs = uncertain_inputs(scenario)
    allowed = "the path of a value that is drawn, as projects.x.cost_factor, or a market's walk, as markets.x.walk"
    for name, driver in scenario.drivers.items():
        for path in dependence_of(inputs, drivers={name: driver.loads}).unmatched:
            yield Finding(("drivers", name, "loads", path), "matches nothing that is drawn", allowed)
    for n, pair in enumerate(scenario.correlations):
        try:
            missing = dependence_of(inputs, [(*pair.between, pair.rank)]).unmatched
        except QuantityError as error:
            yield Finding(("correlations", n, "between"), error.problem, error.allowed)
            continue
        for path in missing:
            yield Finding(("correlations", n, "between"), f"{path!r} is not drawn", allowed)
