"""Dilution by a convertible in three views, over an axis of share prices.

*If converted* is the accountants': all certificates, from the day of issue, whatever the price. *Economic* is the
shareholders': what a conversion takes from them at a price, less what a capped call gives back. *Settled* is the
treasurer's: what is issued, and what cash is paid, if principal is met in cash.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.instruments.capped_call import capped_call_payoff


def diluted_if_converted(price: np.ndarray, certificates: float) -> np.ndarray:
    """(...) certificates in the denominator of earnings a share: all of them at any price, the capped call ignored.

    Source: IAS 33 and ASU 2020-06, which leave out options that would be antidilutive.

    >>> diluted_if_converted(np.array([150.0, 300.0]), 16.5e6).tolist()
    [16500000.0, 16500000.0]
    """
    return np.full(np.shape(price), float(certificates))


def dilution_if_converted(new_shares: float, shares: float) -> float:
    """New shares of a full conversion over the shares that exist, what a capped call offsets included.

    Parameters
    ----------
    new_shares : ordinary shares, not certificates
    shares : that exist, above 0

    Returns
    -------
    fraction

    Raises
    ------
    ValueError
        If no shares exist.

    16.567 mn certificates of 8 shares on 19.1 bn:

    >>> round(dilution_if_converted(16.567e6 * 8, 19.1e9), 6)
    0.006939
    """
    if shares <= 0:
        raise ValueError(f"{shares} existing shares: must be above 0")
    return new_shares / shares


def exceeding(price: np.ndarray, certificates: float, strike: float) -> np.ndarray:
    """What certificates are worth above a strike each: the money that a conversion takes from shareholders.

        certificates * (price - strike)  if the price is above the strike, else 0

    Returns
    -------
    (...) money

    >>> exceeding(np.array([150.0, 200.0]), 10, 193.15).round(2).tolist()
    [0.0, 68.5]
    """
    return certificates * np.maximum(np.asarray(price, float) - strike, 0.0)


def diluted_economically(price: np.ndarray, certificates: float, strike: float, cap: float) -> np.ndarray:
    """What a conversion dilutes beyond the offset by capped calls on as many certificates.

        (certificates * (price - strike)+  -  payoff of the capped calls) / price

    Nothing up to the cap, and certificates * (price - cap) / price above it.

    Parameters
    ----------
    price : (...) money a certificate, above 0
    strike, cap : money a certificate: conversion price and cap

    Returns
    -------
    (...) certificates

    16.567 mn at 300 USD, with a cap of 235.46 USD:

    >>> (diluted_economically(np.array([200.0, 300.0]), 16.567e6, 193.15, 235.46) / 1e6).round(2).tolist()
    [0.0, 3.56]
    """
    offset = capped_call_payoff(price, certificates, strike, cap)
    return np.asarray(np.maximum(exceeding(price, certificates, strike) - offset, 0.0) / price)


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


@dataclass(frozen=True)
class SettledDilution:
    """What an issuer hands over at each price: (...) certificates issued and (...) cash paid above principal."""

    certificates: np.ndarray
    excess_cash: np.ndarray


def diluted_if_settled(
    price: np.ndarray, certificates: float, strike: float, excess_in_shares: bool
) -> SettledDilution:
    """What is issued if principal is paid in cash, and what exceeds it in certificates or in cash.

        certificates * (price - strike)+ / price   in certificates, or
        certificates * (price - strike)+           in cash and no certificates

    Parameters
    ----------
    price : (...) money a certificate, above 0

    >>> in_shares = diluted_if_settled(np.array([150.0, 200.0]), 1000, 193.15, excess_in_shares=True)
    >>> in_shares.certificates.round(2).tolist(), in_shares.excess_cash.tolist()
    ([0.0, 34.25], [0.0, 0.0])
    >>> in_cash = diluted_if_settled(np.array([150.0, 200.0]), 1000, 193.15, excess_in_shares=False)
    >>> in_cash.certificates.tolist(), in_cash.excess_cash.round(2).tolist()
    ([0.0, 0.0], [0.0, 6850.0])
    """
    excess = exceeding(price, certificates, strike)
    nothing = np.zeros_like(excess)
    return SettledDilution(excess / price, nothing) if excess_in_shares else SettledDilution(nothing, excess)
