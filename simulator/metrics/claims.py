"""Metrics of debt that falls due: what is paid on each date, and what liquidity that leaves to the group."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from simulator.cases.types import Cases
from simulator.metrics.registry import Values, metric
from simulator.metrics.view import View
from simulator.trace import Kind

#: payments with which debt leaves
REPAYING = (Kind.NOTE_PUT, Kind.NOTE_REPAID, Kind.CONVERSION_PAID)


@dataclass(frozen=True)
class Claim:
    """A day on which some of a debt may have to be repaid."""

    funding: int
    day: int


@dataclass(frozen=True)
class Met:
    """A claim and what became of it: (R,) cents paid, and cents of liquidity above the floor at the end of the day."""

    places: tuple[str, str]
    paid: np.ndarray
    free: np.ndarray

    def where_paid(self, values: np.ndarray) -> np.ndarray:
        """(R,) values of the replications in which something is paid, NaN in the others."""
        return np.where(self.paid > 0, values, np.nan)


def claims_of(cases: Cases) -> list[Claim]:
    """All claims within the horizon by day: puts, maturities and instalments, and what refinances them."""
    money, last = cases.money, cases.calendar.last_day
    due = {debt.funding: debt.due for debt in money.debts}
    found = [Claim(funding, day) for funding, days in due.items() for day in days]
    for right in money.refinancing:
        days = sorted({day + right.lasts for debt in right.of for day in due.get(debt, ())})
        found += [Claim(right.funding, day) for day in days if day <= last]
    return sorted(found, key=lambda claim: (claim.day, claim.funding))


def met(view: View) -> Iterator[Met]:
    """Each claim with what is paid on its day, and the liquidity above the floor, if there is one, after it."""
    if not view.cases.money.treasury:
        return
    rows = [view.books.rows[kind] for kind in REPAYING]
    floor = view.cases.money.floor if view.cases.money.floor is not None else 0
    for claim in claims_of(view.cases):
        paid = np.zeros(view.cases.replications, np.int64)
        for of in rows:
            mine = (of.subject == claim.funding) & (of.day == claim.day)
            np.add.at(paid, of.replication[mine], of.amount[mine])
        name, date = view.cases.index.fundings[claim.funding], view.cases.calendar.date_of(claim.day)
        yield Met((name, date.isoformat()), paid, view.liquidity[:, claim.day] - floor)


@metric("<debt>.due.<date>.paid", "money", "neither")
def claim_paid(view: View) -> Values:
    """What is repaid on a day on which debt falls due; 0 where holders do not ask for it."""
    for one in met(view):
        yield one.places, one.paid / 100.0


@metric("<debt>.due.<date>.free", "money", "higher")
def claim_free(view: View) -> Values:
    """Group liquidity above its floor at the end of a day on which debt is repaid; undefined where it is not."""
    for one in met(view):
        yield one.places, one.where_paid(one.free / 100.0)


@metric("<debt>.due.<date>.below_floor", "0/1", "lower")
def claim_below_floor(view: View) -> Values:
    """Whether repaying debt on a day leaves liquidity below the floor; undefined where nothing is repaid."""
    for one in met(view) if view.cases.money.floor is not None else ():
        yield one.places, one.where_paid((one.free < 0).astype(float))


@metric("<debt>.due.<date>.shortfall", "money", "lower")
def claim_shortfall(view: View) -> Values:
    """What is missing to the floor after debt is repaid on a day, 0 if nothing is; undefined where it is not repaid."""
    for one in met(view) if view.cases.money.floor is not None else ():
        yield one.places, one.where_paid(np.maximum(-one.free, 0) / 100.0)


@metric("<debt>.interest_paid", "money", "lower")
def interest_paid(view: View) -> Values:
    """Interest paid on debt in cash by the horizon's end."""
    money, names = view.cases.money, view.cases.index.fundings
    owed = [*(debt.funding for debt in money.debts), *(right.funding for right in money.refinancing)]
    rows = view.books.rows[Kind.COUPON]
    for funding in owed:
        paid = np.zeros(view.cases.replications, np.int64)
        mine = rows.subject == funding
        np.add.at(paid, rows.replication[mine], rows.amount[mine])
        yield (names[funding],), paid / 100.0


@metric("<raise>.dilution.issued", "fraction", "lower")
def dilution_issued(view: View) -> Values:
    """Shares issued by the horizon's end, on conversion or for money, over those that exist."""
    shares, rows = view.cases.money.shares, view.books.rows[Kind.SHARES]
    if not shares:
        return
    for funding in _issuers(view.cases):
        issued = np.zeros(view.cases.replications, np.int64)
        mine = rows.subject == funding
        np.add.at(issued, rows.replication[mine], rows.amount[mine])
        yield (view.cases.index.fundings[funding],), issued / shares


def _issuers(cases: Cases) -> list[int]:
    """Fundings that may issue shares: notes that can be converted, and issues of shares."""
    sold = np.unique(cases.cash.subject[cases.cash.kind == Kind.SHARES_SOLD]).tolist()
    return sorted({*sold, *(note.funding for note in cases.money.notes if note.certificates is not None)})
