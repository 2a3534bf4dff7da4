"""Distributions against SciPy's, against published tables, and against their own moments when drawn."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy import stats

from simulator.quantities.distributions import Distribution, distributions, read_distribution
from simulator.quantities.fault import QuantityError
from simulator.sampling.uniforms import draw

Z90 = 1.2815515655446004
PROBABILITIES = np.array([1e-9, 1e-4, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.9999, 1 - 1e-9])

CONTINUOUS: list[tuple[str, str, Callable[[], Any]]] = [
    ("pert", "6, 9, 18", lambda: stats.beta(2, 4, loc=6, scale=12)),
    ("pert", "6, 6, 18", lambda: stats.beta(1, 5, loc=6, scale=12)),
    ("pert", "-4, 1, 1", lambda: stats.beta(5, 1, loc=-4, scale=5)),
    ("triangular", "2, 3, 7", lambda: stats.triang(0.2, loc=2, scale=5)),
    ("triangular", "2, 7, 7", lambda: stats.triang(1.0, loc=2, scale=5)),
    ("triangular", "2, 2, 7", lambda: stats.triang(0.0, loc=2, scale=5)),
    ("uniform", "-2, 3", lambda: stats.uniform(-2, 5)),
    ("normal", "10, 2.5", lambda: stats.norm(10, 2.5)),
    ("lognormal", "p50=1.0, p90=1.3", lambda: stats.lognorm(math.log(1.3) / Z90)),
    ("lognormal", "20, 5", lambda: stats.lognorm(0.2462207, scale=20 / math.sqrt(1.0625))),
    ("lognormal", "mean=20, sd=5", lambda: stats.lognorm(0.2462207, scale=20 / math.sqrt(1.0625))),
    ("exponential", "7", lambda: stats.expon(scale=7)),
    ("weibull", "1.5, 10", lambda: stats.weibull_min(1.5, scale=10)),
    ("weibull", "0.7, 10", lambda: stats.weibull_min(0.7, scale=10)),
    ("gamma", "2.5, 3", lambda: stats.gamma(2.5, scale=3)),
    ("beta", "2, 6", lambda: stats.beta(2, 6)),
]
COUNTABLE = [
    ("discrete", "18=0.3, 9=0.7"),
    ("discrete", "-1=0.5, 0=0.25, 2.5=0.25"),
    ("empirical", "3, 5, 5, 9, -1"),
    ("bernoulli", "0.3"),
]
ALL = [read_distribution(name, arguments) for name, arguments, _ in CONTINUOUS] + [
    read_distribution(name, arguments) for name, arguments in COUNTABLE
]


def test_every_registered_distribution_is_tested_and_described() -> None:
    assert set(distributions) == {name for name, *_ in CONTINUOUS} | {name for name, _ in COUNTABLE}
    for name, entry in distributions.described().items():
        assert entry.description
        assert distributions[name].text.startswith(f"{name}(")


@pytest.mark.parametrize(("name", "arguments", "peer"), CONTINUOUS)
def test_a_continuous_distribution_agrees_with_scipy(name: str, arguments: str, peer: Callable[[], Any]) -> None:
    ours, theirs = read_distribution(name, arguments), peer()
    values = ours.ppf(PROBABILITIES)
    np.testing.assert_allclose(values, theirs.ppf(PROBABILITIES), rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose([ours.cdf(v) for v in values], theirs.cdf(values), rtol=1e-5, atol=1e-12)
    assert ours.mean() == pytest.approx(theirs.mean(), rel=1e-6)
    assert ours.support() == pytest.approx(theirs.support())


@pytest.mark.parametrize(
    ("name", "arguments", "probability", "value"),
    [
        ("normal", "0, 1", 0.975, 1.959964),  # tables of the normal distribution
        ("normal", "100, 15", 0.95, 124.672804),
        ("gamma", "5, 2", 0.95, 18.307038),  # chi-square table, 10 degrees of freedom: gamma(10 / 2, 2)
        ("gamma", "0.5, 2", 0.99, 6.634897),  # chi-square table, 1 degree of freedom
        ("exponential", "10", 0.5, 6.931472),  # 10 ln 2
        ("weibull", "2, 10", 1 - math.exp(-1), 10.0),  # the characteristic life
        ("beta", "1, 3", 0.875, 0.5),  # 1 - (1 - x)^3
        ("triangular", "0, 5, 10", 0.5, 5.0),
        ("lognormal", "p50=1.0, p90=1.3", 0.5, 1.0),
        ("lognormal", "p50=1.0, p90=1.3", 0.9, 1.3),
        ("lognormal", "p50=1.0, p90=1.3", 0.1, 1 / 1.3),
        ("pert", "0, 0, 10", 1 - 0.5**5, 5.0),  # Beta(1, 5): 1 - (1 - x)^5
    ],
)
def test_quantiles_agree_with_published_values(name: str, arguments: str, probability: float, value: float) -> None:
    assert read_distribution(name, arguments).ppf(np.array([probability]))[0] == pytest.approx(value, rel=1e-6)


def test_three_estimates_have_the_mean_that_planners_use() -> None:
    assert read_distribution("pert", "6, 9, 18").mean() == (6 + 4 * 9 + 18) / 6
    assert read_distribution("triangular", "6, 9, 18").mean() == (6 + 9 + 18) / 3


@pytest.mark.parametrize("distribution", ALL, ids=str)
def test_draws_have_the_mean_that_the_distribution_states(distribution: Distribution) -> None:
    n = 20_000
    values = distribution.ppf(draw([str(distribution)], seed=7, replications=n).matrix[0])
    assert abs(values.mean() - distribution.mean()) < 4.5 * values.std() / math.sqrt(n)


@pytest.mark.parametrize("distribution", ALL, ids=str)
def test_values_rise_with_their_probability_and_stay_in_the_support(distribution: Distribution) -> None:
    values = distribution.ppf(PROBABILITIES)
    low, high = distribution.support()
    assert (np.diff(values) >= 0).all()
    assert low <= values[0]
    assert values[-1] <= high


@pytest.mark.parametrize("distribution", ALL, ids=str)
def test_a_value_is_the_first_whose_probability_is_reached(distribution: Distribution) -> None:
    for probability in PROBABILITIES[1:-1]:
        value = float(distribution.ppf(np.array([probability]))[0])
        slack = 1e-6 * abs(value)
        assert distribution.cdf(value + slack) >= probability - 1e-9
        assert distribution.cdf(value - slack - 1e-12) <= probability + 1e-9


@pytest.mark.parametrize("distribution", ALL, ids=str)
def test_a_value_has_the_same_bits_wherever_in_a_block_it_stands(distribution: Distribution) -> None:
    uniforms = draw(["x"], seed=3, replications=67).matrix[0]
    whole = distribution.ppf(uniforms)
    for first, last in ((0, 1), (1, 2), (5, 12), (12, 29), (66, 67)):
        assert (distribution.ppf(uniforms[first:last].copy()) == whole[first:last]).all()


@pytest.mark.parametrize("distribution", ALL, ids=str)
def test_the_most_extreme_uniforms_give_finite_values(distribution: Distribution) -> None:
    assert np.isfinite(distribution.ppf(np.array([2.0**-53, 1 - 2.0**-53]))).all()


def test_observations_are_drawn_as_often_as_they_were_seen() -> None:
    values = read_distribution("empirical", "3, 5, 5, 9").ppf((np.arange(400) + 0.5) / 400)
    assert {value: int((values == value).sum()) for value in (3, 5, 9)} == {3: 100, 5: 200, 9: 100}


def test_single_values_are_drawn_with_their_probabilities() -> None:
    values = read_distribution("discrete", "18=0.25, 9=0.70, 30=0.05").ppf((np.arange(400) + 0.5) / 400)
    assert {value: int((values == value).sum()) for value in (9, 18, 30)} == {9: 280, 18: 100, 30: 20}


@pytest.mark.parametrize(
    ("name", "arguments", "problem"),
    [
        ("pert", "9, 6, 18", "not in ascending order"),
        ("pert", "6, 6, 6", "the bounds are equal"),
        ("pert", "6, 9", "these are not its arguments"),
        ("pert", "6, 9, 18, 20", "these are not its arguments"),
        ("pert", "6, 9, top=18", "these are not its arguments"),
        ("pert", "6, 9, 1e999", "is infinite"),
        ("pert", "6, 9, ", "'' is not a number"),
        ("triangular", "3, 1, 2", "not in ascending order"),
        ("uniform", "3, 3", "the bounds are equal"),
        ("normal", "5, 0", "sd is not above 0"),
        ("normal", "5, -1", "sd is not above 0"),
        ("lognormal", "p50=1.3, p90=1.0", "p50 is not above 0 and below p90"),
        ("lognormal", "p50=0, p90=1.0", "p50 is not above 0 and below p90"),
        ("lognormal", "-1, 2", "mean is not above 0"),
        ("lognormal", "p50=1, p95=2", "these are not its arguments"),
        ("lognormal", "p50=1e-300, p90=1e300", "its mean is infinite"),
        ("exponential", "0", "mean is not above 0"),
        ("weibull", "0, 10", "shape is not above 0"),
        ("weibull", "0.001, 10", "its mean is infinite"),
        ("gamma", "2, -1", "scale is not above 0"),
        ("beta", "0, 1", "not both above 0"),
        ("discrete", "9=0.7, 18=0.2", "add up to 0.9, not 1"),
        ("discrete", "9=1.5, 18=-0.5", "not between 0 and 1"),
        ("discrete", "9=0.5, 9=0.5", "a value is stated twice"),
        ("discrete", "9, 18", "these are not its arguments"),
        ("discrete", "", "these are not its arguments"),
        ("empirical", "", "these are not its arguments"),
        ("empirical", "demand.csv", "'demand.csv' is not a number"),
        ("bernoulli", "1.2", "not between 0 and 1"),
        ("perth", "6, 9, 18", "did you mean 'pert'"),
        ("os", "1", "'os' is not a distribution"),
    ],
)
def test_a_distribution_that_cannot_be_is_refused_with_its_fault(name: str, arguments: str, problem: str) -> None:
    with pytest.raises(QuantityError) as caught:
        read_distribution(name, arguments)
    assert problem in caught.value.problem
    assert caught.value.allowed
