"""How full a market is, asked for inside the run, the same to the bit as the closing of the books has it."""

from __future__ import annotations

from simulator.engine.world import World
from simulator.ramp import served_days


def utilisation(world: World, market: int, closing: int) -> float:
    """Demand over mean ramped capacity of a closed month, at most 1; without capacity 1 if there is demand."""
    mean = mean_capacity(world, market, closing)
    demand = world.demand[market][closing]
    if mean <= 0:
        return 1.0 if demand > 0 else 0.0
    return min(1.0, demand / mean)


def mean_capacity(world: World, market: int, closing: int) -> int:
    """Milli-MW: mean ramped capacity of a closed month; months are asked for in their order."""
    since, until = world.script.months[closing]
    settle(world, market, since)
    mean = world.settled[market]
    for start, ramp, capacity, counts_from in world.cohorts[market]:
        first = since if since > counts_from else counts_from
        if first < until:
            served = served_days(until - start, ramp) - served_days(first - start, ramp)
            mean += round(capacity * served / (until - since))
    return mean


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
