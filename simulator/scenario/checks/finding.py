"""What a check finds, and what checks have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from simulator.quantities.quantity import Constant, Path, Quantity, mean
from simulator.registry import hint
from simulator.scenario.schema import Scenario
from simulator.scenario.selection import projects_named

Loc = tuple[str | int, ...]
#: shares are read from decimals; a sum may be off by this much
ROUNDING = 1e-9


class Finding(NamedTuple):
    """What is wrong at a place of a scenario, and what is allowed there."""

    loc: Loc
    problem: str
    allowed: str


def unknown(loc: Loc, name: str, names: Iterable[str], what: str) -> Iterator[Finding]:
    """A finding if ``name`` is not one of ``names``."""
    known = list(names)
    if name not in known:
        near = hint(name, known)
        yield Finding(loc, f"no such {what}{near}", f"one of: {', '.join(known)}" if known else f"no {what} is defined")


def unmatched(loc: Loc, names: Iterable[str], scenario: Scenario) -> Iterator[Finding]:
    """A finding for each name or pattern that no project has."""
    for n, name in enumerate(names):
        if not projects_named(scenario, [name]):
            waves = [project.wave_of for project in scenario.projects.values() if project.wave_of]
            yield without_match((*loc, n), name, dict.fromkeys([*waves, *scenario.projects]), "project")


def without_match(loc: Loc, name: str, names: Iterable[str], what: str) -> Finding:
    """The finding of a name that is not there, or of a pattern that matches nothing."""
    found = next(unknown(loc, name, names, what))
    return found._replace(problem=f"matches no {what}") if set("*?[") & set(name) else found


def outside(loc: Loc, day: date, scenario: Scenario) -> Iterator[Finding]:
    """A finding if a date is not within the horizon."""
    start, end = scenario.horizon.start, scenario.horizon.end
    if not start <= day <= end:
        yield Finding(loc, "is outside the horizon", f"a date from {start} to {end}")


def total_of(shares: Iterable[Quantity]) -> float:
    """The sum of shares, of those that are drawn the means."""
    return sum(mean(share) for share in shares)


def number_of(quantity: Quantity) -> float:
    """The number of a constant; 0 of what is drawn or changes."""
    return quantity.value if isinstance(quantity, Constant) else 0.0


def most_of(quantity: Quantity) -> float:
    """The largest value that a quantity ever has."""
    parts = quantity.values if isinstance(quantity, Path) else (quantity,)
    return max(number_of(part) for part in parts)
