"""A dated flow of the group's cash, or of what it owes, and the day on which it happens."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.quantities.calendar import Calendar, next_business_day
from simulator.trace import Kind


@dataclass(frozen=True)
class Flow:
    """One dated flow: its day, phase of the day, kind, subject and (R,) cents.

    ``until`` is the day before which one ends that accrues from its day on; None of one that happens on its day.
    """

    day: int
    phase: int
    kind: Kind
    subject: int
    amount: np.ndarray
    until: int | None = None


def business_day(calendar: Calendar, day: int) -> int:
    """The day itself, or the next one that is neither Saturday nor Sunday."""
    return calendar.day_of(next_business_day(calendar.date_of(day)))
