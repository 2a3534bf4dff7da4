"""Effective interest: how what was received for a debt grows to what is repaid, day by day and in whole cents."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

#: Newton steps within which the internal rate settles, and the change of the force of interest that counts as settled
MOST_STEPS, SETTLED = 200, 1e-15


def _nothing() -> np.ndarray:
    return np.zeros(0)


@dataclass(frozen=True)
class Liability:
    """A debt as its books see it: net proceeds, coupons, and what it is amortised to.

    Attributes
    ----------
    net : cents received on day ``issued``
    repaid : cents that it is worth on day ``amortised``: at the put or at maturity
    issued, amortised : days
    coupon_day, coupon : (C,) days after ``issued`` and not after ``amortised``, and cents paid on them

    Raises
    ------
    ValueError
        If net proceeds or what is repaid are not above 0, or if the days are out of order.
    """

    net: float
    repaid: float
    issued: int
    amortised: int
    coupon_day: np.ndarray = field(default_factory=_nothing)
    coupon: np.ndarray = field(default_factory=_nothing)

    def __post_init__(self) -> None:
        if self.net <= 0 or self.repaid <= 0:
            raise ValueError(f"net {self.net}, repaid {self.repaid}: both must be above 0")
        if self.amortised <= self.issued:
            raise ValueError(f"amortised on day {self.amortised}: must be after the issue on day {self.issued}")
        if ((self.coupon_day <= self.issued) | (self.coupon_day > self.amortised)).any():
            raise ValueError(f"coupons on days {self.coupon_day}: must lie in {self.issued + 1} to {self.amortised}")

    @property
    def flows(self) -> tuple[np.ndarray, np.ndarray]:
        """(C + 1,) days and cents of all that is paid to the holders."""
        return np.append(self.coupon_day, self.amortised), np.append(self.coupon, self.repaid)


def effective_rate(net: float, repaid: float, days: float) -> float:
    """Yearly cost of a note without coupons: the rate at which net proceeds grow to what is repaid, act/365.

        rate = (repaid / net) ** (365 / days) - 1

    Parameters
    ----------
    net, repaid : money of any one unit, above 0
    days : from settlement to repayment, above 0

    Raises
    ------
    ValueError
        If proceeds, repayment or days are not above 0.

    3.13 bn that become 3.2 bn in the 1,826 days to a put:

    >>> round(effective_rate(3.13, 3.20, 1826), 6)
    0.004431
    """
    if net <= 0 or repaid <= 0 or days <= 0:
        raise ValueError(f"net {net}, repaid {repaid} after {days} days: all must be above 0")
    return float((repaid / net) ** (365.0 / days)) - 1.0


def internal_rate_of(liability: Liability) -> float:
    """The effective rate, 1/year: the one at which coupons and repayment are worth the net proceeds, act/365.

        net = sum of coupons / (1 + i) ** (days / 365)  +  repaid / (1 + i) ** (days / 365)

    The sum falls with the rate and is convex in log(1 + i), so Newton's steps cannot miss its only root.

    3.13 bn that become 3.2 bn by the put of 2030, and by 2032:

    >>> round(internal_rate_of(Liability(3.13e11, 3.2e11, 0, 1826)), 5)
    0.00443
    >>> round(internal_rate_of(Liability(3.13e11, 3.2e11, 0, 2557)), 5)
    0.00316
    """
    day, paid = liability.flows
    years = (day - liability.issued) / 365.0
    force = 0.0
    for _ in range(MOST_STEPS):
        worth = paid * np.exp(-force * years)
        step = float((worth.sum() - liability.net) / (worth * years).sum())
        force += step
        if abs(step) <= SETTLED:
            break
    return float(np.expm1(force))


def carrying_value(liability: Liability, rate: float, day: np.ndarray | int) -> np.ndarray:
    """What a debt stands at in the books at the end of each day, its coupons of the day paid.

        net * (1 + rate) ** (t / 365)  less coupons, each grown from its own day

    Parameters
    ----------
    rate : 1/year, from ``internal_rate_of``
    day : (...) days; before the issue the debt is worth nothing, from ``amortised`` on what is repaid

    Returns
    -------
    (...) cents, before rounding

    >>> note = Liability(3.13e11, 3.2e11, 0, 1826)
    >>> (carrying_value(note, internal_rate_of(note), np.array([-1, 0, 913, 1826, 2000])) / 1e11).round(4).tolist()
    [0.0, 3.13, 3.1648, 3.2, 3.2]
    """
    days = np.asarray(day)[..., None]
    at, paid = liability.flows
    years = np.maximum(at - days, 0) / 365.0
    ahead = np.where(at > days, paid * (1.0 + rate) ** -years, 0.0).sum(axis=-1)
    days = days[..., 0]
    value = np.where(days >= liability.amortised, liability.repaid, ahead)
    return np.where(days < liability.issued, 0.0, value)


def capitalised_interest(interest: np.ndarray, construction: np.ndarray, debt: np.ndarray) -> np.ndarray:
    """Interest that becomes part of the cost of assets under construction instead of an expense.

        the lesser of  rate * construction  and  interest,   rate = interest / debt

    Parameters
    ----------
    interest : (..., T) cents of interest of each period
    construction : (..., T) cents spent on assets under construction and not in service, on average over the period
    debt : (..., T) cents owed, on average over the same days; or both summed over the days, for their ratio counts

    Returns
    -------
    (..., T) int64 cents, rounded down

    Source: average accumulated expenditure at a weighted average rate, IAS 23.14 and ASC 835-20.

    500 of 1,000 owed is half of the interest; more is built than is owed: all of it; nothing when all is built:

    >>> capitalised_interest(np.array([40, 15, 30]), np.array([500, 2000, 0]), np.array([1000, 1000, 1000])).tolist()
    [20, 15, 0]
    """
    owed = np.asarray(debt, np.float64)
    share = np.divide(construction, owed, out=np.zeros(owed.shape), where=owed > 0)
    borrowed = np.floor(np.maximum(interest, 0) * np.clip(share, 0.0, 1.0) + 1e-6)
    return np.asarray(borrowed, np.int64)
