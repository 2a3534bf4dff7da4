"""What cannot be counted, or does not fit together, is refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.errors import ScenarioFaults, UserError
from simulator.scenario.load import load_scenario
from tests.worlds import cases_of, scenario_of

BASE = Path(__file__).parents[2] / "scenarios" / "base.yaml"


def test_a_market_that_outgrows_counting_is_refused_by_name() -> None:
    market = {"demand": "10 MW", "price": "1 mn USD/MW/year", "growth": "90000 %/year"}
    data = {"name": "big", "horizon": {"start": "2025-01-01", "end": "2032-12-31"}, "markets": {"town": market}}
    with pytest.raises(UserError, match=r"^markets\.town: demand reaches .* MW, worth .* a year; lower its growth"):
        cases_of(scenario_of(data), 1)


def test_weights_that_do_not_fit_the_tranches_are_told_beside_a_note_inside_the_plan() -> None:
    with pytest.raises(ScenarioFaults) as refused:
        load_scenario(BASE, ["funding.plan.over=2 years"])
    assert [(fault.path, fault.problem) for fault in refused.value.faults] == [
        ("funding.plan.profile", "has 12 weights for 8 tranches")
    ]


def test_a_misspelt_edit_is_told_as_one(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(f"extends: {BASE}\nname: bad\nchange:\n  treasury.floor: {{multply: 2}}\n")
    with pytest.raises(ScenarioFaults, match=r"bad\.yaml:4: .*'multply' is no edit \(did you mean 'multiply'\?\)"):
        load_scenario(path)
