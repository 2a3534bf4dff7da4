"""The periods of limits: each counts anew when one begins."""

from __future__ import annotations

from simulator.cases.phases import SHOCKS
from simulator.engine.days import Life, Moment
from simulator.engine.dispatcher import review_requests
from simulator.engine.world import World


def limit_calendar(world: World) -> Life:
    """Every limit counts anew when its period begins, and what waited for it is looked at again."""
    starts = sorted((day, z) for z, days in enumerate(world.playbook.periods) for day in days if day > 0)
    for day, z in starts:
        yield Moment(world.env, day - world.env.now, SHOCKS)
        world.in_period[z] = 0
        world.told[z] = False
        review_requests(world)
