"""Present values against pyxirr and numpy-financial."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import numpy_financial
import pytest
import pyxirr

from simulator.metrics.discounting import Discounting, discounting_of
from simulator.trace import Kind, Trace
from tests.factories import TOWN, world

START = date(2025, 1, 1)


def discounting(rate: float) -> Discounting:
    cases = world(
        horizon={"start": "2025-01-01", "end": "2034-12-31"},
        markets={"town": TOWN},
        valuation={"discount_rate": f"{100 * rate:.6f} %/year", "tax": "0 %"},
    )
    assert cases.valuation is not None
    return discounting_of(cases, cases.valuation)


def present_value(factors: Discounting, days: np.ndarray, cents: np.ndarray) -> float:
    zero = np.zeros(len(days), int)
    rows = Trace.of_kind(Kind.PAID, zero, days, days, zero, cents, 1)
    return float(factors.present_value(rows).sum())


@pytest.mark.parametrize("rate", [0.0, 0.04, 0.10, 0.35])
def test_hundreds_of_dated_flows_have_the_xnpv_of_pyxirr(rate: float) -> None:
    generator, factors = np.random.default_rng(7), discounting(rate)
    for _ in range(60):
        count = int(generator.integers(1, 40))
        # a day 0 with nothing on it, since XNPV counts from its first date
        days = np.append(0, np.sort(generator.integers(0, 3650, count)))
        cents = np.append(0, generator.integers(-(10**12), 10**12, count))
        dates = [START + timedelta(days=int(day)) for day in days]
        expected = pyxirr.xnpv(rate, dates, cents.astype(float).tolist())
        assert present_value(factors, days, cents) == pytest.approx(expected, rel=1e-9, abs=1.0)


@pytest.mark.parametrize("rate", [0.0, 0.04, 0.10, 0.35])
def test_hundreds_of_yearly_flows_have_the_npv_of_numpy_financial_and_pyxirr(rate: float) -> None:
    generator, factors = np.random.default_rng(8), discounting(rate)
    for _ in range(60):
        cents = generator.integers(-(10**12), 10**12, 10)
        found = present_value(factors, np.arange(10) * 365, cents)
        # both count the first flow as of now
        assert found == pytest.approx(numpy_financial.npv(rate, cents), rel=1e-9, abs=1.0)
        assert found == pytest.approx(pyxirr.npv(rate, cents.astype(float).tolist()), rel=1e-9, abs=1.0)
