"""Terms and bond floors, by hand."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.instruments.convertible import Convertible, bond_floor
from simulator.instruments.market import Market
from tests.instruments.cases import MARKET, NOTE, TO_MATURITY, TO_PUT, UNPUTTABLE

COUPONS = ((365, 2.0), (730, 2.0))


def test_the_note_converts_at_193_15_into_16_567_mn() -> None:
    note = Convertible(face=3.2e9, certificates=3.2e9 / 1000 * 5.1773, issued=0, maturity=TO_MATURITY)
    assert note.conversion_price == pytest.approx(193.15, abs=0.005)
    assert note.certificates == pytest.approx(16.567e6, abs=500)
    assert note.certificates * 8 == pytest.approx(132.5e6, abs=5e4)
    assert note.certificates * 8 / 19.1e9 == pytest.approx(0.0069, abs=5e-5)


def test_the_floor_is_par_at_the_put_while_a_holder_would_put() -> None:
    # at 4.5 % of credit-adjusted interest par after five years is worth more than par after seven
    assert bond_floor(NOTE, MARKET, 0) == pytest.approx(1000 / 1.045 ** (TO_PUT / 365))
    assert bond_floor(UNPUTTABLE, MARKET, 0) == pytest.approx(1000 / 1.045 ** (TO_MATURITY / 365))


def test_after_the_put_only_maturity_is_left() -> None:
    assert bond_floor(NOTE, MARKET, TO_PUT) == pytest.approx(1000 / 1.045 ** ((TO_MATURITY - TO_PUT) / 365))


def test_coupons_until_the_end_count_and_none_of_the_day_itself() -> None:
    bond = Convertible(100, 1, 0, 730, coupons=COUPONS)
    market = Market(0.3, 0.04, 0.01)
    assert bond_floor(bond, market, 0) == pytest.approx(2 / 1.05 + 102 / 1.05**2)
    assert bond_floor(bond, market, 365) == pytest.approx(102 / 1.05)


def test_a_holder_puts_when_the_put_price_is_the_better_end() -> None:
    market = Market(0.3, 0.04, 0.01)
    for put, expected in ((90.0, 2 / 1.05 + 102 / 1.05**2), (99.0, 101 / 1.05)):
        bond = Convertible(100, 1, 0, 730, puts=((365, put),), coupons=COUPONS)
        assert bond_floor(bond, market, 0) == pytest.approx(expected)


@pytest.mark.parametrize(
    "change",
    [
        {"face": 0},
        {"certificates": -1},
        {"maturity": 0},
        {"puts": ((731, 100),)},
        {"puts": ((300, 100), (200, 100))},
        {"coupons": ((-1, 2),)},
        {"convertible_from": 731},
    ],
)
def test_terms_that_contradict_each_other_are_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="must"):
        Convertible(**{"face": 100, "certificates": 1, "issued": 0, "maturity": 730, **change})
