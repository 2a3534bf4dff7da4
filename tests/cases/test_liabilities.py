"""What a debt stands at, interest accrued apart, against a root finder and the arithmetic of each period."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq

from simulator.cases.liabilities import clean_value
from simulator.instruments.accretion import Liability

HALF_YEARS = np.array([181, 365, 546, 730, 912, 1096])


def bond(net: float, coupon: float) -> Liability:
    return Liability(net, 10_000_000, 0, 1096, HALF_YEARS, np.full(6, coupon))


@given(st.integers(6_000_000, 9_999_999), st.integers(0, 400_000))
def test_from_coupon_to_coupon_interest_is_the_effective_rate_on_what_it_stood_at(net: int, coupon: int) -> None:
    paid = np.full(6, float(coupon)) + np.array([0, 0, 0, 0, 0, 1e7])
    rate = brentq(lambda i: (paid * (1 + i) ** (-HALF_YEARS / 365)).sum() - net, -0.5, 5.0, xtol=1e-15)
    worth, since = float(net), 0
    for day in HALF_YEARS.tolist():
        worth, since = worth * (1 + rate) ** ((day - since) / 365) - coupon, day
        assert int(clean_value(bond(net, coupon), day)) == pytest.approx(worth, abs=1.0)


def test_between_coupons_it_grows_with_the_interest_of_the_days_and_never_jumps() -> None:
    value = clean_value(bond(9_400_000, 200_000), np.arange(1097))
    steps = np.diff(value)
    assert (value[0], value[-1]) == (9_400_000, 10_000_000)
    assert steps.min() >= 0
    assert steps.max() < 700  # 600,000 over 1,096 days is 547 a day


def test_what_is_before_the_issue_counts_as_the_day_of_it() -> None:
    assert clean_value(bond(9_400_000, 0), np.array([-9, 0])).tolist() == [9_400_000, 9_400_000]
