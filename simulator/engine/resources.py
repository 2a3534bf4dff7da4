"""Crews whose number changes by date, and supplies that arrive and accumulate."""

from __future__ import annotations

from simulator.cases.phases import SUPPLY
from simulator.engine.days import Life, Moment
from simulator.engine.dispatcher import review_requests
from simulator.engine.world import Needs, World
from simulator.trace import Kind

SUPPLIED = int(Kind.SUPPLIED)


def resource_calendar(world: World) -> Life:
    """Every change of a resource on its day: deliveries add up, a new capacity replaces the old one.

    Fewer crews than are at work stop nobody; no one new starts until enough of them are free again.
    """
    consumable = world.script.consumable
    for day, resource, amount in world.script.changes:
        yield Moment(world.env, day - world.env.now, SUPPLY)
        if consumable[resource]:
            arrived = round(amount * world.strain.get(resource, 1.0)) if world.strain else amount
            world.record(SUPPLIED, resource, arrived)
            world.free[resource] += arrived
        else:
            staff(world, resource, amount)
        review_requests(world)


def staff(world: World, resource: int, capacity: int) -> None:
    """A renewable resource has so many units from today, less what a risk takes."""
    world.capacity_of[resource] = capacity
    effective = round(capacity * world.strain.get(resource, 1.0)) if world.strain else capacity
    world.free[resource] += effective - world.at_hand[resource]
    world.at_hand[resource] = effective


def give_back_units(world: World, stage: int) -> None:
    """Crews of a stage that is done are free again; what was used up is gone."""
    for resource, units in world.script.needs[stage]:
        if not world.script.consumable[resource]:
            world.free[resource] += units
            review_requests(world)


def needed_again(world: World, stage: int) -> Needs:
    """What a stage that was stopped needs to go on: its crews, not what it has used up."""
    return [(resource, units) for resource, units in world.script.needs[stage] if not world.script.consumable[resource]]
