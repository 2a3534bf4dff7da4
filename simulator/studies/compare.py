"""Scenarios compared: what differs between them, every metric paired, and who falls short by how much."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from simulator.comparison import Comparison, Outcome, Side
from simulator.metrics import family_of, known_metric
from simulator.scenario.uncertain import uncertain_inputs
from simulator.studies.changes import changes, settings
from simulator.studies.paired import paired, unpaired
from simulator.studies.regret import regrets
from simulator.studies.sides import check_currency, check_pairs

#: families whose metrics are told first
HEADLINE = (
    "npv",
    "irr",
    "payback_years",
    "<plan>.paid",
    "revenue",
    "operating_cash",
    "finish_day",
    "capacity_mw",
    "unserved_mw_months",
    "stranded_capital_peak",
    "liquidity_min",
    "liquidity_below_floor",
    "<note>.unallocated.<pool>",
    "<note>.deployed_day",
)


def compare(sides: Sequence[Side], *, metrics: Sequence[str] = (), pair: bool = True) -> Comparison:
    """Compare scenarios that were run; the first is the baseline.

    Parameters
    ----------
    metrics : that are told first; the headline ones unless given
    pair : replication r of each met the same world; else Welch's intervals

    Raises
    ------
    UserError
        If currencies differ, or pairs are asked for and there are none, or no scenario has a metric.
    """
    check_currency(sides)
    if pair:
        check_pairs(sides)
    baseline, *others = sides
    names = list(dict.fromkeys(name for side in sides for name in side.findings.metrics))
    told = _told(names, metrics)
    having = {name: tuple(side.label for side in sides if name in side.findings.metrics) for name in names}
    comparison = Comparison(
        sides=tuple(sides),
        paired=pair,
        changes=tuple(change for other in others for change in changes(baseline, other)),
        settings=tuple(setting for other in others for setting in settings(baseline, other)),
        metrics={name: found for name in names if (found := _outcomes(name, baseline, others, pair))},
        absent={name: labels for name, labels in having.items() if len(labels) < len(sides)},
        headline=told,
    )
    return replace(comparison, regrets=regrets(comparison), notes=_notes(comparison))


def _outcomes(name: str, baseline: Side, others: Iterable[Side], pair: bool) -> dict[str, Outcome]:
    """A metric by label, of the scenarios that have it as the baseline does."""
    old, family = baseline.findings.metrics.get(name), family_of(name)
    if old is None:
        return {}
    unit, better, tolerance = (family.unit, family.better, family.tolerance) if family else ("", "neither", 0.0)
    method = paired if pair else unpaired
    return {
        side.label: method(old, side.findings.metrics[name] + _later(unit, baseline, side), unit, better, tolerance)
        for side in others
        if name in side.findings.metrics
    }


def _later(unit: str, baseline: Side, side: Side) -> int:
    """Days by which a horizon starts after the baseline's, so that both count from the same day; 0 of other units."""
    start, first = (one.findings.scenario.horizon.start for one in (side, baseline))
    return (start - first).days if unit == "day" else 0


def _told(names: Sequence[str], wanted: Sequence[str]) -> tuple[str, ...]:
    """The metrics that are told first."""
    for name in wanted:
        known_metric(name, names, "--metric", "these scenarios")
    if wanted:
        return tuple(dict.fromkeys(wanted))
    patterns = {name: family.pattern for name in names if (family := family_of(name)) is not None}
    return tuple(name for pattern in HEADLINE for name in names if patterns.get(name) == pattern)


def _notes(comparison: Comparison) -> tuple[str, ...]:
    """What a reader of the numbers must know."""
    if not comparison.paired:
        return ("Not paired: replications met different worlds, so that intervals are wide (Welch).",)
    baseline, *others = (side.findings.scenario for side in comparison.sides)
    if comparison.baseline.run.manifest.design != "sobol":
        return ()
    inputs = uncertain_inputs(baseline)
    moved = [other.name for other in others if uncertain_inputs(other) != inputs]
    told = f"In a Sobol design an input's draws hang on its place in the file; {', '.join(moved)} has other inputs."
    return (told,) if moved else ()
