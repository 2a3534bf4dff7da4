"""Convertibles whose value stands in a book: within half a percent of what is printed.

Rates in these books are continuously compounded, hence ``expm1``.
"""

from __future__ import annotations

import math

import pytest

from simulator.instruments.convertible import Convertible, bond_floor
from simulator.instruments.market import Market
from simulator.instruments.quantlib import convertible_worth, tree_value
from tests.instruments.trees import default_tree, mixed_rate, two_components

#: Hull, *Options, Futures, and Other Derivatives*, 11th (Global) edition, section 27.4, Example 27.1 and Figure 27.2,
#: pages 650 to 653: a zero coupon of nine months for two shares of 50, callable at 113 at any time, three time steps
HULLS_VALUE = 107.44
NINE_MONTHS = 274
HULLS_NOTE = Convertible(100, 2, 0, NINE_MONTHS, calls=tuple((day, 113.0) for day in range(1, NINE_MONTHS)))
#: 5 % and, for a hazard of 1 % a year upon which 40 % are recovered, a spread of 0.6 %
HULLS_MARKET = Market(0.30, math.expm1(0.05), math.expm1(0.056) - math.expm1(0.05))

#: Haug, *The Complete Guide to Option Pricing Formulas*, 2nd edition, section 7.1.5, pages 293 and 294: the node of
#: year four at a share price of 111.89, a year before maturity: 121.77, with the coupon of 6 that is paid then
HAUGS_VALUE, HAUGS_COUPON = 121.77, 6.0
#: his holders forgo the last coupon if they convert, so that it is to them as if it were part of the face
HAUGS_NODE = Convertible(100 + HAUGS_COUPON, 1, 0, 365)
HAUGS_MARKET = Market(0.20, math.expm1(0.07), math.expm1(0.10) - math.expm1(0.07))


@pytest.mark.parametrize("tree", ["JR", "CRR"])
def test_hulls_zero_coupon_convertible_is_worth_what_is_printed(tree: str) -> None:
    assert tree_value(HULLS_NOTE, HULLS_MARKET, 50.0, 0, 3, tree) == pytest.approx(HULLS_VALUE, rel=1e-3)


def test_hulls_own_tree_gives_his_value_to_the_last_digit() -> None:
    found = default_tree(HULLS_NOTE, 50.0, 0.30, 0.05, hazard=0.01, recovery=40.0, steps=3)
    assert found == pytest.approx(HULLS_VALUE, abs=0.005)
    assert two_components(HULLS_NOTE, HULLS_MARKET, 50.0, 0, 3) == pytest.approx(HULLS_VALUE, rel=1e-3)


def test_with_many_steps_default_as_an_event_and_as_a_spread_are_worth_the_same() -> None:
    uncallable = Convertible(100, 2, 0, NINE_MONTHS)
    by_default = default_tree(uncallable, 50.0, 0.30, 0.05, hazard=0.01, recovery=40.0, steps=1000)
    assert convertible_worth(uncallable, HULLS_MARKET, 50.0, 0).total == pytest.approx(by_default, rel=5e-3)


def test_haugs_convertible_bond_is_worth_what_is_printed() -> None:
    found = tree_value(HAUGS_NODE, HAUGS_MARKET, 111.89, 0, 1, "CRR") + HAUGS_COUPON
    assert found == pytest.approx(HAUGS_VALUE, rel=2e-3)


def test_haugs_own_tree_gives_his_value_to_the_last_digit() -> None:
    found = mixed_rate(HAUGS_NODE, HAUGS_MARKET, 111.89, 0, 1) + HAUGS_COUPON
    assert found == pytest.approx(HAUGS_VALUE, abs=0.005)


def test_without_credit_risk_a_zero_coupon_convertible_is_a_bond_and_hulls_call() -> None:
    # Hull, Example 15.6: S 42, K 40, 10 %, 20 %, half a year: c = 4.76; and 40 * exp(-0.05) = 38.05
    # 182.5 days at 10 % and 20 % are 1,825 days at 1 % and 20 % / sqrt(10)
    note, market = Convertible(40, 1, 0, 1825), Market(0.20 / math.sqrt(10), math.expm1(0.01))
    worth = convertible_worth(note, market, 42.0, 0)
    assert worth.total == pytest.approx(38.05 + 4.76, rel=5e-4)
    assert worth.option == pytest.approx(4.76, rel=5e-3)
    assert bond_floor(note, market, 0) == pytest.approx(38.05, abs=0.005)
