"""Conditions in words: what must hold, for how long, and what is denied."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.cases.build import calendar_of, index_of
from simulator.cases.condition_words import condition_words, leaf_words
from simulator.cases.conditions import Names
from tests.worlds import scenario_of

FULL = {"utilisation": {"market": "town", "above": "90 %"}}
LONG = {"utilisation": {"market": "town", "above": "90 %", "for": "2 quarters"}}
LATE = {"date": "2026-01-01"}
DATA: dict[str, Any] = {
    "name": "words",
    "horizon": {"start": "2025-01-01", "end": "2026-12-31"},
    "markets": {"town": {"demand": "5 MW", "price": "1 mn USD/MW/year", "installed": "9 MW"}},
    "projects": {"hall": {"stages": {"all": {"duration": "9 days"}}}},
}


@pytest.mark.parametrize(
    ("when", "whole", "parts"),
    [
        (FULL, "utilisation of town above 90 %", ["utilisation of town above 90 %"]),
        ({"not": FULL}, "utilisation of town not above 90 %", ["utilisation of town not above 90 %"]),
        (LONG, "utilisation of town above 90 % for 2 reviews", ["utilisation of town above 90 % for 2 reviews"]),
        ({"not": LONG}, "not (utilisation of town above 90 % for 2 reviews)",
         ["not (utilisation of town above 90 % for 2 reviews)"]),
        ({"all": [LATE, {"not": LONG}]}, "date from 2026-01-01 and not (utilisation of town above 90 % for 2 reviews)",
         ["date from 2026-01-01", "not (utilisation of town above 90 % for 2 reviews)"]),
        ({"all": [LATE, FULL], "for": "3 quarters"},
         "(date from 2026-01-01 and utilisation of town above 90 %) for 3 reviews",
         ["date from 2026-01-01", "utilisation of town above 90 %"]),
    ],
)  # fmt: skip
def test_a_condition_and_its_parts_say_how_long_and_what_not(when: Any, whole: str, parts: list[str]) -> None:
    scenario = scenario_of({**DATA, "rules": {"go": {"when": when, "do": {"pause": "hall"}}}})
    names, rule = Names(scenario, index_of(scenario), calendar_of(scenario)), scenario.rules["go"]
    assert condition_words(rule, names) == whole
    assert leaf_words(rule, names) == parts
