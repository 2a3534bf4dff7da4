"""What would not exist without a raise: a scenario against itself with the entry of the raise removed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from simulator.answer import Manner
from simulator.comparison import WITHOUT, Comparison, Destination, Side
from simulator.errors import UserError, shown
from simulator.findings import Findings
from simulator.montecarlo.replications import Progress
from simulator.registry import hint
from simulator.scenario.load import load
from simulator.scenario.programmes import programme_of
from simulator.scenario.raises import Raise, Refinancing, owing
from simulator.scenario.schema import Scenario
from simulator.studies.compare import compare
from simulator.studies.paired import paired
from simulator.studies.sides import Asked, editions_of


def without(
    path: Path,
    name: str,
    wanted: Asked,
    manner: Manner,
    metrics: Sequence[str] = (),
    progress: Progress = lambda done, total: None,
) -> Comparison:
    """Where a raise's money went, beside what would not be spent without it, world by world.

        attributed = mean over worlds of  what was paid out of the raise's money
        additional = mean over worlds of  paid by all sources with the raise - paid by all sources without it

    The baseline is the scenario without the raise: its entry removed, all else as written, so that an appropriation
    it was inside of pays for its part, and projects of which no other source fills a pool wait for ever.

    Parameters
    ----------
    name : of the raise, an entry of `funding`
    metrics : that are told first

    Raises
    ------
    UserError
        If the scenario has no such raise.
    """
    scenario = load(path, wanted.sets).scenario
    _check(path, name, scenario)
    editions = {f"{scenario.name}-without-{name}": tuple(_removing(name, scenario)), scenario.name: ()}
    sides = editions_of(path, editions, wanted, manner, progress, metrics)
    comparison = replace(compare(sides, metrics=metrics), study=WITHOUT, regrets=())
    return replace(comparison, destinations=tuple(destinations(name, *sides)))


def _removing(name: str, scenario: Scenario) -> Iterator[str]:
    """The edits that take a raise out of a scenario, and its name out of what may be refinanced."""
    left = owing({source: one for source, one in scenario.funding.items() if source != name})
    yield f"funding.{name}={{remove: true}}"
    for right, source in scenario.funding.items():
        if isinstance(source, Refinancing) and not left >= {right, *source.of}:
            others = [debt for debt in source.of if debt in left]
            yield f"funding.{right}.of=[{', '.join(others)}]" if right in left else f"funding.{right}={{remove: true}}"


def _check(path: Path, name: str, scenario: Scenario) -> None:
    raises = [of for of, one in scenario.funding.items() if isinstance(one, Raise)]
    if name not in raises:
        near = hint(name, raises)
        allowed = f"one of: {', '.join(raises)}" if raises else f"{path} has none"
        raise UserError(f"--without: {shown(name)} is no money raised from outside{near}; {allowed}")


def destinations(raised: str, baseline: Side, side: Side) -> Iterator[Destination]:
    """Every programme and its projects, then all of them: what is attributed to a raise, and what is additional."""
    old, new = baseline.findings, side.findings
    for programme, projects in _projects(new.scenario).items():
        of = f"{raised}.spent_on.{programme}"
        yield _destination(raised, programme, "", of, projects, old, new)
        for project in projects if projects != [programme] else []:
            yield _destination(raised, programme, project, f"{of}.{project}", [project], old, new)
    everything = [name for names in _projects(new.scenario).values() for name in names]
    spent = [metric for metric in new.metrics if metric.startswith(f"{raised}.spent_on.") and metric.count(".") == 2]
    total = sum((new.metrics[metric] for metric in spent), np.zeros(new.question.replications))
    additional = paired(_paid(everything, old), _paid(everything, new), "money", "neither")
    yield Destination(raised, "", "", float(total.mean()), additional)


def _destination(
    raised: str, programme: str, project: str, metric: str, projects: list[str], old: Findings, new: Findings
) -> Destination:
    attributed = float(new.metrics[metric].mean()) if metric in new.metrics else 0.0
    return Destination(
        raised, programme, project, attributed, paired(_paid(projects, old), _paid(projects, new), "money", "neither")
    )


def _projects(scenario: Scenario) -> dict[str, list[str]]:
    """The projects of each programme in file order; waves under their common name."""
    found: dict[str, list[str]] = {}
    for name, project in scenario.projects.items():
        projects = found.setdefault(programme_of(name, project), [])
        told = project.wave_of or name
        if told not in projects:
            projects.append(told)
    return {name: found[name] for name in dict.fromkeys([*scenario.programmes, *found]) if name in found}


def _paid(projects: Sequence[str], findings: Findings) -> np.ndarray:
    """(R,) money of all sources paid for some projects, 0 for those that the scenario does not have."""
    nothing = np.zeros(findings.question.replications)
    parts = [findings.metrics.get(f"project.{name}.paid", nothing) for name in projects]
    return np.asarray(np.sum(parts, axis=0))
