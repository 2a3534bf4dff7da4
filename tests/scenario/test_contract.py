"""The example by which the language is described, and the variant over it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from simulator.quantities.value import Constant
from simulator.scenario.load import load
from tests.scenario.written import told, write

VARIANT = """\
extends: base.yaml
name: mexico-power-slip
change:
  projects.mexico_*.stages.power.duration: {shift: 9 months}
  markets.mexico.growth: {multiply: 1.5}
  projects[tag=latam].budget: {multiply: 1.1}
"""


@pytest.fixture
def base(tmp_path: Path) -> Path:
    write(tmp_path, "seeds/facts.yaml", "plan.total: {value: 53 bn USD, grade: reported}\n")
    (tmp_path / "scenarios").mkdir()
    shutil.copy(Path(__file__).parent / "contract_base.yaml", tmp_path / "scenarios" / "base.yaml")
    return tmp_path / "scenarios" / "base.yaml"


def test_the_example_loads(base: Path) -> None:
    scenario = load(base).scenario
    assert list(scenario.projects["mexico_2"].stages) == ["permits", "power", "shell", "servers", "commission"]
    opening = scenario.treasury.opening if scenario.treasury else None
    assert isinstance(opening, Constant)
    assert opening.value == pytest.approx(597e9 / 7.25)


def test_the_variant_loads(base: Path) -> None:
    path = write(base.parent, "variant.yaml", VARIANT.replace("[tag=latam]", "[market=mexico]"))
    loaded = load(path)
    power = loaded.document.data["projects"]["mexico_2"]["stages"]["power"]
    assert power["duration"] == "pert(12, 24, 42) months + 9 months"
    assert loaded.document.data["markets"]["mexico"]["growth"] == "67.5 %/year"
    assert loaded.document.data["projects"]["mexico_2"]["budget"] == "770 mn USD"


def test_an_edit_for_a_tag_that_no_project_has_is_an_error(base: Path) -> None:
    (message,) = told(write(base.parent, "variant.yaml", VARIANT))
    assert message.startswith("variant.yaml:6: projects[tag=latam].budget: 'projects[tag=latam]' selects nothing")
