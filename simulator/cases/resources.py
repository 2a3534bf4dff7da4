"""Resources of a scenario as arrays: crews, slots and supplies, and when there are more or fewer of them."""

from __future__ import annotations

import numpy as np

from simulator.cases.drawn import step
from simulator.cases.types import Resources
from simulator.cases.whole_numbers import MILLI
from simulator.quantities.calendar import Calendar
from simulator.quantities.quantity import Path, Quantity, mean
from simulator.scenario.schema import Consumable, Renewable, Scenario


def resources_of(scenario: Scenario, calendar: Calendar) -> Resources:
    """The resources' arrays: a capacity from day 0 and its changes; a delivery each fiscal quarter."""
    changes: list[tuple[int, int, int]] = []
    for k, resource in enumerate(scenario.resources.values()):
        dated = capacities(resource) if isinstance(resource, Renewable) else deliveries(resource, calendar)
        changes += [(day, k, round(units * MILLI)) for day, units in dated if day <= calendar.last_day]
    changes.sort(key=lambda change: change[:2])
    table = np.array(changes, np.int64).reshape(-1, 3)
    return Resources(
        consumable=np.array([isinstance(r, Consumable) for r in scenario.resources.values()], bool),
        change_day=table[:, 0],
        change_resource=table[:, 1],
        change_amount=table[:, 2],
    )


def capacities(resource: Renewable) -> list[tuple[int, float]]:
    """(day, units) of a renewable resource, the first from day 0."""
    quantity = resource.capacity
    days = [0, *(max(day, 0) for day in quantity.days[1:])] if isinstance(quantity, Path) else [0]
    return [(day, in_force(quantity, day)) for day in days]


def deliveries(resource: Consumable, calendar: Calendar) -> list[tuple[int, float]]:
    """(day, units) of a consumable resource: what is on hand, then each fiscal quarter's supply."""
    quarters = calendar.fiscal_quarter_starts.tolist()
    arriving = [(day, in_force(resource.supply, day)) for day in quarters]
    return [(0, in_force(resource.opening, 0)), *arriving]


def in_force(quantity: Quantity, day: int) -> float:
    """The value of a quantity that is not drawn, on a day."""
    if isinstance(quantity, Path):
        quantity = quantity.values[int(step(quantity, np.array([day]))[0])]
    return mean(quantity)
