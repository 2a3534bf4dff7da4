"""What each risk costs: a scenario against itself with one risk after the other switched off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from simulator.answer import Manner
from simulator.comparison import RISKS, Comparison, Occasion
from simulator.errors import UserError
from simulator.montecarlo.replications import Progress
from simulator.scenario.load import load
from simulator.studies.compare import compare
from simulator.studies.occasions import RISK, main_metrics, occasions
from simulator.studies.sides import Asked, editions_of


def risks(
    path: Path,
    wanted: Asked,
    manner: Manner,
    metrics: Sequence[str] = (),
    progress: Progress = lambda done, total: None,
) -> Comparison:
    """A tornado of risks: every metric without a risk less the same with all of them, world by world.

        difference = mean over worlds of  metric(probability of the risk 0 %) - metric(as written)

    All other draws stay as they are, so that a world on which the risk does not strike does not differ. What the
    differences add up to is not what switching off all risks would bring, where several hit the same.

    Parameters
    ----------
    metrics : that the risks are told by; NPV unless given

    Raises
    ------
    UserError
        If the scenario has no risks.
    """
    scenario = load(path, wanted.sets).scenario
    if not scenario.risks:
        raise UserError(f"--risks: {path} has no risks; without any there is nothing to switch off")
    without = {risk: f"without {risk}" for risk in scenario.risks}
    editions = {scenario.name: (), **{without[risk]: (f"risks.{risk}.probability=0 %",) for risk in without}}
    sides = editions_of(path, editions, wanted, manner, progress, metrics)
    comparison = replace(compare(sides, metrics=metrics), study=RISKS, regrets=())
    named = list(zip(without, sides[1:], strict=True))
    told = main_metrics(comparison, metrics)
    found = occasions(comparison, named, sides[0], RISK, told)
    ranked = sorted(found, key=lambda one: (told.index(one.metric), -_size(comparison, one)))
    return replace(comparison, occasions=tuple(ranked))


def _size(comparison: Comparison, one: Occasion) -> float:
    """How large the difference is that switching a risk off makes."""
    outcome = comparison.metrics.get(one.metric, {}).get(one.scenario)
    return abs(outcome.difference) if outcome is not None and outcome.n else 0.0
