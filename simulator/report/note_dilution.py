"""Three views of what a conversion dilutes, at share prices around the conversion price and the cap."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from simulator.instruments.dilution import diluted_if_converted, diluted_if_settled, diluted_net_of_call
from simulator.report.term_sheet import TermSheet


@dataclass(frozen=True)
class Diluted:
    """New certificates at a share price.

    Attributes
    ----------
    price : money a certificate
    if_converted : in earnings a share, from the issue on, whatever the price
    economic : what is taken from shareholders, net of the capped call
    settled : issued if face is paid in cash and what exceeds it in certificates
    excess_cash : money paid instead, if that is paid in cash too
    """

    price: float
    if_converted: float
    economic: float
    settled: float
    excess_cash: float


def dilution_table(sheet: TermSheet) -> list[Diluted]:
    """The three views, a row a price; none for a note that cannot be converted."""
    terms = sheet.conversion
    if terms is None:
        return []
    prices = np.array(telling_prices(terms.price, sheet.cap))
    count = terms.certificates
    in_shares = diluted_if_settled(prices, count, terms.price, excess_in_shares=True)
    in_cash = diluted_if_settled(prices, count, terms.price, excess_in_shares=False)
    economic = diluted_net_of_call(prices, count, terms.price, sheet.cap)
    columns = prices, diluted_if_converted(prices, count), economic, in_shares.certificates, in_cash.excess_cash
    return [Diluted(*row) for row in np.stack(columns, axis=1).tolist()]


def telling_prices(strike: float, cap: float | None) -> list[float]:
    """Where views part: below the conversion price, at it, just above it, at the cap, and beyond it.

    Those that no term states are round.

    >>> [round(price, 2) for price in telling_prices(193.15, 235.46)]
    [150.0, 193.15, 200.0, 235.46, 300.0]
    """
    step = _round(strike / 4)
    below, above = math.ceil(strike / step) - 1, math.floor(strike / step) + 1
    beyond = math.floor(max(cap or 0.0, above * step) / step) + 2
    capped = [cap] if cap is not None and cap > strike else []
    return sorted({below * step, strike, above * step, *capped, beyond * step})


def _round(size: float) -> float:
    """The nearest of 1, 2, 5 times a power of ten.

    >>> _round(48.3), _round(0.13)
    (50.0, 0.1)
    """
    power = 10.0 ** math.floor(math.log10(size))
    return min((factor * power for factor in (1.0, 2.0, 5.0, 10.0)), key=lambda near: abs(math.log(near / size)))
