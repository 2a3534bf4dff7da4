"""Limits on what may be committed to some stages in a period."""

from __future__ import annotations

from simulator.engine.world import World
from simulator.trace import Kind

LIMITED = int(Kind.LIMITED)


def beyond_limit(world: World, stage: int, amount: int) -> bool:
    """Whether a commitment would pass the most of a limit that counts the stage, in the period of today.

    Every limit that it would pass is told, once in a period.
    """
    book, beyond = world.playbook, False
    for z in book.limits_of[stage]:
        if 0 <= book.at_most[z] < world.in_period[z] + amount:
            beyond = True
            if not world.told[z]:
                world.told[z] = True
                world.record(LIMITED, z, amount)
    return beyond


def short_of_least(world: World, stage: int) -> bool:
    """Whether a limit that counts the stage has not reached its least in the period of today."""
    book = world.playbook
    return any(world.in_period[z] < book.at_least[z] for z in book.limits_of[stage])


def count(world: World, stage: int, amount: int) -> None:
    """Count a commitment towards the limits of its stage."""
    for z in world.playbook.limits_of[stage]:
        world.in_period[z] += amount
