"""What it is worth to decide as one goes: a scenario with its rules against itself without them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from simulator.answer import Manner
from simulator.comparison import FLEXIBILITY, Comparison
from simulator.errors import UserError
from simulator.montecarlo.replications import Progress
from simulator.scenario.load import load
from simulator.studies.compare import compare
from simulator.studies.occasions import RULE, main_metrics, occasions
from simulator.studies.sides import WITHOUT_RULES, Asked, editions_of

#: the edit that lets rules fire where a file says that they do not
WITH_RULES = "reviews.rules=true"


def flexibility(
    path: Path,
    wanted: Asked,
    manner: Manner,
    metrics: Sequence[str] = (),
    progress: Progress = lambda done, total: None,
) -> Comparison:
    """The value of flexibility: every metric with rules less the same without, world by world.

        value = mean over worlds of  metric(rules fire) - metric(no rule fires)

    The baseline is the scenario in which no rule fires; projects that only a rule starts then never start.

    Parameters
    ----------
    metrics : that are told first, and on the worlds in which each rule fired

    Raises
    ------
    UserError
        If the scenario has no rules.

    Source: Trigeorgis (1996), *Real Options*, ch. 4: expanded NPV less static NPV.
    """
    scenario = load(path, wanted.sets).scenario
    if not scenario.rules:
        raise UserError(f"--flexibility: {path} has no rules; without any there is nothing to decide")
    name = scenario.name
    firing = () if scenario.reviews.rules else (WITH_RULES,)
    editions = {f"{name}-without-rules": (WITHOUT_RULES,), name: firing}
    sides = editions_of(path, editions, wanted, manner, progress, metrics)
    comparison = replace(compare(sides, metrics=metrics), study=FLEXIBILITY)
    rules, told_by = [(rule, sides[1]) for rule in scenario.rules], sides[1]
    found = occasions(comparison, rules, told_by, RULE, main_metrics(comparison, metrics))
    return replace(comparison, occasions=tuple(found))
