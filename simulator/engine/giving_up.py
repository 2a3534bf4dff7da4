"""A project that is given up: work stops, what it has not spent returns, what it costs to cancel is paid."""

from __future__ import annotations

from simulator.cases.codes import PPM
from simulator.engine.dispatcher import review_requests, withdraw
from simulator.engine.holds import start
from simulator.engine.purse import TREASURY, add, draw_from
from simulator.engine.work import free_crews, give_back, leave_off, look_again
from simulator.engine.world import WORKING, Draws, World
from simulator.trace import Kind

ABANDONED, CANCELLED, MOVED = int(Kind.ABANDONED), int(Kind.CANCELLED), int(Kind.MOVED)


def abandon(world: World, project: int, cost: int, share: int = 0) -> int | None:
    """Give a project up; returns the cents that it leaves unspent, or None if there is nothing to give up.

    What it leaves is what its stages at work have not spent, which returns to its pools, and the budgets of those
    that have not begun, which stay there.

    Parameters
    ----------
    cost, share : of cancelling, in cents; and in ppm of the budget of the stages that are not done
    """
    ended = put_an_end_to(world, project, cost, share)
    if ended is None:
        return None
    left, fee = ended
    pay_fee(world, project, fee, from_pools=fee)
    review_requests(world)
    return left


def put_an_end_to(world: World, project: int, cost: int, share: int) -> tuple[int, int] | None:
    """Stop all that is not done: the cents left unspent and those due for cancelling; None if nothing is to be done."""
    if project in world.given_up or not world.unfinished[project]:
        return None
    undone = [s for s in world.script.stages_in[project] if s not in world.ended_on]
    fee = cost + sum(world.script.budget[s] for s in undone) * share // PPM
    world.given_up.add(project)
    left = sum(stop(world, s) for s in undone)
    world.record(ABANDONED, project, 0)
    return left, fee


def stop(world: World, s: int) -> int:
    """A stage that is not done never will be; returns the cents that it leaves unspent."""
    job = world.jobs.get(s)
    if job is None:
        for request in [one for one in world.waiting if one.stage == s]:
            withdraw(world, request)
        world.wait(s, WORKING)
        return world.script.budget[s]
    leave_off(world, job)
    world.wait(s, WORKING)
    left, job.purse = job.purse[::-1], []
    give_back(world, s, left)
    free_crews(world, job)
    job.over = True
    look_again(job)
    return sum(amount for _, amount in left)


def pay_fee(world: World, project: int, fee: int, from_pools: int) -> None:
    """Pay for cancelling: the project's pools pay what they hold, up to an amount, the treasury the rest."""
    draws: Draws = []
    left = from_pools
    for pool in world.script.pools_of_project[project]:
        left -= draw_from(world, pool, left, draws, world.script.kept_always[pool])
    for allotment, part in [*draws, (TREASURY, fee - from_pools + left)]:
        if part:
            world.record(CANCELLED, project * world.script.allotments + allotment, part)


def relocate(world: World, project: int, target: int, cost: int, share: int = 0) -> int | None:
    """Give a project up for another, to whose first pool goes what is left of its budget; returns the cents it gets.

    Cancelling is paid out of what is left before it goes, and by the treasury beyond that: the project's pools give no
    more than its budget and its top-ups.
    """
    ended = put_an_end_to(world, project, cost, share)
    if ended is None:
        return None
    left, fee = ended
    pay_fee(world, project, fee, from_pools=min(fee, left))
    pools, into = world.script.pools_of_project[project], world.script.pools_of_project[target][:1]
    going = to_move = max(0, left - fee)
    for pool in pools:
        if into and pool != into[0]:
            to_move -= move(world, pool, into[0], to_move)
    start(world, target)
    review_requests(world)
    return going if set(into) <= set(pools) else going - to_move


def move(world: World, source: int, target: int, amount: int) -> int:
    """Move what a pool holds of ``amount``, beyond what it keeps, to another; each source under its own name."""
    script = world.script
    draws: Draws = []
    moved = draw_from(world, source, amount, draws, script.kept_always[source])
    for allotment, part in draws:
        into = script.allotment_at[script.allotment_funding[allotment], target]
        add(world, into, part)
        world.record(MOVED, allotment * script.allotments + into, part)
    if moved:
        review_requests(world)
    return moved
