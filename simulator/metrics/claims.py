"""Metrics of debt that falls due: what is paid on each date, and the group's liquidity before and after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from simulator.cases.types import Cases
from simulator.closing.rows import summed, together
from simulator.metrics.registry import Values, metric
from simulator.metrics.view import View
from simulator.trace import REPAYING, Kind

#: what lenders and shareholders are paid (-1) and bring (+1) on a day
FINANCING: dict[Kind, int] = {
    **dict.fromkeys(REPAYING, -1),
    Kind.COUPON: -1,
    Kind.CAPPED_CALL: -1,
    Kind.NOTE_ISSUED: 1,
    Kind.CALL_RECEIVED: 1,
    Kind.SHARES_SOLD: 1,
}


@dataclass(frozen=True)
class Claim:
    """A day on which some of a debt may have to be repaid."""

    funding: int
    day: int


@dataclass(frozen=True)
class Met:
    """A claim, or a day of claims, and what became of it.

    Attributes
    ----------
    places : of its metrics: the debt and the date, or the date
    paid : (R,) cents repaid
    free : (R,) cents of liquidity above the floor, if there is one
    """

    places: tuple[str, ...]
    paid: np.ndarray
    free: np.ndarray

    def where_paid(self, values: np.ndarray) -> np.ndarray:
        """(R,) values of the replications in which something is repaid, NaN in the others."""
        return np.where(self.paid > 0, values, np.nan)


def claims_of(cases: Cases) -> list[Claim]:
    """All claims within the horizon by day: puts, maturities and instalments, and what refinances them."""
    money, last = cases.money, cases.calendar.last_day
    found = [Claim(debt.funding, day) for debt in money.debts for day in debt.due]
    for right in money.refinancing:
        ends = {payments[-1][0] for payments in right.bonds.values()}
        found += [Claim(right.funding, day) for day in ends if day <= last]
    return sorted(found, key=lambda claim: (claim.day, claim.funding))


def met(view: View) -> Iterator[Met]:
    """Each claim with what is paid on its day, and the liquidity above the floor after it."""
    if not view.cases.money.treasury:
        return
    repaid = together(*(view.books.rows[kind] for kind in REPAYING))
    fundings, free = view.cases.index.fundings, _above_floor(view)
    for claim in claims_of(view.cases):
        of_day = repaid.take(repaid.day == claim.day)
        paid = summed(of_day, of_day.subject, len(fundings))[:, claim.funding]
        name, date = fundings[claim.funding], view.cases.calendar.date_of(claim.day)
        yield Met((name, date.isoformat()), paid, free[:, claim.day])


def days_met(view: View) -> Iterator[Met]:
    """Each day of claims once, with all that is repaid on it, and the liquidity above the floor before it.

        before = liquidity at the end of the day - floor - (raised - paid on the day)

    Raised and paid is all that passes between the group and its lenders and shareholders: principal, interest, new
    debt, new shares, capped calls. So money that is borrowed on the day to repay debt is not there before.
    """
    if not view.cases.money.treasury:
        return
    calendar, free = view.cases.calendar, _above_floor(view)
    for day in sorted({claim.day for claim in claims_of(view.cases)}):
        net = sum(sign * _of_day(view, kind, day) for kind, sign in FINANCING.items())
        repaid = np.asarray(sum(_of_day(view, kind, day) for kind in REPAYING))
        yield Met((calendar.date_of(day).isoformat(),), repaid, free[:, day] - net)


def _above_floor(view: View) -> np.ndarray:
    """(R, N) cents of liquidity at the end of each day less the floor, if there is one."""
    floor = view.cases.money.floor
    return view.liquidity if floor is None else view.liquidity - np.reshape(floor, (-1, 1))


def _of_day(view: View, kind: Kind, day: int) -> np.ndarray:
    """(R,) cents of all rows of a kind on a day."""
    rows = view.books.rows[kind]
    return summed(rows.take(rows.day == day), 0, 1)[:, 0]


@metric("<debt>.due.<date>.paid", "money", "neither")
def claim_paid(view: View) -> Values:
    """What is repaid on a day on which debt falls due; 0 where holders do not ask for it."""
    for one in met(view):
        yield one.places, one.paid / 100.0


@metric("<debt>.due.<date>.free", "money", "higher")
def claim_free(view: View) -> Values:
    """Group liquidity above its floor at the end of a day on which debt is repaid; undefined where it is not."""
    yield from _free(met(view))


@metric("<debt>.due.<date>.below_floor", "0/1", "lower")
def claim_below_floor(view: View) -> Values:
    """Whether repaying debt on a day leaves liquidity below the floor; undefined where nothing is repaid."""
    yield from _below_floor(view, met(view))


@metric("<debt>.due.<date>.shortfall", "money", "lower")
def claim_shortfall(view: View) -> Values:
    """What is missing to the floor after debt is repaid on a day, 0 if nothing is; undefined where it is not repaid."""
    yield from _shortfall(view, met(view))


@metric("due.<date>.free_before", "money", "higher")
def free_before(view: View) -> Values:
    """Liquidity above its floor on a day of claims, had nothing been repaid or raised; undefined where none is met."""
    yield from _free(days_met(view))


@metric("due.<date>.below_floor_before", "0/1", "lower")
def below_floor_before(view: View) -> Values:
    """Whether liquidity is below its floor on a day of claims before any is met; undefined where none is met."""
    yield from _below_floor(view, days_met(view))


@metric("due.<date>.shortfall_before", "money", "lower")
def shortfall_before(view: View) -> Values:
    """What is missing to the floor on a day of claims before any is met, 0 if nothing; undefined where none is met."""
    yield from _shortfall(view, days_met(view))


def _free(found: Iterator[Met]) -> Values:
    """Money above the floor."""
    for one in found:
        yield one.places, one.where_paid(one.free / 100.0)


def _below_floor(view: View, found: Iterator[Met]) -> Values:
    """Whether it is too little, where there is a floor."""
    for one in found if view.cases.money.floor is not None else ():
        yield one.places, one.where_paid((one.free < 0).astype(float))


def _shortfall(view: View, found: Iterator[Met]) -> Values:
    """By how much, where there is a floor."""
    for one in found if view.cases.money.floor is not None else ():
        yield one.places, one.where_paid(np.maximum(-one.free, 0) / 100.0)


@metric("<debt>.issued", "money", "neither")
def debt_issued(view: View) -> Values:
    """Net proceeds of debt within the horizon; of a right to refinance, of all bonds under it."""
    yield from _of_debts(view, Kind.NOTE_ISSUED)


@metric("<debt>.interest_paid", "money", "lower")
def interest_paid(view: View) -> Values:
    """Interest paid on debt in cash by the horizon's end."""
    yield from _of_debts(view, Kind.COUPON)


def _of_debts(view: View, kind: Kind) -> Values:
    """The rows of a kind added up by debt, and by right to refinance."""
    money, names, rows = view.cases.money, view.cases.index.fundings, view.books.rows[kind]
    sums = summed(rows, rows.subject, len(names))
    for funding in [*(debt.funding for debt in money.debts), *(right.funding for right in money.refinancing)]:
        yield (names[funding],), sums[:, funding] / 100.0


@metric("<raise>.dilution.issued", "fraction", "lower")
def dilution_issued(view: View) -> Values:
    """Shares issued by the horizon's end, on conversion or for money, over existing ones; calls take nothing off."""
    shares, names, rows = view.cases.money.shares, view.cases.index.fundings, view.books.rows[Kind.SHARES]
    if not shares:
        return
    issued = summed(rows, rows.subject, len(names))
    for funding in _issuers(view.cases):
        yield (names[funding],), issued[:, funding] / shares


def _issuers(cases: Cases) -> list[int]:
    """Fundings that may issue shares: notes that can be converted, and issues of shares."""
    sold = np.unique(cases.cash.subject[cases.cash.kind == Kind.SHARES_SOLD]).tolist()
    return sorted({*sold, *(note.funding for note in cases.money.notes if note.certificates is not None)})
