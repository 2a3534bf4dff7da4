"""The shipped table, and what a scenario that names one of its classes is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.errors import ScenarioFaults
from simulator.scenario.load import load_scenario, validate
from simulator.scenario.project import Uplift
from simulator.scenario.reference_classes import multiple_of, reference_classes

TEXT = """name: raised
horizon: {start: 2025-01-01, end: 2026-12-31}
templates:
  build: {stages: {s: {duration: 10 days, cost: 100 %}}, uplift: {class: CLASS, percentile: 80}}
projects:
  wave: {template: build, budget: 10 mn USD, repeat: {count: 3, every: 1 month}}
"""


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    return tmp_path / "raised.yaml"


def test_every_class_says_how_good_its_evidence_is_and_whose() -> None:
    for name, row in reference_classes().items():
        assert row.grade in ("reported", "reported (secondary)", "derived", "estimate"), name
        assert row.source, name


def test_the_table_has_the_figures_of_the_book() -> None:
    """Mean overrun, part in the tail, mean of the tail, in percent."""
    published = {
        "it": (73, 18, 447),
        "buildings": (62, 39, 206),
        "energy_transmission": (8, 4, 166),
        "fossil_power": (16, 14, 109),
        "pipelines": (14, 9, 110),
        "airports": (39, 43, 88),
        "mining": (27, 17, 129),
        "water": (20, 13, 124),
        "wind": (13, 7, 97),
        "solar": (1, 2, 50),
    }
    rows = reference_classes()
    found = {n: (r.mean.value * 100, r.tail_share.value * 100, r.tail_mean.value * 100) for n, r in rows.items()}
    assert list(found) == list(published)
    assert all(found[name] == pytest.approx(figures) for name, figures in published.items())


def test_a_budget_is_multiplied_by_the_overrun_within_which_that_part_of_the_class_stayed() -> None:
    """Buildings: (0.39 / 0.20) ** (1.56 / 3.06) = 1.4056 times the 1.5 at which the tail begins."""
    uplift = Uplift.model_validate({"class": "buildings", "percentile": 80})
    assert multiple_of(uplift) == pytest.approx(1.5 * 1.4056, abs=1e-4)


def test_a_class_that_does_not_exist_is_an_error_with_a_hint(scenario: Path) -> None:
    scenario.write_text(TEXT.replace("CLASS", "building"))
    with pytest.raises(ScenarioFaults) as caught:
        load_scenario(scenario)
    told = [str(fault) for fault in caught.value.faults]
    assert len(told) == 1
    start = (
        f"{scenario}:4: templates.build.uplift.class: 'building', no such reference class (did you mean 'buildings'?)"
    )
    assert told[0].startswith(f"{start}; one of: it, buildings, ")


@pytest.mark.parametrize(
    ("percentile", "problem"), [("0", "at least 1"), ("100", "at most 99"), ("P80", "whole number")]
)
def test_a_percentile_is_between_1_and_99(scenario: Path, percentile: str, problem: str) -> None:
    scenario.write_text(TEXT.replace("CLASS", "water").replace("80", percentile))
    with pytest.raises(ScenarioFaults, match=problem):
        load_scenario(scenario)


def test_a_class_without_a_mean_is_a_warning_told_once(scenario: Path) -> None:
    scenario.write_text(TEXT.replace("CLASS", "it"))
    faults, warnings = validate([scenario])
    assert faults == []
    assert len(warnings) == 1
    assert "'it' is a class whose overruns have no mean" in str(warnings[0])


def test_a_class_with_a_mean_is_nothing_to_warn_of(scenario: Path) -> None:
    scenario.write_text(TEXT.replace("CLASS", "water"))
    assert validate([scenario]) == ([], [])
