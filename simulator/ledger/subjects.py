"""Who a row is about, in the names of the scenario."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from simulator.cases.index import Index
from simulator.cases.types import Cases
from simulator.trace import KINDS, Kind, Trace


def _purse(index: Index, allotment: int) -> str:
    """An allotment as its pool and source; without a pool, the treasury."""
    funding, pool = index.allotments[allotment]
    return f"{pool} ({funding})" if pool else "treasury"


def _of_purse(names: tuple[str, ...], index: Index, subject: int) -> str:
    owner, allotment = divmod(subject, len(index.allotments))
    return f"{names[owner]} from {_purse(index, allotment)}"


def _waiting(index: Index, subject: int) -> str:
    stage, cause = divmod(subject, len(index.causes))
    return f"{index.stages[stage]} for {index.causes[cause]}"


def _between(index: Index, subject: int) -> str:
    source, target = divmod(subject, len(index.allotments))
    return f"{_purse(index, source)} to {_purse(index, target)}"


def _line(index: Index, subject: int) -> str:
    market, line = divmod(subject, len(index.lines))
    return f"{index.markets[market]}, {index.lines[line]}"


def _capital(index: Index, subject: int) -> str:
    stages = len(index.stages)
    return index.stages[subject] if subject < stages else f"{index.projects[subject - stages]} renewal"


#: how to name the subject, by what ``KINDS`` says that it is
NAMED: dict[str, Callable[[Index, int], str]] = {
    "treasury": lambda index, subject: "treasury",
    "outflow": lambda index, subject: index.outflows[subject],
    "funding": lambda index, subject: index.fundings[subject],
    "allotment": _purse,
    "stage x allotment": lambda index, subject: _of_purse(index.stages, index, subject),
    "allotment x allotment": _between,
    "project x allotment": lambda index, subject: _of_purse(index.projects, index, subject),
    "stage": _capital,
    "stage x cause": _waiting,
    "project": lambda index, subject: index.projects[subject],
    "resource": lambda index, subject: index.resources[subject],
    "market x line": _line,
    "rule": lambda index, subject: index.rules[subject],
    "step": lambda index, subject: index.steps[subject],
    "action": lambda index, subject: index.actions[subject],
    "risk": lambda index, subject: index.risks[subject],
    "limit": lambda index, subject: index.limits[subject],
}


def subject_name(kind: Kind, subject: int, index: Index) -> str:
    """The subject of a row of a kind, as ``campus.shell from cloud (plan)``."""
    return NAMED[KINDS[kind].subject](index, subject)


def subjects(kind: Kind, index: Index) -> int:
    """How many subjects rows of a kind can have."""
    sizes = {
        "treasury": 1,
        "outflow": len(index.outflows),
        "funding": len(index.fundings),
        "allotment": len(index.allotments),
        "stage x allotment": len(index.stages) * len(index.allotments),
        "allotment x allotment": len(index.allotments) ** 2,
        "project x allotment": len(index.projects) * len(index.allotments),
        "stage": len(index.stages) + (len(index.projects) if kind == Kind.DEPRECIATED else 0),
        "stage x cause": len(index.stages) * len(index.causes),
        "project": len(index.projects),
        "resource": len(index.resources),
        "market x line": len(index.markets) * len(index.lines),
        "rule": len(index.rules),
        "step": len(index.steps),
        "action": len(index.actions),
        "risk": len(index.risks),
        "limit": len(index.limits),
    }
    return sizes[KINDS[kind].subject]


def entry_name(cases: Cases, kind: Kind, rows: Trace, n: int) -> str:
    """Row ``n``, as an error names it: replication, day, kind, subject and amount.

    A subject that does not exist is told by its number.
    """
    day, subject = int(rows.day[n]), int(rows.subject[n])
    known = 0 <= subject < subjects(kind, cases.index)
    who = subject_name(kind, subject, cases.index) if known else f"subject {subject}"
    dated = cases.calendar.date_of(day) if day >= 0 else f"day {day}"
    replication = cases.rows[int(rows.replication[n])]
    return f"replication {replication}, {dated}: {kind.name} {who} of {money(rows.amount[n])}"


def money(cents: int | np.integer) -> str:
    """Cents as an amount with two decimals.

    >>> money(-1234567)
    '-12,345.67'
    """
    whole, part = divmod(abs(int(cents)), 100)
    return f"{'-' if cents < 0 else ''}{whole:,}.{part:02d}"
