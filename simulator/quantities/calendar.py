"""Real dates and day numbers: months that close, fiscal quarters, business days, lengths of calendar time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
from dateutil.relativedelta import relativedelta

from simulator.quantities.units import QuantityError

ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
LENGTH = re.compile(r"(?:(\d{1,5})\s+)?(day|week|month|quarter|year)s?")


def read_date(text: object) -> date:
    """The date that ISO text states; nothing is guessed.

    >>> read_date("2025-02-24")
    datetime.date(2025, 2, 24)
    """
    if not isinstance(text, str) or not ISO_DATE.fullmatch(text):
        raise QuantityError(f"{text} is not a date", "write year, month and day, as 2033-03-31")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise QuantityError(f"{text} is not a date of the calendar", "an existing day, as 2033-03-31") from None


@dataclass(frozen=True)
class CalendarLength:
    """A length of calendar time: a whole number of days, weeks, months, quarters or years."""

    count: int
    unit: str

    def times(self, n: int) -> relativedelta:
        """The n-fold length, as a difference of dates."""
        count = self.count * n
        if self.unit == "quarter":
            return relativedelta(months=3 * count)
        return relativedelta(**{f"{self.unit}s": count})  # type: ignore[arg-type]


def read_length(text: object) -> CalendarLength:
    """The length of calendar time that text states; `quarter` alone is one quarter.

    >>> read_length("3 years")
    CalendarLength(count=3, unit='year')
    """
    found = LENGTH.fullmatch(text.strip()) if isinstance(text, str) else None
    if found is None or found[1] == "0":
        raise QuantityError(f"{text} is not a length of calendar time", "as 3 years, 1 quarter, 6 months, 2 weeks")
    return CalendarLength(int(found[1] or 1), found[2])


def add_length(day: date, length: CalendarLength, n: int = 1) -> date:
    """The date n lengths later; a month that is too short gives its last day.

    >>> add_length(date(2025, 8, 31), read_length("6 months"))
    datetime.date(2026, 2, 28)
    """
    try:
        return day + length.times(n)
    except (ValueError, OverflowError):
        raise QuantityError(f"{day} plus {length.count} {length.unit}s is beyond the calendar", "an earlier date") from None


def shifted_date(text: str, length: str) -> str:
    """A written date moved by a written length of calendar time, which may be negative.

    >>> shifted_date("2025-09-16", "1 year"), shifted_date("2025-09-16", "-2 weeks")
    ('2026-09-16', '2025-09-02')
    """
    sign = -1 if length.strip().startswith("-") else 1
    return add_length(read_date(text), read_length(length.strip().lstrip("-").strip()), sign).isoformat()


def next_business_day(day: date) -> date:
    """The day itself, or the Monday after a Saturday or Sunday.

    >>> next_business_day(date(2030, 9, 15))
    datetime.date(2030, 9, 16)
    """
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= 5 else 0)


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
        return self.closing_days - self.month_starts + 1

    @cached_property
    def fiscal_quarter_ends(self) -> np.ndarray:
        """Days on which a fiscal quarter ends, within the horizon."""
        return np.array([day for day in self.closing_days.tolist() if self._ends_quarter(day)], np.int64)

    @cached_property
    def fiscal_quarter_starts(self) -> np.ndarray:
        """First days of fiscal quarters, within the horizon."""
        firsts = [day for day in range(self.last_day + 1) if self.date_of(day).day == 1]
        return np.array([day for day in firsts if self._ends_quarter(day - 1)], np.int64)

    def _ends_quarter(self, day: int) -> bool:
        date_ = self.date_of(day)
        last_of_month = (date_ + timedelta(days=1)).day == 1
        return last_of_month and (date_.month - int(self.fiscal_year_end[:2])) % 3 == 0
