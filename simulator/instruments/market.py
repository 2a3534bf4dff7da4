"""What a valuation must know of markets: rates, the spread of the issuer, volatility and dividends of the share."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Market:
    """Flat market data.

    Attributes
    ----------
    volatility : 1/sqrt(year), of the logarithm of the share price
    risk_free : 1/year, effective annual
    credit_spread : 1/year; the issuer's straight debt is discounted at ``risk_free + credit_spread``, effective annual
    dividend_yield : 1/year, effective annual

    Raises
    ------
    ValueError
        If volatility, spread or dividend yield is negative, or the risk-free rate is -1 or lower.
    """

    volatility: float
    risk_free: float
    credit_spread: float = 0.0
    dividend_yield: float = 0.0

    def __post_init__(self) -> None:
        quotes = {"volatility": self.volatility, "credit spread": self.credit_spread, "dividends": self.dividend_yield}
        for name, quote in quotes.items():
            if not (math.isfinite(quote) and quote >= 0):
                raise ValueError(f"{name} {quote}: must be 0 or more")
        if not (math.isfinite(self.risk_free) and self.risk_free > -1):
            raise ValueError(f"risk-free rate {self.risk_free}: must be above -1")

    @property
    def risk_free_force(self) -> float:
        """1/year, continuously compounded."""
        return math.log1p(self.risk_free)

    @property
    def credit_force(self) -> float:
        """1/year, continuously compounded: the risk-free rate and the spread together."""
        return math.log1p(self.risk_free + self.credit_spread)

    @property
    def dividend_force(self) -> float:
        """1/year, continuously compounded."""
        return math.log1p(self.dividend_yield)

    def credit_discount(self, days: np.ndarray | int) -> np.ndarray:
        """(...) what 1 of the issuer's straight debt, due in so many days, is worth.

        >>> float(Market(0.3, 0.04, 0.01).credit_discount(730).round(6))
        0.907029
        """
        return np.exp(-self.credit_force * np.asarray(days) / 365.0)
