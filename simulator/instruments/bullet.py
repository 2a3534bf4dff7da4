"""Bullet bonds: coupons, and all of the principal at maturity."""

from __future__ import annotations

from datetime import date

import numpy as np

from simulator.instruments.debt import Debt, datetimes, fractions_of_year, payment_dates


def bullet_bond(
    face: int, issued: date, matures: date, coupon: float = 0.0, frequency: int = 2, net: int | None = None
) -> Debt:
    """A straight bond: net proceeds at issue, coupons, face at maturity.

    Parameters
    ----------
    face, net : cents; net proceeds are the face unless they are stated
    coupon : 1/year, on face; dates run backwards from maturity, a short first period bears its part
    frequency : coupons a year

    Returns
    -------
    Debt

    Raises
    ------
    ValueError
        If face, net or coupon is negative, or net above face; see ``payment_dates``.

    >>> bond = bullet_bond(100_000, date(2025, 3, 31), date(2027, 3, 31), coupon=0.04, frequency=1, net=99_000)
    >>> bond.drawn, bond.interest.tolist(), bond.principal.tolist()
    (99000, [4000, 4000], [0, 100000])
    """
    received = face if net is None else net
    if not 0 < received <= face or coupon < 0:
        raise ValueError(f"net {received}, face {face}, coupon {coupon}: net must be above 0 and not above face")
    days = payment_dates(issued, matures, frequency)
    interest = np.rint(face * coupon * fractions_of_year(issued, days, frequency)).astype(np.int64)
    principal = np.zeros(len(days), np.int64)
    principal[-1] = face
    paid = (interest != 0) | (principal != 0)
    return Debt(issued, received, datetimes(days)[paid], interest[paid], principal[paid])
