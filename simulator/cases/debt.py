"""What is owed and when it is paid: interest and repayment of bonds and loans, by date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, pairwise

import numpy as np

from simulator.cases.flow import business_day
from simulator.quantities.calendar import Calendar, CalendarLength, add_length, read_length
from simulator.quantities.money import allocate_one
from simulator.scenario.raises import Bullet, ConvertibleNote, TermLoan

HALF_YEAR = read_length("6 months")


@dataclass(frozen=True)
class Period:
    """A period of interest: it runs over the days [since, until), which are part of a whole one from ``before``."""

    before: date
    since: date
    until: date

    @property
    def part(self) -> float:
        """How much of a whole period it is."""
        return (self.until - self.since).days / (self.until - self.before).days

    def accrued(self, interest: int, day: date) -> int:
        """What of its interest has accrued by a day after it begins: in proportion to days, all of it once it ends.

            interest * min(1, days since it began / days from beginning to end)

        >>> half_year = Period(date(2025, 3, 15), date(2025, 3, 15), date(2025, 9, 15))
        >>> half_year.accrued(184_00, date(2025, 4, 16)), half_year.accrued(184_00, date(2025, 9, 17))
        (3200, 18400)
        """
        return round(interest * min(1.0, (day - self.since).days / (self.until - self.since).days))


def periods(settles: date, matures: date, every: CalendarLength = HALF_YEAR) -> Iterator[Period]:
    """The periods of interest between settlement and maturity, counted back from maturity; the first may be short."""
    dates = [matures]
    while dates[-1] > settles:
        dates.append(add_length(matures, every, -len(dates)))
    for before, until in pairwise(reversed(dates)):
        yield Period(before, max(before, settles), until)


def interest_of(debt: ConvertibleNote | Bullet, face: int) -> Iterator[tuple[Period, int]]:
    """Each period with the cents of interest that all of it bears, half of the yearly coupon for a whole one."""
    if debt.coupon.value != 0.0:
        for period in periods(debt.settles, debt.matures):
            yield period, round(face * debt.coupon.value / 2 * period.part)


def stated_days(debt: ConvertibleNote | Bullet, calendar: Calendar) -> dict[int, int]:
    """By day of payment, the day on which the terms put an end: payments roll to Monday, and interest does not."""
    dates = (*debt.put, debt.matures) if isinstance(debt, ConvertibleNote) else (debt.matures,)
    return {business_day(calendar, day): day for day in sorted(map(calendar.day_of, dates))}


def loan_payments(loan: TermLoan, face: int) -> Iterator[tuple[Period, int, int]]:
    """Each period from settlement to maturity, with the cents of interest and of principal paid at its end.

    Interest is the yearly rate on what is owed, for the part of a year that a payment period is.
    """
    spans = list(periods(loan.settles, loan.matures, loan.every))
    rates = [loan.rate.value * (p.until - p.since).days / 365 for p in spans]
    owed = face
    for (span, rate), principal in zip(zip(spans, rates, strict=True), principals(loan, face, rates), strict=True):
        yield span, round(owed * rate), principal
        owed -= principal


def principals(loan: TermLoan, face: int, rates: list[float]) -> list[int]:
    """What each payment repays, in cents that add up to the face.

    Of an annuity, all payments are alike but where the interest of a long period is more than that: it repays nothing.
    What is owed after a payment is worth the payments to come,

        worth before a period = (worth after it + 1) / (1 + rate of the period),   in payments
    """
    if loan.repaid == "at_end":
        return [0] * (len(rates) - 1) + [face]
    if loan.repaid == "evenly":
        return allocate_one(face, [1] * len(rates))
    worth = list(accumulate(reversed(rates), lambda after, rate: (after + 1.0) / (1.0 + rate), initial=0.0))
    owed = np.minimum.accumulate(np.rint(face / worth[-1] * np.array(worth[::-1])))
    repaid: list[int] = (-np.diff(owed)).astype(np.int64).tolist()
    return repaid
