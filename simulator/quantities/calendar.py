"""Real dates and day numbers: months that close, fiscal quarters, business days, lengths of calendar time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
from dateutil.relativedelta import relativedelta

from simulator.quantities.fault import QuantityError, shown

ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
LENGTH = re.compile(r"(?:(0|[1-9][0-9]{0,4})\s+)?(day|week|month|quarter|year)s?")
WHOLE_LENGTH = "a whole number, as 3 years, 1 quarter, 6 months, 2 weeks"


def read_date(text: object) -> date:
    """The date that ISO text states; nothing is guessed.

    Raises
    ------
    QuantityError
        If the text is not of the form 2033-03-31, or there is no such day.

    >>> read_date("2025-02-24")
    datetime.date(2025, 2, 24)
    """
    if not isinstance(text, str) or not ISO_DATE.fullmatch(text):
        raise QuantityError(f"{shown(text)} is not a date", "write year, month and day, as 2033-03-31")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise QuantityError(f"{shown(text)} is not a day of the calendar", "an existing day, as 2033-03-31") from None


@dataclass(frozen=True)
class CalendarLength:
    """A length of calendar time: a whole number of days, weeks, months, quarters or years."""

    count: int
    unit: str

    def times(self, n: int) -> relativedelta:
        """The n-fold length, as a difference of dates."""
        count = self.count * n
        if self.unit in ("day", "week"):
            return relativedelta(days=count * (7 if self.unit == "week" else 1))
        return relativedelta(months=count * {"month": 1, "quarter": 3, "year": 12}[self.unit])


def read_length(text: object) -> CalendarLength:
    """The length of calendar time, above nothing, that text states; `quarter` alone is one quarter.

    Raises
    ------
    QuantityError
        If the text is not a whole number of days, weeks, months, quarters or years.

    >>> read_length("3 years")
    CalendarLength(count=3, unit='year')
    """
    length = _length_or_nothing(text)
    if length.count == 0:
        raise QuantityError(f"{shown(text)} is no time at all", WHOLE_LENGTH)
    return length


def _length_or_nothing(text: object) -> CalendarLength:
    found = LENGTH.fullmatch(text.strip()) if isinstance(text, str) else None
    if found is None:
        raise QuantityError(f"{shown(text)} is not a length of calendar time", WHOLE_LENGTH)
    return CalendarLength(int(found[1] or 1), found[2])


def add_length(day: date, length: CalendarLength, n: int = 1) -> date:
    """The date n lengths later; a month that is too short gives its last day.

    Raises
    ------
    QuantityError
        If the date is before year 1 or after year 9999.

    >>> add_length(date(2025, 8, 31), read_length("6 months"))
    datetime.date(2026, 2, 28)
    """
    try:
        later: date = day + length.times(n)
    except (ValueError, OverflowError):
        problem = f"{day} and {n} × {length.count} {length.unit}s is beyond the calendar"
        raise QuantityError(problem, "years from 1 to 9999") from None
    return later


def shifted_date(text: str, length: str) -> str:
    """A written date moved by a written length of calendar time, which may be negative.

    >>> shifted_date("2025-09-16", "1 year"), shifted_date("2025-09-16", "-2 weeks")
    ('2026-09-16', '2025-09-02')
    """
    written = length.strip()
    moved = _length_or_nothing(written.removeprefix("-").strip())
    return add_length(read_date(text), moved, -1 if written.startswith("-") else 1).isoformat()


def next_business_day(day: date) -> date:
    """The day itself, or the Monday after a Saturday or Sunday; holidays are not known.

    >>> next_business_day(date(2030, 9, 15))
    datetime.date(2030, 9, 16)
    """
    return day + timedelta(days=7 - day.weekday()) if day.weekday() >= 5 else day


@dataclass(frozen=True)
class Calendar:
    """The days of a horizon, numbered from its start; the last day belongs to it."""

    start: date
    end: date
    fiscal_year_end: str = "12-31"

    def day_of(self, day: date) -> int:
        """The number of a date; negative before the start."""
        return (day - self.start).days

    def date_of(self, day: int) -> date:
        """The date of a day number."""
        return self.start + timedelta(days=int(day))

    @property
    def last_day(self) -> int:
        """The number of the horizon's last day."""
        return self.day_of(self.end)

    @cached_property
    def closing_days(self) -> np.ndarray:
        """(T,) the last day of every calendar month, and the horizon's last day."""
        ends = []
        day = self.start
        while True:
            month_end = day + relativedelta(day=31)
            ends.append(self.day_of(min(month_end, self.end)))
            if month_end >= self.end:
                return np.array(ends, np.int64)
            day = month_end + timedelta(days=1)

    @cached_property
    def month_starts(self) -> np.ndarray:
        """(T,) the first day of every month, day 0 for the first."""
        return np.concatenate([[0], self.closing_days[:-1] + 1]).astype(np.int64)

    @cached_property
    def month_days(self) -> np.ndarray:
        """(T,) days of every month that lie in the horizon."""
        return np.asarray(self.closing_days - self.month_starts + 1)

    @cached_property
    def fiscal_quarter_ends(self) -> np.ndarray:
        """Days on which a fiscal quarter ends, within the horizon."""
        dated = [(day, self.date_of(day)) for day in self.closing_days.tolist()]
        ends = [day for day, d in dated if d == d + relativedelta(day=31) and self._months_after_year_end(d) % 3 == 0]
        return np.array(ends, np.int64)

    @cached_property
    def fiscal_quarter_starts(self) -> np.ndarray:
        """First days of fiscal quarters, within the horizon."""
        dated = [(day, self.date_of(day)) for day in self.month_starts.tolist()]
        starts = [day for day, d in dated if d.day == 1 and self._months_after_year_end(d) % 3 == 1]
        return np.array(starts, np.int64)

    @cached_property
    def fiscal_year_starts(self) -> np.ndarray:
        """First days of fiscal years, within the horizon."""
        days = self.fiscal_quarter_starts.tolist()
        return np.array([day for day in days if self._months_after_year_end(self.date_of(day)) == 1], np.int64)

    def _months_after_year_end(self, day: date) -> int:
        return (day.month - int(self.fiscal_year_end[:2])) % 12
