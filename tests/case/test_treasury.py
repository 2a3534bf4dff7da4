"""The group's cash: the opening, what the rest of the group brings, and the dated payments."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from simulator.quantities.quantity import Path, mean
from simulator.scenario.funding import Treasury
from simulator.scenario.raises import Bullet
from tests.case.shipped import CNY, fact, month, run_of, scenario


def the_treasury() -> Treasury:
    """The treasury of the base case."""
    treasury = scenario("base").treasury
    assert treasury is not None
    return treasury


def test_the_rest_of_the_group_is_all_operating_cash_less_what_cloud_earned() -> None:
    # 163.5 - 22.4 % of 118.0 = 137
    rest = fact("cash.operating_fy2025") - fact("cloud.margin") * fact("cloud.revenue_fy2025")
    assert rest == pytest.approx(fact("cash.rest_of_group"), rel=0.005)
    assert mean(the_treasury().operating_cash) == pytest.approx(rest, rel=0.01)


def test_the_margin_is_ebita_of_8_9_percent_plus_depreciation() -> None:
    wear = fact("cloud.depreciation_fy2025") / fact("cloud.revenue_fy2025")
    assert wear == pytest.approx(0.135, abs=0.001)
    assert 0.089 + wear == pytest.approx(fact("cloud.margin"), abs=0.001)


def test_distributions_are_120_billion_yuan_a_year() -> None:
    outflows = the_treasury().outflows
    dividends = outflows["dividends"]
    assert isinstance(dividends, Path)
    assert len(dividends.values) == 8
    yearly = mean(outflows["buybacks"]) + mean(dividends.values[0])
    assert yearly == pytest.approx(fact("cash.distributions"))


def test_the_balances_of_march_and_june_2025_are_near_the_reported_ones() -> None:
    run = run_of("base")
    liquidity = np.median(run.timelines["liquidity"].values, axis=0)
    assert liquidity[month(run, "2025-03")] == pytest.approx(fact("cash.2025_03"), rel=0.01)
    assert liquidity[month(run, "2025-06")] == pytest.approx(fact("cash.2025_06"), rel=0.03)


def test_other_debt_is_owed_until_it_matures() -> None:
    funding = scenario("base").funding
    owed = {name: one for name, one in funding.items() if isinstance(one, Bullet)}
    matures = {
        "convertible_2031": (date(2031, 6, 1), 5.0e9),
        "exchangeable_2032": (date(2032, 7, 9), 12.023e9 / 7.7901),
        **{f"bank_loan_{year}": (date(year, 5, 31), 16.5e9 / CNY) for year in (2027, 2028, 2029)},
    }
    assert owed.keys() == matures.keys()
    for name, (day, amount) in matures.items():
        assert owed[name].matures == day
        assert owed[name].face.value == pytest.approx(amount)
        assert not owed[name].into
    loans = [one.face.value for name, one in owed.items() if name.startswith("bank_loan")]
    assert sum(loans) == pytest.approx(fact("debt.bank"), rel=0.01)


def test_the_put_and_the_wall_of_2031_show_in_liquidity() -> None:
    # 3.2 bn less a month of the rest of the group, where holders put; 5.0 bn everywhere
    run = run_of("base")
    liquidity, put = run.timelines["liquidity"].values, run.metrics["note.put"] > 0
    drop = liquidity[:, month(run, "2030-08")] - liquidity[:, month(run, "2030-09")]
    assert drop[put].mean() - drop[~put].mean() == pytest.approx(3.2e9, rel=0.15)
    middle = np.median(liquidity, axis=0)
    assert middle[month(run, "2031-05")] - middle[month(run, "2031-06")] > 3.0e9


def test_the_floor_is_sometimes_broken_and_mostly_not() -> None:
    broken = run_of("base").metrics["liquidity_below_floor"].mean()
    assert 0.02 < broken < 0.35
    assert fact("cash.floor") == pytest.approx(300e9 / CNY)


def test_renewals_and_growth_come_after_the_plan_and_can_be_switched_off() -> None:
    run = run_of("base")
    renewals = run.timelines["renewals"].values.sum(axis=1)
    assert np.median(renewals) > 5e9
    assert np.median(run.timelines["growth.paid"].values[:, -1]) > 10e9
    assert run_of("no-renewal", 20).timelines["renewals"].values.sum() == 0
    assert "growth.paid" not in run_of("no-growth", 20).timelines
