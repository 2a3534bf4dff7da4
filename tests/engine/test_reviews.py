"""What rules see and when they fire, worked out by hand. Reviews are held on days 89, 180, 272 and 364."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.trace import Kind
from tests.engine.deciding import MN, Story, risk, rule, site, world

MARKETS = {
    "town": {
        "demand": "7 MW",
        "growth": "100 %/year",
        "price": {"2025-01-01": "3.65 mn USD/MW/year", "2025-05-01": "7.3 mn USD/MW/year"},
        "installed": "10 MW",
    }
}
#: pays 70 mn up to day 83, then 14 mn more, out of the 100 mn of day 0, up to day 100
HALL = site(100, 70, cost_factor=1.2)


def watching(when: dict[str, Any], **more: Any) -> Story:
    """A hall at work, a plant that no money does for, and a rule that looks at ``when``."""
    rules = {"watch": {"when": when, "do": {"pause": "plant"}}}
    return Story(world({"hall": HALL, "plant": site(20, 400)}, rules=rules, **more))


@pytest.mark.parametrize(
    ("when", "day", "seen"),
    [
        # cash at the closings of days 58, 150, 242 and 333: the treasury has 500 mn less tranches of 100 and 50 mn
        ({"treasury": {"above": "300 mn USD"}}, 89, 400 * MN),
        ({"treasury": {"below": "380 mn USD"}}, 272, 350 * MN),
        # 59 of 83 days of 70 mn, 84,337,349 cents a day, the first 33 days a cent more
        ({"liquidity": {"below": "460 mn USD"}}, 89, 500 * MN - 59 * 84_337_349 - 33),
        ({"liquidity": {"below": "420 mn USD"}}, 180, 416 * MN),
        # 100 - 70 - 14 mn, then 50 mn more
        ({"pool": {"name": "build", "available_below": "20 mn USD"}}, 89, 16 * MN),
        ({"pool": {"name": "build", "available_above": "20 mn USD"}}, 272, 66 * MN),
        ({"date": {"from": "2025-07-01"}}, 272, 272),
        ({"date": {"before": "2025-04-01"}}, 89, 89),
        ({"stage": {"name": "hall.build", "done": True}}, 180, 1),
        ({"stage": {"name": "hall.build", "done": False}}, 89, 0),
        ({"project": {"name": "hall", "started": True}}, 89, 1),
        ({"project": {"name": "plant", "started": False}}, 89, 0),
        ({"project": {"name": "hall", "done": True}}, 180, 1),
        # planned for day 20: 69 days late on day 89, 160 on day 180, 252 on day 272
        ({"project": {"name": "plant", "late_by": "60 days"}}, 89, 69),
        ({"stage": {"name": "plant.build", "late_by": "200 days"}}, 272, 252),
        # 14 mn over 70 mn, asked for on day 83
        ({"overrun": {"project": "hall", "above": "19 %"}}, 89, 200_000),
    ],
    ids=str,
)
def test_a_rule_fires_at_the_first_review_that_sees_what_it_watches(when: Any, day: int, seen: int) -> None:
    story = watching(when)
    assert (story.fired("watch"), story.seen("watch")) == ([day], [seen])


@pytest.mark.parametrize(
    ("when", "day", "seen"),
    [
        # demand of 7 x 2 ** (day / 365) MW on days 58, 150 and 242: 7.815, 9.307 and 11.08
        ({"utilisation": {"market": "town", "above": "80 %"}}, 180, 930_702),
        ({"utilisation": {"market": "town", "below": "80 %"}}, 89, 781_520),
        ({"demand": {"market": "town", "above": "11 MW"}}, 272, 11_084),
        ({"demand": {"market": "town", "below": "8 MW"}}, 89, 7815),
        # 7.3 mn USD a MW and year are 20,000 USD a MW and day, 2000 cents a kW and day
        ({"price": {"market": "town", "above": "5 mn USD/MW/year"}}, 180, 2000),
        ({"price": {"market": "town", "below": "5 mn USD/MW/year"}}, 89, 1000),
        ({"utilisation": {"market": "town", "above": "80 %", "for": "2 quarters"}}, 272, 1_000_000),
    ],
    ids=str,
)
def test_a_rule_sees_a_market_at_the_last_closing(when: Any, day: int, seen: int) -> None:
    story = watching(when, markets=MARKETS)
    assert story.fired("watch") == [day]
    assert story.seen("watch") == pytest.approx([seen], abs=20)


@pytest.mark.parametrize(
    ("lasting", "day"),
    [
        ("1 review", 180),
        ("1 quarter", 180),
        ("3 months", 180),
        ("2 quarters", 272),
        ("6 months", 272),
        ("9 months", 364),
    ],
)
def test_a_quarter_of_quarterly_reviews_is_one_of_them_and_so_are_three_months(lasting: str, day: int) -> None:
    when = {"price": {"market": "town", "above": "5 mn USD/MW/year", "for": lasting}}
    story = watching(when, markets=MARKETS)
    assert story.fired("watch") == [day]
    assert story.cases.index.steps == (
        f"price of town above 5 mn USD/MW/year for {lasting}".removesuffix(" for 1 review"),
    )


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (
            {"not": {"demand": {"market": "town", "above": "9 MW", "for": "2 quarters"}}},
            ("not (demand of town above 9 MW for 2 quarters)", "not"),
        ),
        (
            {"not": {"demand": {"market": "town", "above": "9 MW"}}, "for": "2 quarters"},
            ("demand of town not above 9 MW for 2 quarters", "not"),
        ),
        (
            {
                "not": {
                    "any": [{"demand": {"market": "town", "above": "9 MW"}}, {"date": "2025-06-01"}],
                    "for": "6 months",
                }
            },
            ("demand of town above 9 MW", "date from 2025-06-01", "any", "not"),
        ),
    ],
    ids=str,
)
def test_a_step_says_how_long_it_must_hold(when: Any, words: tuple[str, ...]) -> None:
    assert watching(when, markets=MARKETS).cases.index.steps == words


@pytest.mark.parametrize(
    "when", [{"overrun": {"project": "hall", "above": "20 %"}}, {"treasury": {"above": "400 mn USD"}}]
)
def test_a_level_that_is_reached_is_not_passed(when: Any) -> None:
    assert watching(when).fired("watch") == []


def test_what_ended_late_stays_as_late_as_it_ended() -> None:
    """Planned for day 100, 50 days more: late by 50 days on day 180 as on any later day."""
    flood = risk({"stages": "hall", "duration": {"add": "50 days"}})
    for name in ({"stage": {"name": "hall.build"}}, {"project": {"name": "hall"}}):
        for late_by, fired in (("40 days", [180]), ("60 days", [])):
            when = {kind: {**of, "late_by": late_by} for kind, of in name.items()}
            assert watching(when, risks={"flood": flood}).fired("watch") == fired


@pytest.mark.parametrize(
    ("late_by", "fired", "seen"),
    [
        # not started on day 89, started on day 180: 20 more days end on day 200, and the money of day 181 is too little
        ("0 days", [272], [72]),
        ("80 days", [364], [164]),
        ("200 days", [], []),
    ],
)
def test_a_project_that_waits_for_a_rule_is_late_against_the_day_on_which_it_starts(
    late_by: str, fired: list[int], seen: list[int]
) -> None:
    for name in ({"stage": {"name": "plant.build"}}, {"project": {"name": "plant"}}):
        when = {kind: {**of, "late_by": late_by} for kind, of in name.items()}
        rules = {"go": rule("2025-06-30", {"start": "plant"}), "watch": {"when": when, "do": {"pause": "hall"}}}
        story = Story(world({"hall": HALL, "plant": site(20, 400)}, rules=rules))
        assert (story.fired("watch"), story.seen("watch")) == (fired, seen)


def test_what_is_not_late_before_its_start_is_seen_as_no_days_late() -> None:
    late = {"not": {"stage": {"name": "plant.build", "late_by": "1 day"}}}
    rules = {"watch": {"when": late, "do": {"pause": "hall"}}, "go": rule("2025-06-30", {"start": "plant"})}
    story = Story(world({"hall": HALL, "plant": site(20, 400)}, rules=rules))
    assert (story.fired("watch"), story.seen("watch")) == ([89], [0])


def test_a_lag_is_no_lateness() -> None:
    """Decided on day 180 and started on day 200: 20 days end on day 220, 52 before day 272."""
    late = {"stage": {"name": "plant.build", "late_by": "1 day"}}
    rules = {"go": rule("2025-06-30", {"start": "plant"}), "watch": {"when": late, "do": {"pause": "hall"}}}
    story = Story(world({"hall": HALL, "plant": site(20, 400)}, rules=rules, reviews={"lag": "20 days"}))
    assert (story.fired("watch"), story.seen("watch")) == ([272], [52])


def test_a_risk_counts_as_struck_from_its_day_on() -> None:
    late = risk({"stages": "hall", "rework": "0 %"}, day="2025-03-31", lasts="1 day")
    assert watching({"risk": "late"}, risks={"late": late}).fired("watch") == [89]


def test_a_rule_sees_what_rules_before_it_have_done_at_the_same_review_and_those_after_it_at_the_next() -> None:
    rules = {
        "before": {"when": {"rule": "first"}, "do": {"pause": "plant"}},
        "none": {"when": {"all": [{"not": {"rule": "first"}}, {"date": "2025-06-30"}]}, "do": {"resume": "plant"}},
        "first": rule("2025-06-30", {"pause": "hall"}),
        "after": {"when": {"rule": "first"}, "do": {"pause": "hall"}},
    }
    story = Story(world({"hall": site(300), "plant": site(300)}, rules=rules))
    assert [story.fired(name) for name in rules] == [[272], [180], [180], [180]]


def test_a_pool_is_seen_as_the_rule_before_has_left_it() -> None:
    """The hall, given up on day 180, returns 120 of its 300 mn; 10 mn lay in the pool."""
    seeing = {"when": {"pool": {"name": "build", "available_above": "100 mn USD"}}, "do": {"start": "plant"}}
    nothing = {"when": {"pool": {"name": "build", "available_above": "200 mn USD"}}, "do": {"pause": "hall"}}
    rules = {"nothing": nothing, "leave": rule("2025-06-30", {"abandon": "hall"}), "seeing": seeing}
    story = Story(world({"hall": site(300, 300), "plant": site(20, 125)}, first=310, rules=rules))
    assert story.seen("seeing") == [130 * MN]
    assert story.ends() == {"plant.build": 200}


def test_a_rule_that_is_not_for_once_fires_at_every_review_at_which_it_holds() -> None:
    rules = {"watch": rule("2025-06-30", {"priority": {"project": "hall", "to": 3}}, once=False)}
    assert Story(world({"hall": site(300)}, rules=rules)).fired("watch") == [180, 272, 364]


def test_monthly_reviews_begin_when_a_month_has_been_closed() -> None:
    data = world({"hall": site(10)}, rules={"go": rule("2025-01-01", {"start": "hall"})}, reviews={"every": "month"})
    assert Story(data).ends() == {"hall.build": 68}


def test_without_rules_nothing_starts_that_a_rule_would_start() -> None:
    data = world({"hall": site(10)}, rules={"go": rule("2025-01-01", {"start": "hall"})}, reviews={"rules": False})
    story = Story(data)
    assert story.waits("hall.build") == [("rule", 0, 365)]
    assert story.rows(Kind.FIRED) == []


def test_a_decision_that_takes_effect_after_the_end_is_taken_and_not_done() -> None:
    data = world({"hall": site(10)}, rules={"go": rule("2025-12-31", {"start": "hall"})}, reviews={"lag": "1 day"})
    story = Story(data)
    assert (story.fired("go"), story.acts(), story.acts(Kind.WITHOUT_EFFECT)) == ([364], [], [])


def test_a_condition_that_held_only_before_a_projects_date_does_not_trigger_it() -> None:
    """Less than 9.5 MW in demand at the reviews up to day 180, more on day 272, the first on or after 2025-08-01.

    That of day 180 is looked at, too, for the dear quarters that would have to be two in a row.
    """
    dear = {"price": {"market": "town", "above": "100 mn USD/MW/year", "for": "2 quarters"}}
    when = {"any": [{"demand": {"market": "town", "below": "9.5 MW"}}, dear]}
    projects = {
        "hall": site(10, start={"when": when, "not_before": "2025-08-01"}),
        "shop": site(10, start={"when": when}),
    }
    story = Story(world(projects, markets=MARKETS))
    assert story.ends() == {"shop.build": 99}
    assert story.waits("hall.build") == [("date", 0, 212), ("trigger", 212, 365)]
