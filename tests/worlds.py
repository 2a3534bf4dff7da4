"""Scenarios as Python data, for tests that make them up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from simulator.cases.build import build_cases
from simulator.cases.draws import draws_of
from simulator.cases.types import Cases
from simulator.engine.simpy_engine import simulate
from simulator.quantities.units import Context
from simulator.scenario.checks import check
from simulator.scenario.rates import usable_rates
from simulator.scenario.schema import Scenario
from simulator.trace import Kind, Trace


def scenario_of(data: Mapping[str, Any]) -> Scenario:
    """The scenario of plain data; it must be without faults."""
    start = date.fromisoformat(data["horizon"]["start"])
    context = Context(data.get("currency", "USD"), usable_rates(data), start)
    scenario = Scenario.model_validate(dict(data), context=context)
    assert not check(scenario), check(scenario)
    return scenario


def cases_of(scenario: Scenario, replications: int = 3, seed: int = 1, rows: range | None = None) -> Cases:
    """The cases of some replications of a scenario."""
    simulation = scenario.simulation.model_copy(update={"replications": replications, "seed": seed})
    return build_cases(scenario, draws_of(scenario.model_copy(update={"simulation": simulation}), rows))


def trace_of(data: Mapping[str, Any], replications: int = 3, seed: int = 1) -> tuple[Cases, Trace]:
    """Cases and trace of a scenario of plain data."""
    cases = cases_of(scenario_of(data), replications, seed)
    return cases, simulate(cases)


def rows_of(cases: Cases, trace: Trace, kind: Kind, replication: int = 0) -> list[tuple[Any, ...]]:
    """(day, until, subject, amount) of one kind in one replication, in order."""
    rows = trace.where(kind)
    rows = rows.take(rows.replication == replication)
    return list(zip(rows.day.tolist(), rows.until.tolist(), rows.subject.tolist(), rows.amount.tolist(), strict=True))
