"""The distribution of a class has the figures that are published of it, found again by numerical integration."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from scipy.integrate import quad
from scipy.optimize import brentq
from scipy.stats import lognorm, pareto

from simulator.scenario.overruns import Overruns, overruns_of
from simulator.scenario.reference_classes import ReferenceClass, reference_classes

ROWS = reference_classes()
WITH_MEAN = [name for name, row in ROWS.items() if row.alpha is None]


def figures(name: str) -> tuple[float, float, float]:
    row: ReferenceClass = ROWS[name]
    return row.mean.value, row.tail_share.value, row.tail_mean.value


def mean_between(overruns: Overruns, low: float, high: float) -> float:
    """Mean overrun of the projects between two probabilities, weighed by how many they are."""
    return float(quad(overruns.at, low, high, limit=500)[0])


@pytest.mark.parametrize("name", WITH_MEAN)
def test_a_class_has_its_published_mean(name: str) -> None:
    mean, share, _ = figures(name)
    overruns = ROWS[name].overruns
    whole = mean_between(overruns, 0.0, 1.0 - share) + mean_between(overruns, 1.0 - share, 1.0)
    assert whole == pytest.approx(mean, abs=1e-3)
    assert overruns.mean() == pytest.approx(mean, abs=1e-9)


@pytest.mark.parametrize("name", list(ROWS))
def test_a_class_has_its_published_part_in_the_tail(name: str) -> None:
    """Where the quantile passes 50 % over budget, found by a root search just around it."""
    _, share, _ = figures(name)
    overruns = ROWS[name].overruns
    assert overruns.at(1.0 - share) == pytest.approx(0.5)
    assert overruns.at(1.0 - share - 1e-6) < 0.5
    assert brentq(lambda p: overruns.at(p) - 0.5 + 1e-9, 0.01, 1.0 - share) == pytest.approx(1.0 - share, abs=1e-6)


@pytest.mark.parametrize("name", WITH_MEAN)
def test_a_class_has_its_published_mean_of_the_tail(name: str) -> None:
    _, share, tail_mean = figures(name)
    assert mean_between(ROWS[name].overruns, 1.0 - share, 1.0) / share == pytest.approx(tail_mean, abs=2e-3)


@pytest.mark.parametrize("name", list(ROWS))
def test_quantiles_ascend_and_no_project_costs_less_than_nothing(name: str) -> None:
    found = [ROWS[name].overruns.at(percent / 100) for percent in range(1, 100)]
    assert found == sorted(found)
    assert found[0] > -1.0


def test_body_and_tail_are_the_lognormal_and_the_pareto_of_another_library() -> None:
    """Buildings: 39 % in a tail of mean 3.06 = 1.5 a / (a - 1), so a = 3.06 / 1.56."""
    overruns = overruns_of(0.62, 0.39, 2.06)
    alpha = 3.06 / 1.56
    assert overruns.at(0.8) == pytest.approx(pareto(alpha, scale=1.5).ppf((0.8 - 0.61) / 0.39) - 1.0)
    median = 1.0 + overruns.at(0.5)
    body = lognorm(overruns.spread, scale=median)
    assert body.sf(1.5) == pytest.approx(0.39)
    assert overruns.at(0.25) == pytest.approx(body.ppf(0.25) - 1.0)


def test_it_has_quantiles_and_no_mean() -> None:
    """alpha = 1: P(X > x) = 0.18 × 1.5 / x, so that P90 is 0.27 / 0.1 = 2.7 budgets; the mean has no end."""
    overruns = ROWS["it"].overruns
    assert overruns.mean() is None
    assert overruns.at(0.90) == pytest.approx(1.7)
    assert overruns.at(0.99) == pytest.approx(26.0)
    means = [mean_between(overruns, 0.82, 1.0 - 10.0**-k) for k in (3, 5, 7)]
    steps = [later - earlier for earlier, later in pairwise(means)]
    assert steps == pytest.approx([0.27 * math.log(100)] * 2, rel=1e-2)


def test_it_keeps_the_body_of_the_projects_that_were_seen() -> None:
    """73 % = 18 % × 447 % + 82 % × body: 9.1 % under budget on average below the tail."""
    body = mean_between(ROWS["it"].overruns, 0.0, 0.82) / 0.82
    assert body == pytest.approx((0.73 - 0.18 * 4.47) / 0.82, abs=1e-3)
