"""The assumptions of a run as a table: each written value once, with all the projects that it holds for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from simulator.findings.groups import grouped
from simulator.scenario.origin import Row
from simulator.scenario.schema import Scenario

PROJECTS, EVERY = "projects", "*"


@dataclass(frozen=True)
class Assumption:
    """A value, where it is written, on what evidence; ``holds_for`` are the projects that share it, waves together."""

    row: Row
    holds_for: tuple[str, ...] = ()


def assumptions(rows: Iterable[Row], scenario: Scenario) -> dict[str, list[Assumption]]:
    """All values by section, in file order; what several projects take from one place stands once.

    So a template's stage of forty waves is one row, at the line that wrote it.
    """
    members = grouped(scenario)
    sections: dict[str, list[Assumption]] = {}
    for row, projects in _shared(rows, scenario).items():
        section = row.path.partition(".")[0].partition("[")[0]
        sections.setdefault(section, []).append(_assumption(row, projects, members))
    return sections


def evidence(rows: Iterable[Row], scenario: Scenario) -> list[tuple[str, int]]:
    """How many amounts, each counted once, stand on evidence of each grade, the most common first."""
    return Counter(row.grade for row in _shared(rows, scenario) if row.grade).most_common()


def _shared(rows: Iterable[Row], scenario: Scenario) -> dict[Row, list[str]]:
    """Rows, a project's name in them left open, each with the projects that have it."""
    shared: dict[Row, list[str]] = {}
    for row in rows:
        section, _, rest = row.path.partition(".")
        name, _, tail = rest.partition(".")
        if section == PROJECTS and name in scenario.projects:
            shared.setdefault(replace(row, path=f"{PROJECTS}.{EVERY}.{tail}"), []).append(name)
        else:
            shared.setdefault(row, [])
    return shared


def _assumption(row: Row, projects: list[str], members: Mapping[str, list[str]]) -> Assumption:
    """A row under the name of its one project or of its waves, or with the names of all that have it."""
    if not projects:
        return Assumption(row)
    having = set(projects)
    counts = {name: len(having.intersection(waves)) for name, waves in members.items()}
    names = tuple(_counted(name, count, len(members[name])) for name, count in counts.items() if count)
    if len(projects) == 1:
        names, common = (), projects[0]
    else:
        common = EVERY if len(names) > 1 else f"{next(name for name in counts if counts[name])}_{EVERY}"
    return Assumption(replace(row, path=row.path.replace(EVERY, common, 1)), names)


def _counted(name: str, count: int, waves: int) -> str:
    if count < waves:
        return f"{name} ({count} of {waves})"
    return f"{name} × {waves}" if waves > 1 else name
