"""The calendar of the group's cash: what comes and goes on dates that no project moves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np

from simulator.cases.drawn import Drawn
from simulator.cases.exchange import at_rates, exchange_of, until_at_rates
from simulator.cases.index import Index
from simulator.cases.phases import CLOSING, MONEY
from simulator.cases.sources import Tranche, allotment
from simulator.cases.types import Cash, Exchange
from simulator.quantities.calendar import Calendar, add_length, next_business_day, read_length
from simulator.quantities.money import to_cents
from simulator.quantities.quantity import Path, Quantity
from simulator.quantities.units import Dimension
from simulator.scenario.funding import ConvertibleNote
from simulator.scenario.schema import Scenario
from simulator.trace import Kind

HALF_YEAR = read_length("6 months")


@dataclass(frozen=True)
class Flow:
    """One dated flow: its day, phase of the day, kind, subject and (R,) cents."""

    day: int
    phase: int
    kind: Kind
    subject: int
    amount: np.ndarray


def cash_of(scenario: Scenario, index: Index, calendar: Calendar, drawn: Drawn, tranches: list[Tranche]) -> Cash:
    """All dated flows within the horizon, in the order of days, phases, and the file."""
    exchange = exchange_of(scenario, calendar, drawn)
    flows = [*_treasury(scenario, calendar, drawn, exchange), *_notes(scenario, index, calendar, drawn)]
    flows += [Flow(t.day, MONEY, Kind.TRANCHE, allotment(index, t), t.amount) for t in tranches]
    flows += _outflows(scenario, calendar, drawn, exchange)
    happening = [flow for flow in flows if 0 <= flow.day <= calendar.last_day and flow.amount.any()]
    happening.sort(key=lambda flow: (flow.day, flow.phase))
    amounts = [flow.amount for flow in happening]
    return Cash(
        day=np.array([flow.day for flow in happening], np.int64),
        phase=np.array([flow.phase for flow in happening], np.int64),
        kind=np.array([flow.kind for flow in happening], np.int64),
        subject=np.array([flow.subject for flow in happening], np.int64),
        amount=np.stack(amounts, axis=1) if amounts else np.zeros((drawn.replications, 0), np.int64),
    )


def _treasury(scenario: Scenario, calendar: Calendar, drawn: Drawn, exchange: Exchange) -> Iterator[Flow]:
    treasury = scenario.treasury
    if treasury is None:
        return
    opening = to_cents(drawn.of("treasury.opening", treasury.opening))
    yield Flow(0, MONEY, Kind.OPENING, 0, opening)
    monthly = by_month("treasury.operating_cash", treasury.operating_cash, calendar, drawn, exchange)
    for day, amount in zip(calendar.closing_days.tolist(), monthly.T, strict=True):
        yield Flow(day, MONEY, Kind.OPERATING_CASH, 0, amount)


def _outflows(scenario: Scenario, calendar: Calendar, drawn: Drawn, exchange: Exchange) -> Iterator[Flow]:
    outflows = scenario.treasury.outflows if scenario.treasury else {}
    for n, (name, quantity) in enumerate(outflows.items()):
        path = f"treasury.outflows.{name}"
        if quantity.dimension == Dimension.MONEY:
            yield from _lumps(n, path, quantity, calendar, drawn, exchange)
            continue
        monthly = by_month(path, quantity, calendar, drawn, exchange)
        for day, amount in zip(calendar.closing_days.tolist(), monthly.T, strict=True):
            yield Flow(day, CLOSING, Kind.OUTFLOW, n, amount)


def _lumps(
    n: int, path: str, quantity: Quantity, calendar: Calendar, drawn: Drawn, exchange: Exchange
) -> Iterator[Flow]:
    days = np.array(quantity.days if isinstance(quantity, Path) else (0,))
    amounts = to_cents(at_rates(drawn.on(path, quantity, days), quantity, days, calendar, exchange))
    for day, amount in zip(days.tolist(), amounts.T, strict=True):
        yield Flow(business_day(calendar, day), CLOSING, Kind.OUTFLOW, n, amount)


def business_day(calendar: Calendar, day: int) -> int:
    """The day itself, or the next one that is neither Saturday nor Sunday."""
    return calendar.day_of(next_business_day(calendar.date_of(day)))


def by_month(path: str, rate: Quantity, calendar: Calendar, drawn: Drawn, exchange: Exchange) -> np.ndarray:
    """(R, T) cents of a yearly rate for the days of each month; rounded so that no cent is lost over time."""
    return np.diff(to_cents(until_at_rates(path, rate, calendar, drawn, exchange)), axis=1)


def _notes(scenario: Scenario, index: Index, calendar: Calendar, drawn: Drawn) -> Iterator[Flow]:
    for name, note in scenario.funding.items():
        if isinstance(note, ConvertibleNote):
            for flow in note_flows(index.fundings.index(name), note, calendar):
                yield Flow(*flow[:4], np.full(drawn.replications, flow[4], np.int64))


def note_flows(funding: int, note: ConvertibleNote, calendar: Calendar) -> Iterator[tuple[int, int, Kind, int, int]]:
    """(day, phase, kind, funding, cents) of a note: issue, capped call, coupons, and par at the put or maturity."""
    face, net = (int(to_cents(np.array(q.value))) for q in (note.face, note.net))
    settles = calendar.day_of(note.settles)
    yield settles, MONEY, Kind.NOTE_ISSUED, funding, net
    yield settles, MONEY, Kind.NOTE_DISCOUNT, funding, face - net
    if note.capped_call:
        cost = int(to_cents(np.array(note.capped_call.cost.value)))
        yield settles, CLOSING, Kind.CAPPED_CALL, funding, cost
    ends = note.put or note.matures
    for due, half_years in coupons(note):
        interest = round(face * note.coupon.value / 2 * half_years)
        yield business_day(calendar, calendar.day_of(due)), CLOSING, Kind.COUPON, funding, interest
    kind = Kind.NOTE_PUT if note.put else Kind.NOTE_REPAID
    yield business_day(calendar, calendar.day_of(ends)), CLOSING, kind, funding, face


def coupons(note: ConvertibleNote) -> Iterator[tuple[date, float]]:
    """Dates on which interest is paid, and for how many half-years: it runs from settlement until par is paid.

    Dates count back from maturity by half-years. A period that settlement or the put cuts short bears interest
    for its days, over the days of the whole half-year.
    """
    if note.coupon.value == 0.0:
        return
    dates, ends = [note.matures], note.put or note.matures
    while dates[-1] > note.settles:
        dates.append(add_length(note.matures, HALF_YEAR, -len(dates)))
    for before, due in pairwise(reversed(dates)):
        since, until = max(before, note.settles), min(due, ends)
        if since < until:
            yield until, (until - since).days / (due - before).days
