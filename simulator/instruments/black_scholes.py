"""Closed forms of Black, Scholes and Merton: chances of ending above a strike, and calls."""

from __future__ import annotations

import numpy as np

from simulator.instruments.market import Market


def chances_above(price: np.ndarray, strike: float, years: float, market: Market) -> tuple[np.ndarray, np.ndarray]:
    """N(d1) and N(d2): the risk-neutral chances that a share ends above a strike, weighted by the share and by money.

        d2 = (log(price / strike) + (r - q - volatility² / 2) * years) / (volatility * sqrt(years))
        d1 = d2 + volatility * sqrt(years)

    Parameters
    ----------
    price : (...) money a share, 0 or more
    strike : money a share, above 0
    years : act/365, 0 or more

    Returns
    -------
    two of (...) 0 to 1; without volatility or time, whether the forward price is above the strike

    >>> [round(float(chance), 4) for chance in chances_above(np.array(42.0), 40, 0.5, Market(0.2, np.expm1(0.1)))]
    [0.7791, 0.7349]
    """
    from scipy.special import ndtr

    deviation = market.volatility * np.sqrt(years)
    with np.errstate(divide="ignore"):
        log_forward = np.log(np.asarray(price, float) / strike)
    log_forward = log_forward + (market.risk_free_force - market.dividend_force) * years
    if deviation == 0:
        sure = (log_forward > 0).astype(float)
        return sure, sure
    return ndtr(log_forward / deviation + deviation / 2), ndtr(log_forward / deviation - deviation / 2)


def call_value(price: np.ndarray, strike: float, years: float, market: Market) -> np.ndarray:
    """European calls on a share with a dividend yield.

        price * exp(-q * years) * N(d1) - strike * exp(-r * years) * N(d2)

    Returns
    -------
    (...) money a share

    Source: Hull, *Options, Futures, and Other Derivatives*, Example 15.6: 4.76.

    >>> round(float(call_value(np.array(42.0), 40, 0.5, Market(0.2, np.expm1(0.1)))), 2)
    4.76
    """
    above_of_share, above_of_money = chances_above(price, strike, years, market)
    share = np.asarray(price, float) * np.exp(-market.dividend_force * years)
    money = strike * np.exp(-market.risk_free_force * years)
    return np.asarray(share * above_of_share - money * above_of_money)
