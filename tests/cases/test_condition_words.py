"""Conditions in words: what must hold, for how long, and what is denied."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.cases.build import calendar_of, index_of
from simulator.cases.condition_words import condition_words
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
    ("when", "words"),
    [
        (FULL, "utilisation of town above 90 %"),
        ({"not": FULL}, "utilisation of town not above 90 %"),
        (LONG, "utilisation of town above 90 % for 2 quarters"),
        ({"not": LONG}, "not (utilisation of town above 90 % for 2 quarters)"),
        (
            {"all": [LATE, {"not": LONG}]},
            "date from 2026-01-01 and not (utilisation of town above 90 % for 2 quarters)",
        ),
        (
            {"all": [LATE, FULL], "for": "3 quarters"},
            "(date from 2026-01-01 and utilisation of town above 90 %) for 3 quarters",
        ),
    ],
)
def test_a_condition_says_how_long_and_what_not(when: Any, words: str) -> None:
    scenario = scenario_of({**DATA, "rules": {"go": {"when": when, "do": {"pause": "hall"}}}})
    names = Names(scenario, index_of(scenario), calendar_of(scenario))
    assert condition_words(scenario.rules["go"], names) == words
