"""Term loans: principal repaid in equal instalments, or interest and principal together in equal payments."""

from __future__ import annotations

from datetime import date

import numpy as np

from simulator.instruments.debt import Debt, datetimes, fractions_of_year, payment_dates


def instalment_loan(
    principal: int, drawn_on: date, matures: date, rate: float, frequency: int = 4, net: int | None = None
) -> Debt:
    """A loan whose principal is repaid in instalments of the same size, interest on what is left.

    Parameters
    ----------
    principal, net : cents; what is received is the principal unless it is stated
    rate : 1/year; each payment bears rate / frequency of the balance before it
    frequency : payments a year, backwards from the last one

    Returns
    -------
    Debt
        Instalments differ by a cent at most, the larger ones first.

    >>> loan = instalment_loan(100_000, date(2025, 1, 1), date(2026, 1, 1), 0.08)
    >>> loan.principal.tolist(), loan.interest.tolist()
    ([25000, 25000, 25000, 25000], [2000, 1500, 1000, 500])
    """
    received = _received(principal, rate, net)
    days = payment_dates(drawn_on, matures, frequency)
    each, over = divmod(principal, len(days))
    repaid = np.full(len(days), each, np.int64) + (np.arange(len(days)) < over)
    before = principal - np.cumsum(repaid) + repaid
    interest = np.rint(before * rate * fractions_of_year(drawn_on, days, frequency)).astype(np.int64)
    return Debt(drawn_on, received, datetimes(days), interest, repaid)


def annuity_loan(
    principal: int, drawn_on: date, matures: date, rate: float, frequency: int = 4, net: int | None = None
) -> Debt:
    """A loan with payments of the same size, of which ever less is interest.

        payment = principal / sum over n of  product over the periods up to n of  1 / (1 + rate * years)

    Parameters
    ----------
    principal, rate, frequency, net : as for ``instalment_loan``

    Returns
    -------
    Debt
        The last payment takes what rounding to cents has left.

    A thousand at 12 % in twelve months, the textbooks' 88.85 a month:

    >>> loan = annuity_loan(100_000, date(2025, 1, 1), date(2026, 1, 1), 0.12, frequency=12)
    >>> loan.payment.tolist()[:2], loan.payment.tolist()[-1], int(loan.principal.sum())
    ([8885, 8885], 8884, 100000)
    """
    received = _received(principal, rate, net)
    days = payment_dates(drawn_on, matures, frequency)
    rates = rate * fractions_of_year(drawn_on, days, frequency)
    payment = round(principal / float(np.cumprod(1.0 / (1.0 + rates)).sum()))
    interest, repaid, balance = [], [], principal
    for n, period_rate in enumerate(rates):
        interest.append(round(balance * float(period_rate)))
        repaid.append(balance if n == len(days) - 1 else payment - interest[-1])
        balance -= repaid[-1]
    return Debt(drawn_on, received, datetimes(days), np.array(interest, np.int64), np.array(repaid, np.int64))


def _received(principal: int, rate: float, net: int | None) -> int:
    received = principal if net is None else net
    if not 0 < received <= principal or rate < 0:
        raise ValueError(
            f"net {received}, principal {principal}, rate {rate}: net must be above 0 and not above principal"
        )
    return received
