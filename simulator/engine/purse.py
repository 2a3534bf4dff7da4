"""Money in pools: what sources put in, what stages take out and give back, each kept by its source."""

from __future__ import annotations

from simulator.engine.world import Request, World
from simulator.quantities.money import allocate_one

TREASURY = 0


def add(world: World, allotment: int, amount: int) -> None:
    """Put money into a pool on behalf of a source."""
    world.allotted[allotment] += amount
    if allotment != TREASURY:
        world.pooled[world.script.allotment_pool[allotment]] += amount


def affordable(world: World, request: Request) -> bool:
    """Whether the request's pools, and soft pools of others that are idle, hold what it asks for."""
    script = world.script
    project = script.stage_project[request.stage]
    if script.unlimited[project]:
        return True
    held = sum([world.pooled[pool] for pool in script.pools[project]])
    if held >= request.amount or not script.lenders[project]:
        return held >= request.amount
    return held + sum(world.pooled[q] for q in idle_lenders(world, project)) >= request.amount


def idle_lenders(world: World, project: int) -> list[int]:
    """Soft pools of others from which none of their own projects waits for money."""
    script = world.script
    if not script.lenders[project]:
        return []
    wanted = {q for r in world.waiting for q in script.pools[script.stage_project[r.stage]]}
    return [pool for pool in script.lenders[project] if pool not in wanted]


def take(world: World, stage: int, amount: int) -> list[tuple[int, int]]:
    """Draw ``amount`` for a stage: its own pools in order, then idle lenders, what memo pools lack from the treasury."""
    script = world.script
    project = script.stage_project[stage]
    draws: list[tuple[int, int]] = []
    for pool in script.pools[project] + idle_lenders(world, project):
        draw = min(amount, world.pooled[pool])
        if draw > 0:
            draws += draw_from(world, pool, draw)
            amount -= draw
    if amount:
        draws.append((TREASURY, amount))
        world.allotted[TREASURY] -= amount
    return draws


def draw_from(world: World, pool: int, amount: int) -> list[tuple[int, int]]:
    """Draw from one pool, source by source in its order, or from each source its share."""
    sources = world.script.pool_allotments[pool]
    held = [world.allotted[a] for a in sources]
    shares = allocate_one(amount, held) if world.script.pro_rata[pool] else in_order(amount, held)
    draws = [(a, share) for a, share in zip(sources, shares, strict=True) if share]
    for allotment, share in draws:
        add(world, allotment, -share)
    return draws


def in_order(amount: int, held: list[int]) -> list[int]:
    """Parts of ``amount`` out of what each source holds, the first used up before the second.

    >>> in_order(70, [50, 0, 40])
    [50, 0, 20]
    """
    parts = []
    for balance in held:
        part = min(amount, balance)
        parts.append(part)
        amount -= part
    return parts
