"""A trace told in names, dates and units: what `capsim trace` shows."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from simulator.cases.types import Cases
from simulator.ledger.subjects import subject_name
from simulator.trace import KINDS, Kind, Trace

#: by what a row's amount counts: how many of these make one unit, and the unit; money has the scenario's
UNITS = {
    "cents": (100, ""),
    "milli-MW": (1000, "MW"),
    "milli-units": (1000, "units"),
    "days": (1, "days"),
    "ppm": (10_000, "%"),
}


@dataclass(frozen=True)
class Event:
    """One row of a trace, in words.

    ``until`` is the day after the last one of an interval, and the day itself where there is none; ``amount``
    is None where the kind says all.
    """

    date: datetime.date
    until: datetime.date
    kind: str
    what: str
    amount: float | None
    unit: str


def described(trace: Trace, cases: Cases, replication: int = 0, currency: str = "USD") -> list[Event]:
    """The events of one replication of a block, in the trace's order.

    Parameters
    ----------
    trace : as the engine wrote it, or closed by ``closed_trace``
    replication : row within the block
    currency : of the scenario's money
    """
    rows = trace.take(trace.replication == replication)
    columns = (rows.day, rows.until, rows.kind, rows.subject, rows.amount)
    return [_event(cases, currency, *row) for row in zip(*(c.tolist() for c in columns), strict=True)]


def _event(cases: Cases, currency: str, day: int, until: int, kind: int, subject: int, amount: int) -> Event:
    entry = Kind(kind)
    began, over = cases.calendar.date_of(day), cases.calendar.date_of(until)
    who = subject_name(entry, subject, cases.index)
    if KINDS[entry].amount == "none":
        return Event(began, over, entry.name, who, None, "")
    per, unit = UNITS[KINDS[entry].amount]
    return Event(began, over, entry.name, who, amount / per, unit or currency)
