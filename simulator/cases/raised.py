"""Money raised from outside as dated flows: what comes, what it costs, when it is repaid or becomes shares."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from simulator.cases.debt import Period, interest_of, loan_payments, stated_days
from simulator.cases.flow import Flow, business_day
from simulator.cases.holders import Held, amortised_to
from simulator.cases.index import Index
from simulator.cases.liabilities import owed_before
from simulator.cases.phases import CLOSING, MONEY
from simulator.quantities.calendar import Calendar
from simulator.quantities.money import cents
from simulator.scenario.raises import Bullet, ConvertibleNote, EquityIssue, TermLoan
from simulator.scenario.schema import Scenario
from simulator.scenario.tranches import received
from simulator.trace import Kind


@dataclass(frozen=True)
class Issue:
    """What is issued, as its dated flows see it: its number, the calendar, and how many replications there are."""

    funding: int
    calendar: Calendar
    replications: int

    def flow(self, day: int, phase: int, kind: Kind, amount: int | np.ndarray) -> Flow:
        """A flow of the same or of different cents in all replications."""
        return Flow(day, phase, kind, self.funding, np.broadcast_to(np.int64(amount), (self.replications,)))

    def interest(self, since: int, until: int, due: int, amount: int | np.ndarray) -> Iterator[Flow]:
        """Interest of the days [since, until): owed at the start for those before the horizon, accrued, and paid."""
        if due < 0:
            return
        cents = np.broadcast_to(np.int64(amount), (self.replications,))
        before = cents * min(max(-since, 0), until - since) // (until - since)
        yield self.flow(0, MONEY, Kind.INTEREST_BEFORE, before)
        yield replace(self.flow(max(since, 0), MONEY, Kind.INTEREST_ACCRUED, cents - before), until=until)
        yield self.flow(due, CLOSING, Kind.COUPON, cents)

    def came(self, settles: int, proceeds: int, owed: int) -> Iterator[Flow]:
        """The money of debt on its day; of debt from before the horizon, what is owed on the first day."""
        if settles >= 0:
            yield self.flow(settles, MONEY, Kind.NOTE_ISSUED, proceeds)
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
        issue = Issue(index.fundings.index(name), calendar, replications)
        if isinstance(source, ConvertibleNote):
            flows += note_flows(source, held[name], issue)
        elif isinstance(source, Bullet):
            flows += bullet_flows(source, issue)
        elif isinstance(source, TermLoan):
            flows += loan_flows(source, issue)
        elif isinstance(source, EquityIssue):
            flows += share_flows(source, issue)
    return flows


def note_flows(note: ConvertibleNote, held: Held, issue: Issue) -> Iterator[Flow]:
    """Issue, capped call, interest until holders leave, and what they take with them: par, shares, or cash.

    What the capped call pays comes on the day of a conversion, before what it helps to pay.
    """
    calendar, face = issue.calendar, cents(note.face.value)
    settles = calendar.day_of(note.settles)
    yield from issue.came(settles, cents(note.net.value), owed_before(note, amortised_to(note, calendar), calendar))
    if note.capped_call:
        yield issue.flow(settles, CLOSING, Kind.CAPPED_CALL, cents(note.capped_call.cost.value))
    yield from _interest(note, face, held.ends, issue)
    for day in held.days:
        yield issue.flow(day, CLOSING, Kind.NOTE_PUT, face * (held.put_on == day))
        converting = held.converted_on == day
        yield issue.flow(day, CLOSING, Kind.CONVERTED, held.carrying[day] * converting)
        yield issue.flow(day, CLOSING, Kind.CALL_RECEIVED, held.from_call * converting)
        yield issue.flow(day, CLOSING, Kind.CONVERSION_PAID, held.cash * converting)
        yield issue.flow(day, CLOSING, Kind.SHARES, held.shares * converting)
        yield issue.flow(day, CLOSING, Kind.NOTE_REPAID, face * (held.repaid_on == day))


def _interest(debt: ConvertibleNote | Bullet, face: int, ends: np.ndarray, issue: Issue) -> Iterator[Flow]:
    """Interest of each period where the debt is held to its end, and what has accrued where it ends within.

    Interest runs to the day that the terms state, and is paid with the rest when that has rolled to a business day.
    """
    never, stated = issue.calendar.last_day + 1, stated_days(debt, issue.calendar)
    of_end = {day: day if day == never else stated.get(day, day) for day in np.unique(ends).tolist()}
    for period, interest in interest_of(debt, face):
        since, until, due = _days(period, issue.calendar)
        held = np.isin(ends, [day for day, last in of_end.items() if last >= until])
        yield from issue.interest(since, until, due, interest * held)
        for day, last in of_end.items():
            if since < last < until:
                accrued = period.accrued(interest, issue.calendar.date_of(last))
                yield from issue.interest(since, last, day, accrued * (ends == day))


def bullet_flows(bond: Bullet, issue: Issue) -> Iterator[Flow]:
    """Issue, interest twice a year, and the face at maturity."""
    face, matures = cents(bond.face.value), business_day(issue.calendar, issue.calendar.day_of(bond.matures))
    owed = owed_before(bond, matures, issue.calendar)
    yield from issue.came(issue.calendar.day_of(bond.settles), cents(received(bond)), owed)
    yield from _interest(bond, face, np.full(issue.replications, matures), issue)
    yield issue.flow(matures, CLOSING, Kind.NOTE_REPAID, face)


def loan_flows(loan: TermLoan, issue: Issue) -> Iterator[Flow]:
    """The money drawn, then interest and repayment together on each payment date; what was paid before is past."""
    face, calendar = cents(loan.face.value), issue.calendar
    payments = [(*_days(period, calendar), *paid) for period, *paid in loan_payments(loan, face)]
    owed = sum(principal for *_, day, _, principal in payments if day >= 0)
    yield from issue.came(calendar.day_of(loan.settles), face, owed)
    for since, until, day, interest, principal in payments:
        yield from issue.interest(since, until, day, interest)
        yield issue.flow(day, CLOSING, Kind.NOTE_REPAID, principal)


def _days(period: Period, calendar: Calendar) -> tuple[int, int, int]:
    """The first day of a period of interest, the day after its last, and the one on which it is paid."""
    until = calendar.day_of(period.until)
    return calendar.day_of(period.since), until, business_day(calendar, until)


def share_flows(sale: EquityIssue, issue: Issue) -> Iterator[Flow]:
    """Money for new shares, and the shares."""
    day = issue.calendar.day_of(sale.settles)
    yield issue.flow(day, MONEY, Kind.SHARES_SOLD, cents(sale.net.value))
    yield issue.flow(day, MONEY, Kind.SHARES, round(sale.net.value / sale.price.value * sale.ads_ratio))
