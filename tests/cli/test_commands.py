"""The other commands: validate, show, schema, list, trace, new, help."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from simulator import __version__
from simulator.cli.app import app
from simulator.cli.listing import LISTS, Subject
from simulator.scenario.load import load_scenario
from simulator.scenario.templates import shipped_templates
from tests.cli.shell import called
from tests.small import SMALL

BAD = """\
name: bad
horizon: {start: 2025-01-01, end: 20}
projects: {north: {capx: 3, stages: {build: {duration: -3 months}}}}
"""


def test_all_faults_of_all_files_are_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    first, second = tmp_path / "first.yaml", tmp_path / "second.yaml"
    first.write_text(BAD)
    second.write_text(BAD.replace("capx", "budgt"))
    ended = called(capsys, "validate", first, second, SMALL)
    assert (ended.code, ended.out) == (2, "")
    lines = ended.err.splitlines()
    assert len([line for line in lines if "horizon.end" in line]) == 2
    assert any("first.yaml:3: projects.north.capx: " in line for line in lines)
    assert any("second.yaml:3: projects.north.budgt: " in line and "budget" in line for line in lines)
    assert any("duration" in line and "-3 months" in line for line in lines)


def test_a_file_without_faults_is_fine(capsys: pytest.CaptureFixture[str]) -> None:
    ended = called(capsys, "validate", SMALL)
    assert (ended.code, ended.out, ended.err) == (0, f"{SMALL}: fine\n", "")


def test_control_characters_of_a_file_name_reach_no_terminal(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "a\x1b[31mb\nc.yaml"
    file.write_text(SMALL.read_text())
    ended = called(capsys, "validate", file)
    assert (ended.code, ended.out) == (0, f"{tmp_path}/a\\x1b[31mb\\nc.yaml: fine\n")


def test_expectations_are_compared_on_demand(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    text = """\
name: golden
horizon: {start: 2025-01-01, end: 2025-12-31}
projects: {hall: {stages: {build: {duration: 30 days}}}}
simulation: {replications: 2}
expect: {finish_day: 30}
"""
    file = tmp_path / "golden.yaml"
    file.write_text(text)
    assert called(capsys, "validate", file, "--expect").code == 0
    file.write_text(text.replace("finish_day: 30", "finish_day: 31"))
    assert called(capsys, "validate", file).code == 0
    ended = called(capsys, "validate", file, "--expect")
    assert ended.code == 1
    assert ended.err.startswith(f"{file}: finish_day: 30, expected 31")


def test_what_is_shown_loads_to_the_same_scenario(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    ended = called(capsys, "show", SMALL, "--set", "projects.north.budget=260 mn USD")
    assert ended.code == 0
    file = tmp_path / "shown.yaml"
    file.write_text(ended.out)
    assert load_scenario(file) == load_scenario(SMALL, ["projects.north.budget=260 mn USD"])


def test_every_value_has_its_origin(capsys: pytest.CaptureFixture[str]) -> None:
    lines = called(capsys, "show", SMALL, "--origin", "--set", "projects.north.budget=260 mn USD").out.splitlines()
    edited = next(line for line in lines if line.startswith("projects.north.budget: "))
    assert "260 mn USD" in edited
    assert "--set" in edited
    assert "before: 250 mn USD" in edited
    written = next(line for line in lines if line.startswith("horizon.start: "))
    assert "small.yaml:3" in written
    default = next(line for line in lines if line.startswith("horizon.fiscal_year_end: "))
    assert "default" in default


def test_the_schema_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads(called(capsys, "schema").out)
    assert "$schema" in told


@pytest.mark.parametrize("subject", list(Subject))
def test_every_list_has_names_and_descriptions(capsys: pytest.CaptureFixture[str], subject: Subject) -> None:
    ended = called(capsys, "list", subject)
    assert (ended.code, ended.err) == (0, "")
    assert all(told for _, _, told in LISTS[subject]())
    assert max(len(line) for line in ended.out.splitlines()) <= 100
    said = " ".join(ended.out.split())
    for name, unit, told in LISTS[subject]():
        assert " ".join(f"{name} {unit} {told}".split()) in said
    entries = json.loads(called(capsys, "list", subject, "--json").out)[subject]
    assert [entry["name"] for entry in entries] == [name for name, _, _ in LISTS[subject]()]


def test_metrics_are_listed_with_their_units(capsys: pytest.CaptureFixture[str]) -> None:
    lines = called(capsys, "list", "metrics").out.splitlines()
    assert next(line for line in lines if line.startswith("npv ")).split()[1] == "money"
    assert next(line for line in lines if line.startswith("capacity_mw ")).split()[1] == "MW"


def test_what_cannot_be_listed_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    ended = called(capsys, "list", "polices")
    assert (ended.code, ended.out) == (2, "")
    names = "policies, metrics, distributions, templates, figures, engines, classes"
    assert ended.err == f"list: 'polices' is not a list (did you mean 'policies'?); one of: {names}\n"


@pytest.fixture(scope="module")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from simulator.cli.app import command_line

    out = tmp_path_factory.mktemp("results")
    options = ["-n", "3", "--no-plots", "--quiet", "--jobs", "1"]
    assert command_line(["run", str(SMALL), "--out", str(out), *options]) == 0
    return next((out / "small").iterdir())


def test_a_trace_tells_what_happened(capsys: pytest.CaptureFixture[str], run_folder: Path) -> None:
    table = called(capsys, "trace", run_folder, "--replication", "2").out.splitlines()
    assert max(len(line) for line in table) <= 100
    assert table[0].split() == ["date", "until", "kind", "amount", "unit", "what"]
    assert any("note_put" in line and "105,000,000.00 USD" in line for line in table)
    rows = list(csv.DictReader(io.StringIO(called(capsys, "trace", run_folder, "--format", "csv").out)))
    events = json.loads(called(capsys, "trace", run_folder, "--format", "json").out)["events"]
    assert len(rows) == len(events)
    assert [row["what"] for row in rows] == [event["what"] for event in events]
    assert {"OPENING", "PAID", "ENDED", "REVENUE", "NOTE_PUT"} <= {e["kind"] for e in events}


def test_a_format_that_does_not_exist_is_told(capsys: pytest.CaptureFixture[str], run_folder: Path) -> None:
    ended = called(capsys, "trace", run_folder, "--format", "jsn")
    assert (ended.code, ended.out) == (2, "")
    known = "table, csv, json, beancount"
    assert ended.err == f"--format: 'jsn' is not a format (did you mean 'json'?); one of: {known}\n"


def test_a_ledger_is_what_beancount_accepts(
    capsys: pytest.CaptureFixture[str], run_folder: Path, tmp_path: Path
) -> None:
    from beancount import loader

    file = tmp_path / "ledger.beancount"
    file.write_text(called(capsys, "trace", run_folder, "--format", "beancount").out)
    entries, errors, _ = loader.load_file(str(file))
    assert errors == []
    assert len(entries) > 100


def test_a_replication_that_was_not_run_is_told(capsys: pytest.CaptureFixture[str], run_folder: Path) -> None:
    ended = called(capsys, "trace", run_folder, "--replication", "3")
    assert (ended.code, ended.err) == (2, "--replication: 3 is not in the run; from 0 to 2\n")


def test_a_trace_of_no_run_is_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    ended = called(capsys, "trace", tmp_path)
    assert ended.code == 2
    assert ended.err == f"{tmp_path}: is not a run, it has no run.json; the folder of a finished run\n"


@pytest.mark.parametrize("template", list(shipped_templates()))
def test_a_new_scenario_of_any_template_runs(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, template: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert called(capsys, "new", "first-try", "--template", template).code == 0
    assert (tmp_path / "first-try.yaml").read_text().startswith("# first-try: ")
    assert called(capsys, "validate", "first-try.yaml").code == 0
    ended = called(capsys, "run", "first-try.yaml", "-n", "2", "--no-plots", "--jobs", "1")
    assert (ended.code, ended.err) == (0, "")


def test_a_new_scenario_replaces_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.yaml").write_text("mine")
    ended = called(capsys, "new", "mine")
    assert ended.code == 2
    assert "is there already" in ended.err
    assert (tmp_path / "mine.yaml").read_text() == "mine"


@pytest.mark.parametrize("name", ["../elsewhere", "a/b", "a b", "", "x" * 90, "1st"])
def test_a_name_that_is_none_makes_no_file(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    ended = called(capsys, "new", name)
    assert ended.code == 2
    assert "is not a name" in ended.err
    assert [path.name for path in tmp_path.rglob("*")] == ["here"]


def test_a_template_that_does_not_exist_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    ended = called(capsys, "new", "mine", "--template", "leased_hal")
    assert ended.code == 2
    assert "did you mean 'leased_hall'?" in ended.err


def test_the_version_is_the_packages(capsys: pytest.CaptureFixture[str]) -> None:
    assert called(capsys, "--version").out == f"capsim {__version__}\n"


def test_every_command_has_help(capsys: pytest.CaptureFixture[str]) -> None:
    names = [command.name for command in app.registered_commands]
    assert {"run", "validate", "show", "trace", "schema", "new", "list"} <= set(names)
    overview = called(capsys, "--help")
    assert overview.code == 0
    for name in names:
        assert name is not None
        assert f"  {name} " in overview.out
        told = called(capsys, name, "--help")
        assert told.code == 0
        assert "--help" in told.out


def test_python_m_simulator_is_capsim() -> None:
    from tests.cli.shell import ROOT

    command = [sys.executable, "-m", "simulator", "--version"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert ended.stdout == f"capsim {__version__}\n"
