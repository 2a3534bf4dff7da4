"""What debt costs a year by its terms, if it is held to an end at par: no run is needed."""

from __future__ import annotations

from datetime import date

import numpy as np

from simulator.cases.debt import interest_of, loan_payments
from simulator.instruments.accretion import Liability, internal_rate_of
from simulator.quantities.calendar import next_business_day
from simulator.scenario.raises import Bullet, ConvertibleNote, TermLoan
from simulator.scenario.tranches import received


def yearly_cost(debt: ConvertibleNote | Bullet | TermLoan, *, spent: float = 0.0) -> float:
    """The effective rate at which interest and repayment are worth what was received, act/365 from the settlement.

    A convertible note ends at its first put if it has one, else at maturity, at par.

    Parameters
    ----------
    spent : money paid at settlement for something bought with the debt, as a capped call

    Raises
    ------
    ValueError
        If nothing is left of what was received.
    """
    paid = _loan(debt) if isinstance(debt, TermLoan) else _bond(debt, _end(debt))
    days = np.array([(day - debt.settles).days for day in paid], np.int64)
    cents = np.array(list(paid.values()))
    net = (received(debt) - spent) * 100
    return internal_rate_of(Liability(net, float(cents[-1]), 0, int(days[-1]), days[:-1], cents[:-1]))


def _end(debt: ConvertibleNote | Bullet) -> date:
    ends = debt.put[0] if isinstance(debt, ConvertibleNote) and debt.put else debt.matures
    return next_business_day(ends)


def _bond(debt: ConvertibleNote | Bullet, end: date) -> dict[date, float]:
    """Cents by date: each coupon until the end, what has accrued by a put between coupons, and the face."""
    face, paid = round(debt.face.value * 100), dict[date, float]()
    for period, interest in interest_of(debt, face):
        if period.since < end:
            part = min(1.0, (end - period.since).days / (period.until - period.since).days)
            due = min(next_business_day(period.until), end)
            paid[due] = paid.get(due, 0.0) + interest * part
    return {**paid, end: paid.get(end, 0.0) + face}


def _loan(debt: TermLoan) -> dict[date, float]:
    """Cents by date: interest and instalment together."""
    payments = loan_payments(debt, round(debt.face.value * 100), debt.settles)
    return {next_business_day(day): float(interest + principal) for day, interest, principal in payments}
