"""A stage: waits for its date and its project, asks for money and crews, works, pays, and hands on.

Work that nothing can stop or change is done here in one step, since most of it is so; any other is a job
(``engine/work.py``), with the same rows where nothing happens to it.
"""

from __future__ import annotations

from simpy.events import Process

from simulator.cases.index import DATE, MONEY
from simulator.cases.phases import ENDINGS, GRANTS, REVIEWS
from simulator.engine.assets import enter_service
from simulator.engine.days import Life, Moment
from simulator.engine.dispatcher import ask
from simulator.engine.holds import pass_hold
from simulator.engine.purse import in_order
from simulator.engine.resources import give_back_units
from simulator.engine.work import book, carry_out, give_back
from simulator.engine.world import Draws, World
from simulator.trace import Kind

COMMITTED, TOPPED_UP = int(Kind.COMMITTED), int(Kind.TOPPED_UP)
PAID, WORKED, ENDED, FINISHED = int(Kind.PAID), int(Kind.WORKED), int(Kind.ENDED), int(Kind.FINISHED)


def stage(world: World, s: int) -> Life:
    """The life of a stage whose predecessors are done."""
    script, env, given_up = world.script, world.env, world.given_up
    if script.not_before[s] > env.now and not (given_up and gone(world, s)):
        world.wait(s, DATE)
        yield Moment(env, script.not_before[s] - env.now, REVIEWS)
    if given_up and gone(world, s):
        return
    if world.holds:
        yield from pass_hold(world, s)
        if given_up and gone(world, s):
            return
    draws = yield ask(world, s, script.budget[s])
    book(world, COMMITTED, s, draws)
    world.begun[s] = True
    if script.month_of:
        world.cost[s] = cost_today(world, s)
    if script.open[s]:
        if (yield from carry_out(world, s, draws)):
            end(world, s)
        return
    budget, cost = script.budget[s], world.cost[s]
    if cost <= budget:
        yield work(world, s, world.duration[s], draws, cost)
        if cost < budget:
            give_back(world, s, in_order(budget - cost, draws[::-1]))
    else:
        yield from overrun(world, s, draws)
    if script.needs[s]:
        give_back_units(world, s)
    end(world, s)


def cost_today(world: World, s: int) -> int:
    """A stage's true cost at the exchange rate of the month in which it starts."""
    script = world.script
    row, cost = script.currency[s], world.cost[s]
    return cost if row < 0 else round(cost * world.worth[row][script.month_of[world.env.now]])


def gone(world: World, s: int) -> bool:
    """Whether the stage's project has been given up."""
    return world.script.stage_project[s] in world.given_up


def overrun(world: World, s: int, draws: Draws) -> Life:
    """Work until the budget is used up, ask once for all of the rest, keep the crews meanwhile, finish."""
    budget, cost = world.script.budget[s], world.cost[s]
    first = world.duration[s] * budget // cost
    yield work(world, s, first, draws, budget)
    world.wait(s, MONEY)
    world.asked_more[world.script.stage_project[s]] += cost - budget
    draws = yield ask(world, s, cost - budget, top_up=True)
    book(world, TOPPED_UP, s, draws)
    yield work(world, s, world.duration[s] - first, draws, cost - budget)


def work(world: World, s: int, days: int, draws: Draws, cost: int) -> Moment:
    """Work for some days and pay ``cost`` evenly over them, out of what was drawn, in its order."""
    env, write = world.env, world.write
    now = env.now
    until = now + days
    if days:
        write((now, until, WORKED, s, days))
    if cost:
        treasury = s * world.script.allotments
        for allotment, part in in_order(cost, draws):
            write((now, until, PAID, treasury + allotment, part))
    return Moment(env, days, ENDINGS if days else GRANTS)


def end(world: World, s: int) -> None:
    """The stage is done: assets go into service, successors may begin."""
    script, unfinished, pending = world.script, world.unfinished, world.pending
    project = script.stage_project[s]
    now = world.env.now
    world.ended_on[s] = now
    world.write((now, now, ENDED, s, 0))
    if script.serves[s]:
        enter_service(world, s, world.capacity[s])
    unfinished[project] -= 1
    if not unfinished[project]:
        if script.at_finish[project]:
            enter_service(world, s, world.finish_capacity[project])
        world.write((now, now, FINISHED, project, 0))
        world.finished_on[project] = now
    for successor in script.successors[s]:
        pending[successor] -= 1
        if not pending[successor]:
            Process(world.env, stage(world, successor))
