"""What held projects up, by hand and by the law that the days add up."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given, settings

from simulator.closing import books_of
from simulator.metrics import Delays
from simulator.metrics.delays import delays_of
from simulator.trace import Kind
from tests.factories import everything
from tests.laws.portfolios import portfolios
from tests.worlds import trace_of

STEP = {"cost": "100 %"}


def held(data: dict[str, Any]) -> tuple[Delays, dict[str, dict[str, int]]]:
    cases, trace = trace_of({"name": "by-hand", "horizon": {"start": "2025-01-01", "end": "2025-12-31"}, **data}, 1)
    delays = delays_of(books_of(trace, cases))
    return delays, {
        name: {cause: int(d) for cause, d in zip(delays.causes, delays.by_project[0, p], strict=True) if d}
        for p, name in enumerate(cases.index.projects)
    }


def test_the_driving_path_by_hand() -> None:
    # The permit takes 30 days, the roof 50, both at once; the hall, 20 days, waits for both, then for a crew
    # that another project holds to day 90: 50 days of work, 40 for the crew, 20 of work. Finish on day 110.
    projects = {
        "other": {"stages": {"all": {"duration": "90 days", "needs": {"crew": 1}}}, "priority": 1},
        "campus": {
            "stages": {
                "permit": {"duration": "30 days"},
                "roof": {"duration": "50 days"},
                "hall": {"after": ["permit", "roof"], "duration": "20 days", "needs": {"crew": 1}},
            }
        },
    }
    delays, found = held({"resources": {"crew": {"capacity": 1}}, "projects": projects})
    assert found == {"other": {"working": 90}, "campus": {"working": 70, "crew": 40}}
    hall = delays.by_stage[0, 3]
    assert dict(zip(delays.causes, hall.tolist(), strict=True)) == {
        "working": 20,
        "predecessor": 50,
        "date": 0,
        "trigger": 0,
        "rule": 0,
        "shock": 0,
        "limit": 0,
        "money": 0,
        "crew": 40,
    }


def test_waiting_for_another_project_is_waiting_for_a_predecessor() -> None:
    # second begins when first is done: its site, 10 days, waits 60; its hall needs first.a, long over
    projects = {
        "first": {"stages": {"a": {"duration": "20 days"}, "b": {"after": "a", "duration": "40 days"}}},
        "second": {
            "stages": {
                "site": {"after": "first.b", "duration": "10 days"},
                "hall": {"after": ["site", "first.a"], "duration": "5 days"},
            }
        },
    }
    _, found = held({"projects": projects})
    assert found["second"] == {"working": 15, "predecessor": 60}


def test_the_part_that_another_project_took_longer_counts_alone() -> None:
    # hall waits for its own site until day 10 and for the other project until day 60
    projects = {
        "first": {"stages": {"a": {"duration": "60 days"}}},
        "second": {
            "stages": {
                "site": {"duration": "10 days"},
                "hall": {"after": ["site", "first.a"], "duration": "5 days"},
            }
        },
    }
    _, found = held({"projects": projects})
    assert found["second"] == {"working": 15, "predecessor": 50}


def test_a_date_a_stall_and_an_end_that_never_comes() -> None:
    # Starts on 31 January (day 30). 100 USD budget, true cost 200: works half of 40 days, then waits for
    # money to the end of day 364.
    projects = {
        "campus": {
            "stages": {"all": {"duration": "40 days", **STEP}},
            "budget": "100 USD",
            "cost_factor": 2,
            "pool": "cloud",
            "start": "2025-01-31",
        }
    }
    funding = {
        "plan": {
            "kind": "appropriation",
            "amount": "150 USD",
            "from": "2025-01-01",
            "over": "1 year",
            "every": "1 year",
            "into": {"cloud": "100 %"},
        }
    }
    data = {
        "treasury": {"opening": "150 USD"},
        "pools": {"cloud": {}},
        "funding": funding,
        "projects": projects,
    }
    _, found = held(data)
    assert found["campus"] == {"date": 30, "working": 20, "money": 315}


@settings(max_examples=60, deadline=None)
@given(portfolios())
def test_the_days_of_the_path_add_up_to_the_finish(data: dict[str, Any]) -> None:
    cases, trace = trace_of(data)
    books = books_of(trace, cases)
    end = np.minimum(books.closing.assets.finished, cases.calendar.last_day + 1)
    np.testing.assert_array_equal(delays_of(books).by_project.sum(axis=-1), end)


def test_the_days_of_every_stage_add_up_to_its_end() -> None:
    cases, trace = trace_of(everything(), 8)
    books = books_of(trace, cases)
    assets = books.closing.assets
    over = np.minimum(assets.ended, assets.abandoned[:, cases.stages.project])
    np.testing.assert_array_equal(delays_of(books).by_stage.sum(axis=-1), over)
    assert {Kind.UNFINISHED, Kind.ABANDONED} <= set(trace.kind.tolist())


def test_the_days_of_a_path_add_up_to_the_day_on_which_its_project_is_given_up() -> None:
    cases, trace = trace_of(everything(), 12)
    books = books_of(trace, cases)
    assets = books.closing.assets
    given_up = assets.abandoned <= cases.calendar.last_day
    assert given_up.any()
    np.testing.assert_array_equal(delays_of(books).by_project.sum(axis=-1)[given_up], assets.abandoned[given_up])
