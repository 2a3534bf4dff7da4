"""What holders of a convertible do: hold it, give it back at a put, convert it, or be repaid."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from simulator.instruments.black_scholes import chances_above
from simulator.instruments.convertible import Convertible, straight_value
from simulator.instruments.market import Market


class Choice(IntEnum):
    """What a holder does on a day."""

    HOLD = 0
    PUT = 1
    CONVERT = 2
    REPAID = 3


def conversion_value(note: Convertible, price: np.ndarray) -> np.ndarray:
    """(...) money, the certificates received on a full conversion at a price (...) each.

    >>> conversion_value(Convertible(100, 2, 0, 365), np.array([40.0, 60.0])).tolist()
    [80.0, 120.0]
    """
    return note.certificates * np.asarray(price, float)


def hold_value(note: Convertible, market: Market, price: np.ndarray, day: int) -> np.ndarray:
    """What a convertible is worth to who keeps it beyond a day and converts, if at all, at a later put or at maturity.

        greatest, over ends to come (a put, or maturity), of
            coupons until then, credit-adjusted
          + amount * (1 + risk-free rate + spread) ** -years * (1 - N(d2))
          + certificates * price * (1 + dividend yield) ** -years * N(d1)

    This is the bond floor and the option to exchange the bond for shares at the end: money that the issuer may fail
    to pay is discounted at its own rate, shares are not (Tsiveriotis & Fernandes). It is exact after the last put if
    the share pays no dividends. Else it is a lower bound: two years before maturity, a dividend yield of 1 % makes it
    0.2 % too low near the conversion price, and with a put ahead, not to know yet which end it will be, up to 3 %.

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
    >>> hold_value(note, market, np.array([0.0, 100.0, 10_000.0]), 0).round(2).tolist()
    [90.7, 109.23, 9611.69]
    """
    worth = [_held_until(note, market, price, day, end, amount) for end, amount in note.ends_after(day)]
    return np.asarray(np.max(worth, axis=0))


def _held_until(note: Convertible, market: Market, price: np.ndarray, day: int, end: int, amount: float) -> np.ndarray:
    years = (end - day) / 365.0
    above_of_share, above_of_money = chances_above(price, amount / note.certificates, years, market)
    straight = straight_value(note, market, day, end, amount)
    given_up = amount * market.credit_discount(end - day) * above_of_money
    shares = conversion_value(note, price) * np.exp(-market.dividend_force * years) * above_of_share
    return np.asarray(straight - given_up + shares)


def choice_on(note: Convertible, market: Market, price: np.ndarray, day: int) -> np.ndarray:
    """What holders do on a day: the most valuable of what the terms allow.

    Before maturity: convert if the certificates are worth more than holding on and than the put price; else put if
    the put price, with the coupon of the day, is worth holding on or more; else hold. At maturity: convert if the
    certificates are worth more than face and last coupon, else be repaid.

    Parameters
    ----------
    price : (R,) money a certificate, 0 or more
    day : not after maturity

    Returns
    -------
    (R,) int8 of ``Choice``

    >>> note = Convertible(face=100, certificates=1, issued=0, maturity=730, puts=((365, 100),))
    >>> market = Market(volatility=0.3, risk_free=0.04, credit_spread=0.01, dividend_yield=0.02)
    >>> [Choice(c).name for c in choice_on(note, market, np.array([50.0, 100.0, 300.0]), 365)]
    ['PUT', 'HOLD', 'CONVERT']
    >>> [Choice(c).name for c in choice_on(note, market, np.array([100.0, 101.0]), 730)]
    ['REPAID', 'CONVERT']
    """
    conversion = conversion_value(note, price)
    coupon = note.coupon_on(day)
    if day >= note.maturity:
        return np.where(conversion > note.face + coupon, Choice.CONVERT, Choice.REPAID).astype(np.int8)
    hold = hold_value(note, market, price, day) + coupon
    put = dict(note.puts).get(day, -np.inf) + coupon
    kept = np.where(put >= hold, Choice.PUT, Choice.HOLD)
    converts = (conversion > np.maximum(put, hold)) & (day >= note.convertible_from)
    return np.where(converts, Choice.CONVERT, kept).astype(np.int8)


@dataclass(frozen=True)
class Endings:
    """How a convertible ended in each replication.

    Attributes
    ----------
    choice : (R,) of ``Choice``; HOLD where it is still outstanding after the last day looked at
    at : (R,) index of the day of the choice, -1 where it is still outstanding
    """

    choice: np.ndarray
    at: np.ndarray


def endings(note: Convertible, market: Market, prices: np.ndarray, days: np.ndarray) -> Endings:
    """How a convertible ends along paths of the share price, looked at on some days.

    Parameters
    ----------
    prices : (R, D) money a certificate on each day
    days : (D,) days that rise, not after maturity; puts on other days are not used

    Returns
    -------
    Endings
        All holders of a replication do the same, the first time that they do not hold.

    >>> note = Convertible(face=100, certificates=1, issued=0, maturity=730, puts=((365, 100),))
    >>> ended = endings(note, Market(0.3, 0.04), np.array([[50.0, 50.0], [110.0, 90.0], [110.0, 130.0]]),
    ...                 np.array([365, 730]))
    >>> [Choice(c).name for c in ended.choice], ended.at.tolist()
    (['PUT', 'REPAID', 'CONVERT'], [0, 1, 1])
    """
    choice = np.full(len(prices), Choice.HOLD, np.int8)
    at = np.full(len(prices), -1)
    for d, day in enumerate(days):
        open_still = np.flatnonzero(choice == Choice.HOLD)
        choice[open_still] = choice_on(note, market, prices[open_still, d], int(day))
        at[open_still[choice[open_still] != Choice.HOLD]] = d
    return Endings(choice, at)
