"""The policies of the critical path, worked out by hand: one crew, and who gets it."""

from __future__ import annotations

from typing import Any

from simulator.policies import policies
from tests.policies.served import committee, starts
from tests.worlds import cases_of, scenario_of

CREW = {"crew": {"capacity": 1}}


def work(duration: str, **more: Any) -> dict[str, Any]:
    return {"duration": duration, "needs": {"crew": 1}, **more}


def test_earliest_finish_serves_the_project_that_could_be_done_first() -> None:
    """Without waiting, `two` would be done on day 30 + 60 = 90, `late` on day 59 + 20 = 79, `one` on day 80.

    `late` may not begin before 1 March, day 59, so `one` gets the crew on day 0 and keeps it to day 80. Then `late` is
    first, to day 100, then `two`, whose stages follow each other.
    """
    projects = {
        "two": {"stages": {"a": work("30 days"), "b": work("60 days", after=["a"])}},
        "late": {"stages": {"a": work("20 days")}, "start": {"not_before": "2025-03-01"}},
        "one": {"stages": {"a": work("80 days")}},
    }
    data = committee("earliest_finish", projects, resources=CREW)
    cases = cases_of(scenario_of(data), 1)
    assert policies["earliest_finish"].rank(cases).tolist() == [90, 90, 79, 80]
    assert starts(data) == [{"one.a": 0, "late.a": 80, "two.a": 100, "two.b": 130}]


def test_earliest_finish_knows_what_is_expected_and_never_what_is_drawn() -> None:
    """`drawn` takes 100 or 300 days, 200 expected, `fixed` 220: `drawn` is first even where it takes 300."""
    projects = {
        "fixed": {"stages": {"a": work("220 days")}},
        "drawn": {"stages": {"a": work("discrete(100=0.5, 300=0.5) days")}},
    }
    found = starts(committee("earliest_finish", projects, resources=CREW), replications=20)
    assert {tuple(sorted(days.items())) for days in found} == {
        (("drawn.a", 0), ("fixed.a", 100)),
        (("drawn.a", 0), ("fixed.a", 300)),
    }


def test_slack_and_latest_finish_time_serve_what_the_end_of_all_hangs_on() -> None:
    """`long` is the critical path of 100 + 50 days: its first stage may end on day 100 at the latest, slack 0.

    `short` may end on day 150, slack 150 - 30 = 120, though it asks first and would be done first.
    """
    projects = {
        "short": {"stages": {"a": work("30 days")}},
        "long": {"stages": {"a": work("100 days"), "b": {"duration": "50 days", "after": ["a"]}}},
    }
    cases = cases_of(scenario_of(committee("slack", projects, resources=CREW)), 1)
    assert policies["latest_finish_time"].rank(cases).tolist() == [150, 100, 150]
    assert policies["slack"].rank(cases).tolist() == [120, 0, 0]
    for policy in ("slack", "latest_finish_time"):
        data = committee(policy, projects, resources=CREW)
        assert starts(data) == [{"long.a": 0, "long.b": 100, "short.a": 100}]
