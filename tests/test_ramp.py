"""Service rendered over a ramp."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from simulator.ramp import served_days


@pytest.mark.parametrize(("elapsed", "ramp"), [(10, 60), (60, 60), (200, 60), (1, 1), (5, 0)])
def test_it_is_the_integral_of_the_filling(elapsed: int, ramp: int) -> None:
    filling, _ = quad(lambda t: min(1.0, t / ramp) if ramp else 1.0, 0, elapsed, points=[min(ramp, elapsed)])
    assert served_days(elapsed, ramp) == pytest.approx(filling, abs=1e-9)


def test_nothing_is_served_before_the_start() -> None:
    assert served_days(-1, 30) == 0.0
    assert served_days(0, 0) == 0.0
    np.testing.assert_array_equal(served_days(np.array([-40, -1, 0]), np.array([30, 30, 0])), 0.0)


@given(st.integers(-4000, 4000), st.integers(0, 4000))
def test_numbers_and_arrays_have_the_same_bits(elapsed: int, ramp: int) -> None:
    assert served_days(elapsed, ramp) == served_days(np.array([elapsed]), np.array([ramp]))[0]
