"""What is committed for a stage, by hand: the basis, the uplift of a reference class, and contingency on top."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.cases.build import build_cases
from simulator.cases.draws import draws_of
from simulator.cases.types import Cases
from simulator.scenario.load import load_scenario

#: `stated` costs 100, `drawn` 60 or 160, equally likely: mean 110, median 60, 80th percentile 160
TEXT = """name: budgets
horizon: {start: 2025-01-01, end: 2026-12-31}
simulation: {replications: 40}
templates:
  build:
    stages:
      stated: {duration: 10 days, cost: 100 mn USD}
      drawn: {duration: 10 days, cost: "discrete(60=0.5, 160=0.5) mn USD"}
"""


def cases_of(tmp_path: Path, template: str, project: str = "{template: build}") -> Cases:
    """The cases of one project of the template, with more keys of each."""
    file = tmp_path / "budgets.yaml"
    file.write_text(f"{TEXT}    {template}\nprojects: {{p: {project}}}\n")
    scenario = load_scenario(file)
    return build_cases(scenario, draws_of(scenario))


def committed(tmp_path: Path, template: str, project: str = "{template: build}") -> list[float]:
    """Mn USD committed to `stated` and to `drawn`."""
    found: list[float] = (cases_of(tmp_path, template, project).stages.budget / 1e8).tolist()
    return found


@pytest.mark.parametrize(("basis", "drawn"), [("mean", 110), ("p50", 60), ("p80", 160)])
def test_a_template_states_the_basis_of_budgets(tmp_path: Path, basis: str, drawn: float) -> None:
    assert committed(tmp_path, f"budget_basis: {basis}") == [100, drawn]


def test_a_template_states_the_contingency_of_its_projects_and_a_project_its_own(tmp_path: Path) -> None:
    assert committed(tmp_path, "contingency: 10 %") == pytest.approx([110, 121])
    assert committed(tmp_path, "contingency: 10 %", "{template: build, contingency: 0 %}") == [100, 110]


def test_an_uplift_raises_the_stated_basis(tmp_path: Path) -> None:
    """Buildings at P80: 1.5 × (0.39 / 0.20) ** (1.56 / 3.06) = 2.1084 budgets."""
    found = committed(tmp_path, "uplift: {class: buildings, percentile: 80}")
    assert found == pytest.approx([210.84, 231.93], abs=0.01)


def test_contingency_is_a_share_of_what_was_uplifted(tmp_path: Path) -> None:
    """100 × 2.1084 × 1.10 = 231.93, not 100 × (2.1084 + 0.10) = 220.84; the basis of `drawn` is its median, 60."""
    template = "{budget_basis: p50, contingency: 10 %, uplift: {class: buildings, percentile: 80}, template: build}"
    found = committed(tmp_path, "tags: [x]", template)
    assert found == pytest.approx([231.93, 139.16], abs=0.01)


def test_an_uplift_at_a_low_percentile_of_a_lucky_class_lowers_the_budget(tmp_path: Path) -> None:
    """4 % of transmission is in the tail, the rest spreads by 0.2237: 1.5 × exp(-0.2237 × (1.751 + 0.674)) = 0.872."""
    found = committed(tmp_path, "uplift: {class: energy_transmission, percentile: 25}")
    assert found[0] == pytest.approx(87.2, abs=0.1)


def test_true_costs_know_nothing_of_what_was_committed(tmp_path: Path) -> None:
    plain = cases_of(tmp_path, "tags: [x]")
    raised = cases_of(tmp_path, "contingency: 10 %", "{template: build, uplift: {class: it}}")
    assert (plain.stages.cost == raised.stages.cost).all()
    assert (plain.stages.budget < raised.stages.budget).all()
