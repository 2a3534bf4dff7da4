"""What holders do, against trees, QuantLib and limits."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from simulator.instruments.convertible import Convertible, bond_floor
from simulator.instruments.holders import Choice, choice_on, conversion_value, endings, hold_value
from simulator.instruments.market import Market
from simulator.instruments.quantlib import convertible_worth
from tests.instruments.cases import MARKET, NOTE, TO_MATURITY, TO_PUT, UNPUTTABLE
from tests.instruments.trees import two_components

PRICES = np.array([60.0, 100.0, 150.0, 193.15, 250.0, 400.0])
WITHOUT_DIVIDENDS = replace(MARKET, dividend_yield=0.0)


def names(choices: np.ndarray) -> list[str]:
    return [Choice(choice).name for choice in choices]


@pytest.mark.parametrize("market", [MARKET, WITHOUT_DIVIDENDS, replace(MARKET, credit_spread=0.05)])
def test_holding_on_to_maturity_is_worth_what_a_tree_of_money_and_shares_says(market: Market) -> None:
    found = hold_value(NOTE, market, PRICES, TO_PUT)
    trees = [
        np.mean([two_components(NOTE, market, float(price), TO_PUT, n, european=True) for n in (600, 601)])
        for price in PRICES
    ]
    np.testing.assert_allclose(found, trees, rtol=1e-3)


def test_coupons_on_the_way_are_part_of_holding_on() -> None:
    note = Convertible(100, 0.5, 0, 730, coupons=((182, 2.0), (365, 2.0), (547, 2.0), (730, 2.0)))
    prices = np.array([100.0, 200.0, 300.0])
    found = hold_value(note, WITHOUT_DIVIDENDS, prices, 0)
    trees = [
        np.mean([two_components(note, WITHOUT_DIVIDENDS, p, 0, n, european=True) for n in (600, 601)]) for p in prices
    ]
    # a tree takes coupons away from who converts before; at maturity both give up the last one
    paid_before = found - trees
    assert paid_before.min() >= -0.05
    assert paid_before[0] == pytest.approx(0.0, abs=0.05)


def test_without_a_spread_or_dividends_holding_on_is_worth_what_quantlib_says() -> None:
    market = Market(volatility=0.35, risk_free=0.037)
    expected = [convertible_worth(NOTE, market, float(price), TO_PUT).total for price in PRICES]
    np.testing.assert_allclose(hold_value(NOTE, market, PRICES, TO_PUT), expected, rtol=5e-4)


def test_with_them_it_is_a_little_less_than_what_an_early_conversion_can_bring() -> None:
    expected = np.array([convertible_worth(NOTE, MARKET, float(price), TO_PUT).total for price in PRICES])
    ratio = np.maximum(hold_value(NOTE, MARKET, PRICES, TO_PUT), conversion_value(NOTE, PRICES)) / expected
    assert (ratio < 1.001).all()
    assert (ratio > 0.994).all()


def test_with_a_put_ahead_it_is_less_than_the_tree_by_what_the_choice_between_ends_is_worth() -> None:
    expected = np.array([convertible_worth(NOTE, MARKET, float(price), 0).total for price in PRICES])
    ratio = np.maximum(hold_value(NOTE, MARKET, PRICES, 0), conversion_value(NOTE, PRICES)) / expected
    assert (ratio < 1.001).all()
    assert (ratio > 0.97).all()


def test_a_share_that_is_worth_nothing_leaves_the_bond_floor() -> None:
    assert float(hold_value(NOTE, MARKET, np.array(0.0), 0)) == pytest.approx(bond_floor(NOTE, MARKET, 0), rel=1e-12)


def test_a_share_that_is_worth_much_leaves_the_shares_without_the_dividends_to_come() -> None:
    found = float(hold_value(UNPUTTABLE, MARKET, np.array(1e6), 0))
    assert found == pytest.approx(5.1773e6 / 1.01 ** (TO_MATURITY / 365), rel=1e-6)


def test_without_volatility_holding_on_is_the_better_of_the_two_certain_ends() -> None:
    market = replace(MARKET, volatility=0.0)
    forward = 200.0 * (1.037 / 1.01) ** ((TO_MATURITY - TO_PUT) / 365)
    assert forward > 193.15
    found = hold_value(NOTE, market, np.array([100.0, 200.0]), TO_PUT)
    years = (TO_MATURITY - TO_PUT) / 365
    assert found == pytest.approx([1000 / 1.045**years, 200 * 5.1773 / 1.01**years])


def test_a_share_price_that_never_moves_and_no_put_are_bond_arithmetic() -> None:
    still = Market(volatility=0.0, risk_free=0.04, credit_spread=0.01, dividend_yield=0.04)
    assert float(hold_value(UNPUTTABLE, still, np.array(150.0), 0)) == pytest.approx(1000 / 1.05 ** (TO_MATURITY / 365))
    assert names(choice_on(UNPUTTABLE, still, np.array([150.0, 193.0]), TO_MATURITY)) == ["REPAID", "REPAID"]


def indifferent(at_least: str, low: float, high: float) -> float:
    """The price up to which holders put, or from which they convert, on the day of the put."""
    for _ in range(60):
        middle = (low + high) / 2
        chosen = names(choice_on(NOTE, MARKET, np.array([middle]), TO_PUT))[0] == at_least
        low, high = (low, middle) if chosen else (middle, high)
    return high


def quantlib_crosses(amount: float, low: float, high: float) -> float:
    """The price at which QuantLib's value on the day of the put is an amount."""
    for _ in range(25):
        middle = (low + high) / 2
        above = convertible_worth(NOTE, MARKET, middle, TO_PUT).total >= amount
        low, high = (low, middle) if above else (middle, high)
    return high


def test_holders_put_up_to_the_price_at_which_quantlib_says_that_the_note_is_worth_par() -> None:
    # 144.6 by the closed form, 144.5 by the tree
    assert indifferent("HOLD", 100, 190) == pytest.approx(quantlib_crosses(1000, 100, 190), rel=0.01)


def test_holders_convert_at_a_put_only_far_above_the_conversion_price() -> None:
    boundary = indifferent("CONVERT", 194, 2000)
    assert boundary > 1.3 * 193.15
    later = convertible_worth(NOTE, MARKET, boundary, TO_PUT).total
    assert later == pytest.approx(5.1773 * boundary, rel=0.01)


def test_without_dividends_nobody_converts_before_maturity() -> None:
    market = Market(volatility=0.35, risk_free=0.037)
    assert "CONVERT" not in names(choice_on(NOTE, market, np.linspace(1, 900, 300), TO_PUT))


def test_at_maturity_holders_convert_if_the_shares_are_worth_more_than_face() -> None:
    assert names(choice_on(NOTE, MARKET, np.array([0.0, 193.15, 193.16]), TO_MATURITY)) == [
        "REPAID",
        "REPAID",
        "CONVERT",
    ]


def test_at_maturity_they_forgo_the_last_coupon_too() -> None:
    bond = Convertible(100, 1, 0, 730, coupons=((730, 5.0),))
    assert names(choice_on(bond, MARKET, np.array([104.0, 106.0]), 730)) == ["REPAID", "CONVERT"]


def test_who_is_indifferent_puts() -> None:
    market = Market(volatility=0.0, risk_free=0.0)
    assert names(choice_on(NOTE, market, np.array([50.0]), TO_PUT)) == ["PUT"]


def test_a_put_above_par_is_taken_more_often() -> None:
    generous = replace(NOTE, puts=((TO_PUT, 1100.0),))
    prices = np.array([160.0])
    assert names(choice_on(NOTE, MARKET, prices, TO_PUT)) == ["HOLD"]
    assert names(choice_on(generous, MARKET, prices, TO_PUT)) == ["PUT"]


def test_nobody_converts_before_the_window_opens() -> None:
    closed = replace(NOTE, convertible_from=TO_PUT + 1)
    assert names(choice_on(NOTE, MARKET, np.array([900.0]), TO_PUT)) == ["CONVERT"]
    assert names(choice_on(closed, MARKET, np.array([900.0]), TO_PUT)) == ["HOLD"]


def test_a_note_ends_once_and_at_the_first_occasion() -> None:
    prices = np.array([[100.0, 500.0], [170.0, 100.0], [170.0, 250.0], [900.0, 100.0]])
    ended = endings(NOTE, MARKET, prices, np.array([TO_PUT, TO_MATURITY]))
    assert names(ended.choice) == ["PUT", "REPAID", "CONVERT", "CONVERT"]
    assert ended.at.tolist() == [0, 1, 1, 0]


def test_a_note_that_outlives_the_days_looked_at_is_still_outstanding() -> None:
    ended = endings(NOTE, MARKET, np.array([[170.0]]), np.array([TO_PUT]))
    assert (names(ended.choice), ended.at.tolist()) == (["HOLD"], [-1])


def test_a_replication_ends_alike_in_any_block() -> None:
    prices = np.random.default_rng(3).uniform(50, 500, (40, 2))
    days = np.array([TO_PUT, TO_MATURITY])
    whole = endings(NOTE, MARKET, prices, days)
    parts = [endings(NOTE, MARKET, part, days) for part in (prices[:11], prices[11:])]
    np.testing.assert_array_equal(whole.choice, np.concatenate([part.choice for part in parts]))
    np.testing.assert_array_equal(whole.at, np.concatenate([part.at for part in parts]))
