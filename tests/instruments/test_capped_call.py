"""Capped calls against QuantLib and against what was paid."""

from __future__ import annotations

import numpy as np
import pytest
import QuantLib

from simulator.instruments.capped_call import capped_call_payoff, capped_call_value
from simulator.instruments.market import Market
from tests.instruments.cases import MARKET, TO_MATURITY

CERTIFICATES, STRIKE, CAP, YEARS = 16.567e6, 193.15, 235.46, TO_MATURITY / 365


def test_they_are_worth_what_quantlib_says_of_two_calls() -> None:
    def call(strike: float) -> float:
        forward = 147.16 * (1.037 / 1.01) ** YEARS
        return float(QuantLib.blackFormula(QuantLib.Option.Call, strike, forward, 0.35 * np.sqrt(YEARS), 1.037**-YEARS))

    found = float(capped_call_value(np.array(147.16), CERTIFICATES, STRIKE, CAP, YEARS, MARKET))
    assert found == pytest.approx(CERTIFICATES * (call(STRIKE) - call(CAP)), rel=1e-9)


@pytest.mark.parametrize("volatility", [0.15, 0.25, 0.35, 0.5])
def test_the_183_74_mn_that_were_paid_are_more_than_one_flat_volatility_explains(volatility: float) -> None:
    # a call at the cap is cheaper than one at the strike by less if volatility falls with the strike, which it does
    value = float(capped_call_value(np.array(147.16), CERTIFICATES, STRIKE, CAP, YEARS, Market(volatility, 0.037)))
    assert 120e6 < value < 183.74e6


def test_the_credit_of_the_issuer_does_not_matter() -> None:
    with_spread = capped_call_value(np.array(150.0), 1, 193.15, 235.46, 5, Market(0.35, 0.037, 0.05))
    assert with_spread == capped_call_value(np.array(150.0), 1, 193.15, 235.46, 5, Market(0.35, 0.037))


def test_at_their_end_they_are_their_payoff() -> None:
    prices = np.array([100.0, 193.15, 210.0, 235.46, 400.0])
    found = capped_call_value(prices, 10, STRIKE, CAP, 0.0, MARKET)
    by_hand = 10 * np.array([0, 0, 16.85, 42.31, 42.31])
    np.testing.assert_allclose(found, by_hand, atol=1e-9)
    np.testing.assert_allclose(capped_call_payoff(prices, 10, STRIKE, CAP), by_hand, atol=1e-9)


def test_far_above_the_cap_they_are_worth_the_discounted_width() -> None:
    found = float(capped_call_value(np.array(1e5), 1, STRIKE, CAP, YEARS, MARKET))
    assert found == pytest.approx(42.31 / 1.037**YEARS, rel=1e-6)


def test_a_cap_below_the_strike_is_refused() -> None:
    with pytest.raises(ValueError, match=r"strike 200.*cap 100"):
        capped_call_payoff(np.array(1.0), 1, 200, 100)
