"""Three years of one town, two sites and a plan, with the risks that a test writes."""

from __future__ import annotations

from typing import Any

from simulator.cases.types import Cases
from tests.worlds import cases_of, scenario_of

HORIZON = {"start": "2025-01-01", "end": "2027-12-31"}
#: days of the horizon, none of its years a leap year
DAYS = 3 * 365

STAGES = {"shell": {"duration": "6 months", "cost": "60 %"}, "hall": {"duration": "3 months", "cost": "40 %"}}


def world(**sections: Any) -> dict[str, Any]:
    """The scenario in plain data, some sections written otherwise."""
    site = {"stages": STAGES, "budget": "10 mn USD", "pool": "cloud", "tags": ["latam"]}
    return {
        "name": "risky",
        "horizon": HORIZON,
        "treasury": {"opening": "100 mn USD"},
        "pools": {"cloud": {}},
        "funding": {
            "plan": {
                "kind": "appropriation",
                "amount": "40 mn USD",
                "from": "2025-01-01",
                "over": "1 year",
                "every": "3 months",
                "into": {"cloud": "100 %"},
            }
        },
        "resources": {"crews": {"capacity": "4"}, "chips": {"supply": "10 /quarter"}},
        "markets": {"town": {"demand": "10 MW", "price": "3.65 mn USD/MW/year"}},
        "projects": {"north": site, "south": {**site, "tags": []}},
        **sections,
    }


def risk(*hits: dict[str, Any], **terms: Any) -> dict[str, Any]:
    """A risk that is sure to strike on 2025-04-11, day 100, for 400 days, unless the terms say otherwise."""
    return {"probability": "100 %", "window": "2025-04-11", "lasts": "400 days", "hits": list(hits), **terms}


def cases_with(risks: dict[str, Any], replications: int = 3, seed: int = 1, **sections: Any) -> Cases:
    """The cases of some replications of the scenario with some risks."""
    return cases_of(scenario_of(world(risks=risks, **sections)), replications, seed)
