"""The share price along its paths, against closed forms of its distribution."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from scipy.stats import norm, poisson, spearmanr

from simulator.cases.types import Cases
from tests.worlds import cases_of, scenario_of

PATHS = 8000
EQUITY = {"shares": "1 bn", "price": "100 USD", "volatility": "30 %", "risk_free": "3 %/year"}
NOTE = {
    "kind": "convertible_note",
    "face": "100 mn USD",
    "net": "98 mn USD",
    "settles": "2025-01-31",
    "matures": "2028-12-15",
    "conversion_rate": 8,
}


def world(replications: int = PATHS, note: dict[str, Any] | None = None, **equity: Any) -> Cases:
    """Four years of a share, and of a note that converts at 125 USD."""
    data = {
        "name": "share",
        "horizon": {"start": "2025-01-01", "end": "2028-12-31"},
        "treasury": {"opening": "900 mn USD"},
        "equity": {**EQUITY, **equity},
        "funding": {"note": {**NOTE, **(note or {})}},
    }
    return cases_of(scenario_of(data), replications)


def prices_of(cases: Cases) -> np.ndarray:
    prices = cases.money.share_price
    assert prices is not None
    return prices


def years_to(cases: Cases, day: int) -> float:
    """From the start to the last closing before a day."""
    closings = cases.calendar.closing_days
    return float(closings[np.searchsorted(closings, day) - 1]) / 365


def chance_above(strike: float, years: float, growth: float, volatility: float, shift: float = 0.0) -> float:
    """The lognormal tail: N((log(100 / strike) + (growth - volatility² / 2) years + shift) / (volatility √years))."""
    distance = math.log(100 / strike) + (growth - volatility**2 / 2) * years + shift
    return float(norm.cdf(distance / (volatility * math.sqrt(years))))


def within(found: float, expected: float, count: int = PATHS) -> bool:
    """Whether a share of so many paths is within four standard errors of a chance."""
    return abs(found - expected) <= 4 * math.sqrt(expected * (1 - expected) / count)


def test_the_price_is_lognormal_with_its_return_less_dividends() -> None:
    cases = world(dividend_yield="1 %/year", total_return="8 %/year")
    years = cases.calendar.closing_days / 365
    logs = np.log(prices_of(cases) / 100)
    growth = math.log(1.08 / 1.01)
    for month in (0, 11, 47):
        error = 0.3 * math.sqrt(years[month] / PATHS)
        assert logs[:, month].mean() == pytest.approx((growth - 0.045) * years[month], abs=4 * error)
        assert logs[:, month].std() == pytest.approx(0.3 * math.sqrt(years[month]), rel=0.04)
    steps = np.diff(logs, axis=1)
    assert abs(spearmanr(steps[:, 3], steps[:, 4]).statistic) < 4 / math.sqrt(PATHS)


def test_before_the_day_of_its_price_the_share_does_not_move() -> None:
    prices = prices_of(world(50, as_of="2026-03-31"))
    assert (prices[:, :15] == 100).all()
    assert (prices[:, 15] != 100).all()


def test_without_a_put_a_note_is_converted_as_often_as_the_lognormal_tail_says() -> None:
    # real-world drift of 8 %, no dividends: converted where the closing before maturity is above 125
    cases = world(total_return="8 %/year")
    (note,) = cases.money.notes
    expected = chance_above(125, years_to(cases, note.matures), math.log(1.08), 0.3)
    converted = note.converted_on == note.matures
    assert within(float(converted.mean()), expected)
    assert (converted | (note.converted_on == cases.calendar.last_day + 1)).all()


def test_with_jumps_conversion_follows_mertons_mixture() -> None:
    # n jumps of mean -0.2 and deviation 0.15 are poisson; each n has a lognormal tail of its own
    rate, mean, deviation = 0.5, -0.2, 0.15
    cases = world(jumps={"intensity": rate, "mean": mean, "deviation": deviation})
    (note,) = cases.money.notes
    years = years_to(cases, note.matures)
    made_up_for = -rate * (math.exp(mean + deviation**2 / 2) - 1) * years
    expected = 0.0
    for n in range(40):
        spread = math.sqrt(0.09 + n * deviation**2 / years)
        drift = made_up_for + n * mean + (spread**2 - 0.09) / 2 * years
        expected += poisson.pmf(n, rate * years) * chance_above(125, years, math.log(1.03), spread, drift)
    assert within(float((note.converted_on == note.matures).mean()), expected)


def test_jumps_move_the_price_but_not_its_mean() -> None:
    jumps = {"intensity": 2, "mean": -0.1, "deviation": 0.2}
    cases = world(jumps=jumps, volatility="1 %")
    last = prices_of(cases)[:, -1]
    expected = 100 * 1.03 ** (cases.calendar.closing_days[-1] / 365)
    assert last.mean() == pytest.approx(expected, abs=4 * last.std() / math.sqrt(PATHS))
    assert last.std() > 20


@pytest.mark.parametrize("settlement", ["shares", "cash", "both"])
def test_how_a_note_is_settled_does_not_change_whether_it_is_converted(settlement: str) -> None:
    ends = [world(200, {"settlement": how}).money.notes[0].converted_on for how in ("shares", settlement)]
    np.testing.assert_array_equal(ends[0], ends[1])


@pytest.mark.parametrize("load", [1.0, -1.0, 0.6])
def test_a_driver_moves_the_share_with_a_market(load: float) -> None:
    data = {
        "name": "together",
        "horizon": {"start": "2025-01-01", "end": "2026-12-31"},
        "equity": EQUITY,
        "markets": {
            name: {"demand": "10 MW", "volatility": "20 %/year", "price": "5 mn USD/MW/year", "installed": "5 MW"}
            for name in ("home", "abroad")
        },
        "drivers": {"fortunes": {"loads": {"markets.*.walk": 1, "equity.walk": load}}},
    }
    cases = cases_of(scenario_of(data), 4000)
    steps = np.diff(np.log(prices_of(cases)), axis=1)
    for market in range(2):
        moves = np.diff(np.log(cases.markets.demand[:, market].astype(float)), axis=1)
        for month in (0, 12, 22):
            found = spearmanr(steps[:, month], moves[:, month]).statistic
            assert found == pytest.approx(load, abs=1e-3 if abs(load) == 1 else 0.05)
