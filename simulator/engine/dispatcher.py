"""Who is served: waiting requests in rank order, all that a request needs at once or nothing.

A request that cannot be served does not block those behind it, unless the scenario says so. Nothing is held while
waiting, so nothing can deadlock.
"""

from __future__ import annotations

from bisect import insort
from functools import partial
from math import inf
from operator import attrgetter

from simpy.events import Event

from simulator.cases.index import FIRST_RESOURCE, LIMIT, MONEY, RULE
from simulator.cases.phases import GRANTS
from simulator.engine.days import Moment, set_off
from simulator.engine.limits import beyond_limit, count, short_of_least
from simulator.engine.purse import affordable, take
from simulator.engine.world import WORKING, Draws, Needs, Request, World

RANK = attrgetter("rank")


def ask(
    world: World, stage: int, amount: int, top_up: bool = False, needs: Needs | None = None, since: int = -1
) -> Request:
    """A request for a stage's money and crews, for the rest of its money, or for its crews again; ranked today.

    ``since`` is the day of a request that this one takes the place of.
    """
    script = world.script
    since = (world.env.now if since < 0 else since) if script.earlier_first else 0
    begun = top_up or needs is not None
    if not begun:
        needs = script.needs[stage]
    request = Request(world.env, stage, amount, needs or [], (world.rank[stage], not top_up, since, stage), begun)
    insort(world.waiting, request, key=RANK)
    review_requests(world)
    return request


def withdraw(world: World, request: Request) -> None:
    """Take a request back that has not been served."""
    world.waiting.remove(request)


def rank_today(world: World) -> None:
    """Rank all requests again, where what has been committed so far decides.

    Those that a limit wants more for come first; then the policy's order, which may look at programmes as well.
    """
    for request in world.waiting:
        first = world.script.playbook.floors and short_of_least(world, request.stage)
        request.rank = (-inf if first else standing(world, request.stage), *request.rank[1:])
    world.waiting.sort(key=RANK)


def standing(world: World, stage: int) -> float:
    """The rank of a stage under the policy today."""
    script, live = world.script, world.script.policy.live
    if live is None:
        return world.rank[stage]
    programme = script.programme_of[stage]
    return live(world.committed[programme], script.programme_budget[programme])


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
    live, blocking = world.script.reranks, world.script.blocking
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
        if (live and granted) or (blocking and cause not in (WORKING, RULE)):
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
    amount = request.amount
    if world.holds and not request.begun and world.script.stage_project[request.stage] in world.holds:
        return RULE
    if amount:
        if world.script.limited and beyond_limit(world, request.stage, amount):
            return LIMIT
        if not affordable(world, request.stage, amount, request.begun):
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
        draws = take(world, stage, amount, request.begun)
        world.committed[world.script.programme_of[stage]] += amount
        if world.script.limited:
            count(world, stage, amount)
    for resource, units in request.needs:
        free[resource] -= units
    world.wait(stage, WORKING)
    set_off(world.env, request, draws)
