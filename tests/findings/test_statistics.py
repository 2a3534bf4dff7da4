"""Summaries, checked against scipy, numpy and hand arithmetic."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from simulator.findings.statistics import (
    QUANTILES,
    exported,
    median_that_occurred,
    quantile_interval,
    statistics_of,
    summary,
)

NUMBERS = st.lists(st.floats(-1e12, 1e12), min_size=1, max_size=60)


def test_a_summary_is_over_what_is_defined() -> None:
    found = summary(np.array([2.0, 4.0, np.nan, 9.0]))
    assert (found.n, found.unfinished, found.mean) == (3, 1, 5.0)
    assert found.sd == pytest.approx(math.sqrt((9 + 1 + 16) / 2))
    assert found.se == pytest.approx(found.sd / math.sqrt(3))
    assert found["p50"] == 4.0


@given(NUMBERS)
def test_quantiles_are_those_of_numpy(numbers: list[float]) -> None:
    values = np.array(numbers)
    expected = np.quantile(values, list(QUANTILES.values()))
    tolerance = 1e-9 * (1 + np.abs(values).max())
    np.testing.assert_allclose(list(summary(values).quantiles.values()), expected, atol=tolerance)
    np.testing.assert_allclose(statistics_of(values[:, None])[1:, 0], expected, atol=tolerance)


@given(st.lists(st.one_of(st.integers(0, 30).map(float), st.just(math.nan)), min_size=1, max_size=60))
def test_quantiles_that_occurred_are_those_of_numpy(numbers: list[float]) -> None:
    values = np.array(numbers)
    known = values[~np.isnan(values)]
    if len(known):
        expected = np.quantile(known, list(QUANTILES.values()), method="inverted_cdf")
        np.testing.assert_array_equal(statistics_of(values[:, None], interpolated=False)[1:, 0], expected)
        np.testing.assert_array_equal(list(summary(values, interpolated=False).quantiles.values()), expected)
    beyond = np.quantile(np.nan_to_num(values, nan=np.inf), 0.5, method="inverted_cdf")
    assert median_that_occurred(values) == beyond or (math.isinf(beyond) and math.isnan(median_that_occurred(values)))


@pytest.mark.parametrize("n", [5, 20, 137, 1000])
@pytest.mark.parametrize("place", list(QUANTILES.values()))
def test_intervals_are_those_of_scipy(n: int, place: float) -> None:
    values = np.sort(np.random.default_rng(n).lognormal(size=n))
    expected = stats.quantile_test(values, q=0.0, p=place).confidence_interval(0.95)
    low, high = quantile_interval(values, place)
    assert low == (expected.low if not math.isnan(expected.low) else -math.inf)
    assert high == (expected.high if not math.isnan(expected.high) else math.inf)


def test_intervals_hold_the_true_median_about_as_often_as_they_say() -> None:
    rng, tries = np.random.default_rng(7), 2000
    samples = np.sort(rng.exponential(size=(tries, 101)), axis=1)
    held = sum(low <= math.log(2) <= high for low, high in (quantile_interval(row, 0.5) for row in samples))
    expected = 1 - 2 * stats.binom.cdf(int(stats.binom.ppf(0.025, 101, 0.5)) - 1, 101, 0.5)
    assert held / tries == pytest.approx(expected, abs=4 * math.sqrt(0.05 * 0.95 / tries))


def test_large_samples_do_not_underflow() -> None:
    low, high = quantile_interval(np.arange(1_000_000.0), 0.05)
    assert low == pytest.approx(50_000 - 1.96 * math.sqrt(47_500), abs=3)
    assert high == pytest.approx(50_000 + 1.96 * math.sqrt(47_500), abs=3)


def test_what_is_undefined_is_null() -> None:
    plain = exported(summary(np.array([np.nan, 3.0])), "day")
    assert plain["n"] == 1
    assert plain["unfinished"] == 1
    assert plain["mean"] == 3.0
    assert plain["se"] is None
    assert plain["sd"] is None
    nothing = exported(summary(np.array([np.nan])), "day")
    assert nothing["mean"] is None
    assert nothing["p50"] is None
    assert nothing["intervals"]["p50"] == [None, None]  # type: ignore[index]
