"""The templates that come with the package: each makes a project of its own, and adds up."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.quantities.quantity import mean
from simulator.scenario.load import load_scenario
from simulator.scenario.project import Capital
from tests.case.shipped import ROOT

TEMPLATES = sorted((ROOT / "simulator" / "library").glob("*.yaml"))
SCENARIO = """
name: one
horizon: {{start: 2025-02-24, end: 2033-03-31}}
asset_classes: {{it: {{life: 5 years}}, buildings: {{life: 25 years}}, software: {{life: 5 years}}}}
projects:
  one: {{template: {name}, budget: 100 mn USD}}
"""


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_a_template_makes_a_project(path: Path, tmp_path: Path) -> None:
    file = tmp_path / "one.yaml"
    file.write_text(SCENARIO.format(name=path.stem), "utf-8")
    project = load_scenario(file).projects["one"]
    assert sum(mean(stage.cost) for stage in project.stages.values()) == pytest.approx(1.0)
    for stage in project.stages.values():
        assert isinstance(stage.treatment or project.treatment, Capital | str)
        assert mean(stage.duration) > 0


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_a_template_says_in_its_first_line_what_it_is(path: Path) -> None:
    first = path.read_text("utf-8").partition("\n")[0]
    assert first.startswith("# ")
    assert 20 < len(first) <= 125
