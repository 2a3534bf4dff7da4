"""Calls against QuantLib's formula, put-call parity and limits."""

from __future__ import annotations

import numpy as np
import pytest
import QuantLib

from simulator.instruments.black_scholes import call_value, chances_above
from simulator.instruments.market import Market


@pytest.mark.parametrize("volatility", [0.05, 0.2, 0.6])
@pytest.mark.parametrize("dividends", [0.0, 0.03])
def test_a_call_is_worth_what_quantlib_says(volatility: float, dividends: float) -> None:
    market = Market(volatility, 0.037, 0.0, dividends)
    for price, strike, years in ((80.0, 100.0, 0.5), (100.0, 100.0, 2.0), (150.0, 100.0, 7.0)):
        forward = price * np.exp((market.risk_free_force - dividends_force(market)) * years)
        discount = np.exp(-market.risk_free_force * years)
        deviation = volatility * np.sqrt(years)
        expected = QuantLib.blackFormula(QuantLib.Option.Call, strike, forward, deviation, discount)
        assert float(call_value(np.array(price), strike, years, market)) == pytest.approx(expected, abs=1e-10)


def dividends_force(market: Market) -> float:
    return float(np.log1p(market.dividend_yield))


def test_hulls_example_15_6() -> None:
    # S 42, K 40, r 10 % continuous, 20 %, half a year: N(d1) 0.7791, N(d2) 0.7349, c 4.76
    market = Market(0.2, np.expm1(0.10))
    above = chances_above(np.array(42.0), 40.0, 0.5, market)
    assert [round(float(chance), 4) for chance in above] == [0.7791, 0.7349]
    assert float(call_value(np.array(42.0), 40.0, 0.5, market)) == pytest.approx(4.76, abs=0.005)


def test_without_volatility_a_call_is_the_forward_above_the_strike() -> None:
    market = Market(0.0, 0.05)
    values = call_value(np.array([90.0, 100.0, 120.0]), 105.0, 1.0, market)
    assert values == pytest.approx([0.0, 0.0, 20.0])


def test_a_share_that_is_worth_nothing_stays_so() -> None:
    assert float(call_value(np.array(0.0), 100.0, 1.0, Market(0.3, 0.05))) == 0.0


def test_at_its_end_a_call_is_its_payoff() -> None:
    assert call_value(np.array([90.0, 130.0]), 100.0, 0.0, Market(0.3, 0.05)) == pytest.approx([0.0, 30.0])
