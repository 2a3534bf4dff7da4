"""Intervals of means against another library."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from simulator.intervals import half_width, quantile_of_t


@pytest.mark.parametrize("chance", [0.8, 0.975])
@pytest.mark.parametrize("freedom", [1, 2, 3, 4, 5, 8, 17, 79, 80, 100, 4711, 10**8, 2.5, 33.3, 120.7])
def test_quantiles_of_t_are_those_of_scipy(chance: float, freedom: float) -> None:
    assert quantile_of_t(chance, freedom) == pytest.approx(stats.t.ppf(chance, freedom), rel=1e-9)


def test_an_interval_holds_the_true_mean_as_often_as_it_says_even_of_two_values() -> None:
    assert half_width(1.0, 2) == pytest.approx(12.7062, abs=1e-4)
    sd, n = np.array([3.0, 3.0, 3.0]), np.array([5, 50, 1])
    low, high = stats.t.interval(0.95, n - 1, scale=sd / np.sqrt(n))
    np.testing.assert_allclose(half_width(sd / np.sqrt(n), n)[:2], (high - low)[:2] / 2, rtol=1e-12)
    assert np.isnan(half_width(sd, n)[2])
