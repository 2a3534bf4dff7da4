"""Repeated projects, where an earlier version left some of their numbers out."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.engine.simpy_engine import simulate
from simulator.metrics import measured
from simulator.scenario.load import load_scenario
from tests.worlds import cases_of

FILE = """
name: waves
horizon: {start: 2025-01-01, end: 2026-12-31}
projects:
  hall: {budget: 2 mn USD, stages: {s: {duration: 10 days, cost: 100 %}}, repeat: {count: COUNT, every: 3 months}}
"""


@pytest.mark.parametrize("count", [1, 3])
def test_waves_are_summed_up_under_the_name_of_the_project_however_many_there_are(tmp_path: Path, count: int) -> None:
    file = tmp_path / "waves.yaml"
    file.write_text(FILE.replace("COUNT", str(count)))
    cases = cases_of(load_scenario(file), 1)
    assert measured(simulate(cases), cases).metrics["project.hall.paid"] == count * 2e6
