"""What is sold: the opening at the reported level, three Chinese markets that do not overlap, and year three."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.quantities.quantity import mean
from tests.case.shipped import fact, megawatts, revenue, run_of, scenario, total

CHINA = ("general_cloud", "external_ai", "inhouse_ai")


@pytest.mark.parametrize("inhouse", [False, True], ids=["sold outside", "with in-house AI"])
def test_the_june_2025_quarter_opens_at_the_reported_level(inhouse: bool) -> None:
    opening = np.median(revenue(run_of("base"), "2025-04", "2025-06", inhouse=inhouse))
    assert opening == pytest.approx(fact("cloud.revenue_jun25"), rel=0.02)


def test_outside_revenue_of_the_june_2025_quarter_agrees_with_the_yuan_figure() -> None:
    reported = fact("cloud.revenue_jun25_cny") * 7.25 / fact("fx.cny_2025_q2")
    assert np.median(revenue(run_of("base"), "2025-04", "2025-06", inhouse=False)) == pytest.approx(reported, rel=0.02)


def test_three_gigawatts_are_installed() -> None:
    installed = sum(mean(market.installed) for market in scenario("base").markets.values())
    assert installed == pytest.approx(fact("cloud.capacity"))


def test_three_quarters_of_capacity_are_sold_at_the_opening_at_8_3_million_a_megawatt() -> None:
    run = run_of("base")
    markets = scenario("base").markets
    sold = sum(np.median(total(run, f"market.{name}.sold_mw", "2025-05", "2025-05")) for name in markets)
    assert sold / fact("cloud.capacity") == pytest.approx(fact("cloud.utilisation"), abs=0.03)
    yearly = 4 * np.median(revenue(run, "2025-04", "2025-06", inhouse=True))
    assert yearly / sold == pytest.approx(fact("price.sold"), rel=0.03)


def test_general_and_ai_cloud_are_parts_of_one_market() -> None:
    # 46 = 38.7 + 7.3; without AI the market grew by 38.7 / (40 - 2.87) - 1 = 4.2 %
    assert fact("china_general.2025") + fact("china_ai.2025") == pytest.approx(fact("china_cloud.2025"))
    before = fact("china_cloud.2024") - fact("china_ai.2024_cny")
    assert fact("china_general.2025") / before - 1 == pytest.approx(fact("china_general.growth"), abs=0.002)
    assert mean(scenario("base").markets["general_cloud"].demand) == pytest.approx(38.7e9)


def test_outside_ai_cloud_of_2025_adds_up_to_the_forecast() -> None:
    # 6.0 bn a year on 24 February, doubling until July, 26.8 % after: the year's mean, in days
    since = np.arange(-54, 311)
    until_july = np.clip(since, None, 127)
    rate = 6.0e9 * 2 ** (until_july / 365) * 1.268 ** (np.maximum(since - 127, 0) / 365)
    assert rate.mean() == pytest.approx(fact("china_ai.2025"), rel=0.01)
    market = scenario("base").markets["external_ai"]
    assert mean(market.share) == pytest.approx(fact("china_ai.share"))


def test_a_year_of_outside_ai_cloud_is_2_6_billion() -> None:
    # 7.3 x 35.8 % = 2.6 bn a year, within the demand walk's spread
    run = run_of("base")
    assert fact("china_ai.2025") * fact("china_ai.share") == pytest.approx(2.61e9, rel=0.01)
    first_year = total(run, "market.external_ai.revenue", "2025-03", "2026-02")
    assert np.median(first_year) == pytest.approx(2.8e9, rel=0.1)


def test_year_three_hangs_together() -> None:
    # 3 GW x 85 % x 8.3 + 1.6 GW x 80 % x 12 = 21.2 + 15.4 = 36.5 bn; 18.6 x 1.26 ** 3 = 37.2
    old, new = fact("cloud.capacity") * 0.85, megawatts("china_ai") * 0.80
    by_capacity = old * fact("price.sold") + new * fact("price.ai_high")
    assert by_capacity == pytest.approx(36.5e9, rel=0.01)
    by_growth = 18.6e9 * 1.26**3
    assert by_growth == pytest.approx(37.2e9, rel=1e-3)
    year = np.median(revenue(run_of("base"), "2028-04", "2029-03", inhouse=True))
    assert year == pytest.approx(by_capacity, rel=0.03)


def test_no_market_is_empty_or_full_for_ever() -> None:
    run = run_of("base")
    for name in scenario("base").markets:
        used = np.median(run.timelines[f"market.{name}.utilisation"].values, axis=0)
        assert used.min() > 0.5, name
        assert (used > 0.995).mean() < 0.25, name
        assert 0.7 < used.mean() < 0.95, name


def test_the_opening_margin_is_the_stated_one() -> None:
    run = run_of("base")
    margin = total(run, "operating_cash", "2025-04", "2025-06") / total(run, "revenue", "2025-04", "2025-06")
    assert np.median(margin) == pytest.approx(fact("cloud.margin"), abs=0.01)


def test_shares_of_the_market_stay_shares() -> None:
    for name in CHINA:
        assert mean(scenario("base").markets[name].share) <= 1


def test_first_demand_abroad_is_a_small_part_of_each_country() -> None:
    mexico, thailand = (scenario("base").markets[name] for name in ("mexico", "thailand"))
    market_of_2025 = fact("thailand.cloud_2024") * 1.196
    assert mean(mexico.demand) * mean(mexico.price) / fact("mexico.cloud_2025") == pytest.approx(0.02, abs=0.002)
    assert mean(thailand.demand) * mean(thailand.price) / market_of_2025 == pytest.approx(0.054, abs=0.005)


def test_budgets_abroad_are_far_above_what_was_approved() -> None:
    assert fact("thailand.approved") == pytest.approx(0.12e9, rel=0.02)
    assert fact("plan.thailand") / fact("thailand.approved") > 10
