"""A trace told in names, dates and units: what `capsim trace` shows."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from simulator.cases.codes import ENDING, MOVING, SEEN, Do
from simulator.cases.types import Cases
from simulator.ledger.subjects import subject_name
from simulator.trace import KINDS, Kind, Trace

#: by what a row's amount counts: how many of these make one unit, and the unit; `money` is the scenario's
UNITS: dict[str, tuple[float, str]] = {
    "cents": (100, "money"),
    "cents asked for": (100, "money"),
    "milli-MW": (1000, "MW"),
    "milli-units": (1000, "units"),
    "days": (1, "days"),
    "ppm": (10_000, "%"),
    "reviews": (1, "review"),
    "shares": (1, "shares"),
    "count": (1, ""),
}
#: what actions of rules count; the others count nothing
DONE = {
    **dict.fromkeys((Do.DEFER_BY, Do.DEFER_UNTIL), "days"),
    **dict.fromkeys((*ENDING, *MOVING), "cents"),
    Do.SCALE: "ppm",
    Do.PRIORITY: "count",
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
    counted = _counted(entry, subject, cases)
    if counted is None:
        return Event(began, over, entry.name, who, None, "")
    per, unit = counted
    return Event(began, over, entry.name, who, amount / per, unit.replace("money", currency))


def _counted(kind: Kind, subject: int, cases: Cases) -> tuple[float, str] | None:
    """What the amount of a row counts, None if nothing: of what rules see and do, by the step or the action."""
    if kind == Kind.OBSERVED:
        seen = SEEN.get(int(cases.rules.code[subject]), UNITS["count"])
        return UNITS["ppm"] if seen[1] == "fraction" else seen
    return UNITS.get(DONE.get(Do(cases.rules.do[subject]), "none") if kind == Kind.ACTED else KINDS[kind].amount)
