"""The calendar of the group's cash: what comes and goes on dates that no project moves."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from simulator.cases.drawn import Drawn
from simulator.cases.exchange import at_rates, until_at_rates
from simulator.cases.flow import Flow, business_day
from simulator.cases.index import Index
from simulator.cases.phases import CLOSING, MONEY
from simulator.cases.sources import Tranche, allotment
from simulator.cases.types import Cash, Exchange
from simulator.quantities.calendar import Calendar
from simulator.quantities.money import to_cents
from simulator.quantities.quantity import Path, Quantity
from simulator.quantities.units import Dimension
from simulator.scenario.schema import Scenario
from simulator.trace import Kind


def cash_of(
    scenario: Scenario,
    index: Index,
    calendar: Calendar,
    drawn: Drawn,
    exchange: Exchange,
    tranches: list[Tranche],
    raised: list[Flow],
) -> Cash:
    """All dated flows within the horizon, in the order of days, phases, and the file.

    Parameters
    ----------
    tranches, raised : into pools; of money raised from outside
    """
    flows = [*_treasury(scenario, calendar, drawn, exchange), *raised]
    flows += [Flow(t.day, MONEY, Kind.TRANCHE, allotment(index, t), t.amount) for t in tranches]
    flows += _outflows(scenario, calendar, drawn, exchange)
    happening = [flow for flow in flows if 0 <= flow.day <= calendar.last_day and flow.amount.any()]
    happening.sort(key=lambda flow: (flow.day, flow.phase))
    amounts = [flow.amount for flow in happening]
    return Cash(
        day=np.array([flow.day for flow in happening], np.int64),
        until=np.array([flow.day if flow.until is None else flow.until for flow in happening], np.int64),
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


def by_month(path: str, rate: Quantity, calendar: Calendar, drawn: Drawn, exchange: Exchange) -> np.ndarray:
    """(R, T) cents of a yearly rate for the days of each month; rounded so that no cent is lost over time."""
    return np.diff(to_cents(until_at_rates(path, rate, calendar, drawn, exchange)), axis=1)
