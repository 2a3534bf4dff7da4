"""The examples on the page on decisions run as they are shown, and do what the page says."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from simulator.engine.simpy_engine import simulate
from simulator.metrics.measure import measured
from simulator.scenario.load import load
from simulator.scenario.schema import Scenario
from simulator.trace import Kind
from tests.worlds import cases_of, rows_of

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "scenarios" / "examples" / "decisions.yaml"
PAGE = (ROOT / "docs" / "decisions.md").read_text("utf-8")
WRITTEN = re.compile(r"```yaml\n(.*?)```", re.DOTALL)
BLOCKS: list[str] = WRITTEN.findall(PAGE)
BASE = ROOT / "scenarios" / "base.yaml"


def scenario_of(block: str, folder: Path, parent: Path = EXAMPLE) -> Scenario:
    """A block of the page as a file of its own; nothing in it may be odd."""
    path = folder / "mine.yaml"
    path.write_text(f"extends: {parent}\nname: mine\n{block}", "utf-8")
    loaded = load(path)
    assert loaded.document.warnings == ()
    return loaded.scenario


@cache
def block_with(word: str) -> str:
    """The only block of the page that has a word."""
    (block,) = (block for block in BLOCKS if word in block)
    return block


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: " ".join(block.split()[:3]))
def test_a_block_of_the_page_runs(block: str, tmp_path: Path) -> None:
    cases = cases_of(scenario_of(block, tmp_path), 20)
    assert not measured(simulate(cases), cases).trial_balance.any()


def test_the_rules_in_the_readme_are_rules_of_the_shipped_case(tmp_path: Path) -> None:
    (block,) = (text for text in WRITTEN.findall((ROOT / "README.md").read_text("utf-8")) if "rules:" in text)
    assert list(scenario_of(block, tmp_path, BASE).rules) == ["wait", "give_up"]


@pytest.mark.parametrize("word", ["more_halls", "wait_for_demand", "too_little_demand", "short_of_cash", "slump"])
def test_the_rules_and_risks_of_a_block_are_heard_of_in_some_worlds(word: str, tmp_path: Path) -> None:
    scenario = scenario_of(block_with(word), tmp_path)
    cases = cases_of(scenario, 200)
    metrics = measured(simulate(cases), cases).metrics
    happened = [f"rule.{rule}.fired" for rule in scenario.rules] + [f"risk.{risk}.struck" for risk in scenario.risks]
    assert [name for name in happened if not 0 < metrics[name].mean() <= 1] == []


def test_a_budget_of_420_million_is_committed_as_494(tmp_path: Path) -> None:
    assert "420 × 1.12 × 1.05 = 494 mn" in PAGE
    cases = cases_of(scenario_of(block_with("uplift"), tmp_path), 1)
    campus = [s for s, name in enumerate(cases.index.stages) if name.startswith("campus.")]
    budget = np.asarray(cases.stages.budget)[..., campus].sum() / 100
    assert budget == pytest.approx(420e6 * 1.12 * 1.05, rel=0.01)


def test_giving_up_twice_is_without_effect_and_the_annexe_starts_all_the_same(tmp_path: Path) -> None:
    cases = cases_of(scenario_of(block_with("too_little_demand"), tmp_path), 200)
    trace = simulate(cases)
    rules = cases.index.rules
    both = []
    for r in range(200):
        fired = {rules[subject] for _, _, subject, _ in rows_of(cases, trace, Kind.FIRED, r)}
        if fired == {"too_little_demand", "no_power"}:
            both.append(r)
    assert both
    for r in both:
        (idle,) = rows_of(cases, trace, Kind.WITHOUT_EFFECT, r)
        assert cases.index.actions[idle[2]].endswith("abandon campus")
        begun = {cases.index.stages[subject] for _, _, subject, _ in rows_of(cases, trace, Kind.WORKED, r)}
        assert "annexe.lease" in begun
