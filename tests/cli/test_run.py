"""`capsim run`: what it prints, what it leaves, and how it ends."""

from __future__ import annotations

import json
import os
import pty
import re
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from simulator.findings.stored import open_run
from simulator.montecarlo.block import Block, Question, run_block
from tests.cli.shell import ROOT, called, ran, started
from tests.small import SMALL


def test_the_table_fits_a_hundred_columns(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    ended = called(capsys, "run", SMALL, "--out", tmp_path, "--jobs", "1")
    assert (ended.code, ended.err) == (0, "")
    table, _, places = ended.out.partition("Pictures (")
    assert max(len(line) for line in table.splitlines()) <= 100
    for heading in ("What held the portfolio up", "Why NPV is what it is", "What to look at"):
        assert heading in table
    pictures = [Path(line.strip()) for line in places.splitlines() if line.endswith(".png")]
    assert len(pictures) == 11
    assert all(picture.is_file() for picture in pictures)


def test_json_is_one_object_and_nothing_else(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    ended = called(capsys, "run", SMALL, "--out", tmp_path, "--jobs", "1", "-n", "9", "--json", "--no-plots")
    assert (ended.code, ended.err) == (0, "")
    told = json.loads(ended.out, parse_constant=lambda name: pytest.fail(f"{name} in JSON"))
    keys = ["schema", "scenario", "run_id", "seed", "replications", "engine", "seconds", "out", "metrics", "checks"]
    assert list(told) == keys
    assert (told["schema"], told["scenario"], told["seed"], told["replications"]) == (1, "small", 1, 9)
    assert told["checks"] == {"trial_balance_cents": 0, "failed_replications": 0}
    run = open_run(told["out"])
    assert told["run_id"] == run.folder.name
    npv = told["metrics"]["npv"]
    values = run.findings.metrics["npv"]
    assert npv["unit"] == "USD"
    assert npv["mean"] == pytest.approx(values.mean())
    assert npv["se"] == pytest.approx(values.std(ddof=1) / 3)
    assert npv["p90"] == pytest.approx(np.quantile(values, 0.9))
    assert set(npv) >= {"unit", "n", "unfinished", "mean", "se", "sd", "p5", "p10", "p50", "p90", "p95"}


def test_one_replication_has_no_spread(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    ended = called(capsys, "run", SMALL, "--out", tmp_path, "-n", "1", "--json", "--no-plots")
    npv = json.loads(ended.out)["metrics"]["npv"]
    assert (npv["n"], npv["se"], npv["sd"]) == (1, None, None)


def test_quiet_says_nothing(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    ended = called(capsys, "run", SMALL, "--out", tmp_path, "-n", "3", "--quiet", "--no-plots")
    assert (ended.code, ended.out, ended.err) == (0, "", "")
    assert len(list(tmp_path.glob("small/*/run.json"))) == 1


def test_options_are_what_is_asked(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    base = ("run", SMALL, "--out", tmp_path, "--json", "--no-plots", "--jobs", "1")
    one = json.loads(called(capsys, *base, "-n", "4", "--seed", "7").out)
    other = json.loads(called(capsys, *base, "--set", "simulation.replications=4", "--set", "simulation.seed=7").out)
    assert (one["run_id"], one["seed"], one["replications"]) == (other["run_id"], 7, 4)
    dearer = json.loads(called(capsys, *base, "-n", "4", "--seed", "7", "--set", "projects.north.budget*=1.5").out)
    assert dearer["run_id"] != one["run_id"]
    assert dearer["metrics"]["project.north.paid"]["mean"] > one["metrics"]["project.north.paid"]["mean"]


def test_warnings_go_to_stderr_and_do_not_stop(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    arguments = ("run", SMALL, "--out", tmp_path, "-n", "2", "--no-plots", "--json", "--set", "horizon.end=2028-12-31")
    ended = called(capsys, *arguments)
    assert ended.code == 0
    assert ended.err.startswith("warning: --set: horizon.end: ")
    json.loads(ended.out)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["run"], "Missing argument"),
        (["run", "nothing.yaml"], "nothing.yaml"),
        (["run", str(SMALL), "-n", "0"], "'0' is not a whole number from 1 to 1,000,000"),
        (["run", str(SMALL), "-n", "many"], "many"),
        (
            ["run", str(SMALL), "--engine", "simp"],
            "--engine: 'simp' is not an engine (did you mean 'simpy'?); one of: simpy\n",
        ),
        (["run", str(SMALL), "--set", "projects.nort.budget=1 USD"], "--set: "),
        (["run", str(SMALL), "--set", "projects.north.budget=3 MW"], "--set: projects.north.budget: "),
        (["frobnicate"], "frobnicate"),
    ],
)
def test_wrong_input_ends_with_two_and_writes_nothing(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    told: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    ended = called(capsys, *arguments)
    assert ended.code == 2
    assert ended.out == ""
    assert told in ended.err
    assert "Traceback" not in ended.err
    assert list(tmp_path.iterdir()) == []


def test_a_bug_is_told_in_a_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simulator.montecarlo.replications.run_block", lambda question, rows: 1 / 0)
    ended = called(capsys, "run", SMALL, "--out", tmp_path / "r", "--jobs", "1")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err == "internal error: ZeroDivisionError: division by zero; --debug shows where\n"
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ZeroDivisionError):
        called(capsys, "run", SMALL, "--out", tmp_path / "r", "--jobs", "1", "--debug")


def test_control_characters_of_a_file_reach_no_terminal(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "odd.yaml"
    file.write_text('name: "a\\x1b[31mb"\nhorizon: {start: 2026-01-01, end: 2026-12-31}\n')
    ended = called(capsys, "run", file, "--out", tmp_path / "r")
    assert ended.code == 2
    assert "\x1b" not in ended.err


def test_a_folder_that_cannot_be_written_ends_with_one(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "results").write_text("a file")
    ended = called(capsys, "run", SMALL, "--out", tmp_path / "results", "-n", "2")
    assert ended.code == 1
    assert ended.err.count("\n") == 1
    assert "cannot be written: " in ended.err


FULL_DISK = """
import resource, sys
from simulator.cli.app import command_line
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
sys.exit(command_line(sys.argv[2:]))
"""


@pytest.mark.parametrize("room", [0, 1000, 20_000, 60_000])
def test_a_full_disk_ends_with_one_line_and_nothing_half_written(tmp_path: Path, room: int) -> None:
    arguments = ["run", str(SMALL), "--out", "results", "-n", "20", "--jobs", "1"]
    command = [sys.executable, "-c", FULL_DISK, str(room), *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    ended = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert ended.stderr.count("\n") == 1, ended.stderr
    assert "cannot be written" in ended.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_reader_that_has_gone_away_is_no_error(tmp_path: Path) -> None:
    process = started("run", SMALL, "--out", "r", "-n", "3", "--no-plots", cwd=tmp_path)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.wait(60) == 0
    assert process.stderr.read() == ""
    process.stderr.close()


def test_results_that_cannot_be_printed_are_an_error(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "simulator", "list", "metrics"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with open("/dev/full", "w") as full:
        ended = subprocess.run(command, cwd=tmp_path, env=environment, stdout=full, stderr=subprocess.PIPE, check=False)
    assert ended.returncode == 1
    assert ended.stderr == b"stdout cannot be written: No space left on device\n"


def test_no_bar_without_a_terminal(tmp_path: Path) -> None:
    ended = ran("run", SMALL, "--out", "r", "-n", "60", "--jobs", "2", "--no-plots", cwd=tmp_path)
    assert (ended.code, ended.err) == (0, "")


@pytest.mark.parametrize("colour", [True, False])
def test_a_bar_on_a_terminal_obeys_no_color(tmp_path: Path, colour: bool) -> None:
    ours, theirs = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "COLUMNS": "80"}
    environment |= {} if colour else {"NO_COLOR": "1"}
    command = [sys.executable, "-m", "simulator", "run", str(SMALL), "--out", "r", "-n", "150", "--no-plots"]
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.DEVNULL, stderr=theirs) as process:
        os.close(theirs)
        shown = b""
        try:
            while chunk := os.read(ours, 4096):
                shown += chunk
        except OSError:
            pass
        os.close(ours)
        assert process.wait() == 0
    assert b"replications" in shown
    assert b"150/150" in shown
    assert (b"\x1b[38;" in shown or b"\x1b[3" in shown) is colour


INTERRUPTED = r"interrupted after [\d,]+ of 20,000 replications; --resume goes on from there\n"


def interrupt_at(monkeypatch: pytest.MonkeyPatch, row: int) -> None:
    """Let Ctrl-C be hit while the block that begins with a replication is run."""

    def interrupted(question: Question, rows: range) -> Block:
        if rows.start == row:
            raise KeyboardInterrupt
        return run_block(question, rows)

    monkeypatch.setattr("simulator.montecarlo.replications.run_block", interrupted)


def test_an_interrupt_says_what_there_is_to_go_on_from_and_a_resumed_run_what_it_took_over(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = ("run", SMALL, "--out", tmp_path, "-n", "170", "--jobs", "1", "--no-plots", "--resume")
    for row, done in ((50, 50), (150, 150)):
        interrupt_at(monkeypatch, row)
        ended = called(capsys, *base)
        assert (ended.code, ended.out) == (130, "")
        assert ended.err == f"interrupted after {done} of 170 replications; --resume goes on from there\n"
    assert called(capsys, *base, "--quiet").err == ""
    monkeypatch.undo()
    ended = called(capsys, *base)
    assert (ended.code, ended.err) == (0, "")
    assert "\nResumed: 150 of 170 replications were taken over\n" in ended.out
    assert "Resumed" not in called(capsys, *base).out


def test_an_interrupt_before_anything_is_kept_says_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupt_at(monkeypatch, 0)
    ended = called(capsys, "run", SMALL, "--out", tmp_path, "-n", "60", "--jobs", "1", "--no-plots")
    assert (ended.code, ended.out, ended.err) == (130, "", "")


def test_a_precision_that_was_reached_is_told_in_a_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    base = ("run", SMALL, "--out", tmp_path, "-n", "20", "--jobs", "1", "--no-plots")
    ended = called(capsys, *base, "--precision", "npv: 20 mn USD")
    assert (ended.code, ended.err) == (0, "")
    (line,) = [line for line in ended.out.splitlines() if line.startswith("Precision: ")]
    form = r"Precision: npv is known to ±[\d.]+ mn USD after [\d,]+ replications; asked for: ±20.0 mn USD"
    assert re.fullmatch(form, line)
    ended = called(capsys, *base, "--precision", "npv: 1 USD", "--max-replications", "50")
    assert re.fullmatch(
        r"warning: --precision: npv is known to ±[\d.]+ mn USD after 50 replications, not more\n", ended.err
    )
    assert "Precision: " not in ended.out


def test_a_stdout_that_is_closed_ends_with_one_and_no_word(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for arguments in ("list metrics", f"show {SMALL}", f"run {SMALL} --out r -n 60 --jobs 2 --no-plots"):
        command = ["bash", "-c", f"{sys.executable} -m simulator {arguments} >&-"]
        ended = subprocess.run(command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, check=False)
        assert (ended.returncode, ended.stderr) == (1, b""), arguments
    assert len(list(tmp_path.glob("r/small/*/run.json"))) == 1


@pytest.mark.slow
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupt_ends_with_130_and_leaves_nothing_but_finished_blocks(tmp_path: Path, jobs: str) -> None:
    process = started("run", SMALL, "--out", "results", "-n", "20000", "--jobs", jobs, cwd=tmp_path)
    waited_for(tmp_path, ".*.partial/blocks/*.block")
    time.sleep(0.3)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert out == ""
    assert re.fullmatch(INTERRUPTED, err)
    assert {path.suffix for path in tmp_path.rglob("*") if path.is_file()} <= {".block"}


@pytest.mark.slow
def test_an_interrupted_grid_says_that_the_runs_that_are_done_are_kept(tmp_path: Path) -> None:
    vary = ("--vary", "markets.*.growth*=1,1.1,1.2")
    process = started("sweep", SMALL, *vary, "--out", "results", "-n", "2000", "--jobs", "1", cwd=tmp_path)
    first = waited_for(tmp_path, "*/run.json")
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (130, "")
    assert err == "interrupted; runs that are done are kept, and the same command goes on from them\n"
    assert first.exists()


@pytest.mark.slow
def test_a_killed_run_leaves_nothing_that_reads_as_one_and_the_next_succeeds(tmp_path: Path) -> None:
    process = started("run", SMALL, "--out", "results", "-n", "4000", "--jobs", "2", "--no-plots", cwd=tmp_path)
    waited_for(tmp_path, ".*.partial")
    time.sleep(0.5)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate(timeout=30)
    assert not list(tmp_path.rglob("run.json"))
    again = ran("run", SMALL, "--out", "results", "-n", "4000", "--jobs", "2", "--no-plots", "--quiet", cwd=tmp_path)
    assert (again.code, again.err) == (0, "")
    assert [path.name.startswith(".") for path in (tmp_path / "results" / "small").iterdir()] == [False]


def waited_for(folder: Path, pattern: str) -> Path:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        for path in folder.glob(f"results/small/{pattern}"):
            return path
        time.sleep(0.02)
    raise AssertionError("the run never began")


def test_peak_memory_stays_small(tmp_path: Path) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    assert ran("run", SMALL, "--out", "r", "-n", "300", "--jobs", "1", "--quiet", cwd=tmp_path).code == 0
    assert max(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, before) < 1_000_000
