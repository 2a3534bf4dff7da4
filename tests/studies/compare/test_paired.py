from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from simulator.comparison import Outcome
from simulator.studies.paired import needed, paired, unpaired

SAMPLES = st.lists(st.tuples(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9)), min_size=2, max_size=30)


@pytest.mark.parametrize("n", [2, 3, 10, 500])
def test_the_interval_is_that_of_the_paired_t_test(n: int) -> None:
    draws = np.random.default_rng(n)
    one = draws.normal(10, 3, n)
    other = one + draws.normal(0.2, 1, n)
    expected = stats.ttest_rel(other, one).confidence_interval(0.95)
    found = paired(one, other, "MW", "higher")
    assert found.low == pytest.approx(expected.low, rel=1e-8)
    assert found.high == pytest.approx(expected.high, rel=1e-8)
    assert found.distinguishable == (stats.ttest_rel(other, one).pvalue < 0.05)


@pytest.mark.parametrize(("n", "m"), [(2, 7), (30, 30), (12, 200)])
def test_strangers_get_the_interval_of_welch(n: int, m: int) -> None:
    draws = np.random.default_rng(n * m)
    one, other = draws.normal(10, 3, n), draws.normal(11, 1, m)
    expected = stats.ttest_ind(other, one, equal_var=False).confidence_interval(0.95)
    found = unpaired(one, other, "MW", "higher")
    assert found.low == pytest.approx(expected.low, rel=1e-8)
    assert found.high == pytest.approx(expected.high, rel=1e-8)


def test_the_chance_of_strangers_is_that_of_mann_and_whitney() -> None:
    one, other = np.array([1.0, 2.0, 2.0, 5.0]), np.array([2.0, 3.0, 0.0])
    found = unpaired(one, other, "MW", "higher")
    u = stats.mannwhitneyu(other, one).statistic  # ties count half
    half = (1 - found.probability_better - found.probability_worse) / 2
    assert found.probability_better + half == pytest.approx(u / 12)


def test_only_pairs_in_which_both_are_defined_count() -> None:
    one = np.array([1.0, math.nan, 3.0, math.nan, 5.0])
    other = np.array([2.0, 2.0, math.nan, math.nan, 8.0])
    found = paired(one, other, "day", "lower")
    assert (found.n, found.only_baseline, found.only_value, found.neither) == (2, 1, 1, 1)
    assert (found.baseline, found.value, found.difference) == (3.0, 5.0, 2.0)
    assert (found.probability_better, found.probability_worse) == (0.0, 1.0)


def test_a_metric_that_no_pair_has_is_undefined() -> None:
    found = paired(np.array([math.nan, 1.0]), np.array([1.0, math.nan]), "day", "lower")
    assert found.verdict == "undefined"
    assert found.n == 0
    assert math.isnan(found.difference)


def test_one_pair_has_no_interval_and_tells_nothing() -> None:
    found = paired(np.array([1.0]), np.array([2.0]), "MW", "higher")
    assert found.difference == 1.0
    assert math.isnan(found.low)
    assert not found.distinguishable
    assert found.verdict == "unclear"


def test_equal_samples_differ_by_exactly_zero() -> None:
    values = np.random.default_rng(0).lognormal(20, 3, 400)
    found = paired(values, values.copy(), "money", "higher")
    assert (found.difference, found.low, found.high, found.sd) == (0.0, 0.0, 0.0, 0.0)
    assert (found.probability_better, found.probability_worse) == (0.0, 0.0)
    assert found.identical
    assert found.needed is None


def test_rounding_in_the_last_digits_is_no_difference() -> None:
    values = np.array([1e9 / 3, 2e9 / 3, 1e9 / 7])
    assert paired(values, np.nextafter(values, np.inf), "money", "higher").identical


@pytest.mark.parametrize("method", [paired, unpaired])
def test_within_a_tolerance_nothing_differs_and_beyond_it_all_does(method: Callable[..., Outcome]) -> None:
    rates = np.array([0.0677, 0.0677, 0.0677])
    within, past = (method(rates, rates + by, "1/year", "higher", 1e-8) for by in (-9e-9, -2e-8))
    assert (within.verdict, within.probability_better, within.probability_worse) == ("same", 0.0, 0.0)
    assert (past.verdict, past.probability_better, past.probability_worse) == ("worse", 0.0, 1.0)


def test_what_moves_all_by_the_same_is_told_apart_with_certainty() -> None:
    found = paired(np.arange(5.0), np.arange(5.0) + 0.5, "MW", "lower")
    assert (found.low, found.high, found.verdict) == (0.5, 0.5, "worse")


@given(SAMPLES)
def test_the_means_differ_by_exactly_the_difference(pairs: list[tuple[float, float]]) -> None:
    one, other = np.array(pairs).T
    found = paired(one, other, "MW", "higher")
    assert found.value - found.baseline == found.difference


@given(SAMPLES)
def test_to_swap_the_two_turns_the_difference_round(pairs: list[tuple[float, float]]) -> None:
    one, other = np.array(pairs).T
    forth, back = paired(one, other, "MW", "higher"), paired(other, one, "MW", "higher")
    assert forth.difference == -back.difference
    assert (forth.probability_better, forth.probability_worse) == (back.probability_worse, back.probability_better)


def test_so_many_replications_tell_four_times_in_five() -> None:
    """Power of the t test from its noncentral distribution, which the formula only approximates."""
    n = needed(0.3, 1.0)
    assert n is not None
    limit = stats.t.ppf(0.975, n - 1)
    assert stats.nct.sf(limit, n - 1, 0.3 * math.sqrt(n)) == pytest.approx(0.80, abs=0.01)


@pytest.mark.parametrize("ratio", [0.01, 0.2, 0.5, 0.7, 1.0, 3.0, 40.0])
def test_no_fewer_replications_would_tell(ratio: float) -> None:
    n = needed(1.0, ratio)
    assert n is not None

    def least(m: int) -> float:
        return float(((stats.t.ppf(0.975, m - 1) + stats.t.ppf(0.8, m - 1)) * ratio) ** 2)

    assert n >= least(n)
    assert n == 2 or n - 1 < least(n - 1)


def test_what_no_number_that_one_would_wait_for_tells_has_none() -> None:
    assert needed(1e-9, 1e3) is None


def test_what_cannot_be_told_apart_needs_more_than_it_has() -> None:
    draws = np.random.default_rng(5)
    one = draws.normal(size=60)
    found = paired(one, one + draws.normal(0.05, 1, 60), "MW", "higher")
    assert found.verdict == "unclear"
    assert found.needed is not None
    assert found.needed > 60
