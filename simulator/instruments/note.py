"""What a note's terms come to without a share price."""

from __future__ import annotations


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
