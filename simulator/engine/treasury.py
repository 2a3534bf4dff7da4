"""The dated flows of the group: operating cash, issues, tranches, redemptions and other payments."""

from __future__ import annotations

from collections.abc import Iterator

from simpy.events import Event

from simulator.engine.days import Moment
from simulator.engine.dispatcher import review_requests
from simulator.engine.purse import add
from simulator.engine.world import World
from simulator.trace import Kind


def cash_calendar(world: World) -> Iterator[Event]:
    """The dated flows of the group, each on its day; tranches fill the pools."""
    cash = world.script.cases.cash
    columns = (cash.day, cash.phase, cash.kind, cash.subject, cash.amount[world.r])
    for day, phase, kind, subject, amount in zip(*(c.tolist() for c in columns), strict=True):
        yield Moment(world.env, day - world.env.now, phase)
        world.record(kind, subject, amount)
        if kind == Kind.TRANCHE:
            add(world, subject, amount)
            review_requests(world)
