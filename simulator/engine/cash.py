"""The group's cash asked for inside the run: at a month-end closing, as the monthly series report it, or tonight.

The rows written so far are read once each; what still goes on at the closing asked for is kept aside and read again.
Month-end results of markets are rounded once a market here and once a line in the books: they may differ by a cent a
line and month.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from simulator.engine.utilisation import mean_capacity
from simulator.engine.work import part_paid
from simulator.engine.world import World
from simulator.ramp import served_days
from simulator.trace import CASH, SPENDING, Kind

WIDTH = 5
#: with what sign a kind of row counts in the group's cash, and which of these may be paid by a pool
SIGN = {int(kind): sign for kind, sign in CASH.items()}
BY_PURSE = frozenset(map(int, SPENDING))
TRANCHE = int(Kind.TRANCHE)
DAYS_A_YEAR = 365.0


@dataclass(slots=True)
class Cash:
    """What has been counted of a replication's cash so far, in cents.

    ``read`` is where in the rows the next one stands, ``going_on`` are rows that were not over at the last closing,
    ``closed`` the months whose results are in.
    """

    read: int = 0
    closed: int = 0
    group: int = 0
    treasury: int = 0
    going_on: list[int] = field(default_factory=list)


def liquidity_at(world: World, subject: int, closing: int) -> float:
    """Cents of the treasury and all that pools and stages have not spent, at a closing."""
    return counted(world, closing)[0]


def treasury_at(world: World, subject: int, closing: int) -> float:
    """Cents outside the pools at a closing."""
    return counted(world, closing)[1]


def liquidity_tonight(world: World) -> int:
    """Cents of liquidity at the end of today: that of the last closing, and all rows of cash dated since.

    Before the first closing it is counted from the start of the horizon. What markets and benefits have earned since
    the last closing is posted by the next one, and is not known.
    """
    closing, tonight = bisect_left(world.script.closing_days, world.env.now) - 1, world.env.now + 1
    liquidity, end = counted(world, closing)[0], end_of(world, closing)
    assert world.cash is not None
    for at in world.cash.going_on:
        day, until, kind, subject, amount = world.rows[at : at + WIDTH]
        signs = effect(world, kind, subject)
        if signs is not None:
            liquidity += signs[0] * (paid_by(amount, day, until, tonight) - paid_by(amount, day, until, end))
    return liquidity


def paid_by(amount: int, day: int, until: int, end: int) -> int:
    """What of a row's amount falls before a day.

    >>> paid_by(10, 5, 9, 7), paid_by(10, 5, 9, 30), paid_by(10, 5, 5, 5), paid_by(10, 5, 5, 6)
    (6, 10, 0, 10)
    """
    return part_paid(amount, until - day, min(end, until) - day) if day < end else 0


def end_of(world: World, closing: int) -> int:
    """The day after a closing; the first day of the horizon for -1."""
    return world.script.months[closing][1] if closing >= 0 else 0


def counted(world: World, closing: int) -> tuple[int, int]:
    """Liquidity and treasury at a closing, 0 before the first, which is -1."""
    cash = world.cash = world.cash or Cash()
    end, rows = end_of(world, closing), world.rows
    new = range(cash.read, len(rows), WIDTH)
    cash.read = len(rows)
    group = treasury = 0
    still = []
    for at in [*cash.going_on, *new]:
        day, until, kind, subject, amount = rows[at : at + WIDTH]
        signs = effect(world, kind, subject)
        if signs is None:
            continue
        if day >= end or until > end:
            still.append(at)
            part = paid_by(amount, day, until, end)
            group, treasury = group + signs[0] * part, treasury + signs[1] * part
        else:
            cash.group += signs[0] * amount
            cash.treasury += signs[1] * amount
    cash.going_on = still
    close_months(world, cash, closing)
    return cash.group + group, cash.treasury + treasury


def effect(world: World, kind: int, subject: int) -> tuple[int, int] | None:
    """With what signs a row counts in the group's cash and in the treasury's; None if in neither."""
    if kind == TRANCHE:
        return 0, -1
    sign = SIGN.get(kind)
    if sign is None:
        return None
    return sign, 0 if kind in BY_PURSE and subject % world.script.allotments else sign


def close_months(world: World, cash: Cash, closing: int) -> None:
    """Add what markets and benefits brought in the months up to a closing."""
    for month in range(cash.closed, closing + 1):
        earned = sum(earned_in_market(world, market, month) for market in range(len(world.demand)))
        earned += benefits(world, month)
        cash.group += earned
        cash.treasury += earned
    cash.closed = closing + 1


def earned_in_market(world: World, market: int, month: int) -> int:
    """Cents of revenue less operating cost of a month."""
    since, until = world.script.months[month]
    markets, r, days = world.script.cases.markets, world.r, until - since
    ramped = max(0, mean_capacity(world, market, month))
    sold_days = min(world.demand[market][month], ramped) * days
    in_service = int(markets.installed[r, market]) * days
    for _, _, capacity, counts_from in world.history[market]:
        in_service += capacity * max(0, until - max(since, counts_from))
    revenue = round(sold_days * float(markets.price[r, market, month]))
    cost = in_service * float(markets.fixed_cost[r, market, month])
    return revenue - round(cost + sold_days * float(markets.sold_cost[r, market, month]))


def benefits(world: World, month: int) -> int:
    """Cents of savings and margins of a month."""
    since, until = world.script.months[month]
    return sum(
        benefit_by(world, project, until) - benefit_by(world, project, since)
        for project, yearly in enumerate(world.benefit_yearly)
        if yearly and project in world.finished_on
    )


def benefit_by(world: World, project: int, day: int) -> int:
    """Cents of a project's benefit before a day."""
    projects, r = world.script.cases.projects, world.r
    life, ramp = int(projects.benefit_life[r, project]), int(projects.benefit_ramp[r, project])
    elapsed = min(day - world.finished_on[project], life)
    return round(world.benefit_yearly[project] / DAYS_A_YEAR * served_days(elapsed, ramp))
