"""Money in pools: what sources put in, what stages take out and give back, each kept by its source."""

from __future__ import annotations

from simulator.cases.index import FIRST_RESOURCE
from simulator.engine.world import Draws, World
from simulator.quantities.money import allocate_one

TREASURY = 0


def add(world: World, allotment: int, amount: int) -> None:
    """Put money into a pool on behalf of a source."""
    world.allotted[allotment] += amount
    if allotment != TREASURY:
        world.pooled[world.script.allotment_pool[allotment]] += amount


def affordable(world: World, stage: int, amount: int, begun: bool) -> bool:
    """Whether a stage's pools, and soft pools of others that are idle, hold what it asks for and may give it."""
    script, pooled = world.script, world.pooled
    if script.unlimited[stage]:
        return True
    kept = script.kept_always if begun else script.kept_from_new
    held = 0
    for pool in script.pools_of[stage]:
        if pooled[pool] > kept[pool]:
            held += pooled[pool] - kept[pool]
            if held >= amount:
                return True
    return held + sum(max(0, pooled[pool] - kept[pool]) for pool in idle_lenders(world, stage)) >= amount


def idle_lenders(world: World, stage: int) -> list[int]:
    """Soft pools of others from which none of their own projects waits for money.

    Who is known to lack a resource does not wait for money; who has not been looked at yet may.
    """
    script, waits_for = world.script, world.waits_for
    if not script.lenders_of[stage]:
        return []
    asking = [request.stage for request in world.waiting if waits_for[request.stage] < FIRST_RESOURCE]
    wanted = {pool for other in asking for pool in script.pools_of[other]}
    return [pool for pool in script.lenders_of[stage] if pool not in wanted]


def take(world: World, stage: int, amount: int, begun: bool) -> Draws:
    """Draw ``amount`` for a stage: its own pools in order, then idle lenders, then the treasury.

    Only projects that never wait for money come to the treasury. Reserves are for stages that have begun.
    """
    draws: Draws = []
    kept = world.script.kept_always if begun else world.script.kept_from_new
    for pool in world.script.pools_of[stage]:
        amount -= draw_from(world, pool, amount, draws, kept[pool])
        if not amount:
            return draws
    for pool in idle_lenders(world, stage):
        amount -= draw_from(world, pool, amount, draws, kept[pool])
        if not amount:
            return draws
    draws.append((TREASURY, amount))
    return draws


def draw_from(world: World, pool: int, amount: int, draws: Draws, kept: int) -> int:
    """Draw from one pool what it has of ``amount`` beyond what is kept, one source used up before the next.

    Returns what was drawn, which ``draws`` has by source.
    """
    held = world.pooled[pool]
    free = held - kept
    if free <= 0:
        return 0
    drawn = left = amount if amount < free else free
    world.pooled[pool] = held - drawn
    if world.script.pro_rata[pool]:
        draw_pro_rata(world, pool, drawn, draws)
        return drawn
    allotted = world.allotted
    for allotment in world.script.pool_allotments[pool]:
        balance = allotted[allotment]
        if balance >= left:
            allotted[allotment] = balance - left
            draws.append((allotment, left))
            break
        if balance:
            allotted[allotment] = 0
            draws.append((allotment, balance))
            left -= balance
    return drawn


def draw_pro_rata(world: World, pool: int, amount: int, draws: Draws) -> None:
    """Use each source in proportion to what it holds."""
    sources = world.script.pool_allotments[pool]
    parts = allocate_one(amount, [world.allotted[allotment] for allotment in sources])
    for allotment, part in zip(sources, parts, strict=True):
        if part:
            world.allotted[allotment] -= part
            draws.append((allotment, part))


def in_order(amount: int, held: Draws) -> Draws:
    """Parts of ``amount`` out of what each allotment holds, the first used up before the second.

    >>> in_order(70, [(1, 50), (2, 40), (3, 10)])
    [(1, 50), (2, 20)]
    """
    parts = []
    for allotment, balance in held:
        if balance >= amount:
            parts.append((allotment, amount))
            break
        parts.append((allotment, balance))
        amount -= balance
    return parts
