"""Assets in service: they earn until the end of their life, and are then renewed or retired."""

from __future__ import annotations

from simpy.events import Process

from simulator.cases.phases import ENDINGS
from simulator.engine.days import Life, Moment
from simulator.engine.purse import TREASURY, draw_from
from simulator.engine.world import Cohort, Draws, World
from simulator.trace import Kind

IN_SERVICE = int(Kind.IN_SERVICE)
RENEWAL = int(Kind.RENEWAL)
RETIRED = int(Kind.RETIRED)


def enter_service(world: World, s: int, capacity: int) -> None:
    """The end of a stage puts capacity, or a benefit, in service."""
    project = world.script.stage_project[s]
    world.record(IN_SERVICE, s, capacity)
    market = world.script.watched_market[project]
    if market >= 0:
        now = world.env.now
        count_capacity(world, market, (now, world.ramp[project], capacity, now))
    if wears_out(world, project):
        Process(world.env, wear_out(world, project, capacity, world.served[project]))
    world.served[project] += capacity


def wears_out(world: World, project: int) -> bool:
    """Whether a life that begins today ends within the horizon."""
    return 0 < world.life[project] <= world.script.last_day - world.env.now


def wear_out(world: World, project: int, capacity: int, before: int) -> Life:
    """Capacity lives its life, and at the end of each life is renewed where the scenario says so.

    ``before`` is what of the project had come into service earlier.
    """
    while wears_out(world, project):
        yield Moment(world.env, world.life[project], ENDINGS)
        if not world.script.renewed[project]:
            retire(world, project, capacity)
            return
        renew(world, project, capacity, before)


def retire(world: World, project: int, capacity: int) -> None:
    """Capacity leaves service, with what of it had ramped up until then."""
    world.record(RETIRED, project, capacity)
    market = world.script.watched_market[project]
    if market >= 0:
        now = world.env.now
        count_capacity(world, market, (now - world.life[project], world.ramp[project], -capacity, now))


def count_capacity(world: World, market: int, cohort: Cohort) -> None:
    """Capacity that a review may ask for, up or down."""
    world.cohorts[market].append(cohort)
    if world.playbook.looks_at_cash:
        world.history[market].append(cohort)


def renew(world: World, project: int, capacity: int, before: int) -> None:
    """Pay for the renewal over time; its pool pays what it holds, the treasury the rest.

    A project that came into service in parts renews each part at its share of the cost, to the cent in all.
    """
    total = world.project_capacity[project]
    cost = world.renewal_cost[project]
    amount = cost * (before + capacity) // total - cost * before // total if total else cost
    until = world.env.now + world.renewal_over[project]
    pool = world.script.renewal_pool[project]
    draws: Draws = []
    drawn = draw_from(world, pool, amount, draws, world.script.kept_always[pool]) if pool >= 0 else 0
    for allotment, part in [*draws, (TREASURY, amount - drawn)]:
        if part:
            world.record_until(until, RENEWAL, project * world.script.allotments + allotment, part)
