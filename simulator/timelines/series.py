"""The series of a block: one value at every month-end closing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from simulator.closing import Books, may_be_given_up
from simulator.spreading import cumulative
from simulator.timelines.cash import cash_of_month
from simulator.timelines.liquidity import monthly_liquidity
from simulator.timelines.owed import debt_of_month
from simulator.timelines.proceeds import proceeds_of
from simulator.timelines.purses import (
    available_by_allotment,
    brought_by_allotment,
    paid_by_allotment,
    watched_pools,
)
from simulator.timelines.standing import standing_capital
from simulator.timelines.stranded import possible_causes, stranded_capital
from simulator.trace import Kind

#: unit of amounts of money: the scenario's reporting currency
MONEY = "money"
PRICE = "money/MW/year"


@dataclass(frozen=True)
class Series:
    """One quantity over the months.

    ``values`` are (R, T), one at each closing, in ``unit``: ``money`` (the reporting currency), ``MW``,
    ``fraction`` or ``money/MW/year``. Where ``of_month`` is true a value counts its month alone; else it is a
    state, or a sum of all that happened so far.
    """

    unit: str
    meaning: str
    values: np.ndarray
    of_month: bool = False


Timelines = dict[str, Series]
Named = Iterator[tuple[str, Series]]


def timelines_of(books: Books) -> Timelines:
    """Every series of a block, by name."""
    parts = (
        _spending,
        _plans,
        _raised,
        _share_price,
        _liquidity,
        _watched,
        _cash,
        _debt,
        _markets,
        _capacity,
        _earnings,
        _capital,
        _given_up,
        _stranded,
        _standing,
    )
    return {name: series for part in parts for name, series in part(books)}


def _money(meaning: str, cents: np.ndarray, of_month: bool = False) -> Series:
    return Series(MONEY, meaning, cents / 100.0, of_month)


def _power(meaning: str, milli: np.ndarray) -> Series:
    return Series("MW", meaning, milli / 1000.0)


def _spending(books: Books) -> Named:
    """Money of the programmes: ``paid.<programme>``, ``committed.<programme>``, and ``paid`` for all."""
    names, programme = books.cases.index.programmes, books.cases.projects.programme
    paid, committed = paid_and_committed(books, programme, len(names))
    for g, name in enumerate(names):
        yield f"paid.{name}", _money(f"paid for {name} so far", paid[:, g])
    for g, name in enumerate(names):
        yield f"committed.{name}", _money(f"committed to {name} so far", committed[:, g])
    if names:
        unpaid = (committed - paid).sum(axis=1)
        yield "paid", _money("paid for all projects so far, renewals not included", paid.sum(axis=1))
        yield "committed_unpaid", _money("committed and not yet paid", unpaid)


def paid_and_committed(books: Books, key: np.ndarray, keys: int) -> tuple[np.ndarray, np.ndarray]:
    """(R, keys, T) cents so far, by a key of each project; committed is with top-ups and less returns."""
    sums = []
    for kind in (Kind.PAID, Kind.COMMITTED, Kind.TOPPED_UP, Kind.RETURNED):
        rows = books.rows[kind]
        project = books.cases.stages.project[rows.subject // len(books.cases.index.allotments)]
        sums.append(cumulative(rows, key[project], keys, books.closing.grid))
    paid, committed, topped_up, returned = sums
    return paid, committed + topped_up - returned


def _plans(books: Books) -> Named:
    """Each appropriation: its tranches, what was committed to its uses, and paid, whatever the source."""
    cases, fundings = books.cases, books.cases.index.fundings
    paid, committed = paid_and_committed(books, cases.projects.uses, len(fundings))
    tranches = books.rows[Kind.TRANCHE]
    source = cases.pools.allotment_funding[tranches.subject]
    moved = cumulative(tranches, source, len(fundings), books.closing.grid)
    for f in cases.money.appropriations:
        name = fundings[f]
        yield f"{name}.tranches", _money(f"moved from the treasury into pools by {name} so far", moved[:, f])
        yield f"{name}.committed", _money(f"committed to the uses of {name} so far", committed[:, f])
        yield f"{name}.paid", _money(f"paid for the uses of {name} so far", paid[:, f])


def _raised(books: Books) -> Named:
    """Money raised from outside: what of it was paid out of each pool, what is left, and what went to other uses."""
    for name, meaning, cents in proceeds_of(books):
        yield name, _money(meaning, cents)


def _share_price(books: Books) -> Named:
    """The price of a share's certificate."""
    prices = books.cases.money.share_price
    if prices is not None:
        yield "share_price", Series(MONEY, "price of a share, or of its certificate, at the month's end", prices)


def _liquidity(books: Books) -> Named:
    """Unspent money: of each pool, of the treasury, and of the group; committed but unpaid is within them."""
    index, cases = books.cases.index, books.cases
    unspent = brought_by_allotment(books) - paid_by_allotment(books)
    pools = np.zeros((len(unspent), unspent.shape[2]), np.int64)
    for q, pool in enumerate(index.pools):
        held = unspent[:, cases.pools.allotment_pool == q].sum(axis=1)
        pools += held
        yield f"pool.{pool}", _money(f"unspent in {pool}, committed but unpaid included", held)
    if cases.money.treasury:
        liquidity = monthly_liquidity(books)
        yield "treasury", _money("cash and liquid investments outside the pools", liquidity - pools)
        yield "liquidity", _money("treasury and unspent pools", liquidity)
        if cases.money.floor is not None:
            free = liquidity - cases.money.floor[:, None]
            yield "liquidity_above_floor", _money("group liquidity less its floor", free)


def _watched(books: Books) -> Named:
    """What pools that rules look at hold and have promised to nobody."""
    pools = watched_pools(books)
    available = available_by_allotment(books) if len(pools) else None
    for q in pools:
        name, at = books.cases.index.pools[q], books.cases.pools.allotment_pool == q
        assert available is not None
        yield f"pool.{name}.available", _money(f"in {name}, not committed", available[:, at].sum(axis=1))


def _cash(books: Books) -> Named:
    """Money into and out of the group, by the kind of flow."""
    for name, meaning, cents in cash_of_month(books):
        yield name, _money(meaning, cents, of_month=True)


def _debt(books: Books) -> Named:
    """Debt as it stands in the books, and what it costs."""
    for name, meaning, cents, of_month in debt_of_month(books):
        yield name, _money(meaning, cents, of_month)


def _markets(books: Books) -> Named:
    """Each market: demand, capacity, what is sold of it, and at what price."""
    closing, markets = books.closing, books.cases.markets
    for m, name in enumerate(books.cases.index.markets):
        at, under = closing.lines.of_market(m), f"market.{name}"
        demand, ramped = markets.demand[:, m], closing.capacity.ramped[:, at].sum(axis=1)
        sold = closing.sales.sold[:, at].sum(axis=1)
        at_close = closing.capacity.at_close[:, at].sum(axis=1)
        yield f"{under}.demand_mw", _power(f"demand in {name}", demand)
        yield f"{under}.capacity_mw", _power(f"in service in {name} at the month's end", at_close)
        yield f"{under}.ramped_mw", _power(f"can be sold in {name}: ramped up, mean of the month", ramped)
        yield f"{under}.sold_mw", _power(f"sold in {name}, mean of the month", sold)
        yield (
            f"{under}.utilisation",
            Series("fraction", f"demand over capacity in {name}", utilisation(demand, ramped)),
        )
        price = markets.price[:, m] * 365.0 * 1000.0 / 100.0
        yield f"{under}.price", Series(PRICE, f"revenue per MW sold in {name}", price)
        revenue = closing.sales.revenue[:, at].sum(axis=1)
        yield f"{under}.revenue", _money(f"revenue of the month in {name}", revenue, of_month=True)


def utilisation(demand: np.ndarray, capacity: np.ndarray) -> np.ndarray:
    """Demand over capacity, at most 1; without capacity 1 if there is demand, else 0.

    >>> utilisation(np.array([3, 9, 1, 0]), np.array([4, 4, 0, 0]))
    array([0.75, 1.  , 1.  , 0.  ])
    """
    some = capacity > 0
    return np.where(some, np.minimum(1.0, demand / np.where(some, capacity, 1)), demand > 0)


def _capacity(books: Books) -> Named:
    """Capacity of the group, and demand of all markets that nothing served."""
    closing, index = books.closing, books.cases.index
    if len(closing.lines):
        yield "capacity_mw", _power("in service at the month's end", closing.capacity.at_close.sum(axis=1))
    if index.markets:
        unserved = books.cases.markets.demand.sum(axis=1) - closing.sales.sold.sum(axis=1)
        yield "unserved_mw", _power("demand not met, mean of the month", unserved)


def _earnings(books: Books) -> Named:
    """What markets and benefit projects bring in a month."""
    sales = books.closing.sales
    if books.cases.index.markets:
        revenue, cost = sales.revenue.sum(axis=1), sales.operating_cost.sum(axis=1)
        yield "revenue", _money("revenue of all markets in the month", revenue, of_month=True)
        yield (
            "operating_cash",
            _money("revenue less operating cost of the month", revenue - cost, of_month=True),
        )
    if books.cases.projects.benefit_life.any():
        benefit = books.closing.benefit.sum(axis=1)
        yield (
            "benefits",
            _money("savings and margins of benefit projects in the month", benefit, of_month=True),
        )


def _capital(books: Books) -> Named:
    """What is paid for projects in a month, by how it is booked."""
    cases, paid, renewal = books.cases, books.rows[Kind.PAID], books.rows[Kind.RENEWAL]
    if not cases.index.projects:
        return
    expensed = cases.stages.expensed[paid.subject // len(cases.index.allotments)].astype(np.int64)
    by_treatment = np.diff(cumulative(paid, expensed, 2, books.closing.grid), axis=-1, prepend=0)
    renewed = np.diff(cumulative(renewal, 0, 1, books.closing.grid)[:, 0], axis=-1, prepend=0)
    capex = by_treatment[:, 0] + renewed
    yield "capex", _money("capital paid in the month, renewals included", capex, of_month=True)
    yield "renewals", _money("of which renewals", renewed, of_month=True)
    cancelled = np.diff(_cancelled(books), axis=-1, prepend=0)
    yield (
        "expensed",
        _money("project spending of the month that is expensed", by_treatment[:, 1] + cancelled, of_month=True),
    )


def _given_up(books: Books) -> Named:
    """What it cost to give projects up, where that may happen."""
    if may_be_given_up(books.cases).any():
        lost = books.closing.assets.written_off
        yield "cancelled", _money("paid for cancelling projects so far, an expense", _cancelled(books))
        yield "written_off", _money("capital written off so far", cumulative(lost, 0, 1, books.closing.grid)[:, 0])


def _cancelled(books: Books) -> np.ndarray:
    """(R, T) cents paid so far for cancelling projects."""
    return cumulative(books.rows[Kind.CANCELLED], 0, 1, books.closing.grid)[:, 0]


def _stranded(books: Books) -> Named:
    """Capital that lies idle: in all, by programme, and by what its projects wait for."""
    index, programme = books.cases.index, books.cases.projects.programme
    if not index.projects:
        return
    idle = stranded_capital(books)
    by_programme = idle.by(programme[idle.project], len(index.programmes))
    by_cause = idle.by(idle.cause, len(index.causes))
    meaning = "paid, not in service, while no stage of its project is at work"
    yield "stranded_capital", _money(meaning, by_programme.sum(axis=1))
    for g, name in enumerate(index.programmes):
        yield f"stranded.{name}", _money(f"of which in {name}", by_programme[:, g])
    for cause in possible_causes(books.cases):
        yield (
            f"stranded_capital.{index.causes[cause]}",
            _money(f"of which waits for {index.causes[cause]}", by_cause[:, cause]),
        )


def _standing(books: Books) -> Named:
    """Capital in finished stages that wait for the next: in all, by programme, and by what it waits for."""
    index, programme, grid = books.cases.index, books.cases.projects.programme, books.closing.grid
    if not index.projects:
        return
    standing = standing_capital(books)
    by_programme = standing.by(programme[standing.project], len(index.programmes), grid)
    by_cause = standing.by(standing.cause, len(index.causes), grid)
    meaning = "paid for finished stages, not in service, while no stage that needs them has begun"
    yield "standing_capital", _money(meaning, by_programme.sum(axis=1))
    for g, name in enumerate(index.programmes):
        yield f"standing.{name}", _money(f"of which in {name}", by_programme[:, g])
    for cause in possible_causes(books.cases):
        name = index.causes[cause]
        yield f"standing_capital.{name}", _money(f"of which waits for {name}", by_cause[:, cause])
