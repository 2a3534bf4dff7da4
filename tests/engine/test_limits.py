"""Which limit held a stage, and in which periods, worked out by hand."""

from __future__ import annotations

from typing import Any

from simulator.metrics import view_of
from simulator.trace import Kind
from tests.engine.deciding import MN, Story

HORIZON = {"start": "2026-01-01", "end": "2028-12-31"}
PLAN = {
    "kind": "appropriation",
    "amount": "440 mn USD",
    "from": "2026-01-01",
    "over": "3 months",
    "every": "quarter",
    "into": {"build": "100 %"},
}


def limited(projects: dict[str, Any], *limits: dict[str, Any], **horizon: Any) -> Story:
    """440 mn in a pool from the first day on, and limits in mn USD."""
    return Story(
        {
            "name": "limited",
            "horizon": {**HORIZON, **horizon},
            "treasury": {"opening": "1000 mn USD"},
            "pools": {"build": {}},
            "funding": {"plan": PLAN},
            "projects": {name: {"pool": "build", **project} for name, project in projects.items()},
            "limits": [{**limit, "at_most": f"{limit['at_most']} mn USD"} for limit in limits],
        }
    )


def bound(story: Story) -> dict[str, list[bool]]:
    """Whether each limit bound, period by period."""
    decided, limits = view_of(story.trace, story.cases).decisions, story.cases.limits
    first = limits.period.first
    return {name: decided.bound[0, first[z] : first[z + 1]].tolist() for z, name in enumerate(story.cases.index.limits)}


def one(days: int, budget: int, *tags: str, **more: Any) -> dict[str, Any]:
    """A project of one stage, with a budget in mn."""
    return {
        "budget": f"{budget} mn USD",
        "tags": list(tags),
        "stages": {"build": {"duration": f"{days} days", "cost": "100 %"}},
        **more,
    }


def test_a_top_up_is_held_by_the_limit_that_what_it_asks_for_would_pass() -> None:
    """Ten of forty mn are used up on day 25; thirty more do not fit beside the 15 of 30 that are gone in the year.

    In 2027 they do: 75 more days from day 365 on. Of the 500 mn of the other limit 40 are never all.
    """
    story = limited(
        {"x": one(100, 10, "wide", "tight", cost_factor=4), "v": one(10, 5, "tight")},
        {"tag": "wide", "per": "year", "at_most": 500},
        {"tag": "tight", "per": "year", "at_most": 30},
    )
    assert story.waits("x.build") == [("limit", 25, 365)]
    assert story.ends() == {"v.build": 10, "x.build": 440}
    assert bound(story) == {"wide.year": [False, False, False], "tight.year": [True, False, False]}
    assert story.rows(Kind.LIMITED) == [(25, 25, 1, 30 * MN)]


def test_a_limit_that_is_filled_to_the_brim_holds_nobody() -> None:
    """Years from April on: 50 + 50 + 10 mn fit into the 110 mn of `both` in the first, 50 + 50 + 10 in the second.

    The building of x, at work from day 100 on, asks for these last 10 mn on day 100 + 83. With them x has committed
    120 mn: too much for the 115 mn of `alone` over the whole horizon.
    """
    half = {"duration": "100 days", "cost": "50 %"}
    stages = {"plan": half, "build": {"after": "plan", **half}}
    x = {"budget": "100 mn USD", "tags": ["both", "alone"], "cost_factor": 1.2, "stages": stages}
    y = {"budget": "100 mn USD", "tags": ["both"], "stages": stages}
    both = {"tag": "both", "per": "year", "at_most": 110}
    story = limited({"x": x, "y": y}, both, {"tag": "alone", "per": "horizon", "at_most": 115}, fiscal_year_end="03-31")
    assert story.waits("x.build") == [("predecessor", 0, 100), ("limit", 183, 1096)]
    assert bound(story) == {"both.year": [False] * 4, "alone": [True]}
    free = limited({"x": x, "y": y}, both, {"tag": "alone", "per": "horizon", "at_most": 1000}, fiscal_year_end="03-31")
    assert free.ends() == {"y.plan": 100, "x.plan": 100, "y.build": 200, "x.build": 200}
    assert bound(free) == {"both.year": [False] * 4, "alone": [False]}


def test_who_waits_on_is_told_in_every_period_and_once_in_each() -> None:
    """60 and 70 mn never fit into 50 a year; 60 would fit into the 65 over all the time, 70 would not."""
    story = limited(
        {"a": one(10, 60, "x"), "b": one(10, 70, "x", priority=200), "c": one(400, 1)},
        {"tag": "x", "per": "year", "at_most": 50},
        {"tag": "x", "per": "horizon", "at_most": 65},
    )
    assert story.ends() == {"c.build": 400}
    assert bound(story) == {"x.year": [True, True, True], "x": [True]}
    told = [(0, 0, 0, 60 * MN), (0, 0, 1, 70 * MN), (365, 365, 0, 60 * MN), (730, 730, 0, 60 * MN)]
    assert story.rows(Kind.LIMITED) == told


def test_who_waits_for_a_day_asks_under_no_limit_before() -> None:
    story = limited(
        {"a": one(10, 60, "x", start="2027-06-01")}, {"tag": "x", "per": "year", "at_most": 50}, end="2027-12-31"
    )
    assert bound(story) == {"x.year": [False, True]}
