"""Internal rates against scipy's root finder and pyxirr, and where there is none or more than one."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq

from simulator.metrics.irr import internal_rate

DAYS = np.arange(2000)


def worth(rate: float, flow: np.ndarray, time: np.ndarray) -> float:
    return float(np.sum(flow * (1 + rate) ** (-time / 365)))


def invested(seed: int, replications: int = 5) -> np.ndarray:
    """Money out over the first 500 days, in over the rest: one change of sign, so one root."""
    generator = np.random.default_rng(seed)
    flow = generator.uniform(0, 100, (replications, len(DAYS)))
    flow[:, :500] *= -generator.uniform(0.5, 10, (replications, 1))
    return flow


@pytest.mark.parametrize("seed", range(5))
def test_it_is_the_root_that_brentq_finds(seed: int) -> None:
    flow = invested(seed)
    rate, roots = internal_rate(flow, DAYS)
    assert (roots == 1).all()
    expected = [brentq(worth, -0.95, 10, args=(row, DAYS), xtol=1e-15, rtol=1e-14) for row in flow]
    np.testing.assert_allclose(rate, expected, rtol=1e-10, atol=1e-12)


def test_it_is_the_xirr_of_pyxirr() -> None:
    pyxirr = pytest.importorskip("pyxirr")
    dates = [date(2025, 2, 24) + timedelta(days=int(day)) for day in DAYS]
    flow = invested(7)
    expected = [pyxirr.xirr(dates, row.tolist()) for row in flow]
    np.testing.assert_allclose(internal_rate(flow, DAYS)[0], expected, rtol=1e-7)


def dated(*flows: tuple[int, float]) -> np.ndarray:
    flow = np.zeros((1, 1096))
    for day, amount in flows:
        flow[0, day] += amount
    return flow


def test_ten_per_cent_over_two_years_is_ten_per_cent() -> None:
    rate, roots = internal_rate(dated((0, -100), (730, 121)), np.arange(1096))
    assert rate[0] == pytest.approx(0.10, abs=1e-12)
    assert roots[0] == 1


def test_a_pump_with_two_roots_has_none_that_is_the_one() -> None:
    # -1,600 now, 10,000 after a year, -10,000 after two: 25 % and 400 % (Lorie and Savage's oil pump)
    rate, roots = internal_rate(dated((0, -1600), (365, 10_000), (730, -10_000)), np.arange(1096))
    assert np.isnan(rate[0])
    assert roots[0] == 2


def test_two_roots_close_together_are_both_seen() -> None:
    # -100, 230, -132: zero at 10 % and at 20 %
    rate, roots = internal_rate(dated((0, -100), (365, 230), (730, -132)), np.arange(1096))
    assert np.isnan(rate[0])
    assert roots[0] == 2


def test_flows_of_one_sign_have_none() -> None:
    flow = np.stack([dated((0, 5), (365, 7))[0], dated((0, -5), (365, -7))[0], np.zeros(1096)])
    rate, roots = internal_rate(flow, np.arange(1096))
    assert np.isnan(rate).all()
    assert roots.tolist() == [0, 0, 0]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 9))
def test_it_has_the_same_bits_in_any_block(seed: int, cut: int) -> None:
    flow = invested(seed, replications=10)
    whole = internal_rate(flow, DAYS)[0]
    parts = np.concatenate([internal_rate(part, DAYS)[0] for part in (flow[:cut], flow[cut:])])
    np.testing.assert_array_equal(whole, parts)


def sparse(seed: int, flows: int) -> tuple[np.ndarray, np.ndarray]:
    """Flows of any sign on a dozen days or fewer of eight years: the first day is day 0."""
    generator = np.random.default_rng(seed)
    days = np.sort(generator.choice(np.arange(1, 2921), size=flows - 1, replace=False))
    return generator.normal(0, 100, flows), np.append(0, days)


def dates_of(days: np.ndarray) -> list[date]:
    return [date(2025, 2, 24) + timedelta(days=int(day)) for day in days]


def counted_on_a_fine_grid(flow: np.ndarray, days: np.ndarray) -> int:
    """Changes of sign of the value between -95 and 1,000 %, on two hundred thousand rates."""
    forces = np.linspace(np.log(0.05), np.log(11), 200_001)
    values = sum(amount * np.exp(-forces * day / 365) for amount, day in zip(flow, days, strict=True))
    return int((np.diff(np.sign(values)) != 0).sum())


@pytest.mark.parametrize("seed", range(10))
def test_hundreds_of_random_flows_have_the_xirr_of_pyxirr_or_several_or_none(seed: int) -> None:
    pyxirr = pytest.importorskip("pyxirr")
    seen = {0: 0, 1: 0, 2: 0}
    for number in range(40):
        flow, days = sparse(1000 * seed + number, flows=2 + number % 11)
        rate, roots = internal_rate(flow[None], days)
        assert roots[0] == counted_on_a_fine_grid(flow, days)
        seen[min(int(roots[0]), 2)] += 1
        if roots[0] == 1:
            size = worth(rate[0], np.abs(flow), days)
            assert worth(rate[0], flow, days) == pytest.approx(0, abs=1e-10 * size)
            guessed = pyxirr.xirr(dates_of(days), flow.tolist(), guess=float(rate[0]))
            assert rate[0] == pytest.approx(guessed, rel=1e-6, abs=1e-9)
        else:
            assert np.isnan(rate[0])
    assert seen[0]
    assert seen[1]


@pytest.mark.parametrize("seed", range(10))
def test_hundreds_of_yearly_flows_have_the_irr_of_numpy_financial_and_pyxirr(seed: int) -> None:
    pyxirr = pytest.importorskip("pyxirr")
    numpy_financial = pytest.importorskip("numpy_financial")
    generator = np.random.default_rng(seed)
    flow = generator.uniform(10, 100, (40, 9))
    flow[:, 0] = -generator.uniform(50, 800, 40)
    rate, roots = internal_rate(flow, np.arange(9) * 365)
    assert (roots == 1).all()
    np.testing.assert_allclose(rate, [numpy_financial.irr(row) for row in flow], rtol=1e-8, atol=1e-10)
    np.testing.assert_allclose(rate, [pyxirr.irr(row) for row in flow], rtol=1e-8, atol=1e-10)


def test_several_rates_are_all_rates_at_which_pyxirr_says_that_the_flow_is_worth_nothing() -> None:
    pyxirr = pytest.importorskip("pyxirr")
    # made of its roots: the product of (1.05 x - 1), (1.25 x - 1) and (1.6 x - 1), x = 1 / (1 + rate), times -100
    coefficients = -100 * np.polynomial.polynomial.polyfromroots([1 / 1.05, 1 / 1.25, 1 / 1.6])
    flow = coefficients[None] * 1.05 * 1.25 * 1.6
    days = np.arange(4) * 365
    rate, roots = internal_rate(flow, days)
    assert roots[0] == 3
    assert np.isnan(rate[0])
    for root in (0.05, 0.25, 0.60):
        dates = [date(2025, 1, 1) + timedelta(days=int(day)) for day in days]
        assert pyxirr.xnpv(root, dates, flow[0].tolist()) == pytest.approx(0, abs=1e-9)


def test_where_there_is_no_rate_spreadsheets_have_none_either() -> None:
    pyxirr = pytest.importorskip("pyxirr")
    # 100 x² - 150 x + 100 is above 0 for every x
    flow, days = np.array([[100.0, -150.0, 100.0]]), np.array([0, 365, 730])
    rate, roots = internal_rate(flow, days)
    assert (np.isnan(rate[0]), roots[0]) == (True, 0)
    assert pyxirr.xirr(dates_of(days), flow[0].tolist(), silent=True) is None
