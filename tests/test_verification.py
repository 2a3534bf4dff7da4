"""`capsim verify` finds every number that is not what it was, and says of what kind the difference is."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from shutil import copytree
from typing import Any

import numpy as np
import pytest

from simulator.answer import Manner, answer
from simulator.findings.stored import open_run
from simulator.montecarlo.block import asked
from simulator.scenario.load import load
from simulator.store.manifest import manifest_of, read_manifest, write_manifest
from simulator.store.tables import read_table, write_table
from simulator.verification import same_bits, verified
from tests.cli.shell import called
from tests.small import SMALL


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    loaded = load(SMALL, ["simulation.replications=12"])
    out = tmp_path_factory.mktemp("results")
    return answer(asked(loaded.scenario), loaded.document, Manner(out, jobs=1, plots=False)).run.folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A copy of a run, to be spoilt."""
    return copytree(made, tmp_path / "run")


def rewritten(folder: Path, file: str, column: str, factor: float) -> None:
    """Change the first number of a column that is one, and let the manifest say so."""
    table = read_table(folder / file)
    values = table[column].copy()
    values[np.flatnonzero(np.nan_to_num(values))[0]] *= factor
    dates = ("month",) if "month" in table else ()
    write_table(folder / file, {**table, column: values}, dates=dates)
    restated(folder)


def restated(folder: Path, **about: Any) -> None:
    """Write the manifest anew for the files as they are, with other claims."""
    write_manifest(folder, manifest_of(folder, read_manifest(folder).model_copy(update=about)))


def test_a_run_is_what_it_was(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ended = called(capsys, "verify", made, "--jobs", "1")
    assert (ended.code, ended.err) == (0, "")
    assert "of 12 replications are the same to the bit" in ended.out
    found = verified(open_run(made), jobs=1)
    assert found.compared > 12 * len(open_run(made).findings.metrics)


@pytest.mark.parametrize(
    ("file", "column"),
    [
        ("metrics.parquet", "npv"),
        ("timelines.parquet", "value"),
        ("delays.parquet", "mean"),
        ("schedule.parquet", "p50"),
        ("flows.parquet", "p90"),
        ("paths.parquet", "liquidity"),
    ],
)
def test_one_other_number_is_found_and_named(
    folder: Path, capsys: pytest.CaptureFixture[str], file: str, column: str
) -> None:
    rewritten(folder, file, column, 1.01)
    ended = called(capsys, "verify", folder, "--jobs", "1")
    assert (ended.code, ended.out) == (3, "")
    assert "1 column differs\n" in ended.err
    assert f"{file}: " in ended.err
    assert "1 of " in ended.err
    assert "by up to 0.0099 of the value" in ended.err
    assert "nothing of that kind explains it" in ended.err


def test_the_last_bit_of_a_number_is_a_difference(folder: Path) -> None:
    rewritten(folder, "metrics.parquet", "npv", 1 + 2**-52)
    found = verified(open_run(folder), jobs=1)
    assert [(one.column, one.count, one.is_rounding) for one in found.differences] == [("npv", 1, True)]
    assert not found.explained  # the same libraries make the same bits


def test_rounding_by_other_libraries_is_said_to_be_that(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rewritten(folder, "metrics.parquet", "npv", 1 + 2**-50)
    libraries = {**read_manifest(folder).libraries, "numpy": "1.0"}
    restated(folder, libraries=libraries, platform="Linux aarch64")
    ended = called(capsys, "verify", folder, "--jobs", "1")
    assert ended.code == 3
    assert f"warning: numpy was 1.0, is {np.__version__}" in ended.err
    assert "warning: platform was Linux aarch64, is " in ended.err
    assert "within rounding\n" in ended.err
    assert "all within rounding: other versions or another processor make such differences" in ended.err


def test_more_than_rounding_is_not_explained_by_other_libraries(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rewritten(folder, "metrics.parquet", "npv", 1.5)
    restated(folder, libraries={**read_manifest(folder).libraries, "numpy": "1.0"})
    ended = called(capsys, "verify", folder, "--jobs", "1")
    assert ended.code == 3
    assert "1 beyond rounding" in ended.err


def test_other_versions_with_the_same_bits_are_told_and_fine(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    restated(folder, python="3.99.0")
    ended = called(capsys, "verify", folder, "--jobs", "1")
    assert ended.code == 0
    assert ended.err.startswith("warning: python was 3.99.0, is 3.")


def test_a_manifest_that_claims_another_question_is_found(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    restated(folder, seed=99)
    ended = called(capsys, "verify", folder, "--jobs", "1")
    assert ended.code == 3
    assert "scenario.yaml: simulation.seed is not what run.json says" in ended.err


def test_an_edited_scenario_is_found(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = folder / "scenario.yaml"
    text = file.read_text()
    assert "250 mn USD" in text
    file.write_text(text.replace("250 mn USD", "251 mn USD"))
    restated(folder)
    ended = called(capsys, "verify", folder, "--jobs", "1")
    assert ended.code == 3
    assert "scenario.yaml: run_id is not what run.json says" in ended.err
    assert re.search(r"metrics\.parquet: .+: \d+ of 12 differ", ended.err)


def test_json_has_every_difference(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    same = json.loads(called(capsys, "verify", folder, "--jobs", "1", "--json").out)
    assert (same["schema"], same["same"], same["differences"], same["surroundings"]) == (1, True, [], [])
    rewritten(folder, "metrics.parquet", "npv", 1.5)
    ended = called(capsys, "verify", folder, "--jobs", "1", "--json")
    found = json.loads(ended.out)
    assert (ended.code, found["same"], found["explained"]) == (3, False, False)
    (difference,) = found["differences"]
    assert difference.pop("largest") == pytest.approx(1 / 3)
    assert difference == {"file": "metrics.parquet", "column": "npv", "differ": 1, "of": 12, "rounding": False}


def flipped(folder: Path) -> None:
    content = bytearray((folder / "metrics.parquet").read_bytes())
    content[len(content) // 2] ^= 1
    (folder / "metrics.parquet").write_bytes(content)


def missing(folder: Path) -> None:
    (folder / "delays.parquet").unlink()


def without_manifest(folder: Path) -> None:
    (folder / "run.json").unlink()


def of_another_schema(folder: Path) -> None:
    text = (folder / "run.json").read_text()
    (folder / "run.json").write_text(text.replace('"schema": 1', '"schema": 2'))


def of_an_unknown_engine(folder: Path) -> None:
    restated(folder, engine="warp")


@pytest.mark.parametrize("spoilt", [flipped, missing, without_manifest, of_another_schema, of_an_unknown_engine])
def test_a_folder_that_is_no_whole_run_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], spoilt: Any
) -> None:
    spoilt(folder)
    ended = called(capsys, "verify", folder, "--jobs", "1")
    assert (ended.code, ended.out) == (2, "")
    assert len(ended.err.splitlines()) == 1


@lru_cache(maxsize=1)
def odd_floats() -> np.ndarray:
    return np.array([0.0, -0.0, 1.0, np.nextafter(1.0, 2.0), np.inf, -np.inf, np.nan])


def test_same_bits_is_equality_but_for_zeros_and_what_is_undefined() -> None:
    values = odd_floats()
    table = np.array([[bool(same_bits(values[[i]], values[[j]])[0]) for j in range(7)] for i in range(7)])
    assert (table == np.eye(7, dtype=bool)).all()
