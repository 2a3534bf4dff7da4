"""`capsim sweep` from its options to its exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from simulator.cli.app import command_line
from tests.scenario.written import write
from tests.small import SMALL

VARY = ("--vary", "markets.town.price=8:14:3 mn USD/MW/year")


def swept(out: Path, *options: str, file: Path = SMALL) -> int:
    return command_line(["sweep", str(file), "-n", "4", "--jobs", "1", "--out", str(out), *options])


def test_a_sweep_prints_a_line_a_point_and_where_everything_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert swept(tmp_path, *VARY, "--metric", "npv") == 0
    out = capsys.readouterr().out
    assert out.startswith("small: 3 points of 4 replications, seed 1\n")
    assert "npv (mn USD)" in out
    assert "  11 mn USD/MW/year " in out
    assert all(len(line) <= 100 for line in out.partition("Pictures")[0].splitlines())
    (table,) = tmp_path.glob("sweep/*/table.csv")
    assert f"Table: {table}" in out
    assert str(table.parent / "figures" / "npv.png") in out


def test_json_is_one_object_with_a_list_a_metric(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert swept(tmp_path, *VARY, "--json", "--no-plots") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["schema"] == 1
    assert [point["values"] for point in told["points"]] == [[f"{v} mn USD/MW/year"] for v in (8, 11, 14)]
    npv = told["metrics"]["npv"]
    assert npv["unit"] == "USD"
    assert [set(point) >= {"mean", "se", "p10", "p50", "p90", "difference"} for point in npv["points"]] == [True] * 3
    assert not list(tmp_path.rglob("*.png"))


def test_a_file_without_a_section_and_no_option_is_wrong_input(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert swept(tmp_path) == 2
    assert "nothing to vary; --vary 'PATH=V1,V2,...', or a `sweep:` section" in capsys.readouterr().err


def test_the_section_of_the_file_is_swept_unless_options_say_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = SMALL.read_text() + "sweep: {projects.north.budget: [200 mn USD, 300 mn USD]}\n"
    file = write(tmp_path, "with.yaml", text)
    assert swept(tmp_path / "out", file=file) == 0
    assert "small: 2 points" in capsys.readouterr().out
    assert swept(tmp_path / "out", *VARY, file=file) == 0
    assert "small: 3 points" in capsys.readouterr().out


def test_a_fault_of_the_section_is_told_at_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = SMALL.read_text() + "sweep: {projects.north.budget: [200 mn USD, 300 MW]}\n"
    file = write(tmp_path, "with.yaml", text)
    assert swept(tmp_path / "out", file=file) == 2
    line = text.count("\n")
    assert f"with.yaml:{line}: projects.north.budget: '300 MW' is power" in capsys.readouterr().err


def test_a_grid_of_more_than_ten_thousand_points_is_asked_about(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wide = (
        "--vary",
        "projects.north.budget=100:300:101 mn USD",
        "--vary",
        "markets.town.price=8:14:100 mn USD/MW/year",
    )
    assert swept(tmp_path, *wide) == 2
    assert "the grid has 10,100 points, more than 10,000; --yes runs them all" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_an_unknown_metric_is_wrong_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert swept(tmp_path, *VARY, "--metric", "liquidty_min") == 2
    assert "did you mean 'liquidity_min'?" in capsys.readouterr().err


def test_plots_can_be_added_to_a_sweep_that_is_there(tmp_path: Path) -> None:
    assert swept(tmp_path, *VARY, "--no-plots", "--quiet") == 0
    assert not list(tmp_path.rglob("*.png"))
    assert swept(tmp_path, *VARY, "--quiet", "--metric", "irr") == 0
    assert [path.name for path in tmp_path.rglob("*.png")] == ["irr.png"]
