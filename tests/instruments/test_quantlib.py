"""The tree of QuantLib against trees written out, closed forms and limits."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import QuantLib

from simulator.instruments.convertible import Convertible, bond_floor
from simulator.instruments.market import Market
from simulator.instruments.quantlib import STEPS, convertible_worth, evaluated_on, tree_value
from tests.instruments.cases import MARKET, NOTE, TO_MATURITY, TO_PUT, UNPUTTABLE
from tests.instruments.trees import mixed_rate, two_components

PRICES = (60.0, 100.0, 147.16, 193.15, 300.0)
COUPONS = Convertible(100, 0.6, 0, 1095, coupons=tuple((182 * n, 2.0) for n in range(1, 7)))


def averaged(value: float, other: float) -> float:
    return (value + other) / 2


@pytest.mark.parametrize("price", PRICES)
def test_the_number_of_steps_keeps_the_error_below_a_tenth_of_a_percent(price: float) -> None:
    found = convertible_worth(NOTE, MARKET, price, 0).total
    finer = np.mean([tree_value(NOTE, MARKET, price, 0, steps) for steps in (4000, 4001, 4500, 4501)])
    assert found == pytest.approx(float(finer), rel=5e-4)


@pytest.mark.parametrize("note", [NOTE, UNPUTTABLE, COUPONS], ids=["put", "no put", "coupons"])
def test_its_tree_mixes_rates_by_the_chance_of_conversion(note: Convertible) -> None:
    for price in PRICES:
        found = convertible_worth(note, MARKET, price, 0).total
        mixed = averaged(*(mixed_rate(note, MARKET, price, 0, steps) for steps in (STEPS, STEPS + 1)))
        assert found == pytest.approx(mixed, rel=5e-4)


@pytest.mark.parametrize("note", [NOTE, UNPUTTABLE, COUPONS], ids=["put", "no put", "coupons"])
def test_without_a_spread_money_and_shares_apart_give_the_same(note: Convertible) -> None:
    market = replace(MARKET, credit_spread=0.0)
    for price in PRICES:
        found = convertible_worth(note, market, price, 0).total
        apart = averaged(*(two_components(note, market, price, 0, steps) for steps in (STEPS, STEPS + 1)))
        assert found == pytest.approx(apart, rel=5e-4)


@pytest.mark.parametrize(
    ("spread", "price", "lower"), [(0.008, 193.15, 0.0035), (0.02, 193.15, 0.008), (0.05, 193.15, 0.015)]
)
def test_with_a_spread_the_mixture_is_lower_than_money_and_shares_apart(
    spread: float, price: float, lower: float
) -> None:
    # 4.1, 9 and 15 per 1,000: what a spread of 0.8, 2 and 5 % makes of the two conventions
    market = replace(MARKET, credit_spread=spread)
    found = convertible_worth(NOTE, market, price, 0).total
    apart = averaged(*(two_components(NOTE, market, price, 0, steps) for steps in (STEPS, STEPS + 1)))
    assert 1 - found / apart == pytest.approx(lower, abs=0.0005)


def test_the_case_is_a_quarter_of_a_percent_apart_at_issue() -> None:
    found = convertible_worth(NOTE, MARKET, 147.16, 0).total
    apart = averaged(*(two_components(NOTE, MARKET, 147.16, 0, steps) for steps in (STEPS, STEPS + 1)))
    assert 1 - found / apart == pytest.approx(0.0026, abs=0.0005)


def test_floor_and_option_add_up() -> None:
    worth = convertible_worth(NOTE, MARKET, 147.16, 0)
    assert worth.floor == bond_floor(NOTE, MARKET, 0)
    assert worth.option == pytest.approx(worth.total - worth.floor)
    assert worth.option > 0


@pytest.mark.parametrize("market", [MARKET, replace(MARKET, volatility=0.0)])
def test_a_share_that_is_worth_next_to_nothing_leaves_the_floor(market: Market) -> None:
    for note in (NOTE, UNPUTTABLE, COUPONS):
        assert convertible_worth(note, market, 0.01, 0).option == pytest.approx(0.0, abs=note.face * 2e-4)


def test_a_share_price_that_never_moves_and_no_put_are_bond_arithmetic() -> None:
    still = Market(volatility=0.0, risk_free=0.04, credit_spread=0.01, dividend_yield=0.04)
    total = convertible_worth(UNPUTTABLE, still, 100.0, 0).total
    assert total == pytest.approx(1000 / 1.05 ** (TO_MATURITY / 365), rel=1e-9)


def test_even_a_few_steps_discount_money_and_shares_as_the_market_says() -> None:
    still, at_maturity = replace(MARKET, volatility=0.0), replace(UNPUTTABLE, convertible_from=TO_MATURITY)
    years = TO_MATURITY / 365
    for price, expected in ((1.0, 1000 / 1.045**years), (500.0, 5.1773 * 500 / 1.01**years)):
        assert tree_value(at_maturity, still, price, 0, 3) == pytest.approx(expected, rel=1e-10)


def test_a_share_that_pays_dividends_and_is_worth_much_is_converted_at_once() -> None:
    assert convertible_worth(NOTE, MARKET, 2000.0, 0).total == pytest.approx(5.1773 * 2000, rel=1e-9)


def test_who_may_convert_only_at_maturity_keeps_the_shares_without_their_dividends() -> None:
    note = replace(UNPUTTABLE, convertible_from=TO_MATURITY)
    total = convertible_worth(note, MARKET, 5000.0, 0).total
    assert total == pytest.approx(5.1773 * 5000 / 1.01 ** (TO_MATURITY / 365), rel=1e-4)


def test_a_window_that_opens_later_is_worth_less_than_one_open_at_once() -> None:
    values = [
        convertible_worth(replace(UNPUTTABLE, convertible_from=opened), MARKET, 400.0, 0).total
        for opened in (0, TO_PUT, TO_MATURITY)
    ]
    assert values[0] > values[1] > values[2]


def test_after_the_put_the_note_is_that_without_a_put() -> None:
    later = convertible_worth(NOTE, MARKET, 100.0, TO_PUT).total
    alone = Convertible(1000, 5.1773, 0, TO_MATURITY - TO_PUT)
    assert later == pytest.approx(convertible_worth(alone, MARKET, 100.0, 0).total, rel=1e-12)
    assert later < 1000


def test_a_right_of_the_issuer_to_buy_it_back_takes_value_away() -> None:
    called = replace(UNPUTTABLE, calls=tuple((day, 1050.0) for day in range(365, TO_MATURITY, 30)))
    assert convertible_worth(called, MARKET, 180.0, 0).total < convertible_worth(UNPUTTABLE, MARKET, 180.0, 0).total


def test_it_does_not_matter_on_which_day_the_count_begins() -> None:
    moved = Convertible(1000, 5.1773, 700, TO_MATURITY + 700, puts=((TO_PUT + 700, 1000.0),), convertible_from=700)
    assert convertible_worth(moved, MARKET, 147.16, 700) == convertible_worth(NOTE, MARKET, 147.16, 0)


def test_value_is_in_proportion_to_the_face() -> None:
    large = Convertible(3.2e9, 3.2e6 * 5.1773, 0, TO_MATURITY, puts=((TO_PUT, 3.2e9),))
    assert convertible_worth(large, MARKET, 147.16, 0).total == pytest.approx(
        3.2e6 * convertible_worth(NOTE, MARKET, 147.16, 0).total, rel=1e-9
    )


def test_the_date_of_valuation_is_what_it_was_even_after_a_failure() -> None:
    before = QuantLib.Settings.instance().evaluationDate
    with pytest.raises(RuntimeError, match="stop"), evaluated_on(100):
        raise RuntimeError("stop")
    assert QuantLib.Settings.instance().evaluationDate == before


@pytest.mark.parametrize("price", [0.0, -1.0, float("nan"), float("inf")])
def test_a_share_price_of_nothing_is_refused(price: float) -> None:
    with pytest.raises(ValueError, match="must be above 0"):
        convertible_worth(NOTE, MARKET, price, 0)


def test_a_day_after_maturity_is_refused() -> None:
    with pytest.raises(ValueError, match="before maturity"):
        convertible_worth(NOTE, MARKET, 147.16, TO_MATURITY)


@pytest.mark.parametrize("price", [50.0, 101.5, 103.0, 110.0])
def test_a_week_before_the_end_the_last_coupon_is_worth_itself_whatever_holders_do(price: float) -> None:
    still = Market(volatility=0.0, risk_free=0.0)
    note = Convertible(100, 1, 0, 1826, coupons=((1643, 4.0), (1826, 4.0)))
    assert convertible_worth(note, still, price, 1819).total == pytest.approx(max(price, 100.0) + 4.0, rel=1e-9)
    # and two half-years before: both coupons
    assert convertible_worth(note, still, price, 1600).total == pytest.approx(max(price, 100.0) + 8.0, rel=1e-9)
