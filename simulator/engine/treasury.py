"""The dated flows of the group: operating cash, issues, tranches, redemptions and other payments."""

from __future__ import annotations

from simpy.events import Process

from simulator.cases.codes import Strike
from simulator.cases.phases import MONEY
from simulator.engine.days import Life, Moment
from simulator.engine.dispatcher import review_requests
from simulator.engine.purse import add
from simulator.engine.refinancing import DUE, refinance
from simulator.engine.work import in_force
from simulator.engine.world import World
from simulator.trace import Kind

TRANCHE = int(Kind.TRANCHE)


def cash_calendar(world: World) -> Life:
    """The dated flows of the group, each on its day; tranches fill the pools."""
    env, write, rights = world.env, world.write, world.script.rights
    for (day, until, delay, phase, kind, subject, fills), amount in zip(world.script.flows, world.flows, strict=True):
        yield Moment(env, delay, phase)
        if not fills:
            if amount:
                write((day, until, kind, subject, amount))
                if rights and kind in DUE and subject in rights:
                    Process(env, refinance(world, rights[subject], amount))
        elif world.struck or world.tranche_factor:
            changed_tranche(world, subject, amount)
        else:
            fill(world, subject, amount)


def fill(world: World, allotment: int, amount: int) -> None:
    """A tranche arrives in its pool."""
    world.record(TRANCHE, allotment, amount)
    add(world, allotment, amount)
    review_requests(world)


def changed_tranche(world: World, allotment: int, amount: int) -> None:
    """A tranche that falls due, as risks in force cut and delay it."""
    funding, delay, share = world.script.allotment_funding[allotment], 0, 1.0
    for hit in world.playbook.hits_of_funding[funding]:
        if in_force(world, hit.risk):
            share *= 1.0 - world.multiple[hit.number] if hit.strike == Strike.CUT else 1.0
            delay = max(delay, world.more_days[hit.number])
    if delay:
        comes = world.env.now + delay
        if comes <= world.script.last_day:
            world.tranches_until[funding] = max(world.tranches_until.get(funding, 0), comes)
        Process(world.env, late_tranche(world, allotment, amount, share, delay))
    else:
        fill_scaled(world, allotment, amount, share)


def fill_scaled(world: World, allotment: int, amount: int, share: float) -> None:
    """What risks have left of a tranche arrives, as rules have scaled what was still to come."""
    share *= world.tranche_factor.get(world.script.allotment_funding[allotment], 1.0)
    amount = round(amount * share) if share != 1.0 else amount
    if amount:
        fill(world, allotment, amount)


def late_tranche(world: World, allotment: int, amount: int, share: float, delay: int) -> Life:
    """A tranche that comes some days later than due."""
    yield Moment(world.env, delay, MONEY)
    fill_scaled(world, allotment, amount, share)
