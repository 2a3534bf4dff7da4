"""`--without-rules`, `--flexibility` and `--risks` as they are typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from simulator.findings.stored import open_run
from tests.cli.shell import called
from tests.small import SMALL
from tests.studies.switched import RISKY, RULED, written

QUIET = ("--jobs", "1", "--no-plots")


def test_a_run_without_rules_is_the_run_of_that_edit(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    asks = ("run", written(tmp_path, RULED), "--out", tmp_path / "out", "--json", *QUIET)
    with_rules, without, edited = (
        json.loads(called(capsys, *asks, *more).out)
        for more in ((), ("--without-rules",), ("--set", "reviews.rules=false"))
    )
    assert without["run_id"] == edited["run_id"] != with_rules["run_id"]
    assert without["metrics"]["project.annexe.paid"]["mean"] == 0
    assert with_rules["metrics"]["project.annexe.paid"]["mean"] == 4e6
    assert not open_run(without["out"]).findings.scenario.reviews.rules


def test_scenarios_are_compared_and_varied_without_rules(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path, out = written(tmp_path, RULED), tmp_path / "out"
    other = tmp_path / "dearer.yaml"
    other.write_text("extends: ruled.yaml\nname: dearer\nchange: {projects.hall.budget: 12 mn USD}\n")
    told = json.loads(called(capsys, "compare", path, other, "--without-rules", "--out", out, "--json", *QUIET).out)
    assert told["metrics"]["rule.enlarge.fired"]["dearer"]["value"] == 0
    vary = ("--vary", "projects.annexe.budget=2 mn USD,4 mn USD", "--metric", "project.annexe.paid")
    swept = json.loads(called(capsys, "sweep", path, *vary, "--without-rules", "--out", out, "--json", *QUIET).out)
    assert [point["mean"] for point in swept["metrics"]["project.annexe.paid"]["points"]] == [0, 0]


def test_a_run_cannot_do_without_its_rules_afterwards(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path, out = written(tmp_path, RULED), tmp_path / "out"
    run = json.loads(called(capsys, "run", path, "--out", out, "--json", *QUIET).out)
    ended = called(capsys, "compare", run["out"], path, "--without-rules", "--out", out)
    assert ended.code == 2
    assert ended.err.startswith("--without-rules: ")
    assert "is a run and cannot be edited" in ended.err


def test_flexibility_is_told_in_words_and_kept_as_a_page(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    asks = ("compare", written(tmp_path, RULED), "--flexibility", "--metric", "project.annexe.paid")
    ended = called(capsys, *asks, "--out", tmp_path / "out", "--jobs", "1")
    assert ended.code == 0
    assert (
        "project.annexe.paid: +4.00 mn USD with rules (95 % interval 4.00 to 4.00), 0.00 mn USD without." in ended.out
    )
    assert "enlarge                      100 %  2025-06-30   +4.00 mn USD" in ended.out
    assert "reviews.rules" in ended.out
    (page,) = (tmp_path / "out" / "compare").rglob("compare.html")
    assert "What each rule did" in page.read_text()


def test_risks_are_told_in_a_table_and_drawn(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    asks = ("compare", written(tmp_path, RISKY), "--risks", "--metric", "project.hall.paid")
    ended = called(capsys, *asks, "--out", tmp_path / "out", "--jobs", "1")
    assert ended.code == 0
    assert "What each risk costs: project.hall.paid" in ended.out
    (row,) = (line for line in ended.out.splitlines() if line.startswith("fire "))
    assert "2025-02-01" in row
    assert row.endswith("-10.0 mn USD")
    assert max(len(line) for line in ended.out.splitlines() if str(tmp_path) not in line) <= 100
    (figure,) = (tmp_path / "out" / "compare").rglob("*.png")
    assert figure.name == "tornado.png"
    again = called(capsys, *asks, "--out", tmp_path / "out", "--jobs", "1", "--json")
    assert json.loads(again.out)["study"] == "risks"


def test_claims_hold_of_what_rules_are_worth(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    asks = ("compare", written(tmp_path, RULED), "--flexibility", "--out", tmp_path / "out", *QUIET)
    assert called(capsys, *asks, "--assert", "project.annexe.paid: within 4 mn USD").code == 0
    assert called(capsys, *asks, "--assert", "project.annexe.paid: the same").code == 3


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("small", "--flexibility"), "has no rules; without any there is nothing to decide"),
        (("small", "--risks"), "has no risks; without any there is nothing to switch off"),
        (("small", "ruled", "--risks"), "--risks: 2 given; it takes one scenario file"),
        (("folder", "--risks"), "is a folder; it takes one scenario file"),
        (("ruled", "--flexibility", "--risks"), "--flexibility: does not go with --risks"),
        (("ruled", "--flexibility", "--without-rules"), "--flexibility: does not go with --without-rules"),
        (("ruled", "--flexibility", "--unpaired"), "--flexibility: does not go with --unpaired"),
        (("ruled", "--flexibility", "--waterfall", "order"), "--flexibility: does not go with --waterfall order"),
    ],
)
def test_what_cannot_be_asked_is_refused_before_anything_is_run(
    arguments: tuple[str, ...], problem: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    places = {"small": SMALL, "ruled": written(tmp_path, RULED), "folder": tmp_path}
    ended = called(capsys, "compare", *(places.get(one, one) for one in arguments), "--out", tmp_path / "out")
    assert (ended.code, ended.out) == (2, "")
    assert problem in ended.err
    assert not (tmp_path / "out").exists()
