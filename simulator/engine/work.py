"""Work that may be stopped or changed while it goes on: what is left of it, and who pays.

Work that nothing can stop or change is done without a job, in one step (``engine/stage.py``), with the same rows.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Any

from simpy import Interrupt
from simpy.events import Event, Process

from simulator.cases.codes import Strike
from simulator.cases.index import MONEY, RULE, SHOCK
from simulator.cases.phases import ENDINGS, GRANTS
from simulator.engine.days import Life, Moment
from simulator.engine.dispatcher import ask, review_requests, withdraw
from simulator.engine.purse import add
from simulator.engine.resources import give_back_units, needed_again
from simulator.engine.world import WORKING, Draws, Request, World
from simulator.trace import Kind

TOPPED_UP, RETURNED = int(Kind.TOPPED_UP), int(Kind.RETURNED)
PAID, WORKED = int(Kind.PAID), int(Kind.WORKED)
UNTIL, SUBJECT, AMOUNT = 1, 3, 4


@dataclass(slots=True)
class Job:
    """What is left of a stage at work: days, cents, and the money that it holds, by source in order.

    ``spell`` is the stretch of work that goes on: its first day, and where its rows stand in the trace. ``done_again``
    are the hits whose rework is done already, ``over`` is set when its project is given up, ``called`` while its
    process has been told to look again and has not yet, ``asked`` are the cents of a top-up not granted yet, asked
    for first on the day ``asked_on``.
    """

    stage: int
    days: int
    cost: int
    purse: Draws
    process: Process | None
    crewed: bool = True
    over: bool = False
    called: bool = False
    asked: int = 0
    asked_on: int = -1
    spell: tuple[int, list[int]] | None = None
    request: Request | None = None
    done_again: set[int] = field(default_factory=set)


def carry_out(world: World, s: int, draws: Draws) -> Generator[Event, Any, bool]:
    """Work on a stage until it is done, or its project given up; the value says whether it is done."""
    env = world.env
    job = Job(s, world.duration[s], world.cost[s], draws, env.active_process)
    world.jobs[s] = job
    for hit in world.playbook.hits_of[s]:
        if in_force(world, hit.risk):
            change(world, job, hit.number, hit.strike)
    total = (job.days, job.cost)
    if not any(total):
        yield Moment(env, 0, GRANTS)
    while not job.over:
        try:
            yield from labour(world, job)
            if not (yield from held_up(world, job)) and not do_again(world, job, total):
                break
        except Interrupt:
            job.called = False
    del world.jobs[s]
    if job.over:
        return False
    give_back(world, s, job.purse[::-1])
    if job.crewed:
        give_back_units(world, s)
    return True


def labour(world: World, job: Job) -> Life:
    """Work and pay until nothing is left; where the money is used up, ask once for all of the rest."""
    while job.days or job.cost:
        if not job.crewed:
            yield from regain(world, job)
        held = sum(amount for _, amount in job.purse)
        if job.cost and not held:
            yield from topped_up(world, job)
            held = job.cost
        enough = held >= job.cost
        days = job.days if enough else job.days * held // job.cost
        begin_spell(world, job, days, job.cost if enough else held)
        yield Moment(world.env, days, ENDINGS if days else GRANTS)
        job.days -= days
        job.cost -= pay_out(world, job)


def topped_up(world: World, job: Job) -> Life:
    """Ask for all of the rest and wait for it; who was stopped while waiting keeps its place, and counts once."""
    world.wait(job.stage, MONEY)
    world.asked_more[world.script.stage_project[job.stage]] += job.cost - job.asked
    job.asked, job.asked_on = job.cost, world.env.now if job.asked_on < 0 else job.asked_on
    job.request = ask(world, job.stage, job.cost, top_up=True, since=job.asked_on)
    more = yield job.request
    job.request, job.asked, job.asked_on = None, 0, -1
    book(world, TOPPED_UP, job.stage, more)
    job.purse += more


def begin_spell(world: World, job: Job, days: int, cost: int) -> None:
    """Write down work and payments up to the day when this stretch of work ends."""
    now, rows, world_rows = world.env.now, [], world.rows
    if days:
        rows.append(len(world_rows))
        world.write((now, now + days, WORKED, job.stage, days))
    treasury = job.stage * world.script.allotments
    for allotment, held in job.purse:
        part = min(cost, held)
        if part:
            rows.append(len(world_rows))
            world.write((now, now + days, PAID, treasury + allotment, part))
        cost -= part
    job.spell = (now, rows)


def pay_out(world: World, job: Job) -> int:
    """Take what the stretch of work has paid out of the money that the stage holds; returns the cents."""
    assert job.spell is not None
    paid, treasury = 0, job.stage * world.script.allotments
    left = dict(job.purse)
    for at in job.spell[1]:
        if world.rows[at + 2] == PAID:
            amount = world.rows[at + AMOUNT]
            left[world.rows[at + SUBJECT] - treasury] -= amount
            paid += amount
    job.purse = [(allotment, amount) for allotment, amount in left.items() if amount]
    job.spell = None
    return paid


def leave_off(world: World, job: Job) -> None:
    """Stop the stretch of work today: cut its rows, and count what is left."""
    if job.request is not None:
        withdraw(world, job.request)
        job.request = None
    if job.spell is None:
        return
    since, rows = job.spell
    done = world.env.now - since
    for at in rows:
        row = world.rows
        whole = row[at + UNTIL] - since
        row[at + AMOUNT] = part_paid(row[at + AMOUNT], whole, done) if row[at + 2] == PAID else done
        row[at + UNTIL] = world.env.now
    job.days -= done
    job.cost -= pay_out(world, job)


def part_paid(amount: int, days: int, done: int) -> int:
    """What of a payment spread over ``days`` falls on its first ``done`` days, as ``spreading`` has it.

    >>> part_paid(10, 4, 2), part_paid(10, 4, 4)
    (6, 10)
    """
    return amount if not days else done * (amount // days) + min(done, amount % days)


def look_again(job: Job) -> None:
    """Have the process of a job go on from what is left now, once for all that changes at a time."""
    assert job.process is not None
    if not job.called:
        job.called = True
        job.process.interrupt()


def change(world: World, job: Job, number: int, strike: int) -> None:
    """A hit on what is left: more days, or more to be paid."""
    multiple, more = world.multiple[number], world.more_days[number]
    if strike == Strike.DURATION and job.days:
        job.days = max(1, round(job.days * multiple) + more)
    elif strike == Strike.COST:
        job.cost = round(job.cost * multiple)


def in_force(world: World, risk: int) -> bool:
    """Whether a risk has struck and is not over."""
    return world.struck[risk] and world.env.now < world.risk_ends[risk]


def do_again(world: World, job: Job, total: tuple[int, int]) -> bool:
    """Whether a share of a stage that ends today, which nothing forbids, has to be done again, once for each hit."""
    for hit in world.playbook.hits_of[job.stage]:
        if hit.strike == Strike.REWORK and in_force(world, hit.risk) and hit.number not in job.done_again:
            job.done_again.add(hit.number)
            job.days = round(total[0] * world.multiple[hit.number])
            job.cost = round(total[1] * world.multiple[hit.number])
            return True
    return False


def held_up(world: World, job: Job) -> Generator[Event, Any, bool]:
    """A stage that may not end waits, without its crews, until no risk forbids it; the value says whether it did."""
    forbidding = [
        world.risk_ends[hit.risk]
        for hit in world.playbook.hits_of[job.stage]
        if hit.strike == Strike.REFUSED and in_force(world, hit.risk)
    ]
    if not forbidding:
        return False
    free_crews(world, job)
    world.wait(job.stage, SHOCK)
    yield Moment(world.env, max(forbidding) - world.env.now, ENDINGS)
    world.wait(job.stage, WORKING)
    return True


def free_crews(world: World, job: Job) -> None:
    """Let the crews of a job go to others."""
    if job.crewed:
        give_back_units(world, job.stage)
        job.crewed = False


def regain(world: World, job: Job) -> Life:
    """After a pause, wait until the project goes on, and for the crews to be free again."""
    project = world.script.stage_project[job.stage]
    while (hold := world.holds.get(project)) is not None and hold.paused:
        world.wait(job.stage, RULE)
        yield hold.gate
    job.request = ask(world, job.stage, 0, needs=needed_again(world, job.stage))
    yield job.request
    job.request = None
    job.crewed = True


def give_back(world: World, s: int, held: Draws) -> None:
    """Return what a stage holds and does not need, if anything, to its pools; the source drawn last comes first."""
    if held:
        for allotment, amount in held:
            add(world, allotment, amount)
            world.committed[world.script.programme_of[s]] -= amount
        book(world, RETURNED, s, held)
        review_requests(world)


def book(world: World, kind: int, s: int, draws: Draws) -> None:
    """Record what a stage was granted, by source."""
    now, write, treasury = world.env.now, world.write, s * world.script.allotments
    for allotment, amount in draws:
        write((now, now, kind, treasury + allotment, amount))
