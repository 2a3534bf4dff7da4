"""Capital in finished stages that wait for the next, by hand and against a loop over every day."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from simulator.closing import Books, books_of
from simulator.metrics.measure import measured
from simulator.timelines import construction_in_progress, standing_capital, timelines_of
from simulator.trace import Kind
from tests.laws.decisions import decided
from tests.laws.portfolios import portfolios
from tests.worlds import trace_of

HORIZON = {"start": "2026-01-01", "end": "2028-12-31"}
#: the shell is done on day 100, power on day 800; the fit-out needs both
HALL: dict[str, Any] = {
    "budget": "100 mn USD",
    "stages": {
        "shell": {"duration": "100 days", "cost": "90 %"},
        "power": {"duration": "800 days", "cost": "10 %"},
        "fit": {"after": ["shell", "power"], "duration": "10 days"},
    },
}


def books(projects: dict[str, Any], **sections: Any) -> Books:
    data = {"name": "by-hand", "horizon": HORIZON, "treasury": {"opening": "2 bn USD"}, "projects": projects}
    cases, trace = trace_of({**data, **sections}, 1)
    return books_of(trace, cases)


def days_by_cause(found: Books) -> dict[str, float]:
    """Money-days in mn USD x days of each cause that has some."""
    standing, causes = standing_capital(found), found.cases.index.causes
    days = np.zeros(len(causes))
    np.add.at(days, standing.cause, standing.cents * (standing.until - standing.day) / 1e8)
    return {name: day for name, day in zip(causes, days.tolist(), strict=True) if day}


def test_a_shell_without_power_stands_until_the_stage_that_needs_both_begins() -> None:
    found = books({"hall": HALL})
    assert standing_capital(found).money_days().tolist() == [90_000_000_00 * 700]
    assert days_by_cause(found) == {"predecessor": 90.0 * 700}
    series = timelines_of(found)["standing_capital"].values[0]
    closings = found.cases.calendar.closing_days
    np.testing.assert_array_equal(series, np.where((closings >= 100) & (closings < 800), 90e6, 0))


def test_the_two_metrics_are_the_peak_of_the_months_and_the_sum_of_the_days() -> None:
    data = {"name": "by-hand", "horizon": HORIZON, "treasury": {"opening": "2 bn USD"}, "projects": {"hall": HALL}}
    cases, trace = trace_of(data, 1)
    metrics = measured(trace, cases).metrics
    assert metrics["standing_capital_peak"].tolist() == [90e6]
    assert metrics["standing_capital_money_days"].tolist() == [90e6 * 700]
    assert metrics["stranded_capital_money_days"].tolist() == [0.0]  # somebody is at work on power


def test_a_stage_that_none_needs_stands_until_its_project_serves() -> None:
    # a garden for 5 mn is done on day 20, the hall in which it lies on day 810
    garden = {"duration": "20 days", "cost": "5 %"}
    stages = {**HALL["stages"], "shell": {"duration": "100 days", "cost": "85 %"}, "garden": garden}
    found = books({"hall": {**HALL, "stages": stages}})
    assert days_by_cause(found) == {"predecessor": 85.0 * 700 + 5.0 * 790}


def test_halls_without_servers_wait_for_servers() -> None:
    # the hall, 60 mn, is done on day 50; it waits for its road to day 70, then for a crew that is away to day 250
    stages = {
        "hall": {"duration": "50 days", "cost": "60 %"},
        "road": {"duration": "70 days"},
        "servers": {"after": ["hall", "road"], "duration": "30 days", "cost": "40 %", "needs": {"crew": 1}},
    }
    away = {"priority": 1, "stages": {"all": {"duration": "250 days", "needs": {"crew": 1}}}}
    projects = {"other": away, "site": {"budget": "100 mn USD", "stages": stages}}
    found = books(projects, resources={"crew": {"capacity": 1}})
    assert days_by_cause(found) == {"predecessor": 60.0 * 20, "crew": 60.0 * 180}


def test_of_two_stages_that_need_it_the_one_that_begins_first_counts() -> None:
    # the shell is done on day 10; the roof begins on a date, day 31, the fit-out after power, on day 90
    stages = {
        "shell": {"duration": "10 days", "cost": "100 %"},
        "power": {"duration": "90 days"},
        "fit": {"after": ["shell", "power"], "duration": "10 days"},
        "roof": {"after": "shell", "duration": "5 days", "earliest": "2026-02-01"},
    }
    assert days_by_cause(books({"hall": {"budget": "10 mn USD", "stages": stages}})) == {"date": 10.0 * 21}


def test_a_project_that_is_given_up_has_nothing_standing_from_that_day_on() -> None:
    rules = {"leave": {"when": {"date": "2026-06-30"}, "do": {"abandon": {"project": "hall", "cost": "0 %"}}}}
    found = books({"hall": HALL}, rules=rules)
    assert days_by_cause(found) == {"predecessor": 90.0 * (180 - 100)}


def test_what_a_rule_puts_off_waits_for_a_rule() -> None:
    # the site, 5 mn, is done on day 60; at the end of January its hall was put off to day 364
    stages = {
        "site": {"duration": "60 days", "cost": "50 %"},
        "hall": {"after": "site", "duration": "20 days", "cost": "50 %"},
    }
    rules = {"stop": {"when": {"date": "2026-01-31"}, "do": {"defer": {"project": "x", "until": "2026-12-31"}}}}
    found = books({"x": {"budget": "10 mn USD", "stages": stages}}, rules=rules, reviews={"every": "month"})
    assert days_by_cause(found) == {"rule": 5.0 * (364 - 60)}


def test_expenses_stand_nowhere_and_a_phase_that_serves_does_not_wait() -> None:
    expensed = {**HALL, "treatment": "expense"}
    town = {"demand": "9 MW", "price": "1 mn USD/MW/year"}
    serves = {**HALL, "market": "town", "capacity_by_stage": {"shell": "1 MW", "fit": "2 MW"}}
    found = books({"code": expensed, "phases": serves}, markets={"town": town})
    assert not standing_capital(found).money_days().any()


def every_day(found: Books) -> np.ndarray:
    """(R, P, N) standing cents of each day, stage by stage."""
    cases, assets = found.cases, found.closing.assets
    days, project = cases.calendar.last_day + 1, cases.stages.project
    after = cases.stages.successors.lists()
    begun = np.full((cases.replications, len(project)), days)
    for rows in (found.rows[Kind.WORKED], found.rows[Kind.ENDED]):
        np.minimum.at(begun, (rows.replication, rows.subject), rows.day)
    cost = np.zeros(begun.shape, np.int64)
    paid = found.rows[Kind.PAID]
    np.add.at(cost, (paid.replication, paid.subject // len(cases.index.allotments)), paid.amount)
    total = np.zeros((cases.replications, len(cases.index.projects), days), np.int64)
    gone = np.full(begun.shape, days)
    for rows in (assets.capitalised, assets.written_off):
        gone[rows.replication, rows.subject] = rows.day
    for r, s in np.ndindex(*begun.shape):
        follows = [begun[r, n] for n in after[s] if project[n] == project[s]]
        until = min([*follows, gone[r, s]])
        if not cases.stages.expensed[s]:
            total[r, project[s], min(assets.ended[r, s], days) : until] += cost[r, s]
    return total


@pytest.mark.parametrize("draw", [portfolios(), decided()], ids=["portfolios", "with rules and risks"])
def test_all_ways_to_count_it_agree(draw: Any) -> None:
    @settings(max_examples=25, deadline=None)
    @given(draw)
    def holds(data: dict[str, Any]) -> None:
        cases, trace = trace_of(data, 3)
        found = books_of(trace, cases)
        daily, standing = every_day(found), standing_capital(found)
        np.testing.assert_array_equal(standing.money_days(), daily.sum(axis=(1, 2)))
        at_closings = daily[:, :, found.closing.grid.ends - 1]
        assert (at_closings <= construction_in_progress(found)).all()
        series = timelines_of(found)
        total = series["standing_capital"].values
        np.testing.assert_array_equal(total, at_closings.sum(axis=1) / 100.0)
        for beginning in ("standing.", "standing_capital."):
            parts = [of.values for name, of in series.items() if name.startswith(beginning)]
            np.testing.assert_allclose(np.sum(parts, axis=0), total, atol=1e-3)

    holds()


def test_without_projects_there_is_no_such_series() -> None:
    assert not [name for name in timelines_of(books({})) if name.startswith("standing")]
