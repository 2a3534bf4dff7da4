"""A stage: waits for its date and trigger, asks for money and crews, works, pays, and hands on."""

from __future__ import annotations

from collections.abc import Iterator

from simpy.events import Event

from simulator.cases.index import DATE, MONEY, TRIGGER
from simulator.cases.phases import ENDINGS, GRANTS, REVIEWS
from simulator.engine.assets import enter_service
from simulator.engine.days import Moment
from simulator.engine.dispatcher import ask, review_requests
from simulator.engine.purse import add, in_order
from simulator.engine.resources import give_back_units
from simulator.engine.world import Draws, Request, World
from simulator.trace import Kind

COMMITTED, TOPPED_UP, RETURNED = int(Kind.COMMITTED), int(Kind.TOPPED_UP), int(Kind.RETURNED)
PAID, WORKED, ENDED, FINISHED = int(Kind.PAID), int(Kind.WORKED), int(Kind.ENDED), int(Kind.FINISHED)


def stage(world: World, s: int) -> Iterator[Event]:
    """The life of a stage whose predecessors are done."""
    script, env = world.script, world.env
    if script.not_before[s] > env.now:
        world.wait(s, DATE)
        yield Moment(env, script.not_before[s] - env.now, REVIEWS)
    fired = world.fired.get(script.stage_project[s]) if world.fired else None
    if fired is not None and not fired.triggered:
        world.wait(s, TRIGGER)
        yield fired
    budget, cost = script.budget[s], world.cost[s]
    granted = ask(world, s, budget)
    yield granted
    book(world, COMMITTED, s, granted.draws)
    if cost <= budget:
        yield work(world, s, world.duration[s], granted.draws, cost)
        if cost < budget:
            give_back(world, s, granted.draws, budget - cost)
    else:
        yield from overrun(world, s, granted)
    end(world, s)


def overrun(world: World, s: int, granted: Request) -> Iterator[Event]:
    """Work until the budget is used up, ask once for all of the rest, keep the crews meanwhile, finish."""
    budget, cost = world.script.budget[s], world.cost[s]
    first = world.duration[s] * budget // cost
    yield work(world, s, first, granted.draws, budget)
    world.wait(s, MONEY)
    rest = ask(world, s, cost - budget, top_up=True)
    yield rest
    book(world, TOPPED_UP, s, rest.draws)
    yield work(world, s, world.duration[s] - first, rest.draws, cost - budget)


def work(world: World, s: int, days: int, draws: Draws, cost: int) -> Moment:
    """Work for some days and pay ``cost`` evenly over them, out of what was drawn, in its order."""
    until = world.env.now + days
    if days:
        world.record_until(until, WORKED, s, days)
    if cost:
        subject = s * world.script.allotments
        for allotment, part in in_order(cost, draws):
            world.record_until(until, PAID, subject + allotment, part)
    return Moment(world.env, days, ENDINGS if days else GRANTS)


def book(world: World, kind: int, s: int, draws: Draws) -> None:
    """Record what a stage was granted, by source."""
    for allotment, amount in draws:
        world.record(kind, s * world.script.allotments + allotment, amount)


def give_back(world: World, s: int, draws: Draws, amount: int) -> None:
    """Return what a stage did not need to its pools, the source drawn last first."""
    returned = in_order(amount, draws[::-1])
    for allotment, part in returned:
        add(world, allotment, part)
    book(world, RETURNED, s, returned)
    programme = world.script.programme[world.script.stage_project[s]]
    world.committed[programme] -= amount
    review_requests(world)


def end(world: World, s: int) -> None:
    """The stage is done: crews are free, assets go into service, successors may begin."""
    project = world.script.stage_project[s]
    world.ended[s] = True
    world.record(ENDED, s, 0)
    if world.script.needs[s]:
        give_back_units(world, s)
    if world.script.serves[s]:
        enter_service(world, s, world.capacity[s])
    world.unfinished[project] -= 1
    if not world.unfinished[project]:
        if world.script.at_finish[project]:
            enter_service(world, s, world.finish_capacity[project])
        world.record(FINISHED, project, 0)
    for successor in world.script.successors[s]:
        world.pending[successor] -= 1
        if not world.pending[successor]:
            world.env.process(stage(world, successor))  # type: ignore[arg-type]
