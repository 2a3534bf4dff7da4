"""Reviews at the fiscal quarter ends: does a market's utilisation start a project?"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from simpy.events import Event

from simulator.cases.phases import REVIEWS
from simulator.engine.days import Moment
from simulator.engine.world import World
from simulator.ramp import served_days
from simulator.trace import Kind


def quarterly_reviews(world: World) -> Iterator[Event]:
    """Look at every trigger that has not fired; it fires when it has held for as many reviews as it must.

    A review sees closings up to the previous month end.
    """
    held = dict.fromkeys(world.fired, 0)
    for day in world.script.reviews:
        yield Moment(world.env, day - world.env.now, REVIEWS)
        closing = bisect_left(world.script.closings, day) - 1
        if closing < 0:
            continue
        for project, market, above, level, reviews, not_before in world.script.triggers:
            if world.fired[project].triggered:
                continue
            rate = utilisation(world, market, closing)
            held[project] = held[project] + 1 if (rate > level if above else rate < level) else 0
            if held[project] >= reviews and day >= not_before:
                world.record(Kind.TRIGGERED, project, round(rate * 1e6))
                world.fired[project].succeed()


def utilisation(world: World, market: int, closing: int) -> float:
    """Demand over mean ramped capacity of a closed month, at most 1; without capacity 1 if there is demand."""
    closings = world.script.closings
    until = closings[closing] + 1
    since = closings[closing - 1] + 1 if closing else 0
    mean = world.installed[market]
    for day, ramp, capacity in world.cohorts.get(market, ()):
        served = served_days(until - day, ramp) - served_days(since - day, ramp)
        mean += round(capacity * served / (until - since))
    demand = world.demand[market][closing]
    if mean <= 0:
        return 1.0 if demand > 0 else 0.0
    return min(1.0, demand / mean)
