"""What debt costs a year by its terms, if it is held to an end at par: no run is needed."""

from __future__ import annotations

from datetime import date

import numpy as np

from simulator.cases.debt import interest_of, loan_payments
from simulator.instruments.accretion import Liability, internal_rate_of
from simulator.quantities.calendar import next_business_day
from simulator.quantities.money import cents
from simulator.scenario.raises import Bullet, ConvertibleNote, TermLoan
from simulator.scenario.tranches import received


def yearly_cost(
    debt: ConvertibleNote | Bullet | TermLoan, *, until: date | None = None, spent: float = 0.0
) -> float | None:
    """The effective rate at which interest and repayment are worth what was received, act/365 from the settlement.

    All of it counts on the business day on which it is paid, as in spreadsheets' XIRR.

    Parameters
    ----------
    until : stated date on which a note or a bond ends at par; without it the first put of a note that has one, else
        maturity
    spent : money paid at settlement for something bought with the debt, as a capped call

    Returns
    -------
    1/year; None where nothing is left of what was received
    """
    net = cents(received(debt) - spent)
    if net <= 0:
        return None
    paid = _loan(debt) if isinstance(debt, TermLoan) else _bond(debt, until or _end(debt))
    days = np.array([(day - debt.settles).days for day in paid], np.int64)
    amounts = np.array(list(paid.values()), float)
    return internal_rate_of(Liability(net, float(amounts[-1]), 0, int(days[-1]), days[:-1], amounts[:-1]))


def _end(debt: ConvertibleNote | Bullet) -> date:
    return debt.put[0] if isinstance(debt, ConvertibleNote) and debt.put else debt.matures


def _bond(debt: ConvertibleNote | Bullet, end: date) -> dict[date, int]:
    """Cents by date: each coupon until the stated end, what has accrued by a put between coupons, and the face."""
    face, paid, last = cents(debt.face.value), dict[date, int](), next_business_day(end)
    for period, interest in interest_of(debt, face):
        if period.since < end:
            due = min(next_business_day(period.until), last)
            paid[due] = paid.get(due, 0) + period.accrued(interest, end)
    return {**paid, last: paid.get(last, 0) + face}


def _loan(debt: TermLoan) -> dict[date, int]:
    """Cents by date: interest and instalment together."""
    payments = loan_payments(debt, cents(debt.face.value))
    return {next_business_day(period.until): interest + principal for period, interest, principal in payments}
