"""What rules do, one function an action: it changes the world, or says that it would change nothing."""

from __future__ import annotations

from collections.abc import Callable

from simulator.cases.codes import PPM, Do
from simulator.engine.dispatcher import RANK, review_requests
from simulator.engine.giving_up import abandon, move, relocate
from simulator.engine.holds import defer, go_on, hold_of, start
from simulator.engine.playbook import Act
from simulator.engine.work import free_crews, leave_off, look_again
from simulator.engine.world import World
from simulator.trace import Kind

ACTED, WITHOUT_EFFECT = int(Kind.ACTED), int(Kind.WITHOUT_EFFECT)


def act(world: World, action: Act) -> None:
    """Do what a rule says, and write down what it did."""
    done = DOING[action.do](world, action)
    if done is None:
        world.record(WITHOUT_EFFECT, action.number, 0)
    else:
        world.record(ACTED, action.number, done)


def over(world: World, project: int) -> bool:
    """Whether a project is done or given up."""
    return project in world.given_up or not world.unfinished[project]


def do_start(world: World, action: Act) -> int | None:
    """Start a project that waits for it."""
    return 0 if start(world, action.subject) else None


def do_defer_by(world: World, action: Act) -> int | None:
    """Put off what has not begun by some days from today."""
    return action.amount if defer(world, action.subject, world.env.now + action.amount) else None


def do_defer_until(world: World, action: Act) -> int | None:
    """Put off what has not begun to a day; the days that this is from today."""
    days = action.amount - world.env.now
    return days if defer(world, action.subject, action.amount) else None


def do_pause(world: World, action: Act) -> int | None:
    """Stop the work of a project and let nothing of it begin."""
    project = action.subject
    hold = world.holds.get(project)
    if over(world, project) or (hold is not None and hold.paused):
        return None
    hold_of(world, project).paused = True
    for s in world.script.stages_in[project]:
        job = world.jobs.get(s)
        if job is not None:
            leave_off(world, job)
            free_crews(world, job)
            look_again(job)
    review_requests(world)
    return 0


def do_resume(world: World, action: Act) -> int | None:
    """Let a project go on that was paused."""
    if over(world, action.subject):
        return None
    return 0 if go_on(world, action.subject) else None


def do_abandon(world: World, action: Act) -> int | None:
    """Give a project up, at a cost in cents."""
    return abandon(world, action.subject, action.amount)


def do_abandon_share(world: World, action: Act) -> int | None:
    """Give a project up, at a share of the budget of what is not done."""
    return abandon(world, action.subject, 0, action.amount)


def do_relocate(world: World, action: Act) -> int | None:
    """Give a project up for another, at a cost in cents."""
    return None if over(world, action.other) else relocate(world, action.subject, action.other, action.amount)


def do_relocate_share(world: World, action: Act) -> int | None:
    """Give a project up for another, at a share of the budget of what is not done."""
    return None if over(world, action.other) else relocate(world, action.subject, action.other, 0, action.amount)


def do_move(world: World, action: Act) -> int | None:
    """Move money between pools; the cents that were there to move."""
    return move(world, action.subject, action.other, action.amount) or None


def do_move_share(world: World, action: Act) -> int | None:
    """Move a share of what a pool holds."""
    amount = world.pooled[action.subject] * action.amount // PPM
    return move(world, action.subject, action.other, amount) or None


def do_priority(world: World, action: Act) -> int | None:
    """Give a project another priority, for what it has not begun; nothing under other policies."""
    project = action.subject
    if world.script.cases.policy != "priority" or over(world, project):
        return None
    world.rank = world.rank.copy()
    for s in world.script.stages_in[project]:
        world.rank[s] = float(action.amount)
    for request in world.waiting:
        request.rank = (world.rank[request.stage], *request.rank[1:])
    world.waiting.sort(key=RANK)
    review_requests(world)
    return action.amount


def do_scale(world: World, action: Act) -> int | None:
    """Change the size of an appropriation's tranches still to come, those that a risk has delayed among them."""
    f = action.subject
    if not to_come(world, f):
        return None
    world.tranche_factor[f] = world.tranche_factor.get(f, 1.0) * action.amount / PPM
    return action.amount


def to_come(world: World, funding: int) -> bool:
    """Whether a tranche of an appropriation comes after today and within the horizon."""
    script, now = world.script, world.env.now
    return world.tranches_until.get(funding, 0) > now or any(
        fills and day > now and script.allotment_funding[allotment] == funding
        for day, _, _, _, _, allotment, fills in script.flows
    )


DOING: dict[int, Callable[[World, Act], int | None]] = {
    Do.START: do_start,
    Do.DEFER_BY: do_defer_by,
    Do.DEFER_UNTIL: do_defer_until,
    Do.PAUSE: do_pause,
    Do.RESUME: do_resume,
    Do.ABANDON: do_abandon,
    Do.ABANDON_SHARE: do_abandon_share,
    Do.RELOCATE: do_relocate,
    Do.RELOCATE_SHARE: do_relocate_share,
    Do.MOVE: do_move,
    Do.MOVE_SHARE: do_move_share,
    Do.PRIORITY: do_priority,
    Do.SCALE: do_scale,
}
