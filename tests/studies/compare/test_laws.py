"""What must hold of every comparison."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest

from simulator.cases.draws import draws_of
from simulator.scenario.load import load
from simulator.scenario.uncertain import uncertain_inputs
from simulator.studies.compare import compare
from simulator.studies.partial import edits_between
from simulator.studies.waterfall import contributions, exact, with_waterfalls
from tests.studies.compare.pairs import compared, manner, variant, written


def test_a_scenario_with_itself_differs_by_exactly_zero(tmp_path: Path) -> None:
    base = written(tmp_path, "base")
    found = compared(tmp_path, [base, base])
    assert [side.label for side in found.sides] == ["base", "base.2"]
    assert found.changes == ()
    assert found.settings == ()
    assert found.metrics
    for outcomes in found.metrics.values():
        outcome = outcomes["base.2"]
        assert outcome.verdict in ("same", "undefined")
        if outcome.n:
            assert (outcome.difference, outcome.sd) == (0.0, 0.0)


def test_an_edit_of_one_project_leaves_every_draw_of_the_others_in_place(tmp_path: Path) -> None:
    written(tmp_path, "base")
    edits = {"projects__first__stages__shell__duration": "{shift: 6 months}", "projects__first__budget": "250 mn USD"}
    more = 'projects:\n  aside: {stages: {work: {duration: "pert(1, 2, 3) months", cost: 1 mn USD}}}\n'
    change = "change:\n" + "".join(f"  {path.replace('__', '.')}: {edit}\n" for path, edit in edits.items())
    changed = written(tmp_path, "changed", more + change)
    one, other = (load(tmp_path / name).scenario for name in ("base.yaml", changed.name))
    first, second = draws_of(one, range(40)), draws_of(other, range(40))
    assert set(uncertain_inputs(one)) < set(uncertain_inputs(other))
    for name in uncertain_inputs(one):
        np.testing.assert_array_equal(first.uniforms(name), second.uniforms(name))


def test_what_an_edit_cannot_reach_does_not_differ_in_any_replication(tmp_path: Path) -> None:
    base = written(tmp_path, "base")
    found = compared(tmp_path, [base, variant(tmp_path, "late", projects__first__stages__permits__duration="9 months")])
    assert found.metrics["project.second_1.finish_day"]["late"].identical
    assert not found.metrics["project.first.finish_day"]["late"].identical


@pytest.mark.parametrize("method", ["order", "shapley"])
def test_the_parts_of_a_waterfall_add_up_to_the_difference_exactly(tmp_path: Path, method: str) -> None:
    base = written(tmp_path, "base")
    other = variant(
        tmp_path,
        "other",
        projects__first__stages__permits__duration="{shift: 7 months}",
        markets__north__growth="{multiply: 1.3}",
        projects__second_1__budget="{multiply: 1.17}",
    )
    metrics = ("npv", "finish_day", "liquidity_min", "revenue", "irr")
    found = with_waterfalls(compared(tmp_path, [base, other]), method, metrics, manner(tmp_path))
    assert {fall.metric for fall in found.waterfalls} == set(metrics)
    for fall in found.waterfalls:
        amounts = [part.amount for part in fall.parts]
        assert [part.groups for part in fall.parts] == [("timing",), ("demand",), ("cost",)]
        assert any(fall.difference == 0 or amount != 0 for amount in amounts)
        for order in permutations(amounts):
            assert sum(order) == fall.difference
        assert fall.value - fall.baseline == fall.difference
        assert sum(part.alone for part in fall.parts) + fall.interaction == fall.difference
        if fall.n == 40:
            assert fall.difference == found.metrics[fall.metric]["other"].difference


def test_edits_that_make_no_scenario_apart_are_taken_together(tmp_path: Path) -> None:
    base = written(tmp_path, "base")
    edits = """\
pools: {fund: {earmark: memo}}
funding: {grant: {kind: appropriation, amount: 300 mn USD, from: 2025-01-01, over: 1 year, every: 3 months,
                  into: {fund: 100 %}}}
change:
  projects.first.pool: fund
  projects.first.budget: {multiply: 1.1}
  projects.second_1: {remove: true}
  projects.second_2.after: first
"""
    found = compared(tmp_path, [base, written(tmp_path, "funded", edits)])
    split = edits_between(found.baseline, found.others[0], "shapley")
    assert sorted(group for unit in split.units for group in unit) == ["cost", "funding", "rest", "timing"]
    fall = with_waterfalls(found, "shapley", ["revenue"], manner(tmp_path)).waterfalls[0]
    assert sum(part.amount for part in fall.parts) == fall.difference


def test_shapley_values_are_those_of_the_glove_game() -> None:
    """Two left gloves, one right: a pair is worth 1. Published values: 1/6, 1/6, 2/3."""
    worth = {chosen: float(2 in chosen and len(chosen) > 1) for n in range(4) for chosen in _subsets(n)}
    values = {chosen: np.array([value]) for chosen, value in worth.items()}
    assert np.ravel(contributions(values, 3, "shapley")) == pytest.approx([1 / 6, 1 / 6, 2 / 3])


def _subsets(size: int) -> list[tuple[int, ...]]:
    return sorted({tuple(sorted(order[:size])) for order in permutations(range(3))})


def test_thirds_add_up_to_a_whole() -> None:
    assert sum(exact(2.0, [2 / 3] * 3, 2.0**-39)) == 2.0


def test_regret_is_never_negative_and_zero_where_best(tmp_path: Path) -> None:
    base = written(tmp_path, "base")
    dear = variant(tmp_path, "dear", projects__first__budget="{multiply: 1.5}")
    cheap = variant(tmp_path, "cheap", projects__first__budget="{multiply: 0.9}")
    found = compared(tmp_path, [base, dear, cheap])
    rows = {row.scenario: row for row in found.regrets if row.metric == "npv"}
    assert rows["cheap"].best == 1.0
    assert rows["cheap"].largest == 0.0
    assert rows["dear"].mean > rows["base"].mean > 0
    gap = found.metrics["npv"]["cheap"].difference
    assert rows["base"].mean == pytest.approx(gap)


def test_what_differs_by_rounding_alone_is_best_in_all(tmp_path: Path) -> None:
    base = written(tmp_path, "base")
    sides = compared(tmp_path, [base, base, base]).sides
    npv = sides[1].findings.metrics["npv"]
    near = replace(sides[1].findings, metrics={**sides[1].findings.metrics, "npv": np.nextafter(npv, np.inf)})
    moved = replace(sides[1], run=replace(sides[1].run, findings=near))
    rows = [row for row in compare((sides[0], moved, sides[2])).regrets if row.metric == "npv"]
    assert [(row.best, row.largest) for row in rows] == [(1.0, 0.0)] * 3


def test_two_scenarios_have_no_regret(tmp_path: Path) -> None:
    base = written(tmp_path, "base")
    assert compare(compared(tmp_path, [base, base]).sides).regrets == ()
