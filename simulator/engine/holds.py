"""What keeps a project from going on: a trigger or rule that has not fired, a day to which it is put off, a pause."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from simpy.events import Event

from simulator.cases.index import RULE
from simulator.cases.phases import REVIEWS
from simulator.engine.days import Life, Moment
from simulator.engine.dispatcher import review_requests
from simulator.engine.world import World


@dataclass(slots=True)
class Hold:
    """Why a project may not go on, and the event that says that it may.

    ``awaited`` is the cause of a start that has not come, ``until`` a day before which nothing begins.
    """

    gate: Event
    awaited: int | None = None
    until: int = 0
    paused: bool = False


def hold_of(world: World, project: int) -> Hold:
    """The hold on a project, made if there is none."""
    if project not in world.holds:
        world.holds[project] = Hold(Event(world.env))
    return world.holds[project]


def pass_hold(world: World, s: int) -> Life:
    """A stage waits until nothing holds its project any more."""
    project = world.script.stage_project[s]
    while (hold := world.holds.get(project)) is not None:
        world.wait(s, RULE if hold.awaited is None else hold.awaited)
        yield hold.gate


def loosen(world: World, project: int, _: Event | None = None) -> None:
    """Let a project go on if nothing holds it any more."""
    hold = world.holds.get(project)
    if hold is None or hold.awaited is not None or hold.paused or hold.until > world.env.now:
        return
    del world.holds[project]
    hold.gate.succeed()
    review_requests(world)


def go_on(world: World, project: int) -> bool:
    """A pause is over: what is at work goes on, even where the rest is put off still; false if there was none."""
    hold = world.holds.get(project)
    if hold is None or not hold.paused:
        return False
    hold.paused = False
    loosen(world, project)
    if project in world.holds:
        hold.gate.succeed()
        hold.gate = Event(world.env)
    return True


def start(world: World, project: int) -> bool:
    """The start that a project has waited for has come; false if it waited for none."""
    hold = world.holds.get(project)
    if hold is None or hold.awaited is None or project in world.given_up:
        return False
    hold.awaited = None
    world.started_on[project] = world.env.now
    loosen(world, project)
    return True


def defer(world: World, project: int, until: int) -> bool:
    """Nothing of a project that has not begun begins before a day; false if that changes nothing."""
    hold = world.holds.get(project)
    standing = hold.until if hold is not None else 0
    begun = all(world.begun[s] for s in world.script.stages_in[project])
    if project in world.given_up or begun or until <= max(standing, world.env.now):
        return False
    hold_of(world, project).until = until
    if until <= world.script.last_day:
        Moment(world.env, until - world.env.now, REVIEWS).callbacks.append(partial(loosen, world, project))
    review_requests(world)
    return True
