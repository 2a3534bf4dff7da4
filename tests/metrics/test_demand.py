"""Metrics of demand, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.metrics import measure, view_of
from simulator.trace import Kind
from tests.factories import BUILD, TOWN, trace_by_hand, world

#: capacity from 1 July (day 181), without a ramp, in a town with none before
LATE = (181, 181, Kind.IN_SERVICE, 1, 8000)


def found(demand: str = "10 MW", installed: str = "0 MW", *, served: bool = True) -> dict[str, float]:
    town = {**TOWN, "demand": demand, "installed": installed}
    cases = world(markets={"town": town}, projects={"campus": {**BUILD, "market": "town", "capacity": "8 MW"}})
    view = view_of(trace_by_hand(*[LATE] * served), cases)
    return {name: float(values[0]) for name, values in measure(view).items()}


def test_utilisation_is_over_the_months_with_capacity() -> None:
    assert found(demand="6 MW")["market.town.utilisation"] == pytest.approx(6 / 8)
    assert found()["market.town.utilisation"] == 1.0
    assert np.isnan(found(served=False)["market.town.utilisation"])


def test_demand_that_is_not_met_is_counted_in_months() -> None:
    # 10 MW for 181 days and 2 MW for 184: (1,810 + 368) MW-days, 365 / 12 days a month
    assert found()["unserved_mw_months"] == pytest.approx(2178 / (365 / 12))


def test_revenue_and_operating_cash_include_the_installed_base() -> None:
    # 4 MW all year and 6 MW of the 8 new ones for 184 days, at 10,000 a MW and day; a MW in service costs
    # 1,000, a MW sold 2,000
    metrics = found(installed="4 MW")
    sold, served = 4 * 365 + 6 * 184, 4 * 365 + 8 * 184
    assert metrics["revenue"] == pytest.approx(sold * 10_000)
    assert metrics["operating_cash"] == pytest.approx(sold * 8_000 - served * 1_000)
    assert metrics["capacity_mw"] == metrics["market.town.capacity_mw"] == 12
