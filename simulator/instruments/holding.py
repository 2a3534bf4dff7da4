"""What a convertible is worth to who holds it to one end, in closed form."""

from __future__ import annotations

import numpy as np

from simulator.instruments.black_scholes import chances_above
from simulator.instruments.convertible import Convertible, straight_value
from simulator.instruments.market import Market


def conversion_value(note: Convertible, price: np.ndarray) -> np.ndarray:
    """(...) money, the certificates received on a full conversion at a price (...) each.

    >>> conversion_value(Convertible(100, 2, 0, 365), np.array([40.0, 60.0])).tolist()
    [80.0, 120.0]
    """
    return note.certificates * np.asarray(price, float)


def value_to_the_better_end(note: Convertible, market: Market, price: np.ndarray, day: int) -> np.ndarray:
    """What a convertible is worth to who keeps it beyond a day and converts, if at all, at one end chosen now.

        greatest, over ends to come (a put, or maturity), of
            coupons until then and interest of that day, credit-adjusted
          + amount * (1 + risk-free rate + spread) ** -years * (1 - N(d2))
          + certificates * price * (1 + dividend yield) ** -years * N(d1)

    This is the bond floor and the option to exchange the bond for shares at the end: money that the issuer may fail
    to pay is discounted at its own rate, shares are not. It is exact after the last put if the share pays no
    dividends, and else a lower bound, since a holder may convert before an end and choose the end later.

    Parameters
    ----------
    price : (...) money a certificate, 0 or more
    day : before maturity; what is paid on it is not part of the value

    Returns
    -------
    (...) money

    Source: Tsiveriotis & Fernandes, "Valuing convertible bonds with credit risk", 1998.

    Far below the conversion price it is the bond floor, far above it the shares without their dividends:

    >>> note, market = Convertible(100, 1, 0, 730), Market(0.3, 0.04, 0.01, 0.02)
    >>> value_to_the_better_end(note, market, np.array([0.0, 100.0, 10_000.0]), 0).round(2).tolist()
    [90.7, 109.23, 9611.69]
    """
    worth = [_held_until(note, market, price, day, end, amount) for end, amount in note.ends_after(day)]
    return np.asarray(np.max(worth, axis=0))


def _held_until(note: Convertible, market: Market, price: np.ndarray, day: int, end: int, amount: float) -> np.ndarray:
    years = (end - day) / 365.0
    clean = amount - note.interest_on(end)
    above_of_share, above_of_money = chances_above(price, clean / note.certificates, years, market)
    straight = straight_value(note, market, day, end, amount)
    given_up = clean * market.credit_discount(end - day) * above_of_money
    shares = conversion_value(note, price) * np.exp(-market.dividend_force * years) * above_of_share
    return np.asarray(straight - given_up + shares)
