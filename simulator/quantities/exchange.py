"""Exchange rates into the reporting currency, as numbers or by date."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from simulator.quantities.fault import QuantityError, shown
from simulator.registry import meant, suggest

#: what people call a currency that has another code
CALLED = {"RMB": "CNY", "CNH": "CNY", "NTD": "TWD", "STG": "GBP"}


@dataclass(frozen=True)
class Context:
    """What a written amount needs to become a number of the scenario.

    ``fx`` gives units of a currency per unit of the reporting currency, as a number or by date. A plain
    amount converts at the rate of ``start``, the horizon's first day; a value of a path by date converts at
    the rate of its own date. A rate by date holds until the next; before the first date the first holds.

    >>> Context("USD", {"CNY": {"2025-01-01": 7.25, "2026-01-01": 7.0}}).rate("CNY", date(2026, 3, 1))
    7.0
    """

    currency: str = "USD"
    fx: Mapping[str, Any] = field(default_factory=dict)
    start: date = date(2025, 1, 1)

    def rate(self, currency: str, day: date) -> float:
        """Units of ``currency`` per unit of the reporting currency on a day.

        Raises
        ------
        QuantityError
            If the scenario states no rate for the currency, or one that is not a number above 0.
        """
        if currency == self.currency:
            return 1.0
        if currency not in self.fx:
            raise self._unknown(currency)
        return _positive(currency, _in_force(self.fx[currency], day))

    def _unknown(self, currency: str) -> QuantityError:
        known = [self.currency, *self.fx]
        near = CALLED.get(currency) or suggest(currency, known)
        called = meant(near if near in known else None)
        return QuantityError(
            f"{currency} has no exchange rate{called}",
            f"a currency of `currency` or `fx`: {', '.join(known)}",
        )


def _in_force(stated: Any, day: date) -> Any:
    """The rate that holds on a day."""
    if not isinstance(stated, Mapping) or not stated:
        return stated
    dated = sorted((str(since), rate) for since, rate in stated.items())
    earlier = [rate for since, rate in dated if since <= day.isoformat()]
    return earlier[-1] if earlier else dated[0][1]


def _positive(currency: str, rate: Any) -> float:
    """The rate as a number above 0."""
    number = rate if isinstance(rate, int | float) and not isinstance(rate, bool) else math.nan
    if not (number > 0 and math.isfinite(number)):
        raise QuantityError(
            f"the exchange rate of {currency} is {shown(rate)}",
            "units per unit of the reporting currency, as 7.25",
        )
    return float(number)
