"""What holders do, against QuantLib and by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from simulator.instruments.continuation import continuation
from simulator.instruments.convertible import Convertible
from simulator.instruments.holders import Choice, choice_on, endings
from simulator.instruments.market import Market
from simulator.instruments.quantlib import convertible_worth
from tests.instruments.cases import MARKET, NOTE, TO_MATURITY, TO_PUT, UNPUTTABLE

HELD = continuation(NOTE, MARKET, np.array([0, TO_PUT]))
DAYS = np.array([TO_PUT, TO_MATURITY])


def names(choices: np.ndarray) -> list[str]:
    return [Choice(choice).name for choice in choices]


def chosen(note: Convertible, market: Market, prices: list[float], day: int) -> list[str]:
    return names(choice_on(continuation(note, market, np.array([min(day, TO_PUT)])), np.array(prices), day))


def first_price(of: str, day: int, low: float, high: float) -> float:
    """The least price at which holders choose something on a day."""
    for _ in range(50):
        middle = (low + high) / 2
        found = names(choice_on(HELD, np.array([middle]), day))[0] == of
        low, high = (low, middle) if found else (middle, high)
    return high


def quantlib_crosses(amount: float, low: float, high: float) -> float:
    """The price at which QuantLib's value on the day of the put is an amount."""
    for _ in range(25):
        middle = (low + high) / 2
        above = convertible_worth(NOTE, MARKET, middle, TO_PUT).total >= amount
        low, high = (low, middle) if above else (middle, high)
    return high


def quantlib_converts(day: int) -> float:
    """The least price, in tens, at which the note is worth no more to QuantLib than its shares."""
    prices = np.arange(200.0, 900.0, 10.0)
    worth = np.array([convertible_worth(NOTE, MARKET, float(price), day).total for price in prices])
    return float(prices[np.argmax(worth <= 5.1773 * prices * (1 + 1e-6))])


def test_holders_put_up_to_the_price_at_which_quantlib_says_that_the_note_is_worth_par() -> None:
    assert first_price("HOLD", TO_PUT, 100, 190) == pytest.approx(quantlib_crosses(1000, 100, 190), rel=0.005)


@pytest.mark.parametrize("day", [0, TO_PUT])
def test_holders_convert_before_maturity_from_the_price_at_which_quantlib_does(day: int) -> None:
    # about 430 on the day of the put and 540 at issue: dividends of 1 % a year are little to give up a bond for
    assert first_price("CONVERT", day, 194, 2000) == pytest.approx(quantlib_converts(day), rel=0.04)


def test_without_dividends_nobody_converts_before_maturity() -> None:
    prices = np.linspace(1, 5000, 300).tolist()
    assert "CONVERT" not in chosen(NOTE, Market(volatility=0.35, risk_free=0.037), prices, TO_PUT)


def test_at_maturity_holders_convert_if_the_shares_are_worth_more_than_face() -> None:
    found = names(choice_on(HELD, np.array([0.0, 193.15, 193.16]), TO_MATURITY))
    assert found == ["REPAID", "REPAID", "CONVERT"]


def test_the_last_coupon_is_paid_to_all_and_changes_no_choice() -> None:
    bond = Convertible(100, 1, 0, 730, coupons=((730, 5.0),))
    held = continuation(bond, MARKET, np.array([0]))
    assert names(choice_on(held, np.array([99.0, 100.0, 101.0]), 730)) == ["REPAID", "REPAID", "CONVERT"]


def test_who_is_indifferent_puts() -> None:
    assert chosen(NOTE, Market(volatility=0.0, risk_free=0.0), [50.0], TO_PUT) == ["PUT"]


def test_where_waiting_costs_nothing_and_may_gain_nobody_puts() -> None:
    assert chosen(NOTE, Market(volatility=0.35, risk_free=0.0), [150.0], TO_PUT) == ["HOLD"]


def test_a_put_above_par_is_taken_more_often() -> None:
    generous = replace(NOTE, puts=((TO_PUT, 1100.0),))
    assert chosen(NOTE, MARKET, [160.0], TO_PUT) == ["HOLD"]
    assert chosen(generous, MARKET, [160.0], TO_PUT) == ["PUT"]


def test_the_coupon_of_the_day_is_paid_to_all_and_changes_no_choice() -> None:
    # on the day of the put 431 of price are just enough to convert, with a coupon of 5 % on the day too
    with_coupon = replace(NOTE, coupons=((TO_PUT, 50.0),))
    for note in (NOTE, with_coupon):
        assert chosen(note, MARKET, [420.0, 440.0, 100.0], TO_PUT) == ["HOLD", "CONVERT", "PUT"]


def test_what_has_accrued_by_a_put_between_coupons_is_paid_to_all_and_keeps_those_who_hold() -> None:
    # without interest on money all is worth its face and the coupons to come, 100 + 2 x 2 a half-year before the end
    still = Market(volatility=0.0, risk_free=0.0)
    for put, choice in ((101.0, "HOLD"), (102.99, "HOLD"), (103.01, "PUT")):
        # of the coupon of 2 half has accrued: put + 1 against 104
        note = Convertible(100, 1, 0, 365, puts=((91, put),), coupons=((182, 2.0), (365, 2.0)))
        assert chosen(note, still, [50.0], 91) == [choice]


def test_nobody_converts_before_the_window_opens() -> None:
    closed = replace(NOTE, convertible_from=TO_PUT + 1)
    assert chosen(NOTE, MARKET, [900.0], TO_PUT) == ["CONVERT"]
    assert chosen(closed, MARKET, [900.0], TO_PUT) == ["HOLD"]


def test_a_share_price_that_never_moves_and_no_put_are_repaid_at_face() -> None:
    # 100 a share are 517.73, less than the 710.68 that 1,000 in seven years are worth at 5 %
    still = Market(volatility=0.0, risk_free=0.04, credit_spread=0.01, dividend_yield=0.04)
    days = np.array([365, TO_PUT, TO_MATURITY])
    ended = endings(continuation(UNPUTTABLE, still, days[:-1]), np.full((1, 3), 100.0), days)
    assert (names(ended.choice), ended.at.tolist()) == (["REPAID"], [2])


def test_a_note_ends_once_and_at_the_first_occasion() -> None:
    prices = np.array([[100.0, 500.0], [170.0, 100.0], [170.0, 250.0], [900.0, 100.0]])
    ended = endings(HELD, prices, DAYS)
    assert names(ended.choice) == ["PUT", "REPAID", "CONVERT", "CONVERT"]
    assert ended.at.tolist() == [0, 1, 1, 0]


def test_a_note_that_outlives_the_days_looked_at_is_still_outstanding() -> None:
    ended = endings(HELD, np.array([[170.0]]), DAYS[:1])
    assert (names(ended.choice), ended.at.tolist()) == (["HOLD"], [-1])


def test_a_replication_ends_alike_in_any_block() -> None:
    prices = np.random.default_rng(3).uniform(50, 600, (40, 2))
    whole = endings(HELD, prices, DAYS)
    parts = [endings(HELD, part, DAYS) for part in (prices[:11], prices[11:])]
    np.testing.assert_array_equal(whole.choice, np.concatenate([part.choice for part in parts]))
    np.testing.assert_array_equal(whole.at, np.concatenate([part.at for part in parts]))
