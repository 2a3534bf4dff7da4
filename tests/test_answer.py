"""A run that was interrupted or killed goes on where it was, to the same bits; without `--resume` it begins anew."""

from __future__ import annotations

import random
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.kill import command, contents, ended_by_itself, survived
from simulator.answer import Answer, Manner, answer
from simulator.errors import UserError
from simulator.findings.stored import open_run
from simulator.montecarlo.block import asked
from simulator.montecarlo.replications import Progress
from simulator.scenario.load import load
from simulator.store.surroundings import surroundings
from tests.small import SMALL


def answered(out: Path, progress: Progress = lambda done, total: None, **manner: object) -> Answer:
    loaded = load(SMALL, ["simulation.replications=180"])
    how = replace(Manner(out, jobs=1, plots=False), **manner)  # type: ignore[arg-type]
    return answer(asked(loaded.scenario), loaded.document, how, progress)


def interrupted(out: Path, after: int) -> None:
    """Interrupt a run when so many replications are done."""

    def stop(done: int, total: int) -> None:
        if done >= after:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        answered(out, stop)


@pytest.mark.parametrize("after", [50, 150, 180])
def test_an_interrupted_run_goes_on_to_the_same_bytes(tmp_path: Path, after: int) -> None:
    whole = answered(tmp_path / "whole")
    interrupted(tmp_path / "r", after)
    assert len(list(tmp_path.glob("r/small/.*.partial/blocks/*.block"))) == -(-after // 50)
    assert not list(tmp_path.rglob("r/**/run.json"))
    seen: list[int] = []
    again = answered(tmp_path / "r", lambda done, total: seen.append(done), resume=True)
    assert seen == [n for n in (50, 100, 150, 180) if n >= after]
    assert contents(again.run.folder) == contents(whole.run.folder)
    assert [path.name for path in (tmp_path / "r" / "small").iterdir()] == [again.run.manifest.run_id]
    assert all("blocks" not in path for path in again.run.files)


def test_without_resume_nothing_is_taken_over(tmp_path: Path) -> None:
    interrupted(tmp_path, 150)
    seen: list[int] = []
    again = answered(tmp_path, lambda done, total: seen.append(done))
    assert seen == [0, 50, 100, 150, 180]
    assert [path.name for path in (tmp_path / "small").iterdir()] == [again.run.manifest.run_id]


def test_blocks_of_another_machine_are_run_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    interrupted(tmp_path, 150)
    elsewhere = replace(surroundings(), platform="Linux of another make")
    monkeypatch.setattr(sys.modules[Manner.__module__], "surroundings", lambda: elsewhere)
    seen: list[int] = []
    answered(tmp_path, lambda done, total: seen.append(done), resume=True)
    assert seen == [0, 50, 100, 150, 180]


def test_resume_of_a_finished_or_a_new_run_is_a_run(tmp_path: Path) -> None:
    assert not answered(tmp_path, resume=True).known
    assert answered(tmp_path, resume=True).known


def test_what_was_not_finished_does_not_read_as_a_run(tmp_path: Path) -> None:
    made = answered(tmp_path).run.folder
    unfinished = made.rename(made.with_name(f".{made.name}.partial"))
    with pytest.raises(UserError, match="is not a run, it was not finished"):
        open_run(unfinished)


@pytest.mark.slow
def test_a_run_killed_at_random_moments_is_resumed_to_the_same_bytes(tmp_path: Path) -> None:
    ended_by_itself(command(SMALL, tmp_path / "whole", 2000, 2))
    began = time.monotonic()
    ended_by_itself(command(SMALL, tmp_path / "whole", 2000, 2, "--force"))
    took = time.monotonic() - began
    whole = next((tmp_path / "whole" / "small").glob("*.2"))
    moments = random.Random()
    for n in range(4):
        after = moments.uniform(0.4, 1.0) * took
        found = survived(SMALL, whole, tmp_path / str(n), 2000, 2, after)
        assert found.same, f"killed after {after:.3f} s"
        assert found.alone, f"killed after {after:.3f} s"
