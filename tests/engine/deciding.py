"""A hall, a plant and a pool, with the rules and risks that a test writes; and what their rows say, by name."""

from __future__ import annotations

from typing import Any

from simulator.cases.types import Cases
from simulator.trace import Kind, Trace
from tests.worlds import rows_of, trace_of

MN = 100_000_000
PLAN = {
    "kind": "appropriation",
    "from": "2025-01-01",
    "over": "1 year",
    "every": "6 months",
    "into": {"build": "100 %"},
}


def stage(days: int, **more: Any) -> dict[str, Any]:
    return {"duration": f"{days} days", **more}


def site(days: int, budget: int = 0, **more: Any) -> dict[str, Any]:
    """A project of one stage, ``build``, with a budget in mn."""
    if not budget:
        return {"stages": {"build": stage(days, **more.pop("stage", {}))}, **more}
    build = stage(days, cost="100 %", **more.pop("stage", {}))
    return {"stages": {"build": build}, "budget": f"{budget} mn USD", "pool": "build", **more}


def world(projects: dict[str, Any], first: int = 100, second: int = 50, **more: Any) -> dict[str, Any]:
    """A year in which a pool gets ``first`` mn on day 0 and ``second`` mn on 2025-07-01 = day 181."""
    plan = {**PLAN, "amount": f"{first + second} mn USD", "profile": [first, second]}
    return {
        "name": "deciding",
        "horizon": {"start": "2025-01-01", "end": "2025-12-31"},
        "treasury": {"opening": "500 mn USD"},
        "pools": {"build": {}},
        "funding": {"plan": plan},
        "projects": projects,
        **more,
    }


def rule(day: str, *do: dict[str, Any], **more: Any) -> dict[str, Any]:
    """What is done at the first review on or after a day: 2025-03-31 is day 89, 2025-06-30 day 180."""
    return {"when": {"date": day}, "do": list(do), **more}


def risk(*hits: dict[str, Any], day: str = "2025-02-10", lasts: str = "60 days") -> dict[str, Any]:
    """A risk that is sure to strike on a day, on day 40 unless it says otherwise."""
    return {"probability": "100 %", "window": day, "lasts": lasts, "hits": list(hits)}


class Story:
    """The rows of one replication, by the names of their subjects."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.cases: Cases
        self.trace: Trace
        self.cases, self.trace = trace_of(data, replications=1)

    def rows(self, kind: Kind) -> list[tuple[Any, ...]]:
        return rows_of(self.cases, self.trace, kind)

    def ends(self) -> dict[str, int]:
        """Stage -> day on which it ends."""
        return {self.cases.index.stages[s]: day for day, _, s, _ in self.rows(Kind.ENDED)}

    def worked(self, name: str) -> list[tuple[int, int]]:
        """From when to when a stage was at work."""
        return [(day, until) for day, until, s, _ in self.rows(Kind.WORKED) if self.cases.index.stages[s] == name]

    def waits(self, name: str) -> list[tuple[str, int, int]]:
        """What a stage waited for, from when to when."""
        causes = self.cases.index.causes
        found = [(*divmod(subject, len(causes)), day, until) for day, until, subject, _ in self.rows(Kind.WAITED)]
        return [(causes[cause], day, until) for s, cause, day, until in found if self.cases.index.stages[s] == name]

    def money(self, kind: Kind, name: str) -> list[tuple[int, int, str, float]]:
        """(from, until, source, mn) of the rows of a stage, or of a project that is cancelled."""
        names = self.cases.index.projects if kind == Kind.CANCELLED else self.cases.index.stages
        sources = self.cases.index.allotments
        found = [(day, until, *divmod(x, len(sources)), cents) for day, until, x, cents in self.rows(kind)]
        return [(day, until, sources[a][0], cents / MN) for day, until, s, a, cents in found if names[s] == name]

    def fired(self, name: str) -> list[int]:
        """Days on which a rule fired."""
        return [day for day, _, x, _ in self.rows(Kind.FIRED) if self.cases.index.rules[x] == name]

    def seen(self, name: str) -> list[int]:
        """What a rule saw when it fired."""
        x, first = self.cases.index.rules.index(name), self.cases.rules.first
        return [amount for *_, step, amount in self.rows(Kind.OBSERVED) if first[x] <= step < first[x + 1]]

    def acts(self, kind: Kind = Kind.ACTED) -> list[tuple[int, str, int]]:
        """(day, action, amount) of what was done, or was without effect."""
        return [(day, self.cases.index.actions[a], amount) for day, _, a, amount in self.rows(kind)]
