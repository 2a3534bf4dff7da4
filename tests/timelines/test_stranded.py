"""Stranded capital by project and cause, by hand and against a loop over every day."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given, settings

from simulator.cases.index import MONEY, RULE
from simulator.closing import Books, books_of
from simulator.spreading import Grid, cumulative, daily
from simulator.timelines import construction_in_progress, stranded_capital, stranded_money_days, timelines_of
from simulator.trace import Kind
from tests.factories import BUILD, books_by_hand, world
from tests.laws.portfolios import portfolios
from tests.worlds import trace_of

STAGES: Any = BUILD["stages"]
#: campus is built in two stages, and a third one may be at work beside them
PROJECTS: dict[str, Any] = {
    "campus": {**BUILD, "stages": {**STAGES, "garden": {"duration": "10 days"}}},
    "other": {**BUILD, "programme": "rest"},
}
SITE, HALL, GARDEN, OTHER_SITE, OTHER_HALL = range(5)
#: the site is paid by day 15, and nobody works until day 70
PAID_AND_IDLE = (
    (0, 0, Kind.COMMITTED, SITE, 5000),
    (5, 15, Kind.WORKED, SITE, 10),
    (5, 15, Kind.PAID, SITE, 5000),
    (15, 15, Kind.ENDED, SITE, 0),
    (70, 90, Kind.WORKED, HALL, 20),
    (90, 90, Kind.ENDED, HALL, 0),
    (90, 90, Kind.FINISHED, 0, 0),
)


def idle_books(*rows: Any, **sections: Any) -> Books:
    cases = world(projects=PROJECTS, resources={"crew": {"capacity": 1}}, **sections)
    return books_by_hand(cases, *PAID_AND_IDLE, *rows)


def waited(first: int, until: int, stage: int, cause: int) -> tuple[int, int, Kind, int, int]:
    causes = len(world(projects=PROJECTS, resources={"crew": {"capacity": 1}}).index.causes)
    return (first, until, Kind.WAITED, stage * causes + cause, until - first)


def by_cause(books: Books) -> dict[str, list[float]]:
    found = timelines_of(books)
    return {
        name.removeprefix("stranded_capital."): series.values[0, :4].tolist()
        for name, series in found.items()
        if name.startswith("stranded_capital.") and series.values.any()
    }


def test_the_cause_is_what_the_stages_wait_for_on_the_closing_day() -> None:
    # from day 15 to day 40 for money, then for the crew: January closes on day 30, February on day 58
    rows = (waited(15, 40, HALL, MONEY), waited(40, 70, HALL, MONEY + 1))
    assert by_cause(idle_books(*rows)) == {"money": [50, 0, 0, 0], "crew": [0, 50, 0, 0]}


def test_of_several_causes_the_first_in_their_order_counts_but_for_predecessors() -> None:
    rows = (waited(0, 70, GARDEN, 0), waited(15, 70, HALL, MONEY + 1), waited(15, 70, OTHER_SITE, MONEY))
    assert by_cause(idle_books(*rows)) == {"crew": [50, 50, 0, 0]}
    assert by_cause(idle_books(*rows, waited(15, 70, GARDEN, MONEY))) == {"money": [50, 50, 0, 0]}


def test_who_waits_for_others_alone_waits_for_predecessors() -> None:
    assert by_cause(idle_books(waited(15, 70, HALL, 0))) == {"predecessor": [50, 50, 0, 0]}


def test_causes_that_a_scenario_cannot_have_have_no_series() -> None:
    found = timelines_of(idle_books())
    assert [name for name in found if name.startswith("stranded_capital.")] == [
        f"stranded_capital.{cause}" for cause in ("predecessor", "date", "money", "crew")
    ]
    rules = {"stop": {"when": {"date": "2025-02-01"}, "do": {"pause": "campus"}}}
    paused = idle_books(waited(15, 70, HALL, RULE), rules=rules)
    assert by_cause(paused) == {"rule": [50, 50, 0, 0]}


def test_programmes_have_their_own() -> None:
    rows = ((20, 30, Kind.WORKED, OTHER_SITE, 10), (20, 30, Kind.PAID, OTHER_SITE, 700))
    found = timelines_of(idle_books(*rows))
    assert found["stranded.campus"].values[0, :3].tolist() == [50, 50, 0]
    assert found["stranded.rest"].values[0, :3].tolist() == [7, 7, 7]


def test_money_days_by_hand() -> None:
    # 50.00 lie idle from day 15 to day 69, 55 days, and from day 90 on they serve
    assert stranded_money_days(idle_books()).tolist() == [5000 * 55]


def test_a_project_that_is_given_up_strands_nothing() -> None:
    rows = (*PAID_AND_IDLE[:4], (40, 40, Kind.ABANDONED, 0, 0))
    books = books_by_hand(world(projects=PROJECTS), *rows)
    assert timelines_of(books)["stranded_capital"].values[0, :3].tolist() == [50, 0, 0]
    assert stranded_money_days(books).tolist() == [5000 * 25]


def test_what_stays_idle_counts_to_the_last_day() -> None:
    books = books_by_hand(world(projects=PROJECTS), *PAID_AND_IDLE[:4])
    assert stranded_money_days(books).tolist() == [5000 * (365 - 15)]


def every_day(books: Books) -> np.ndarray:
    """(R, N) stranded cents of each day, project by project on a grid of days."""
    cases, days = books.cases, books.cases.calendar.last_day + 1
    grid = Grid.of(np.arange(days))
    worked, paid, gone = books.rows[Kind.WORKED], books.rows[Kind.PAID], books.closing.assets.capitalised
    stage = paid.subject // len(cases.index.allotments)
    total = np.zeros((cases.replications, days), np.int64)
    for p in range(len(cases.index.projects)):
        ours = (cases.stages.project[stage] == p) & ~cases.stages.expensed[stage]
        in_progress = cumulative(paid, np.where(ours, 0, -1), 1, grid)[:, 0]
        in_progress -= np.cumsum(
            daily(gone, np.where(cases.stages.project[gone.subject] == p, 0, -1), 1, days)[:, 0], 1
        )
        busy = np.zeros((cases.replications, days), bool)
        for r, first, until, s in zip(worked.replication, worked.day, worked.until, worked.subject, strict=True):
            busy[r, first:until] |= cases.stages.project[s] == p
        total += in_progress * ~busy
    return total


@settings(max_examples=25, deadline=None)
@given(portfolios())
def test_all_ways_to_count_it_agree(data: dict[str, Any]) -> None:
    cases, trace = trace_of(data)
    books = books_of(trace, cases)
    daily_sum = every_day(books)
    np.testing.assert_array_equal(stranded_money_days(books), daily_sum.sum(axis=1))
    found = timelines_of(books)
    total = found["stranded_capital"].values
    np.testing.assert_array_equal(total, daily_sum[:, books.closing.grid.ends - 1] / 100.0)
    for beginning in ("stranded.", "stranded_capital."):
        parts = [series.values for name, series in found.items() if name.startswith(beginning)]
        np.testing.assert_allclose(np.sum(parts, axis=0), total, atol=1e-3)


@settings(max_examples=25, deadline=None)
@given(portfolios())
def test_whoever_has_capital_idle_waits_on_that_day(data: dict[str, Any]) -> None:
    cases, trace = trace_of(data)
    books = books_of(trace, cases)
    idle, waits = stranded_capital(books), books.rows[Kind.WAITED]
    stage, cause = np.divmod(waits.subject, len(cases.index.causes))
    assert (construction_in_progress(books)[idle.replication, idle.project, idle.closing] == idle.cents).all()
    days = books.closing.grid.ends[idle.closing] - 1
    for r, p, day, named in zip(idle.replication, idle.project, days, idle.cause, strict=True):
        now = (waits.replication == r) & (waits.day <= day) & (day < waits.until) & (cases.stages.project[stage] == p)
        others = set(cause[now].tolist()) - {0}
        assert named == min(others, default=0)
        assert now.any()
