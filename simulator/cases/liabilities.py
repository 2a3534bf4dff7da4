"""What a debt stands at in the books: net proceeds that grow to face, interest accrued between coupons apart."""

from __future__ import annotations

import numpy as np

from simulator.cases.debt import interest_of, stated_days
from simulator.instruments.accretion import Liability, carrying_value, internal_rate_of
from simulator.quantities.calendar import Calendar
from simulator.quantities.money import cents
from simulator.scenario.raises import Bullet, ConvertibleNote
from simulator.scenario.tranches import received


def liability_of(debt: ConvertibleNote | Bullet, amortised: int, calendar: Calendar) -> Liability | None:
    """The debt as its books see it; None where it stands at what was received: face, or nothing.

    Parameters
    ----------
    amortised : day of payment by which net proceeds have grown to face; interest counts up to the day stated for it
    """
    face, net = cents(debt.face.value), cents(received(debt))
    if net <= 0 or net == face:
        return None
    paid: dict[int, float] = {}
    ends = stated_days(debt, calendar)[amortised]
    for period, interest in interest_of(debt, face):
        if calendar.day_of(period.since) < ends:
            due = min(calendar.day_of(period.until), ends)
            paid[due] = float(period.accrued(interest, calendar.date_of(due)))
    return Liability(
        net=float(net),
        repaid=float(face),
        issued=calendar.day_of(debt.settles),
        amortised=amortised,
        coupon_day=np.array(list(paid), np.int64),
        coupon=np.array(list(paid.values())),
    )


def clean_value(liability: Liability, day: np.ndarray | int) -> np.ndarray:
    """What a debt stands at on each day, less interest that has accrued since its last coupon: whole cents.

        from one coupon to the next it grows in proportion to the effective interest of the days between
        by     interest of the period - coupon

    so that a bond at par stays at par, and the note of the base grows to its face.

    Parameters
    ----------
    day : (...) days; what is before the issue counts as the day of it

    Returns
    -------
    (...) int64 cents

    A bond of 100.00 bought at 98.00, with a coupon of 4 % that is due each year; half-way through its first year
    about half of the year's 0.98 has been added:

    >>> bond = Liability(9_800, 10_000, 0, 730, np.array([365, 730]), np.array([400, 400]))
    >>> clean_value(bond, np.array([0, 182, 365, 730])).tolist()
    [9800, 9848, 9898, 10000]
    """
    days, rate = np.maximum(np.asarray(day), liability.issued), internal_rate_of(liability)
    since = np.concatenate([[liability.issued], liability.coupon_day]).astype(np.int64)
    until = np.append(liability.coupon_day, liability.amortised)
    coupon = np.append(liability.coupon, 0.0)
    begun = carrying_value(liability, rate, since)
    period = np.searchsorted(since, days, "right") - 1
    grown = begun * np.expm1(np.log1p(rate) * (until - since) / 365.0)
    kept = 1.0 - np.divide(coupon, grown, out=np.zeros(len(grown)), where=grown != 0)
    dirty = carrying_value(liability, rate, days)
    value = np.where(days >= liability.amortised, dirty, begun[period] + (dirty - begun[period]) * kept[period])
    return np.asarray(np.rint(value), np.int64)


def owed_before(debt: ConvertibleNote | Bullet, amortised: int, calendar: Calendar) -> int:
    """Cents at which a debt from before the horizon stands as it begins."""
    liability = liability_of(debt, amortised, calendar)
    return int(clean_value(liability, -1)) if liability else cents(received(debt))
