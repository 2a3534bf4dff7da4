"""Capped calls: bought by an issuer to offset the dilution of a convertible between two share prices."""

from __future__ import annotations

import numpy as np

from simulator.instruments.black_scholes import call_value
from simulator.instruments.market import Market


def capped_call_payoff(price: np.ndarray, certificates: float, strike: float, cap: float) -> np.ndarray:
    """What capped calls pay at their end.

        certificates * (min(price, cap) - strike)  if the price is above the strike, else 0

    Parameters
    ----------
    price : (...) money a certificate
    strike, cap : money a certificate: the conversion price, and the price from which nothing more is paid

    Returns
    -------
    (...) money

    Raises
    ------
    ValueError
        If the strike is not above 0 or the cap not above the strike.

    >>> capped_call_payoff(np.array([150.0, 200.0, 300.0]), 10, 193.15, 235.46).round(2).tolist()
    [0.0, 68.5, 423.1]
    """
    _check(strike, cap)
    return np.asarray(certificates * (np.clip(price, strike, cap) - strike))


def capped_call_value(
    price: np.ndarray, certificates: float, strike: float, cap: float, years: float, market: Market
) -> np.ndarray:
    """What capped calls are worth before their end: the calls at the strike less those at the cap.

    The buyer holds both with a bank, so that money is discounted at the risk-free rate: the spread is not used.

    Parameters
    ----------
    years : to the end, act/365

    Returns
    -------
    (...) money

    16.567 mn at 193.15, capped at 235.46, seven years, at 35 % volatility: less than the 183.74 mn that were paid

    >>> market = Market(volatility=0.35, risk_free=0.037, dividend_yield=0.01)
    >>> value = capped_call_value(np.array(147.16), 16.567e6, 193.15, 235.46, 2557 / 365, market)
    >>> round(float(value) / 1e6, 1)
    137.3
    """
    _check(strike, cap)
    spread = call_value(price, strike, years, market) - call_value(price, cap, years, market)
    return np.asarray(certificates * spread)


def _check(strike: float, cap: float) -> None:
    if not 0 < strike < cap:
        raise ValueError(f"strike {strike}, cap {cap}: the strike must be above 0 and the cap above the strike")
