"""Straight debt as dated cents: what comes in, and what interest and principal go out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from dateutil.relativedelta import relativedelta

#: payments a year that divide twelve months
FREQUENCIES = (1, 2, 3, 4, 6, 12)


@dataclass(frozen=True)
class Debt:
    """A debt by its payments.

    Attributes
    ----------
    drawn_on, drawn : date, and cents received, fees deducted
    day : (N,) datetime64[D] of payments, rising
    interest, principal : (N,) int64 cents paid on them
    """

    drawn_on: date
    drawn: int
    day: np.ndarray
    interest: np.ndarray
    principal: np.ndarray

    @property
    def payment(self) -> np.ndarray:
        """(N,) cents of interest and principal."""
        return np.asarray(self.interest + self.principal)

    @property
    def balance(self) -> np.ndarray:
        """(N,) cents of principal outstanding after each payment."""
        return np.asarray(self.principal.sum() - np.cumsum(self.principal))

    @property
    def flow(self) -> tuple[np.ndarray, np.ndarray]:
        """(N + 1,) dates and cents, positive into the company: what is drawn, and payments out."""
        days = np.concatenate([[np.datetime64(self.drawn_on, "D")], self.day])
        return days, np.concatenate([[self.drawn], -self.payment])


def payment_dates(start: date, end: date, frequency: int) -> list[date]:
    """Dates of payments: the end, and backwards from it every 12 / frequency months, all after the start.

    Raises
    ------
    ValueError
        If the end is not after the start, or the frequency does not divide a year into months.

    >>> [day.isoformat() for day in payment_dates(date(2025, 9, 16), date(2026, 12, 31), 2)]
    ['2025-12-31', '2026-06-30', '2026-12-31']
    """
    if end <= start:
        raise ValueError(f"end {end}: must be after the start {start}")
    if frequency not in FREQUENCIES:
        raise ValueError(f"{frequency} payments a year: must be one of {', '.join(map(str, FREQUENCIES))}")
    days, n = [end], 1
    while (day := end - relativedelta(months=12 // frequency * n)) > start:
        days.append(day)
        n += 1
    return days[::-1]


def fractions_of_year(start: date, days: list[date], frequency: int) -> np.ndarray:
    """(N,) years of interest that each payment bears: 1 / frequency, less for a first period that is short.

    >>> fractions_of_year(date(2026, 3, 31), payment_dates(date(2026, 3, 31), date(2027, 6, 30), 2), 2).tolist()
    [0.25, 0.5, 0.5]
    """
    fractions = np.full(len(days), 1.0 / frequency)
    begun = days[-1] - relativedelta(months=12 // frequency * len(days))
    if start > begun:
        fractions[0] *= (days[0] - start).days / (days[0] - begun).days
    return fractions


def datetimes(days: list[date]) -> np.ndarray:
    """(N,) datetime64[D].

    >>> datetimes([date(2025, 9, 16)])
    array(['2025-09-16'], dtype='datetime64[D]')
    """
    return np.array(days, "datetime64[D]")
