"""The shipped case as tests see it: scenarios, facts as numbers, and runs that several tests share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
from pydantic import BaseModel

from simulator.montecarlo.block import asked
from simulator.montecarlo.replications import Run, run
from simulator.quantities.quantity import mean, read_quantity
from simulator.quantities.units import Context, Dimension
from simulator.scenario.load import load_scenario
from simulator.scenario.project import Project
from simulator.scenario.schema import Scenario

ROOT = Path(__file__).parents[2]
BASE = ROOT / "scenarios" / "base.yaml"
VARIANTS = sorted(path for path in BASE.parent.glob("*.yaml") if path != BASE)
EXAMPLES = sorted((BASE.parent / "examples").glob("*.yaml"))
REPLICATIONS = 120
#: yuan per dollar in the case
CNY = 7.25
FACT = re.compile(
    r"^(?P<name>[a-z][a-z0-9_.]*): \{value: (?P<value>.+?), as_of: (?P<as_of>.+?), grade: (?P<grade>.+?), source: "
)


@cache
def scenario(name: str) -> Scenario:
    """A shipped scenario by the name of its file."""
    return load_scenario(BASE.parent / f"{name}.yaml")


@cache
def run_of(name: str, replications: int = REPLICATIONS) -> Run:
    """A run of a shipped scenario; the same worlds for all."""
    return run(asked(scenario(name), replications=replications), jobs=1)


@cache
def facts() -> dict[str, dict[str, str]]:
    """The lines of the facts file: id -> value, as_of and grade as written."""
    lines = (ROOT / "seeds" / "facts.yaml").read_text("utf-8").splitlines()
    found = [FACT.match(line) for line in lines if line and not line.startswith("#")]
    return {fact["name"]: fact.groupdict() for fact in found if fact}


def fact(name: str) -> float:
    """A fact as a number in internal units: dollars, MW, days, 1/year, fractions."""
    context = Context("USD", {"CNY": CNY, "MXN": 20.4, "THB": 32.9, "HKD": 7.7901}, date(2025, 2, 24))
    return mean(read_quantity(facts()[name]["value"], tuple(Dimension), context))


def day_of(name: str) -> date:
    """A fact that is a date."""
    return date.fromisoformat(facts()[name]["value"])


def projects_of(programme: str) -> dict[str, Project]:
    """The base's projects that report under a programme, by name."""
    named = scenario("base").projects.items()
    return {name: p for name, p in named if (p.programme or p.wave_of or name) == programme}


def appropriated(programme: str) -> float:
    """Dollars of a programme's budgets, contingency included."""
    projects = projects_of(programme).values()
    return sum(mean(p.budget) * (1 + mean(p.contingency)) for p in projects if p.budget is not None)


def megawatts(programme: str) -> float:
    """MW that a programme is to bring."""
    return sum(mean(p.capacity) for p in projects_of(programme).values() if p.capacity is not None)


def month(of: Run, text: str) -> int:
    """The position of a month (`2028-02`) among a run's closings."""
    closings = [of.calendar.date_of(int(day)).strftime("%Y-%m") for day in of.calendar.closing_days]
    return closings.index(text)


def total(of: Run, series: str, first: str, last: str) -> np.ndarray:
    """(R,) the sum of a series of monthly amounts from one month to another, both included."""
    monthly: np.ndarray = of.timelines[series].values[:, month(of, first) : month(of, last) + 1]
    added: np.ndarray = monthly.sum(axis=1)
    return added


def revenue(of: Run, first: str, last: str, *, inhouse: bool) -> np.ndarray:
    """(R,) dollars of revenue, with or without what the group sells to itself."""
    whole = total(of, "revenue", first, last)
    return whole if inhouse else whole - total(of, "market.inhouse_ai.revenue", first, last)


def paid_by(of: Run, day: date) -> np.ndarray:
    """(R,) dollars paid for the plan's uses by a day, the month's payments spread evenly over its days."""
    paid, at = of.timelines["plan.paid"].values, month(of, day.strftime("%Y-%m"))
    days = of.calendar.closing_days
    share = float((of.calendar.day_of(day) - days[at - 1]) / (days[at] - days[at - 1]))
    so_far: np.ndarray = paid[:, at - 1] + share * (paid[:, at] - paid[:, at - 1])
    return so_far


def leaves(part: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Every value of a scenario with its path."""
    if isinstance(part, BaseModel):
        part = {name: getattr(part, name) for name in type(part).model_fields}
    if isinstance(part, dict) and part:
        for key, value in part.items():
            yield from leaves(value, f"{path}.{key}" if path else str(key))
    else:
        yield path, part
