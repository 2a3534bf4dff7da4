"""New shares sold for cash."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class EquityIssue:
    """New certificates and what they bring: cents net of fees."""

    certificates: float
    gross: int
    net: int


def equity_issue(net: int, price: float, discount: float = 0.0, fees: float = 0.0) -> EquityIssue:
    """The issue of new certificates that brings a net amount.

        certificates = gross / (price * (1 - discount)),  gross = net / (1 - fees)

    Parameters
    ----------
    net : cents that the company is to have, above 0
    price : cents a certificate in the market, above 0
    discount : fraction of the price that is let off to sell them, 0 or more and below 1
    fees : fraction of what is paid for them, 0 or more and below 1

    Returns
    -------
    EquityIssue

    Raises
    ------
    ValueError
        If an amount or a fraction is outside its range.

    3.13 bn at 147.16, 5 % below the market and with fees of 2 %:

    >>> issue = equity_issue(313_000_000_000, 14_716, discount=0.05, fees=0.02)
    >>> round(issue.certificates / 1e6, 3), round(issue.gross / 1e11, 4)
    (22.846, 3.1939)
    """
    if net <= 0 or not price > 0 or not 0 <= discount < 1 or not 0 <= fees < 1:
        raise ValueError(
            f"net {net}, price {price}, discount {discount}, fees {fees}: amounts above 0, fractions below 1"
        )
    gross = round(net / (1.0 - fees))
    return EquityIssue(gross / (price * (1.0 - discount)), gross, net)
