"""When a condition may hold, against all worlds of a few dates and risks looked at one by one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.quantities.units import Context
from simulator.scenario.checks.reach import Outlook
from simulator.scenario.schema import Scenario

START = date(2025, 1, 1)
#: quarter ends of two years, written out
REVIEWS = [date(y, m, d) for y in (2025, 2026) for m, d in ((3, 31), (6, 30), (9, 30), (12, 31))]
#: what may strike on which day
STRIKES = {"early": date(2025, 5, 1), "late": date(2026, 10, 2)}

days = st.dates(date(2024, 12, 1), date(2027, 1, 31))
dated = st.one_of(
    days.map(lambda day: {"date": day.isoformat()}),
    days.map(lambda day: {"date": {"before": day.isoformat()}}),
    st.tuples(days, days).map(lambda two: {"date": {"from": two[0].isoformat(), "before": two[1].isoformat()}}),
)
leaves = st.one_of(dated, st.sampled_from([{"risk": name} for name in STRIKES]))


def joined(inner: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    several = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        several.map(lambda parts: {"all": parts}),
        several.map(lambda parts: {"any": parts}),
        inner.map(lambda part: {"not": part}),
        st.tuples(inner, st.integers(1, 9)).map(lambda two: {"all": [two[0]], "for": f"{two[1]} reviews"}),
    )


def holds(condition: dict[str, Any], review: int, struck: set[str]) -> bool:
    """Whether a condition as written holds at a review, in a world in which some risks strike."""
    count = int(condition.get("for", "1 review").split()[0])
    return review + 1 >= count and all(_now(condition, n, struck) for n in range(review + 1 - count, review + 1))


def _now(condition: dict[str, Any], review: int, struck: set[str]) -> bool:
    if "all" in condition:
        return all(holds(part, review, struck) for part in condition["all"])
    if "any" in condition:
        return any(holds(part, review, struck) for part in condition["any"])
    if "not" in condition:
        return not holds(condition["not"], review, struck)
    if "risk" in condition:
        return condition["risk"] in struck and REVIEWS[review] >= STRIKES[condition["risk"]]
    stated = condition["date"]
    bounds = {"from": stated} if isinstance(stated, str) else stated
    since, before = bounds.get("from", "0000"), bounds.get("before", "9999")
    return since <= REVIEWS[review].isoformat() < before


def outlook(condition: dict[str, Any], *rules: dict[str, Any]) -> Outlook:
    """What can be said of a condition, the first rule's."""
    risks = {
        name: {"probability": "50 %", "window": day.isoformat(), "hits": {"projects": "p", "abandon": "5 %"}}
        for name, day in STRIKES.items()
    }
    written = {
        "name": "small",
        "horizon": {"start": START.isoformat(), "end": "2 years"},
        "projects": {"p": {"stages": {"a": {"duration": "5 days"}}}},
        "risks": risks,
        "rules": {f"r{n}": {"when": when, "do": {"pause": "p"}} for n, when in enumerate((condition, *rules))},
    }
    return Outlook(Scenario.model_validate(written, context=Context(start=START)))


@given(st.recursive(leaves, joined, max_leaves=5))
@settings(max_examples=150, deadline=None)
def test_what_holds_in_some_world_may_hold_and_what_must_holds_in_all(condition: dict[str, Any]) -> None:
    seen = outlook(condition)
    chance = seen.chance(seen.scenario.rules["r0"].when)
    worlds = [set(), {"early"}, {"late"}, {"early", "late"}]
    for review in range(len(REVIEWS)):
        told = [holds(condition, review, struck) for struck in worlds]
        assert bool(chance.may[review]) >= any(told)
        assert bool(chance.must[review]) <= all(told)


@given(st.recursive(dated, joined, max_leaves=5))
@settings(max_examples=150, deadline=None)
def test_of_dates_alone_all_is_known(condition: dict[str, Any]) -> None:
    seen = outlook(condition)
    chance = seen.chance(seen.scenario.rules["r0"].when)
    told = [holds(condition, review, set()) for review in range(len(REVIEWS))]
    assert chance.may.tolist() == chance.must.tolist() == told


def test_reviews_are_quarter_ends_or_the_month_ends_that_another_precedes() -> None:
    seen = outlook({"date": "2025-01-01"})
    assert [START + timedelta(days=int(day)) for day in seen.days] == REVIEWS
    monthly = seen.scenario.model_copy(update={"reviews": seen.scenario.reviews.model_copy(update={"every": "month"})})
    assert Outlook(monthly).days[[0, -1]].tolist() == [58, 729]
    assert len(Outlook(monthly).days) == 23


@pytest.mark.parametrize(
    ("rules", "first"),
    [
        (({"rule": "r1"}, {"date": "2026-01-01"}), 4),
        (({"rule": "r1"}, {"rule": "r2"}, {"date": "2026-07-01"}), 6),
        (({"rule": "r1"}, {"any": [{"rule": "r0"}, {"date": "2025-05-01"}]}), 1),
        (({"rule": "r1"}, {"rule": "r0"}), None),
        (({"all": [{"rule": "r1"}, {"date": "2025-05-01"}], "for": "2 reviews"}, {"date": "2025-01-01"}), 2),
    ],
)
def test_a_rule_may_have_fired_from_the_first_review_at_which_it_may(
    rules: tuple[dict[str, Any], ...], first: int | None
) -> None:
    fired = outlook(*rules).fired["r0"]
    assert fired.tolist() == [first is not None and n >= first for n in range(len(REVIEWS))]
    assert not np.any(np.diff(fired.astype(int)) < 0)
