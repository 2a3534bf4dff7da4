"""Crews whose number changes by date, and supplies that arrive and accumulate."""

from __future__ import annotations

from simulator.cases.phases import SUPPLY
from simulator.engine.days import Life, Moment
from simulator.engine.dispatcher import review_requests
from simulator.engine.world import World
from simulator.trace import Kind

SUPPLIED = int(Kind.SUPPLIED)


def resource_calendar(world: World) -> Life:
    """Every change of a resource on its day: deliveries add up, a new capacity replaces the old one.

    Fewer crews than are at work stop nobody; no one new starts until enough of them are free again.
    """
    consumable = world.script.consumable
    capacity = [0] * len(consumable)
    for day, resource, amount in world.script.changes:
        yield Moment(world.env, day - world.env.now, SUPPLY)
        if consumable[resource]:
            world.record(SUPPLIED, resource, amount)
            world.free[resource] += amount
        else:
            world.free[resource] += amount - capacity[resource]
            capacity[resource] = amount
        review_requests(world)


def give_back_units(world: World, stage: int) -> None:
    """Crews of a stage that is done are free again; what was used up is gone."""
    for resource, units in world.script.needs[stage]:
        if not world.script.consumable[resource]:
            world.free[resource] += units
            review_requests(world)
