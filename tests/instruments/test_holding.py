"""The closed form of holding to one end, against trees, QuantLib and limits."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from simulator.instruments.convertible import Convertible, bond_floor
from simulator.instruments.holding import conversion_value, value_to_the_better_end
from simulator.instruments.market import Market
from simulator.instruments.quantlib import convertible_worth
from tests.instruments.cases import MARKET, NOTE, TO_MATURITY, TO_PUT, UNPUTTABLE
from tests.instruments.trees import two_components

PRICES = np.array([60.0, 100.0, 150.0, 193.15, 250.0, 400.0])
WITHOUT_DIVIDENDS = replace(MARKET, dividend_yield=0.0)


@pytest.mark.parametrize("market", [MARKET, WITHOUT_DIVIDENDS, replace(MARKET, credit_spread=0.05)])
def test_to_maturity_it_is_what_a_tree_of_money_and_shares_says(market: Market) -> None:
    found = value_to_the_better_end(NOTE, market, PRICES, TO_PUT)
    trees = [
        np.mean([two_components(NOTE, market, float(price), TO_PUT, n, european=True) for n in (600, 601)])
        for price in PRICES
    ]
    np.testing.assert_allclose(found, trees, rtol=1e-3)


def test_coupons_on_the_way_are_part_of_it() -> None:
    note = Convertible(100, 0.5, 0, 730, coupons=((182, 2.0), (365, 2.0), (547, 2.0), (730, 2.0)))
    market = replace(WITHOUT_DIVIDENDS, credit_spread=0.0)
    for price in (100.0, 200.0, 300.0):
        found = float(value_to_the_better_end(note, market, np.array(price), 0))
        trees = [two_components(note, market, price, 0, n, european=True) for n in (600, 601)]
        assert found == pytest.approx(float(np.mean(trees)), rel=1e-3)


def test_without_a_spread_or_dividends_it_is_what_quantlib_says() -> None:
    market = Market(volatility=0.35, risk_free=0.037)
    expected = [convertible_worth(NOTE, market, float(price), TO_PUT).total for price in PRICES]
    np.testing.assert_allclose(value_to_the_better_end(NOTE, market, PRICES, TO_PUT), expected, rtol=5e-4)


def test_with_a_put_ahead_it_is_less_than_the_tree_by_what_the_choice_between_ends_is_worth() -> None:
    expected = np.array([convertible_worth(NOTE, MARKET, float(price), 0).total for price in PRICES])
    found = value_to_the_better_end(NOTE, MARKET, PRICES, 0)
    ratio = np.maximum(found, conversion_value(NOTE, PRICES)) / expected
    assert (ratio < 1.001).all()
    assert 0.97 < ratio.min() < 0.99


def test_a_share_that_is_worth_nothing_leaves_the_bond_floor() -> None:
    found = float(value_to_the_better_end(NOTE, MARKET, np.array(0.0), 0))
    assert found == pytest.approx(bond_floor(NOTE, MARKET, 0), rel=1e-12)


def test_a_share_that_is_worth_much_leaves_the_shares_without_the_dividends_to_come() -> None:
    found = float(value_to_the_better_end(UNPUTTABLE, MARKET, np.array(1e6), 0))
    assert found == pytest.approx(5.1773e6 / 1.01 ** (TO_MATURITY / 365), rel=1e-6)


def test_without_volatility_it_is_the_better_of_the_certain_ends() -> None:
    market = replace(MARKET, volatility=0.0)
    years = (TO_MATURITY - TO_PUT) / 365
    assert 100 * (1.037 / 1.01) ** years < 193.15 < 200 * (1.037 / 1.01) ** years
    found = value_to_the_better_end(NOTE, market, np.array([100.0, 200.0]), TO_PUT)
    assert found == pytest.approx([1000 / 1.045**years, 200 * 5.1773 / 1.01**years])


def test_a_share_price_that_never_moves_and_no_put_are_exactly_bond_arithmetic() -> None:
    still = Market(volatility=0.0, risk_free=0.04, credit_spread=0.01, dividend_yield=0.04)
    found = float(value_to_the_better_end(UNPUTTABLE, still, np.array(150.0), 0))
    assert found == pytest.approx(1000 / 1.05 ** (TO_MATURITY / 365), rel=1e-14)
