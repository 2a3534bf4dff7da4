"""The policies of capital budgeting, worked out by hand: the same three projects in three orders.

              budget  work       brings              earns    less budget, per unit    budget earned back
    quick     100 mn  365 days   50 mn × 3 years     150 mn   0.50                       1 + 100 / 50 = 3.00 years
    slow      100 mn  730 days   30 mn a year, on    240 mn   1.40                       2 + 100 / 30 = 5.33 years
    cheap      50 mn  365 days   20 mn × 5 years     100 mn   1.00                       1 +  50 / 20 = 3.50 years

`slow` is done on day 730 and earns on all of the 2922 days that are left: 30 × 2922 / 365 = 240.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from simulator.policies import policies
from tests.policies.served import committee, starts
from tests.worlds import cases_of, scenario_of


def project(budget: str, days: int, yearly: str, years: int) -> dict[str, Any]:
    return {
        "budget": budget,
        "stages": {"s": {"duration": f"{days} days", "cost": "100 %"}},
        "benefit": {"yearly": yearly, "life": f"{years} years"},
    }


PROJECTS = {
    "quick": project("100 mn USD", 365, "50 mn USD/year", 3),
    "slow": project("100 mn USD", 730, "30 mn USD/year", 50),
    "cheap": project("50 mn USD", 365, "20 mn USD/year", 5),
}
AT_25_PERCENT = {"valuation": {"discount_rate": "25 %/year"}}


def ranks(data: dict[str, Any]) -> list[float]:
    cases = cases_of(scenario_of(data), 1)
    found: list[float] = policies[data["allocation"]["policy"]].rank(cases).tolist()
    return found


def test_value_without_a_discount_rate_serves_what_earns_most_for_its_money() -> None:
    """`slow` takes all of day 0. Day 181 brings 100, `cheap` takes 50; `quick` needs 100 and waits for day 365."""
    data = committee("value", PROJECTS)
    assert ranks(data) == pytest.approx([-0.50, -(30 * 2922 / 365 - 100) / 100, -1.00])
    assert starts(data) == [{"slow.s": 0, "cheap.s": 181, "quick.s": 365}]


def test_value_at_a_high_discount_rate_serves_what_earns_soon() -> None:
    """At 25 % a year, a mn a year from year a to year b is worth (1.25⁻ᵃ - 1.25⁻ᵇ) / ln 1.25 if it comes evenly:

    quick  50 × (0.8000 - 0.4096) / 0.2231 - 100 / 1.25 ** 0.5 = 87.5 - 89.4 = -2.0, per unit -0.02
    slow   30 × (0.6400 - 0.1073) / 0.2231 - 100 / 1.25        = 71.6 - 80.0 = -8.4, per unit -0.08
    cheap  20 × (0.8000 - 0.2621) / 0.2231 -  50 / 1.25 ** 0.5 = 48.2 - 44.7 =  3.5, per unit  0.07

    Month-end closings come half a month later than the mean day of their month, so margins are worth 0.9 % less.
    """
    data = committee("value", PROJECTS, **AT_25_PERCENT)
    per_unit = []
    for yearly, a, b, budget in ((50, 1, 4, 100), (30, 2, 3652 / 365, 100), (20, 1, 6, 50)):
        margins = yearly * (1.25**-a - 1.25**-b) / math.log(1.25) * 1.25 ** (-0.5 / 12)
        per_unit.append((margins - budget * 1.25 ** (-a / 2)) / budget)
    assert per_unit == pytest.approx([-0.027, -0.090, 0.061], abs=0.001)
    assert ranks(data) == pytest.approx([-one for one in per_unit], abs=0.001)


def test_the_discount_rate_moves_who_is_served_when() -> None:
    """`cheap` takes 50 of day 0; day 181 makes it 150, `quick` takes 100; day 365 makes it 150, `slow` takes 100."""
    data = committee("value", PROJECTS, **AT_25_PERCENT)
    assert starts(data) == [{"cheap.s": 0, "quick.s": 181, "slow.s": 365}]


def test_payback_serves_what_has_earned_its_budget_first() -> None:
    """`quick` takes all of day 0, `cheap` 50 of the 100 of day 181, and day 365 makes it 150 for `slow`."""
    data = committee("payback", PROJECTS)
    assert ranks(data) == pytest.approx([3.00, 2 + 100 / 30, 3.50])
    assert starts(data) == [{"quick.s": 0, "cheap.s": 181, "slow.s": 365}]


def test_what_brings_nothing_never_pays_back_and_comes_last() -> None:
    road = {"budget": "1 mn USD", "stages": {"s": {"duration": "1 day", "cost": "100 %"}}}
    assert ranks(committee("payback", {"road": road, **PROJECTS}))[0] == np.inf


def test_a_project_that_cannot_fill_its_capacity_is_worth_less() -> None:
    """10 MW at 10 mn a MW and year: the full market fills them, the other a half; 100 mn a year against 50 mn."""
    hall = {"budget": "100 mn USD", "capacity": "10 MW", "stages": {"s": {"duration": "365 days", "cost": "100 %"}}}
    markets = {name: {"demand": f"{mw} MW", "price": "10 mn USD/MW/year"} for name, mw in (("half", 5), ("full", 10))}
    projects = {name: {**hall, "market": name} for name in markets}
    data = committee("payback", projects, markets=markets)
    assert ranks(data) == pytest.approx([1 + 100 / 50, 1 + 100 / 100])
    assert starts(data) == [{"full.s": 0, "half.s": 181}]
