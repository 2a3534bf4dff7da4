"""Risks that strike: what they do on the day, and for as long as they last."""

from __future__ import annotations

from math import prod

from simulator.cases.codes import Strike
from simulator.cases.phases import SHOCKS
from simulator.engine.days import Life, Moment
from simulator.engine.dispatcher import review_requests
from simulator.engine.giving_up import abandon
from simulator.engine.playbook import Hit
from simulator.engine.resources import staff
from simulator.engine.work import change, in_force, leave_off, look_again
from simulator.engine.world import World
from simulator.trace import Kind

STRUCK = int(Kind.STRUCK)


def shock_calendar(world: World) -> Life:
    """Every beginning and end of a risk on its day, ends first."""
    last = world.script.last_day
    begins = [(day, 1, k) for k, day in enumerate(world.risk_begins) if day <= last]
    ends = [(world.risk_ends[k], 0, k) for _, _, k in begins if world.risk_ends[k] <= last]
    for day, beginning, k in sorted(begins + ends):
        yield Moment(world.env, day - world.env.now, SHOCKS)
        if beginning:
            strike(world, k)
        for hit in world.playbook.hits:
            if hit.risk == k and hit.strike in (Strike.SUPPLY, Strike.CAPACITY):
                strain(world, hit)
        review_requests(world)


def strike(world: World, k: int) -> None:
    """A risk begins: what is at work is hit, projects are given up."""
    now = world.env.now
    world.struck[k] = True
    until = world.risk_ends[k]
    world.record_until(until, STRUCK, k, until - now)
    for hit in world.playbook.hits:
        if hit.risk == k:
            at_once(world, hit)


def at_once(world: World, hit: Hit) -> None:
    """What a hit does on the day when its risk strikes."""
    if hit.strike in (Strike.DURATION, Strike.COST):
        for s in hit.targets:
            job = world.jobs.get(s)
            if job is not None:
                leave_off(world, job)
                change(world, job, hit.number, hit.strike)
                look_again(job)
    elif hit.strike == Strike.ABANDON:
        for project in hit.targets:
            if world.multiple[hit.number] > 0:
                abandon(world, project, 0)


def strain(world: World, hit: Hit) -> None:
    """A resource with what risks leave of it today."""
    (resource,) = hit.targets
    world.strain[resource] = prod(
        world.multiple[one.number]
        for one in world.playbook.hits
        if one.strike == hit.strike and one.targets == hit.targets and in_force(world, one.risk)
    )
    if hit.strike == Strike.CAPACITY:
        staff(world, resource, world.capacity_of[resource])
