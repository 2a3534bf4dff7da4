"""A committee with too little money at a time, and the days on which it serves whom."""

from __future__ import annotations

from typing import Any

from simulator.trace import Kind
from tests.worlds import rows_of, trace_of

#: 100 mn a half-year: on days 0, 181, 365 and 546
PLAN = {
    "kind": "appropriation",
    "amount": "400 mn USD",
    "from": "2025-01-01",
    "over": "2 years",
    "every": "6 months",
    "into": {"plan": "100 %"},
}


def committee(policy: str, projects: dict[str, Any], **sections: Any) -> dict[str, Any]:
    """Ten years, days 0 to 3651, in which projects ask the pool `plan` for money on the first day."""
    return {
        "name": "committee",
        "horizon": {"start": "2025-01-01", "end": "2034-12-31"},
        "pools": {"plan": {}},
        "funding": {"plan": PLAN},
        "allocation": {"policy": policy},
        "projects": {name: {"pool": ["plan"], **project} for name, project in projects.items()},
        **sections,
    }


def starts(data: dict[str, Any], replications: int = 1) -> list[dict[str, int]]:
    """The day on which each stage goes to work, by its name, in each replication."""
    cases, trace = trace_of(data, replications)
    return [
        {cases.index.stages[s]: day for day, _, s, _ in rows_of(cases, trace, Kind.WORKED, r)}
        for r in range(replications)
    ]
