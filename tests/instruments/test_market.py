"""Market data: what makes no sense is refused, rates are annual."""

from __future__ import annotations

import math

import pytest

from simulator.instruments.market import Market


def test_rates_are_effective_and_spreads_are_added_to_them() -> None:
    market = Market(0.3, 0.04, 0.01, 0.02)
    assert market.risk_free_force == pytest.approx(math.log(1.04))
    assert market.credit_force == pytest.approx(math.log(1.05))
    assert market.dividend_force == pytest.approx(math.log(1.02))
    assert float(market.credit_discount(365)) == pytest.approx(1 / 1.05)


@pytest.mark.parametrize(
    "quotes", [(-0.1, 0.04, 0, 0), (math.nan, 0.04, 0, 0), (0.3, -1, 0, 0), (0.3, 0.04, -0.01, 0), (0.3, 0.04, 0, -1)]
)
def test_market_data_that_make_no_sense_are_refused(quotes: tuple[float, float, float, float]) -> None:
    with pytest.raises(ValueError, match="must be"):
        Market(*quotes)
