"""What a note's terms come to: a yearly cost, and new shares."""

from __future__ import annotations

import numpy as np

from simulator.instruments.dilution import diluted_economically, exceeding


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


def dilution_if_converted(new_shares: float, shares: float) -> float:
    """New shares of a full conversion over the shares that exist, what a capped call offsets included.

    16.567 mn certificates of 8 shares on 19.1 bn:

    >>> round(dilution_if_converted(16.567e6 * 8, 19.1e9), 6)
    0.006939
    """
    if shares <= 0:
        raise ValueError(f"{shares} existing shares: must be above 0")
    return new_shares / shares


def diluted_net_of_call(price: np.ndarray, certificates: float, strike: float, cap: float | None) -> np.ndarray:
    """(...) certificates that a conversion takes from shareholders at a price, net of a capped call if there is one.

    A cap at the conversion price offsets nothing.

    Parameters
    ----------
    price : (...) money a certificate, above 0
    strike, cap : money a certificate: conversion price and cap

    >>> prices = np.array([200.0, 300.0])
    >>> [(diluted_net_of_call(prices, 16.567e6, 193.15, cap) / 1e6).round(2).tolist() for cap in (235.46, None)]
    [[0.0, 3.56], [0.57, 5.9]]
    """
    if cap is not None and cap > strike:
        return diluted_economically(price, certificates, strike, cap)
    return np.asarray(exceeding(price, certificates, strike) / price)
