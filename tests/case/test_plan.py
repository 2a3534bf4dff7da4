"""What 53 bn buys: the split of the plan, its megawatts, and the pace at which it is spent."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from simulator.quantities.quantity import mean
from tests.case.shipped import CNY, appropriated, day_of, fact, megawatts, paid_by, projects_of, run_of, scenario

SPLIT = {
    "china_ai": "plan.china_ai",
    "hardware_upgrades": "plan.upgrades",
    "cloud_platform": "plan.platform",
    "mexico": "plan.mexico",
    "thailand": "plan.thailand",
    "other_regions": "plan.other_regions",
}


@pytest.mark.parametrize("programme", SPLIT)
def test_a_programme_has_its_line_of_the_split_contingency_included(programme: str) -> None:
    assert appropriated(programme) == pytest.approx(fact(SPLIT[programme]), rel=1e-3)


def test_the_lines_of_the_split_are_53_billion() -> None:
    # 34.0 + 8.0 + 3.0 + 1.6 + 1.4 + 5.0 = 53.0
    assert sum(fact(line) for line in SPLIT.values()) == pytest.approx(fact("plan.total"))
    appropriations = sum(appropriated(programme) for programme in SPLIT)
    assert appropriations == pytest.approx(53.0e9, rel=3e-4)
    assert appropriations <= 53.0e9


def test_the_plan_keeps_three_percent_of_its_budgets_as_contingency() -> None:
    budgets = sum(mean(p.budget) for programme in SPLIT for p in projects_of(programme).values() if p.budget)
    assert fact("plan.total") - budgets == pytest.approx(0.03 * budgets, rel=0.01)


def test_53_billion_dollars_is_the_rounding_of_380_billion_yuan() -> None:
    assert fact("plan.total_cny") == pytest.approx(52.4e9, rel=1e-3)
    assert round(fact("plan.total_cny") * CNY / 7.17 / 1e9) == 53


def test_china_gets_about_1600_megawatts_at_about_21_million_each() -> None:
    assert megawatts("china_ai") == pytest.approx(fact("plan.china_ai_mw"))
    assert appropriated("china_ai") / megawatts("china_ai") == pytest.approx(21e6, rel=0.02)
    # 7.11 x 1.085 + 13.8 = 21.5 for what is begun within the plan
    each = fact("cost.china_building") * (1 + fact("cost.ai_premium")) + fact("cost.china_it")
    assert each == pytest.approx(21.5e6, rel=1e-3)
    for name, project in projects_of("china_ai").items():
        if "campus" in name:
            assert project.budget is not None
            assert project.capacity is not None
            assert mean(project.budget) / mean(project.capacity) == pytest.approx(each, rel=1e-3)


def test_work_in_progress_is_near_what_was_committed() -> None:
    under_way = sum(mean(p.budget) for name, p in projects_of("china_ai").items() if "_wip" in name and p.budget)
    assert 1.0 < under_way / fact("cash.commitments") < 1.3


def test_upgrades_and_software_bring_a_benefit_and_no_megawatts() -> None:
    for programme in ("hardware_upgrades", "cloud_platform"):
        assert megawatts(programme) == 0
        assert all(project.benefit for project in projects_of(programme).values())


def test_the_first_halls_abroad_open_as_fast_as_earlier_ones_did() -> None:
    run = run_of("base")
    for name in ("mexico_hall_1", "bangkok_hall_1"):
        start = scenario("base").projects[name].start.not_before
        opened = run.metrics[f"project.{name}.in_service_day"] - run.calendar.day_of(start or date.min)
        assert 9 < np.median(opened) / (365 / 12) < 17


def test_china_campuses_take_9_to_15_months() -> None:
    run = run_of("base")
    start = scenario("base").projects["inhouse_campus_1"].start.not_before
    took = run.metrics["project.inhouse_campus_1.in_service_day"] - run.calendar.day_of(start or date.min)
    assert np.quantile(took, 0.05) > 9 * 365 / 12
    assert np.median(took) < 15 * 365 / 12


def test_most_of_the_plan_is_paid_within_its_window() -> None:
    paid = np.median(paid_by(run_of("base"), date(2028, 2, 24))) / fact("plan.total")
    assert 0.90 <= paid <= 1.00


def test_payments_of_the_june_2025_quarter_are_near_the_reported_ones() -> None:
    run = run_of("base")
    paid = np.median(paid_by(run, date(2025, 6, 30)) - paid_by(run, date(2025, 3, 31)))
    reported = fact("capex.2025_q2") * CNY / fact("fx.cny_2025_q2") * fact("capex.ai_cloud_share")
    assert reported == pytest.approx(5.33e9, rel=0.01)
    assert paid == pytest.approx(reported, rel=0.15)


def test_payments_until_march_2025_are_near_the_reported_ones_for_the_days_that_count() -> None:
    # 24 February to 31 March are 36 of the quarter's 90 days
    paid = np.median(paid_by(run_of("base"), date(2025, 3, 31)))
    assert paid == pytest.approx(fact("capex.2025_q1") * 36 / 90, rel=0.15)


def test_the_supply_of_accelerators_binds_in_some_worlds() -> None:
    run = run_of("base")
    cause = run.delays.causes.index("accelerators")
    held_up = (run.delays.by_stage[:, :, cause] > 0).any(axis=1).mean()
    assert 0.05 < held_up < 0.6


def test_the_window_is_three_years_from_the_announcement() -> None:
    plan = scenario("base").funding["plan"]
    assert day_of("plan.announced") == date(2025, 2, 24)
    assert plan.kind == "appropriation"
    assert (plan.start, plan.over.count, plan.over.unit) == (date(2025, 2, 24), 3, "year")
