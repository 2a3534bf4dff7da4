"""Reviews at the fiscal quarter ends: does a market's utilisation start a project?"""

from __future__ import annotations

from simulator.cases.phases import REVIEWS
from simulator.engine.days import Life, Moment
from simulator.engine.world import World
from simulator.ramp import served_days
from simulator.trace import Kind

TRIGGERED = int(Kind.TRIGGERED)


def quarterly_reviews(world: World) -> Life:
    """Look at every trigger that has not fired; it fires when it has held for as many reviews as it must.

    A review sees closings up to the previous month end.
    """
    held = dict.fromkeys(world.fired, 0)
    waiting = world.script.triggers
    for day, closing in world.script.reviews:
        yield Moment(world.env, day - world.env.now, REVIEWS)
        rates = {market: utilisation(world, market, closing) for market in {trigger[1] for trigger in waiting}}
        still = []
        for trigger in waiting:
            project, market, above, level, reviews, not_before = trigger
            rate = rates[market]
            held[project] = held[project] + 1 if (rate > level if above else rate < level) else 0
            if held[project] >= reviews and day >= not_before:
                world.record(TRIGGERED, project, round(rate * 1e6))
                world.fired[project].succeed()
            else:
                still.append(trigger)
        if not still:
            return
        waiting = still


def utilisation(world: World, market: int, closing: int) -> float:
    """Demand over mean ramped capacity of a closed month, at most 1; without capacity 1 if there is demand."""
    since, until = world.script.months[closing]
    settle(world, market, since)
    mean = world.settled[market]
    for start, ramp, capacity, counts_from in world.cohorts[market]:
        first = since if since > counts_from else counts_from
        if first < until:
            served = served_days(until - start, ramp) - served_days(first - start, ramp)
            mean += round(capacity * served / (until - since))
    demand = world.demand[market][closing]
    if mean <= 0:
        return 1.0 if demand > 0 else 0.0
    return min(1.0, demand / mean)


def settle(world: World, market: int, day: int) -> None:
    """Count what had fully ramped up by a day in one sum, so that reviews look only at what still ramps."""
    ramping = []
    for cohort in world.cohorts[market]:
        start, ramp, _, counts_from = cohort
        if start + ramp <= day and counts_from <= day:
            world.settled[market] += cohort[2]
        else:
            ramping.append(cohort)
    world.cohorts[market] = ramping
