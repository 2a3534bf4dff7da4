"""Effective interest against hand calculation, a root finder and pyxirr."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from scipy.optimize import brentq

from simulator.instruments.accretion import (
    Liability,
    capitalised_interest,
    carrying_value,
    effective_rate,
    internal_rate_of,
)
from tests.instruments.cases import TO_MATURITY, TO_PUT

NET, FACE = 313_000_000_000, 320_000_000_000


def note_to(day: int) -> Liability:
    return Liability(NET, FACE, 0, day)


def coupon_bond(net: int = 99_000) -> Liability:
    """1,000.00 with 4 % twice a year for three years."""
    days = np.array([182, 365, 547, 730, 912, 1095])
    return Liability(net, 100_000, 0, 1095, days, np.full(6, 2_000))


def test_the_note_costs_0_443_per_cent_to_the_put_and_0_316_to_maturity() -> None:
    # (3.20 / 3.13) ** (365 / 1,826) - 1 and (3.20 / 3.13) ** (365 / 2,557) - 1
    assert internal_rate_of(note_to(TO_PUT)) == pytest.approx(0.00443, abs=5e-6)
    assert internal_rate_of(note_to(TO_MATURITY)) == pytest.approx(0.00316, abs=5e-6)
    assert internal_rate_of(note_to(TO_PUT)) == pytest.approx((3.20 / 3.13) ** (365 / TO_PUT) - 1, rel=1e-12)


def test_without_coupons_the_rate_is_the_one_at_which_the_proceeds_grow_to_face() -> None:
    found = brentq(lambda rate: 3.13 * (1 + rate) ** (1826 / 365) - 3.2, 0, 1)
    assert effective_rate(3.13, 3.2, 1826) == pytest.approx(found, abs=1e-10)


def test_proceeds_of_nothing_are_refused_with_the_values() -> None:
    with pytest.raises(ValueError, match=r"net 0.*repaid 3\.2"):
        effective_rate(0, 3.2, 10)


def test_a_zero_coupon_grows_by_its_rate_every_day() -> None:
    note = note_to(TO_MATURITY)
    rate = internal_rate_of(note)
    days = np.array([0, 1, 365, 1826, 2556])
    np.testing.assert_allclose(carrying_value(note, rate, days), NET * (1 + rate) ** (days / 365), rtol=1e-12)


def test_the_rate_of_a_bond_with_coupons_is_its_xirr() -> None:
    pyxirr = pytest.importorskip("pyxirr")
    bond = coupon_bond()
    days, paid = bond.flows
    start = date(2025, 1, 1)
    dates = [start, *(start + timedelta(days=int(day)) for day in days)]
    assert internal_rate_of(bond) == pytest.approx(pyxirr.xirr(dates, [-bond.net, *paid]), abs=1e-9)


def test_between_coupons_a_debt_grows_and_a_coupon_takes_it_down() -> None:
    bond = coupon_bond()
    rate = internal_rate_of(bond)
    before, after = carrying_value(bond, rate, np.array([364, 365]))
    grown = 99_000 * (1 + rate) ** (364 / 365) - 2_000 * (1 + rate) ** (182 / 365)
    assert before == pytest.approx(grown, rel=1e-9)
    assert after == pytest.approx(grown * (1 + rate) ** (1 / 365) - 2_000, rel=1e-9)


def test_nothing_is_owed_before_the_issue_and_no_more_than_is_repaid_after() -> None:
    values = carrying_value(note_to(TO_PUT), 0.00443, np.array([-1, TO_PUT, 5000]))
    assert values.tolist() == [0, FACE, FACE]


def test_no_more_interest_is_capitalised_than_is_due() -> None:
    # 600 of 1,000 owed bear 6.00 of 10.00; of 500 owed all of 4.00 and no more; losses are none
    interest, owed = np.array([10_00, 4_00, -5_00]), np.array([1000_00, 500_00, 1000_00])
    assert capitalised_interest(interest, np.full(3, 600_00), owed).tolist() == [6_00, 4_00, 0]


def test_nothing_is_capitalised_when_nothing_is_under_construction() -> None:
    assert not capitalised_interest(np.full((2, 3), 99), np.zeros((2, 3)), np.full((2, 3), 50)).any()


def test_nothing_is_capitalised_when_nothing_is_owed() -> None:
    assert not capitalised_interest(np.full(3, 99), np.full(3, 50), np.array([0, 0, -1])).any()


@pytest.mark.parametrize(("net", "repaid", "amortised"), [(0, 1, 10), (1, -1, 10), (1, 1, 0)])
def test_terms_that_make_no_sense_are_refused(net: int, repaid: int, amortised: int) -> None:
    with pytest.raises(ValueError, match=r"above 0|after the issue"):
        Liability(net, repaid, 0, amortised)


def test_a_coupon_outside_the_life_is_refused() -> None:
    with pytest.raises(ValueError, match="coupons on days"):
        Liability(1, 1, 0, 10, np.array([11]), np.array([1]))
