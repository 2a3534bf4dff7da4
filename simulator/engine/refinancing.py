"""Debt that falls due when liquidity would not keep its floor: a new bond for what is missing."""

from __future__ import annotations

from bisect import bisect_left

from simpy.events import Process

from simulator.cases.phases import CLOSING
from simulator.cases.terms import Refinancing
from simulator.engine.cash import WIDTH, liquidity_at
from simulator.engine.days import Life, Moment
from simulator.engine.world import World
from simulator.trace import REPAYING, Kind

NOTE_ISSUED, COUPON, NOTE_REPAID = int(Kind.NOTE_ISSUED), int(Kind.COUPON), int(Kind.NOTE_REPAID)
INTEREST_ACCRUED = int(Kind.INTEREST_ACCRUED)
#: what counts of the days since a closing: what comes for debt, and what the capped call pays beside a conversion
CAME = frozenset(map(int, (Kind.NOTE_ISSUED, Kind.CALL_RECEIVED)))
#: what a new bond may finance
DUE = frozenset(map(int, REPAYING))


def refinance(world: World, right: Refinancing, due: int) -> None:
    """Issue a bond for what a payment leaves missing to the floor.

    Liquidity is that of the last closing less what else was repaid since then, plus what was issued:

    shortfall = floor - (liquidity - due),   face = least of shortfall and due
    coupon    = stated + per shortfall x shortfall / floor, the last part at most 1
    """
    floor, closing = world.floor, last_closing(world)
    shortfall = floor - (liquidity_at(world, 0, closing) + debt_since(world, closing)) if closing >= 0 else 0
    face = round(min(shortfall, due))
    if face > 0:
        missing = min(1.0, shortfall / floor) if floor else 1.0
        world.record(NOTE_ISSUED, right.funding, face)
        Process(world.env, serve(world, right, face, right.coupon + right.per_shortfall * missing))


def debt_since(world: World, closing: int) -> int:
    """Cents of debt issued less repaid since a closing that was just read, the payment of the moment included.

    What a capped call has paid counts with the conversion that it helps to pay.
    """
    assert world.cash is not None
    end, since = world.script.months[closing][1], 0
    for at in world.cash.going_on:
        day, _, kind, _, amount = world.rows[at : at + WIDTH]
        if day >= end:
            since += amount if kind in CAME else -amount if kind in DUE else 0
    return since


def last_closing(world: World) -> int:
    """The last closing before today, -1 before the first."""
    return bisect_left(world.script.closing_days, world.env.now) - 1


def serve(world: World, right: Refinancing, face: int, coupon: float) -> Life:
    """Interest every half-year, and at the end the face, which may be refinanced again."""
    rights = world.script.rights
    for day, part in right.bonds[world.env.now]:
        interest = round(face * coupon * part)
        world.record_until(day, INTEREST_ACCRUED, right.funding, interest)
        yield Moment(world.env, day - world.env.now, CLOSING)
        world.record(COUPON, right.funding, interest)
    world.record(NOTE_REPAID, right.funding, face)
    if right.funding in rights:
        refinance(world, rights[right.funding], face)
