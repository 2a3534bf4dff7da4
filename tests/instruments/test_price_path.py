"""Share prices: moments against closed forms, jumps against their distribution, and a price that never moves."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from simulator.instruments.price_path import Jumps, jump_growth, poisson_counts, price_path, total_volatility

MONTHS = np.full(84, 1 / 12)
GENERATOR = np.random.default_rng(20250915)
NORMALS = GENERATOR.standard_normal((40_000, 84))
NUMBERS, SIZES = GENERATOR.uniform(1e-9, 1, (2, 40_000, 84))
JUMPS = Jumps(intensity=0.5, mean=-0.15, deviation=0.2)


def mean_within_standard_errors(sample: np.ndarray, expected: float) -> bool:
    return bool(abs(sample.mean() - expected) < 4 * sample.std() / np.sqrt(len(sample)))


@pytest.mark.parametrize("dividend_yield", [0.0, 0.02])
@pytest.mark.parametrize("month", [0, 59, 83])
def test_the_mean_grows_by_the_return_less_dividends(dividend_yield: float, month: int) -> None:
    found = price_path(147.16, MONTHS, NORMALS, expected_return=0.08, dividend_yield=dividend_yield, volatility=0.35)[
        :, month
    ]
    by_hand = 147.16 * (1.08 / (1 + dividend_yield)) ** ((month + 1) / 12)
    assert mean_within_standard_errors(found, by_hand)


def test_the_logarithm_is_normal_with_the_variance_of_its_years() -> None:
    path = price_path(100, MONTHS, NORMALS, expected_return=0.08, dividend_yield=0.0, volatility=0.35)
    logs = np.log(path[:, 83] / 100)
    mean, deviation = 7 * (np.log(1.08) - 0.35**2 / 2), 0.35 * np.sqrt(7)
    assert stats.kstest(logs, stats.norm(mean, deviation).cdf).pvalue > 1e-3


def test_jumps_leave_the_mean_as_it_is() -> None:
    growth = jump_growth(JUMPS, MONTHS, NUMBERS, SIZES)
    path = price_path(
        100, MONTHS, NORMALS, expected_return=0.08, dividend_yield=0.0, volatility=0.2, jump_growth=growth
    )
    assert mean_within_standard_errors(path[:, 83], 100 * 1.08**7)


def test_jumps_widen_the_logarithm_by_mertons_variance() -> None:
    # intensity * (mean² + deviation²) a year
    growth = jump_growth(JUMPS, MONTHS, NUMBERS, SIZES).sum(axis=1)
    variance = 7 * 0.5 * (0.15**2 + 0.2**2)
    fourth = 7 * 0.5 * stats.norm(-0.15, 0.2).moment(4)
    error = np.sqrt((fourth + 2 * variance**2) / len(growth))
    assert growth.var() == pytest.approx(variance, abs=4 * error)
    drift = 7 * 0.5 * (-0.15 - (np.exp(-0.15 + 0.02) - 1))
    assert mean_within_standard_errors(growth, drift)


@pytest.mark.parametrize("months", [1, 12, 84])
def test_the_volatility_of_walk_and_jumps_together_is_that_of_the_path(months: int) -> None:
    growth = jump_growth(JUMPS, MONTHS, NUMBERS, SIZES)
    path = price_path(
        100, MONTHS, NORMALS, expected_return=0.04, dividend_yield=0.0, volatility=0.2, jump_growth=growth
    )
    logs = np.log(path[:, months - 1] / 100)
    # 0.2² + 0.5 x (0.15² + 0.2²) = 0.07125 a year
    assert total_volatility(0.2, JUMPS) == pytest.approx(np.sqrt(0.07125), rel=1e-12)
    variance = 0.07125 * months / 12
    error = np.sqrt((stats.moment(logs, 4) - variance**2) / len(logs))
    assert logs.var() == pytest.approx(variance, abs=4 * error)


@pytest.mark.parametrize("jumps", [None, Jumps(0.0, -0.5, 0.3), Jumps(3.0, 0.0, 0.0)])
def test_without_jumps_of_any_size_the_volatility_is_that_of_the_walk(jumps: Jumps | None) -> None:
    for volatility in (0.0, 0.1, 0.2, 0.35):
        assert total_volatility(volatility, jumps) == volatility


@pytest.mark.parametrize("mean", [0.01, 1 / 12, 2.5])
def test_numbers_of_jumps_are_the_quantiles_of_poissons_law(mean: float) -> None:
    uniforms = GENERATOR.uniform(0, 1, (200, 50))
    expected = stats.poisson(mean).ppf(uniforms).astype(int)
    np.testing.assert_array_equal(poisson_counts(np.full(50, mean), uniforms), expected)


def test_a_price_without_volatility_stays_where_return_and_dividends_are_alike() -> None:
    still = price_path(193.15, MONTHS, NORMALS[:5], expected_return=0.03, dividend_yield=0.03, volatility=0.0)
    assert (still == 193.15).all()


def test_no_jumps_are_no_jumps() -> None:
    assert not jump_growth(Jumps(0.0, -0.5, 0.3), MONTHS, NUMBERS[:10], SIZES[:10]).any()


def test_a_replication_is_the_same_in_any_block() -> None:
    def made(rows: slice) -> np.ndarray:
        growth = jump_growth(JUMPS, MONTHS, NUMBERS[rows], SIZES[rows])
        return price_path(
            100, MONTHS, NORMALS[rows], expected_return=0.08, dividend_yield=0.01, volatility=0.3, jump_growth=growth
        )

    np.testing.assert_array_equal(made(slice(0, 50)), np.concatenate([made(slice(0, 7)), made(slice(7, 50))]))


@pytest.mark.parametrize(("price", "volatility"), [(0.0, 0.3), (-1.0, 0.3), (np.nan, 0.3), (100.0, -0.1)])
def test_a_price_of_nothing_or_a_negative_volatility_is_refused(price: float, volatility: float) -> None:
    with pytest.raises(ValueError, match="must be"):
        price_path(price, MONTHS, NORMALS[:1], expected_return=0.0, dividend_yield=0.0, volatility=volatility)


def test_negative_jumps_a_year_are_refused() -> None:
    with pytest.raises(ValueError, match="intensity -1"):
        Jumps(-1, 0, 0)
