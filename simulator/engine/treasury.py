"""The dated flows of the group: operating cash, issues, tranches, redemptions and other payments."""

from __future__ import annotations

from simulator.engine.days import Life, Moment
from simulator.engine.dispatcher import review_requests
from simulator.engine.purse import add
from simulator.engine.world import World


def cash_calendar(world: World) -> Life:
    """The dated flows of the group, each on its day; tranches fill the pools."""
    env, write = world.env, world.write
    for (day, delay, phase, kind, subject, fills), amount in zip(world.script.flows, world.flows, strict=True):
        yield Moment(env, delay, phase)
        write((day, day, kind, subject, amount))
        if fills:
            add(world, subject, amount)
            review_requests(world)
