"""`capsim watch` runs again when a file is saved, says what changed, and outlives faults."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from simulator.cli.app import command_line
from simulator.cli.saves import stamps_of, wait_for_save
from simulator.report.since import headline_since
from tests.scenario.written import write
from tests.small import SMALL, small_findings

ROOT = Path(__file__).parents[2]


class Clock:
    """Instead of sleeping, does what is planned for the n-th look."""

    def __init__(self, *deeds: object) -> None:
        self.deeds, self.waited = list(deeds), 0.0

    def __call__(self, seconds: float) -> None:
        self.waited += seconds
        if self.deeds:
            deed = self.deeds.pop(0)
            if callable(deed):
                deed()


def test_a_save_ends_the_wait_and_is_named(tmp_path: Path) -> None:
    one, other = write(tmp_path, "a.yaml", "x"), write(tmp_path, "b.yaml", "x")
    clock = Clock(None, lambda: other.write_text("xy"))
    assert wait_for_save(stamps_of([one, other]), sleep=clock) == [other]


def test_a_save_in_several_steps_is_one(tmp_path: Path) -> None:
    file = write(tmp_path, "a.yaml", "x")
    clock = Clock(file.unlink, lambda: file.write_text("x"), lambda: file.write_text("xy"))
    assert wait_for_save(stamps_of([file]), every=0.2, settle=0.3, sleep=clock) == [file]
    assert not clock.deeds
    assert clock.waited == pytest.approx(0.2 + 3 * 0.3)


def test_a_save_during_the_run_is_seen_after_it(tmp_path: Path) -> None:
    file = write(tmp_path, "a.yaml", "x")
    seen = stamps_of([file])
    file.write_text("longer")
    assert wait_for_save(seen, sleep=Clock()) == [file]


def test_a_file_that_appears_is_a_save(tmp_path: Path) -> None:
    file = tmp_path / "late.yaml"
    assert wait_for_save(stamps_of([file]), sleep=Clock(lambda: file.write_text("x"))) == [file]


def test_changes_of_the_mean_stand_beside_the_table() -> None:
    after = small_findings()
    metrics = {name: values for name, values in after.metrics.items() if name != "irr"}
    before = replace(after, metrics={**metrics, "npv": after.metrics["npv"] - 5e6, "capacity_mw": np.full(30, np.nan)})
    lines = headline_since(after, before)
    beside = {line[:28].strip(): line[82:].strip() for line in lines}
    assert max(len(line) for line in lines) <= 100
    assert beside[""] == "mean since then"
    assert beside["NPV after tax"] == "+5.00 mn USD"
    assert beside["IRR"] == "new"
    assert beside["capacity in service at the…"] == "now defined"
    assert beside["revenue of all markets"] == ""


def test_what_is_no_longer_told_is_named() -> None:
    before = small_findings()
    after = replace(before, metrics={name: values for name, values in before.metrics.items() if name != "npv"})
    assert headline_since(after, before)[-1] == "no longer there: NPV after tax"


def test_without_an_earlier_run_the_table_is_as_always() -> None:
    assert "mean since then" not in headline_since(small_findings(), None)[0]


def test_once_runs_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["-n", "2", "--jobs", "1", "--once", "--out", str(tmp_path)]
    assert command_line(["watch", str(SMALL), *options]) == 0
    out = capsys.readouterr().out
    assert out.startswith("small: 2 replications")
    assert f"Pictures: {tmp_path}/watch/small" in out
    assert (tmp_path / "watch" / "small" / "gantt.png").is_file()


def test_once_ends_with_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(tmp_path, "bad.yaml", "name: bad\nhorizon: {start: 2025-01-01, end: 20}\n")
    assert command_line(["watch", str(file), "--once"]) == 2
    assert "20 has no unit" in capsys.readouterr().err


class Watching:
    """A watch in a process of its own."""

    def __init__(self, file: Path, out: Path) -> None:
        self.log = out / "log.txt"
        options = ["-n", "2", "--jobs", "1", "--no-plots", "--out", str(out / "results")]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "simulator", "watch", str(file), *options],
                stdout=log, stderr=subprocess.STDOUT, cwd=out, env={**os.environ, "PYTHONPATH": str(ROOT)},
            )  # fmt: skip

    def waits_for(self, text: str, times: int = 1) -> str:
        """What was said, once it holds a text so many times."""
        until = time.monotonic() + 60
        while time.monotonic() < until and self.process.poll() is None:
            said = self.log.read_text()
            if said.count(text) >= times:
                return said
            time.sleep(0.05)
        raise AssertionError(f"{text!r} is not said {times} times in: {self.log.read_text()}")


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[Watching]:
    write(tmp_path, "base.yaml", SMALL.read_text())
    started = Watching(write(tmp_path, "variant.yaml", "extends: base.yaml\nname: variant\n"), tmp_path)
    yield started
    started.process.kill()
    started.process.wait()


def test_it_runs_again_on_a_save_says_what_changed_and_outlives_faults(watching: Watching, tmp_path: Path) -> None:
    base = tmp_path / "base.yaml"
    watching.waits_for("2 files watched")
    base.write_text(base.read_text().replace("price: 12 mn", "price: 14 mn"))
    said = watching.waits_for("2 files watched", times=2)
    assert "saved: base.yaml" in said
    (line,) = [line for line in said.splitlines() if line.startswith("NPV after tax") and "+" in line]
    assert line.endswith("USD")
    base.write_text(base.read_text().replace("price: 14 mn USD", "price: 14 mn UDS"))
    said = watching.waits_for("files watched", times=3)
    assert "base.yaml:16: markets.town.price: " in said
    base.write_text(base.read_text().replace("UDS", "USD"))
    watching.waits_for("2 files watched", times=4)
    watching.process.send_signal(signal.SIGINT)
    assert watching.process.wait(timeout=20) == 130
