"""Money raised from outside as dated flows: what comes, what it costs, when it is repaid or becomes shares."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from simulator.cases.debt import interest_of, loan_payments
from simulator.cases.flow import Flow, business_day
from simulator.cases.holders import Held, amortised_to
from simulator.cases.index import Index
from simulator.cases.liabilities import owed_before
from simulator.cases.phases import CLOSING, MONEY
from simulator.quantities.calendar import Calendar
from simulator.quantities.money import to_cents
from simulator.quantities.quantity import Constant
from simulator.scenario.raises import Bullet, ConvertibleNote, EquityIssue, TermLoan
from simulator.scenario.schema import Scenario
from simulator.scenario.tranches import received
from simulator.trace import Kind


@dataclass(frozen=True)
class Ledgered:
    """What flows are written for: the funding's number, the calendar, and how many replications there are."""

    funding: int
    calendar: Calendar
    replications: int

    def flow(self, day: int, phase: int, kind: Kind, amount: int | np.ndarray) -> Flow:
        """A flow of the same or of different cents in all replications."""
        return Flow(day, phase, kind, self.funding, np.broadcast_to(np.int64(amount), (self.replications,)))

    def came(self, settles: int, cents: int, owed: int) -> Iterator[Flow]:
        """The money of debt on its day; of debt from before the horizon, what is owed on the first day."""
        if settles >= 0:
            yield self.flow(settles, MONEY, Kind.NOTE_ISSUED, cents)
        else:
            yield self.flow(0, MONEY, Kind.OWED_BEFORE, owed)


def raised_of(
    scenario: Scenario, index: Index, calendar: Calendar, held: dict[str, Held], replications: int
) -> list[Flow]:
    """All flows of money raised from outside, funding by funding.

    Parameters
    ----------
    held : what the holders of each convertible note do
    """
    flows: list[Flow] = []
    for name, source in scenario.funding.items():
        book = Ledgered(index.fundings.index(name), calendar, replications)
        if isinstance(source, ConvertibleNote):
            flows += note_flows(source, held[name], book)
        elif isinstance(source, Bullet):
            flows += bullet_flows(source, book)
        elif isinstance(source, TermLoan):
            flows += loan_flows(source, book)
        elif isinstance(source, EquityIssue):
            flows += share_flows(source, book)
    return flows


def note_flows(note: ConvertibleNote, held: Held, book: Ledgered) -> Iterator[Flow]:
    """Issue, capped call, interest until holders leave, and what they take with them: par, shares, or cash."""
    calendar, face = book.calendar, cents(note.face)
    settles = calendar.day_of(note.settles)
    yield from book.came(settles, cents(note.net), owed_before(note, amortised_to(note, calendar), calendar))
    if note.capped_call:
        yield book.flow(settles, CLOSING, Kind.CAPPED_CALL, cents(note.capped_call.cost))
    yield from _interest(note, face, held.ends, book)
    for day in held.days:
        yield book.flow(day, CLOSING, Kind.NOTE_PUT, face * (held.put_on == day))
        converting = held.converted_on == day
        yield book.flow(day, CLOSING, Kind.CONVERTED, held.carrying[day] * converting)
        yield book.flow(day, CLOSING, Kind.CONVERSION_PAID, held.cash * converting)
        yield book.flow(day, CLOSING, Kind.SHARES, held.shares * converting)
        yield book.flow(day, CLOSING, Kind.NOTE_REPAID, face * (held.repaid_on == day))


def _interest(debt: ConvertibleNote | Bullet, face: int, ends: np.ndarray, book: Ledgered) -> Iterator[Flow]:
    """Interest of each period where the debt is held to its end, and what has accrued where it ends within."""
    for period, interest in interest_of(debt, face):
        since, until = book.calendar.day_of(period.since), book.calendar.day_of(period.until)
        due = business_day(book.calendar, until)
        yield book.flow(due, CLOSING, Kind.COUPON, interest * (ends >= due))
        for day in np.unique(ends[(ends > since) & (ends < due)]).tolist():
            accrued = round(interest * min(1.0, (day - since) / (until - since)))
            yield book.flow(day, CLOSING, Kind.COUPON, accrued * (ends == day))


def bullet_flows(bond: Bullet, book: Ledgered) -> Iterator[Flow]:
    """Issue, interest twice a year, and the face at maturity."""
    face, matures = cents(bond.face), business_day(book.calendar, book.calendar.day_of(bond.matures))
    owed = owed_before(bond, matures, book.calendar)
    yield from book.came(book.calendar.day_of(bond.settles), round(received(bond) * 100), owed)
    yield from _interest(bond, face, np.full(book.replications, matures), book)
    yield book.flow(matures, CLOSING, Kind.NOTE_REPAID, face)


def loan_flows(loan: TermLoan, book: Ledgered) -> Iterator[Flow]:
    """The money drawn, then interest and repayment together on each payment date."""
    face, calendar = cents(loan.face), book.calendar
    yield from book.came(calendar.day_of(loan.settles), face, face)
    for date, interest, principal in loan_payments(loan, face, calendar.start):
        day = business_day(calendar, calendar.day_of(date))
        yield book.flow(day, CLOSING, Kind.COUPON, interest)
        yield book.flow(day, CLOSING, Kind.NOTE_REPAID, principal)


def share_flows(issue: EquityIssue, book: Ledgered) -> Iterator[Flow]:
    """Money for new shares, and the shares."""
    day = book.calendar.day_of(issue.settles)
    yield book.flow(day, MONEY, Kind.SHARES_SOLD, cents(issue.net))
    yield book.flow(day, MONEY, Kind.SHARES, round(issue.net.value / issue.price.value * issue.ads_ratio))


def cents(amount: Constant) -> int:
    """Money as whole cents."""
    return int(to_cents(np.array(amount.value)))
