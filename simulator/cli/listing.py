"""`capsim list`: what can be named in scenario files and options."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.cli.options import Debug, Json, named
from simulator.cli.terminal import filled, say, say_json

if TYPE_CHECKING:
    from simulator.scenario.reference_classes import ReferenceClass

#: name, unit, what it is
Row = tuple[str, str, str]


class Subject(StrEnum):
    """What can be listed."""

    policies = "policies"
    metrics = "metrics"
    distributions = "distributions"
    templates = "templates"
    figures = "figures"
    engines = "engines"
    classes = "classes"


def listing(
    what: Annotated[
        str,
        typer.Argument(
            parser=named("list", "a list", lambda: Subject),
            metavar="|".join(Subject),
            help="What to list.",
            show_default=False,
        ),
    ],
    json: Json = False,
    debug: Debug = False,
) -> None:
    """What can be named in YAML and in options, with units."""
    rows = LISTS[Subject(what)]()
    if json:
        entries = [{"name": name, "unit": unit or None, "description": told} for name, unit, told in rows]
        say_json({"schema": 1, what: entries})
    else:
        say(as_text(rows))


def as_text(rows: list[Row]) -> str:
    """Columns of name, unit and description; no column of units where nothing has one."""
    wide, unit_wide = (max(len(row[k]) for row in rows) for k in (0, 1))
    gap = f"{{:<{unit_wide + 2}}}" if unit_wide else "{:.0}"
    return "\n".join(filled(f"{name:<{wide + 2}}{gap.format(unit)}", told) for name, unit, told in rows)


def policies() -> list[Row]:
    """Who is served first when money or crews are short."""
    from simulator.policies import policies as registered

    return [(name, entry.unit, entry.description) for name, entry in registered.described().items()]


def metrics() -> list[Row]:
    """The numbers of a run, one a replication."""
    from simulator.metrics import FAMILIES

    return [(family.pattern, family.unit, family.meaning) for family in FAMILIES.values()]


def distributions() -> list[Row]:
    """What may stand wherever a quantity stands."""
    from simulator.quantities.distributions import distributions as registered

    return [(name, entry.unit, entry.description) for name, entry in registered.described().items()]


def templates() -> list[Row]:
    """Shipped templates of projects."""
    from simulator.scenario.templates import shipped_templates

    return [(name, "", told) for name, told in shipped_templates().items()]


def figures() -> list[Row]:
    """The pictures of a run."""
    from simulator.figures import figures as registered

    return [(name, entry.unit, entry.description) for name, entry in registered.described().items()]


def engines() -> list[Row]:
    """What runs cases."""
    from simulator.montecarlo.engines import engines as registered

    return [(name, entry.unit, entry.description) for name, entry in registered.described().items()]


def classes() -> list[Row]:
    """Reference classes of projects, by which budgets may be raised: how far such projects went over theirs."""
    from simulator.scenario.reference_classes import reference_classes

    return [(name, "", _overran(row)) for name, row in reference_classes().items()]


def _overran(row: ReferenceClass) -> str:
    overruns = row.overruns
    mean = overruns.mean()
    quantiles = f"P50 {overruns.at(0.5):+.0%}, P80 {overruns.at(0.8):+.0%}"
    return f"{quantiles}, {'no mean' if mean is None else f'mean {mean:+.0%}'}; {row.grade}: {row.source}"


LISTS: dict[Subject, Callable[[], list[Row]]] = {
    Subject.policies: policies,
    Subject.metrics: metrics,
    Subject.distributions: distributions,
    Subject.templates: templates,
    Subject.figures: figures,
    Subject.engines: engines,
    Subject.classes: classes,
}
