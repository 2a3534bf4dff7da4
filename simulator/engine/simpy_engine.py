"""Cases in, trace out: one SimPy run a replication, deterministic, the readable reference for any other engine."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from simpy.events import Process

from simulator.cases.index import RULE, TRIGGER
from simulator.cases.phases import NIGHT
from simulator.cases.types import Cases
from simulator.engine.days import Moment
from simulator.engine.holds import hold_of
from simulator.engine.periods import limit_calendar
from simulator.engine.resources import resource_calendar
from simulator.engine.reviews import reviews
from simulator.engine.rows import packed, trace_of
from simulator.engine.script import Script, script_of
from simulator.engine.shocks import shock_calendar
from simulator.engine.stage import stage
from simulator.engine.treasury import cash_calendar
from simulator.engine.world import WAITED, WORKING, World
from simulator.trace import Kind, Trace

UNFINISHED = int(Kind.UNFINISHED)


def simulate(cases: Cases) -> Trace:
    """The trace of every replication of a block, events of the horizon's last day included."""
    return simulate_counted(cases)[0]


def simulate_counted(cases: Cases) -> tuple[Trace, int]:
    """The trace of a block, and how many events SimPy popped for it."""
    script = script_of(cases)
    with uncollected():
        tables, events = zip(*(replicate(script, r) for r in range(cases.replications)), strict=True)
    return trace_of(tables), sum(events)


def replicate(script: Script, r: int) -> tuple[np.ndarray, int]:
    """Run one replication to the end of its last day; returns its rows and the number of events popped."""
    world = World(script, r)
    env = world.env
    Process(env, cash_calendar(world))
    Process(env, resource_calendar(world))
    set_up(world)
    for s, before in enumerate(script.predecessors):
        if not before:
            Process(env, stage(world, s))
    env.run_through(Moment(env, script.last_day, NIGHT))
    account_for_the_unfinished(world)
    table = packed(world.rows)
    return table[has_content(table)] if any(script.playbook.open) else table, next(env._eid) - len(env._queue)


def set_up(world: World) -> None:
    """What holds projects back from the first day, and what watches over them: risks, limits, reviews."""
    playbook = world.playbook
    for project in playbook.by_rule:
        hold_of(world, project).awaited = RULE
    for rule in playbook.rules:
        if rule.trigger >= 0:
            hold_of(world, rule.trigger).awaited = TRIGGER
    if world.struck:
        Process(world.env, shock_calendar(world))
    if world.script.limited:
        Process(world.env, limit_calendar(world))
    if playbook.rules:
        Process(world.env, reviews(world))


def has_content(table: np.ndarray) -> np.ndarray:
    """(n,) bool: all rows but work and payments that were stopped on the day they began."""
    stopped = np.isin(table[:, 2], (Kind.WORKED, Kind.PAID)) & (table[:, 4] == 0)
    return np.asarray(~stopped)


def account_for_the_unfinished(world: World) -> None:
    """Whatever still waits or works at the end is written down, with its cause."""
    last, causes = world.script.last_day, world.script.causes
    for s, project in enumerate(world.script.stage_project):
        if s in world.ended_on or project in world.given_up:
            continue
        cause, since = world.waits_for[s], world.waits_since[s]
        if cause != WORKING:
            days = last + 1 - since
            world.write((since, last + 1, WAITED, s * causes + cause, days))
        world.write((last, last, UNFINISHED, s, 0))


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the garbage collector: a block makes many small objects and few cycles."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
