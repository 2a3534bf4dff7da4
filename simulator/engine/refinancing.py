"""Debt that falls due when liquidity would not keep its floor: a new bond for what is missing."""

from __future__ import annotations

from simpy.events import Process

from simulator.cases.phases import BORROWING, CLOSING
from simulator.cases.terms import Refinancing
from simulator.engine.cash import liquidity_tonight
from simulator.engine.days import Life, Moment
from simulator.engine.world import World
from simulator.trace import REPAYING, Kind

NOTE_ISSUED, COUPON, NOTE_REPAID = int(Kind.NOTE_ISSUED), int(Kind.COUPON), int(Kind.NOTE_REPAID)
INTEREST_ACCRUED = int(Kind.INTEREST_ACCRUED)
#: what a new bond may finance
DUE = frozenset(map(int, REPAYING))


def refinance(world: World, right: Refinancing, due: int) -> Life:
    """Issue a bond for what is missing to the floor once all of a day on which debt was repaid has been paid.

    Liquidity is that of the evening, the repayment and its interest taken off (``engine/cash.py``):

    shortfall = floor - liquidity,   face = least of shortfall and principal repaid
    coupon    = stated + per shortfall x shortfall / floor, the last part at most 1
    """
    yield Moment(world.env, 0, BORROWING)
    floor = world.floor
    shortfall = floor - liquidity_tonight(world)
    face = min(shortfall, due)
    if face > 0:
        missing = min(1.0, shortfall / floor) if floor else 1.0
        world.record(NOTE_ISSUED, right.funding, face)
        yield from serve(world, right, face, right.coupon + right.per_shortfall * missing)


def serve(world: World, right: Refinancing, face: int, coupon: float) -> Life:
    """Interest every half-year, and at the end the face, which may be refinanced again."""
    rights = world.script.rights
    for day, until, part in right.bonds[world.env.now]:
        interest = round(face * coupon * part)
        world.record_until(until, INTEREST_ACCRUED, right.funding, interest)
        yield Moment(world.env, day - world.env.now, CLOSING)
        world.record(COUPON, right.funding, interest)
    world.record(NOTE_REPAID, right.funding, face)
    if right.funding in rights:
        Process(world.env, refinance(world, rights[right.funding], face))
