"""What a review looks at: one function a leaf of a condition, each the state as a number."""

from __future__ import annotations

from collections.abc import Callable
from math import inf

from simulator.cases.codes import Test
from simulator.engine.cash import liquidity_at, treasury_at
from simulator.engine.plan import planned_finishes
from simulator.engine.utilisation import utilisation
from simulator.engine.world import World


def demand(world: World, market: int, closing: int) -> float:
    """Milli-MW demanded at a closing."""
    return world.demand[market][closing]


def price(world: World, market: int, closing: int) -> float:
    """Cents per milli-MW and day at a closing."""
    return float(world.script.cases.markets.price[world.r, market, closing])


def pool(world: World, pool: int, closing: int) -> float:
    """Cents that a pool holds today, promised to nobody."""
    return world.pooled[pool]


def date(world: World, subject: int, closing: int) -> float:
    """Today."""
    return world.env.now


def stage_done(world: World, s: int, closing: int) -> float:
    """1 once a stage has ended."""
    return float(s in world.ended_on)


def stage_late(world: World, s: int, closing: int) -> float:
    """Days behind its expected end: of the end if it has come, else of today; 0 before an end is planned."""
    return behind(world.ended_on.get(s, world.env.now), planned(world)[s])


def project_started(world: World, project: int, closing: int) -> float:
    """1 once a stage has begun."""
    return float(any(world.begun[s] for s in world.script.stages_in[project]))


def project_done(world: World, project: int, closing: int) -> float:
    """1 once all stages have ended."""
    return float(not world.unfinished[project])


def project_late(world: World, project: int, closing: int) -> float:
    """Days behind the expected end of the last stage: of the project's end if it has come, else of today."""
    finish = planned(world)
    last = max(finish[s] for s in world.script.stages_in[project])
    return behind(world.finished_on.get(project, world.env.now), last)


def planned(world: World) -> dict[int, float]:
    """When the stages that rules watch were to end, as things stand today."""
    awaiting = {project for project, hold in world.holds.items() if hold.awaited is not None}
    return planned_finishes(world.playbook.plan, world.started_on, awaiting)


def behind(end: int, finish: float) -> float:
    """Days from a planned end to another, negative if it comes before; 0 where none is planned yet."""
    return end - finish if finish < inf else 0.0


def overrun(world: World, project: int, closing: int) -> float:
    """Top-ups asked for, over the project's budget."""
    budget = sum(world.script.budget[s] for s in world.script.stages_in[project])
    return world.asked_more[project] / budget if budget else 0.0


def risk(world: World, k: int, closing: int) -> float:
    """1 once a risk has struck."""
    return float(world.struck[k])


def rule(world: World, x: int, closing: int) -> float:
    """1 once a rule has fired."""
    return float(x in world.fired)


LOOKING: dict[int, Callable[[World, int, int], float]] = {
    Test.UTILISATION: utilisation,
    Test.DEMAND: demand,
    Test.PRICE: price,
    Test.POOL: pool,
    Test.TREASURY: treasury_at,
    Test.LIQUIDITY: liquidity_at,
    Test.DATE: date,
    Test.STAGE_DONE: stage_done,
    Test.STAGE_LATE: stage_late,
    Test.PROJECT_STARTED: project_started,
    Test.PROJECT_DONE: project_done,
    Test.PROJECT_LATE: project_late,
    Test.OVERRUN: overrun,
    Test.RISK: risk,
    Test.RULE: rule,
}
