"""Words of a scenario as codes: what a review looks at, what a rule does, what a risk hits, how a pool is tied."""

from __future__ import annotations

from enum import IntEnum


class Test(IntEnum):
    """A step of a rule's condition, in reverse Polish order: leaves compare a state with a level, the rest join them.

    A leaf observes a number in the unit behind it. It holds if the number is above the level (``above``), else if
    it is below. ``ALL`` and ``ANY`` take as many results as their subject says, ``NOT`` one.
    """

    ALL = 0
    ANY = 1
    NOT = 2
    UTILISATION = 10  # market; fraction
    DEMAND = 11  # market; milli-MW
    PRICE = 12  # market; cents per milli-MW and day
    POOL = 13  # pool; cents
    TREASURY = 14  # cents
    LIQUIDITY = 15  # cents
    DATE = 16  # day of the review
    STAGE_DONE = 17  # stage; 1 or 0
    STAGE_LATE = 18  # stage; days behind its expected end
    PROJECT_STARTED = 19  # project; 1 or 0
    PROJECT_DONE = 20  # project; 1 or 0
    PROJECT_LATE = 21  # project; days behind its expected end
    OVERRUN = 22  # project; fraction of its budget
    RISK = 23  # risk; 1 or 0
    RULE = 24  # rule; 1 or 0


#: leaves that observe fractions, written into the trace as parts per million
FRACTIONS = (Test.UTILISATION, Test.OVERRUN)
PPM = 1_000_000
#: what a leaf observes, as the trace counts it: how many of these make one unit, and the unit; the others see 1 or 0
SEEN: dict[int, tuple[float, str]] = {
    **dict.fromkeys(FRACTIONS, (PPM, "fraction")),
    **dict.fromkeys((Test.POOL, Test.TREASURY, Test.LIQUIDITY), (100, "money")),
    **dict.fromkeys((Test.STAGE_LATE, Test.PROJECT_LATE), (1, "days")),
    Test.DATE: (1, "day"),
    Test.DEMAND: (1000, "MW"),
    Test.PRICE: (1 / 3650, "money/MW/year"),
}


class Do(IntEnum):
    """What a rule does: to its subject, to or from its other, by its amount."""

    START = 0  # project
    DEFER_BY = 1  # project; days
    DEFER_UNTIL = 2  # project; day
    PAUSE = 3  # project
    RESUME = 4  # project
    ABANDON = 5  # project; cents of cancelling
    ABANDON_SHARE = 6  # project; ppm of the budget of stages not done
    RELOCATE = 7  # project, project; cents of cancelling
    RELOCATE_SHARE = 8  # project, project; ppm of the budget of stages not done
    MOVE = 9  # pool, pool; cents
    MOVE_SHARE = 10  # pool, pool; ppm of what the pool holds
    PRIORITY = 11  # project; the new priority
    SCALE = 12  # funding; ppm


#: what gives its subject up, or the first of two projects
ENDING = (Do.ABANDON, Do.ABANDON_SHARE, Do.RELOCATE, Do.RELOCATE_SHARE)
#: what stops work on its subject, or on the first of two projects
STOPPING = (Do.PAUSE, *ENDING)
#: what takes money from one pool to another
MOVING = (Do.MOVE, Do.MOVE_SHARE, Do.RELOCATE, Do.RELOCATE_SHARE)


class Strike(IntEnum):
    """What a risk hits in the engine; what it does to markets and exchange rates is in their arrays already."""

    DURATION = 0  # stages; multiple and days more
    COST = 1  # stages; multiple
    REWORK = 2  # stages; share to be done again
    REFUSED = 3  # stages; cannot end meanwhile
    ABANDON = 4  # projects, each with its own draw
    SUPPLY = 5  # resource; multiple
    CAPACITY = 6  # resource; multiple
    DELAY = 7  # funding; days
    CUT = 8  # funding; share that never comes


class Earmark(IntEnum):
    """How strictly a pool's money is tied to its use."""

    HARD = 0  # for nothing else
    SOFT = 1  # lent to other uses while idle
    MEMO = 2  # tracked only: nobody waits for it
