"""Who is served: waiting requests in rank order, all that a request needs at once or nothing.

A request that cannot be served does not block those behind it, unless the scenario says so. Nothing is held while
waiting, so nothing can deadlock.
"""

from __future__ import annotations

from bisect import insort
from functools import partial
from operator import attrgetter

from simpy.events import Event

from simulator.cases.index import FIRST_RESOURCE, MONEY
from simulator.cases.phases import GRANTS
from simulator.engine.days import Moment
from simulator.engine.purse import affordable, take
from simulator.engine.world import WORKING, Draws, Request, World

RANK = attrgetter("rank")


def ask(world: World, stage: int, amount: int, top_up: bool = False) -> Request:
    """A request for a stage's money and crews (or for the rest of its money), ranked today."""
    script = world.script
    since = world.env.now if script.earlier_first else 0
    needs = [] if top_up else script.needs[stage]
    request = Request(world.env, stage, amount, needs, (script.rank[stage], not top_up, since, stage))
    insort(world.waiting, request, key=RANK)
    review_requests(world)
    return request


def rank_today(world: World) -> None:
    """Rank all requests again, where the policy looks at what programmes have had so far."""
    script, live = world.script, world.script.policy.live
    assert live is not None
    for request in world.waiting:
        programme = script.programme_of[request.stage]
        standing = live(world.committed[programme], script.programme_budget[programme])
        request.rank = (standing, *request.rank[1:])
    world.waiting.sort(key=RANK)


def review_requests(world: World) -> None:
    """Have the waiting requests looked at later today, when all that comes before is done."""
    if world.waiting and not world.grants_due:
        world.grants_due = True
        Moment(world.env, 0, GRANTS).callbacks.append(partial(grant_in_rank_order, world))


def grant_in_rank_order(world: World, _: Event | None = None) -> None:
    """Serve every request that can be served, in rank order, again until nothing more can be granted."""
    world.grants_due = False
    while walk(world):
        pass


def walk(world: World) -> bool:
    """One walk down the waiting list; true if another walk could grant more.

    Where ranks move with every grant, a walk ends with its first grant. Where idle pools lend, a pool may have become
    idle: its projects were served, or were found to lack something else than money.
    """
    live, blocking = world.script.live, world.script.blocking
    if live:
        rank_today(world)
    waiting, kept, granted, news = world.waiting, [], False, False
    for n, request in enumerate(waiting):
        cause = obstacle(world, request)
        news = news or world.waits_for[request.stage] != cause
        if cause == WORKING:
            grant(world, request)
            granted = True
        else:
            kept.append(request)
            world.wait(request.stage, cause)
        if (live and granted) or (blocking and cause != WORKING):
            kept += waiting[n + 1 :]
            hold_back(world, waiting[n + 1 :], cause)
            break
    world.waiting = kept
    return (granted and live) or (news and world.script.lending)


def hold_back(world: World, behind: list[Request], cause: int) -> None:
    """Requests behind a blocking one wait for what they lack themselves, or else for what it lacks."""
    for request in behind:
        own = obstacle(world, request)
        if own != WORKING or cause != WORKING:
            world.wait(request.stage, cause if own == WORKING else own)


def obstacle(world: World, request: Request) -> int:
    """The first thing that the request lacks today, as a cause, or ``WORKING`` if it can be served."""
    if request.amount and not affordable(world, request.stage, request.amount):
        return MONEY
    free = world.free
    for resource, units in request.needs:
        if free[resource] < units:
            return FIRST_RESOURCE + resource
    return WORKING


def grant(world: World, request: Request) -> None:
    """Give the request its units and its money, drawn from where it tells the stage; the stage goes to work."""
    stage, amount, free = request.stage, request.amount, world.free
    draws: Draws = []
    if amount:
        draws = take(world, stage, amount)
        world.committed[world.script.programme_of[stage]] += amount
    for resource, units in request.needs:
        free[resource] -= units
    world.wait(stage, WORKING)
    request.succeed(draws)
