"""The difference of a metric, split over groups of edits so that the parts add up to it exactly."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np

from simulator.answer import Manner
from simulator.comparison import GROUPS, Comparison, Part, Side, Waterfall
from simulator.errors import UserError
from simulator.metrics import family_of
from simulator.montecarlo.replications import Progress
from simulator.studies.paired import beyond, grain_of, paired, rounded
from simulator.studies.partial import Edits, Groups, edits_between, run_of, subsets

METHODS = ("none", "order", "shapley")
#: metrics that are split unless some are named
USUAL = ("npv", "revenue", "finish_day", "liquidity_min")
#: where the runs of partial scenarios lie below the folder of all results
PARTS = "compare/parts"
#: values of a metric (R,) by the units whose edits are made
Values = dict[tuple[int, ...], np.ndarray]


def method_and_order(written: str) -> tuple[str, Groups]:
    """How a difference is to be split: a method, or groups in the order in which they are made, the rest after them.

    Raises
    ------
    UserError
        If it is neither.

    >>> method_and_order("demand,timing")
    ('order', ('demand', 'timing', 'cost', 'funding', 'rules', 'risks', 'rest'))
    """
    if written in METHODS:
        return written, GROUPS
    stated = tuple(group.strip() for group in written.split(","))
    if not set(stated) <= set(GROUPS) or len(set(stated)) < len(stated):
        ways = f"one of: {', '.join(METHODS)}; or groups in their order, each once: {','.join(GROUPS)}"
        raise UserError(f"--waterfall: {written!r} is no way to split a difference; {ways}")
    return "order", (*stated, *(group for group in GROUPS if group not in stated))


def with_waterfalls(
    comparison: Comparison,
    method: str,
    metrics: Sequence[str],
    manner: Manner,
    progress: Progress = lambda done, total: None,
    order: tuple[str, ...] = GROUPS,
) -> Comparison:
    """The comparison with the difference of each metric split; partial scenarios are run where they were not.

    Parameters
    ----------
    method : one of ``METHODS``
    metrics : names, the usual ones if empty
    order : the groups of edits, the first made first

    Raises
    ------
    UserError
        If replications are not paired.
    """
    if not comparison.paired:
        raise UserError("--waterfall needs the same worlds in all scenarios; it cannot be had with --unpaired")
    names = [name for name in metrics or USUAL if name in comparison.metrics]
    parts = replace(manner, out=manner.out / Path(PARTS), plots=False, force=False)
    found = [
        fall
        for side in comparison.others
        if comparison.changes_of(side.label)
        for fall in _of_side(comparison.baseline, side, names, (method, order), parts, progress)
    ]
    return replace(comparison, waterfalls=tuple(found))


def usual(comparison: Comparison) -> bool:
    """Whether a difference is split unless the user says otherwise.

    It is where that takes no run, as every scenario edits a single group, and between two scenario files; run folders
    are compared as they lie, and many files would take many runs.
    """
    if not comparison.paired:
        return False
    if len(comparison.others) == 1 and any(side.from_file for side in comparison.sides):
        return True
    groups = ({change.group for change in comparison.changes_of(side.label)} for side in comparison.others)
    return all(len(edited) <= 1 for edited in groups)


def _of_side(
    baseline: Side, side: Side, names: Sequence[str], how: tuple[str, Groups], manner: Manner, progress: Progress
) -> list[Waterfall]:
    method, order = how
    edits = edits_between(baseline, side, method, order)
    if not edits.units:
        return []
    wanted = [(), *subsets(len(edits.units), method), tuple(range(len(edits.units)))]
    runs = {chosen: run_of(edits, chosen, manner, progress) for chosen in wanted}
    shared = [name for name in names if all(name in run.metrics for run in runs.values())]
    values = {name: {chosen: run.metrics[name] for chosen, run in runs.items()} for name in shared}
    return [_split(name, edits, of, method) for name, of in values.items() if _defined(of).any()]


def _defined(values: Values) -> np.ndarray:
    """(R,) whether a metric is defined in all partial scenarios."""
    return np.asarray(~np.isnan(np.column_stack(list(values.values()))).any(axis=1))


def _split(name: str, edits: Edits, values: Values, method: str) -> Waterfall:
    """A waterfall over the replications in which the metric is defined in all partial scenarios."""
    family = family_of(name)
    unit, better, tolerance = (family.unit, family.better, family.tolerance) if family else ("", "neither", 0.0)
    defined = _defined(values)
    values = {chosen: column[defined] for chosen, column in values.items()}
    units = len(edits.units)
    first, last = values[()], values[tuple(range(units))]
    whole = paired(first, last, unit, better, tolerance)
    by_unit = [beyond(column, tolerance) for column in contributions(values, units, method)]
    grain = grain_of(first, last)
    amounts = exact(whole.difference, [_mean(column) for column in by_unit], grain)
    alone = [
        rounded(_mean(beyond(values[(unit_,)] - first, tolerance)), grain) if units > 1 else whole.difference
        for unit_ in range(units)
    ]
    parts = [
        _part(groups, amount, column, single)
        for groups, amount, column, single in zip(edits.units, amounts, by_unit, alone, strict=True)
    ]
    interaction = whole.difference - sum(alone)
    return Waterfall(
        edits.other.label,
        name,
        unit,
        method,
        whole.n,
        whole.baseline,
        whole.value,
        whole.difference,
        tuple(parts),
        interaction,
    )


def _part(groups: tuple[str, ...], amount: float, column: np.ndarray, alone: float) -> Part:
    spread = paired(np.zeros_like(column), column, "", "neither")
    return Part(
        groups, amount, amount + spread.low - spread.difference, amount + spread.high - spread.difference, alone
    )


def _mean(column: np.ndarray) -> float:
    return float(column.mean()) if len(column) else math.nan


def contributions(values: Values, units: int, method: str) -> list[np.ndarray]:
    """What each unit of edits contributes, (R,) each; in every replication they add up to the difference.

        order:    v(1 … k) - v(1 … k-1)
        shapley:  sum over S without k of |S|! (K - 1 - |S|)! / K! (v(S + k) - v(S))

    Source: Shapley (1953), *A Value for n-Person Games*.

    >>> v = {(): 0.0, (0,): 1.0, (1,): 2.0, (0, 1): 5.0}
    >>> game = {chosen: np.array([value]) for chosen, value in v.items()}
    >>> [c.tolist() for c in contributions(game, 2, "order")], [c.tolist() for c in contributions(game, 2, "shapley")]
    ([[1.0], [4.0]], [[2.0], [3.0]])
    """
    if method == "order":
        return [values[tuple(range(k + 1))] - values[tuple(range(k))] for k in range(units)]
    return [_shapley(values, units, k) for k in range(units)]


def _shapley(values: Values, units: int, one: int) -> np.ndarray:
    rest = [unit for unit in range(units) if unit != one]
    total = np.zeros_like(values[()])
    for size in range(units):
        weight = math.factorial(size) * math.factorial(units - 1 - size) / math.factorial(units)
        for chosen in combinations(rest, size):
            total += weight * (values[tuple(sorted((*chosen, one)))] - values[chosen])
    return total


def exact(difference: float, amounts: Sequence[float], grain: float) -> list[float]:
    """Amounts rounded so that they add up to the difference exactly; the largest takes what is left.

    >>> exact(1.0, [1 / 3, 1 / 3, 1 / 3], 2.0**-40) == [1 / 3, 1 / 3, 1 / 3], sum(exact(1.0, [0.1] * 10, 2.0**-40))
    (False, 1.0)
    """
    found = [rounded(amount, grain) for amount in amounts]
    if found:
        largest = max(range(len(found)), key=lambda n: abs(found[n]))
        found[largest] += difference - sum(found)
    return found
