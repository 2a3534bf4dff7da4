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
