"""Scenarios between the baseline and another one: only some groups of its edits are made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from simulator.answer import Manner, answer
from simulator.comparison import GROUPS, Side
from simulator.errors import ScenarioFaults
from simulator.findings import Findings
from simulator.montecarlo.block import asked
from simulator.montecarlo.replications import Progress
from simulator.scenario.load import Loaded, from_document
from simulator.studies.inputs import Difference, differences, with_some

#: groups that are looked at as one where they make sense only together
Groups = tuple[str, ...]


@dataclass(frozen=True)
class Edits:
    """What one scenario says otherwise than another, by groups that can be made apart."""

    baseline: Side
    other: Side
    found: tuple[Difference, ...]
    units: tuple[Groups, ...]

    def some(self, chosen: Iterable[int]) -> Loaded:
        """The baseline with the edits of some units.

        Raises
        ------
        ScenarioFaults
            If that is no scenario.
        """
        groups = {group for unit in chosen for group in self.units[unit]}
        name = f"{self.baseline.findings.scenario.name}-with-{'-'.join(g for g in GROUPS if g in groups)}"
        part = [one for one in self.found if one.group in groups]
        return from_document(with_some(self.baseline.document, self.other.document, part, name))


def edits_between(baseline: Side, other: Side, method: str, order: Groups = GROUPS) -> Edits:
    """The edits by groups, in an order; groups without which others are no scenario are taken together."""
    found = tuple(differences(baseline.document, other.document))
    groups = [(group,) for group in order if any(one.group == group for one in found)]
    edits = Edits(baseline, other, found, tuple(groups))
    while (bad := _faulty(edits, method)) is not None:
        edits = Edits(baseline, other, found, _joined(edits.units, bad))
    return edits


def subsets(units: int, method: str) -> list[tuple[int, ...]]:
    """Which units are made together, of those that are neither none nor all; each alone, and what the method asks.

    >>> subsets(3, "order")
    [(0,), (1,), (2,), (0, 1)]
    """
    every = range(units)
    alone = [(unit,) for unit in every]
    if method == "shapley":
        more = [chosen for size in range(2, units) for chosen in combinations(every, size)]
    else:
        more = [tuple(range(size)) for size in range(2, units)]
    return [chosen for chosen in (*alone, *more) if len(chosen) < units]


def _faulty(edits: Edits, method: str) -> tuple[int, ...] | None:
    """A subset that is no scenario, if there is one."""
    for chosen in subsets(len(edits.units), method):
        try:
            edits.some(chosen)
        except ScenarioFaults:
            return chosen
    return None


def _joined(units: tuple[Groups, ...], bad: tuple[int, ...]) -> tuple[Groups, ...]:
    """The first unit of a subset that fails together with the next one outside it."""
    one = bad[0]
    other = next(unit for unit in (*range(one + 1, len(units)), *range(one)) if unit not in bad)
    first, second = sorted((one, other))
    both = (*units[first], *units[second])
    return tuple(both if n == first else unit for n, unit in enumerate(units) if n != second)


def run_of(edits: Edits, chosen: tuple[int, ...], manner: Manner, progress: Progress) -> Findings:
    """The findings of a partial scenario, on the worlds of the baseline."""
    if not chosen:
        return edits.baseline.findings
    if len(chosen) == len(edits.units):
        return edits.other.findings
    loaded, question = edits.some(chosen), edits.baseline.findings.question
    simulation = question.scenario.simulation
    same = asked(
        loaded.scenario,
        question.engine,
        replications=simulation.replications,
        seed=simulation.seed,
        design=simulation.design,
    )
    return answer(same, loaded.document, manner, progress).run.findings
