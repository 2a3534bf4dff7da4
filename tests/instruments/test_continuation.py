"""The value of holding on over a grid, against trees written out, QuantLib, the closed form and limits."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from simulator.instruments.continuation import LEAST_VOLATILITY, continuation
from simulator.instruments.convertible import Convertible, bond_floor
from simulator.instruments.holding import conversion_value, value_to_the_better_end
from simulator.instruments.market import Market
from simulator.instruments.quantlib import convertible_worth
from tests.instruments.cases import MARKET, NOTE, TO_MATURITY, TO_PUT, UNPUTTABLE
from tests.instruments.trees import two_components

PRICES = np.array([1.0, 60.0, 100.0, 147.16, 193.15, 250.0, 400.0, 700.0])
COUPONS = Convertible(
    100, 0.6, 0, 1095, puts=((365, 99.0),), coupons=tuple((182 * n, 2.0) for n in range(1, 7)), convertible_from=90
)


def worth(note: Convertible, market: Market, prices: np.ndarray, day: int) -> np.ndarray:
    """Of the note to who may also convert it now."""
    held = continuation(note, market, np.array([day])).value(day, prices)
    return np.maximum(held, conversion_value(note, prices)) if day >= note.convertible_from else held


def by_tree(note: Convertible, market: Market, price: float, day: int) -> float:
    return float(np.mean([two_components(note, market, price, day, steps) for steps in (1000, 1001)]))


@pytest.mark.parametrize("note", [NOTE, UNPUTTABLE, COUPONS], ids=["put", "no put", "coupons"])
@pytest.mark.parametrize(
    "market",
    [MARKET, replace(MARKET, dividend_yield=0.0), replace(MARKET, credit_spread=0.05), replace(MARKET, volatility=0.7)],
    ids=["case", "no dividends", "spread", "volatile"],
)
def test_it_is_what_a_tree_of_money_and_shares_says(note: Convertible, market: Market) -> None:
    # where money is discounted by much more than shares, the tree jumps between nodes
    expected = [by_tree(note, market, float(price), 0) for price in PRICES]
    precision = 2e-3 if market.credit_spread == 0.05 else 1e-3
    np.testing.assert_allclose(worth(note, market, PRICES, 0), expected, rtol=precision)


def test_with_the_issuers_call_too() -> None:
    called = replace(UNPUTTABLE, calls=tuple((day, 1100.0) for day in range(365, TO_MATURITY, 73)))
    expected = [by_tree(called, MARKET, float(price), 0) for price in PRICES]
    np.testing.assert_allclose(worth(called, MARKET, PRICES, 0), expected, rtol=5e-3)
    assert worth(called, MARKET, np.array([193.15]), 0) < worth(UNPUTTABLE, MARKET, np.array([193.15]), 0)


@pytest.mark.parametrize("day", [0, 1000, TO_PUT, 2500])
def test_without_a_spread_it_is_what_quantlib_says(day: int) -> None:
    market = replace(MARKET, credit_spread=0.0)
    expected = [convertible_worth(NOTE, market, float(price), day).total for price in PRICES]
    np.testing.assert_allclose(worth(NOTE, market, PRICES, day), expected, rtol=1e-3)


def test_after_the_last_put_and_without_dividends_it_is_the_closed_form() -> None:
    market = replace(MARKET, dividend_yield=0.0)
    found = continuation(NOTE, market, np.array([TO_PUT])).value(TO_PUT, PRICES)
    np.testing.assert_allclose(found, value_to_the_better_end(NOTE, market, PRICES, TO_PUT), rtol=5e-4)


def test_it_is_never_less_than_the_closed_form() -> None:
    for day in (0, 900, TO_PUT):
        found = continuation(NOTE, MARKET, np.array([day])).value(day, PRICES)
        assert (found > value_to_the_better_end(NOTE, MARKET, PRICES, day) * (1 - 5e-4)).all()


def test_a_share_that_is_worth_nothing_leaves_the_bond_floor() -> None:
    for note in (NOTE, UNPUTTABLE, COUPONS):
        found = float(continuation(note, MARKET, np.array([0])).value(0, np.array(0.0)))
        assert found == pytest.approx(bond_floor(note, MARKET, 0), rel=1e-5)


@pytest.mark.parametrize("volatility", [0.1, 0.35, 1.0])
def test_without_dividends_holding_on_is_always_worth_more_than_converting(volatility: float) -> None:
    held = continuation(NOTE, Market(volatility, 0.037, 0.008), np.array([0, TO_PUT]))
    prices = np.geomspace(1, 1e5, 400)
    for day in (0, TO_PUT):
        assert (held.value(day, prices) >= conversion_value(NOTE, prices)).all()


@pytest.mark.parametrize("volatility", [0.0, LEAST_VOLATILITY / 2, LEAST_VOLATILITY])
def test_at_hardly_any_volatility_it_is_the_better_of_the_certain_ends(volatility: float) -> None:
    market = replace(MARKET, volatility=volatility)
    years = (TO_MATURITY - TO_PUT) / 365
    found = continuation(NOTE, market, np.array([TO_PUT])).value(TO_PUT, np.array([100.0]))
    assert found == pytest.approx([1000 / 1.045**years], rel=1e-4)


def test_days_looked_at_together_are_worth_what_each_is_alone() -> None:
    days = np.array([0, 700, TO_PUT])
    together = continuation(NOTE, MARKET, days)
    for day in days:
        alone = continuation(NOTE, MARKET, np.array([day]))
        np.testing.assert_allclose(together.value(int(day), PRICES), alone.value(int(day), PRICES), rtol=2e-4)
