"""The files behind a scenario are those whose change can change it."""

from __future__ import annotations

from pathlib import Path

from simulator.scenario.document import load_document
from simulator.scenario.family import files_behind
from tests.scenario.written import BASE, write


def names(path: Path) -> list[str]:
    return [file.name for file in files_behind(path)]


def test_parents_facts_and_data_belong_to_a_scenario(tmp_path: Path) -> None:
    write(tmp_path, "days.csv", "7\n9\n")
    write(tmp_path, "prices.csv", "1\n2\n")
    write(tmp_path, "facts.yaml", "price: {value: empirical(prices.csv) mn USD/MW/year, grade: audited}\n")
    write(tmp_path, "base.yaml", BASE + "facts: facts.yaml\n")
    variant = (
        "extends: base.yaml\nname: v\nchange: {projects.mexico_1.stages.permits.duration: empirical(days.csv) months}\n"
    )
    file = write(tmp_path, "variant.yaml", variant)
    assert names(file) == ["variant.yaml", "base.yaml", "days.csv", "facts.yaml", "prices.csv"]
    assert not load_document(file).faults


def test_a_file_that_is_not_there_may_appear(tmp_path: Path) -> None:
    file = write(tmp_path, "variant.yaml", "extends: base.yaml\nfacts: [a.yaml, b.yaml]\n")
    assert names(file) == ["variant.yaml", "base.yaml", "a.yaml", "b.yaml"]
    assert names(tmp_path / "nowhere.yaml") == ["nowhere.yaml"]


def test_a_file_that_cannot_be_read_is_still_watched(tmp_path: Path) -> None:
    assert names(write(tmp_path, "broken.yaml", "extends: base.yaml\n  x: [\n")) == ["broken.yaml"]


def test_files_that_extend_each_other_come_once(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", "extends: b.yaml\n")
    assert names(write(tmp_path, "b.yaml", "extends: a.yaml\n")) == ["b.yaml", "a.yaml"]


def test_files_out_of_reach_are_not_watched(tmp_path: Path) -> None:
    assert names(write(tmp_path, "a.yaml", "facts: /etc/hostname\n")) == ["a.yaml"]
