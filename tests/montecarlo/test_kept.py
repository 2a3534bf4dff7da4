"""Finished blocks come back as they were, or not at all."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from simulator.errors import LedgerError, RunError, StoreError
from simulator.montecarlo.block import Block, asked, run_block
from simulator.montecarlo.kept import KeptBlocks
from simulator.montecarlo.replications import Run, run
from simulator.store.folders import BLOCKS, STALE, claimed
from tests.montecarlo.test_run import arrays_of, assert_same
from tests.small import small_question


def kept(folder: Path, rows: range, made_by: str = "1") -> tuple[KeptBlocks, Block]:
    block = run_block(small_question(), rows)
    blocks = KeptBlocks(folder, made_by)
    blocks.keep(rows, block)
    return blocks, block


def test_a_block_comes_back_to_the_bit(tmp_path: Path) -> None:
    blocks, block = kept(tmp_path / BLOCKS, range(3, 8))
    found = blocks.found(range(3, 8))
    assert found is not None
    measures, again = block.measures, found.measures
    assert list(again.metrics) == list(measures.metrics)
    assert list(again.timelines) == list(measures.timelines)
    for name, values in measures.metrics.items():
        assert again.metrics[name].tobytes() == values.tobytes(), name
    for name, series in measures.timelines.items():
        assert again.timelines[name].values.tobytes() == series.values.tobytes(), name
        told = (series.unit, series.meaning, series.of_month)
        assert (again.timelines[name].unit, again.timelines[name].meaning, again.timelines[name].of_month) == told
    assert again.delays.causes == measures.delays.causes
    for name in ("started", "ended", "spent", "moved"):
        one, other = getattr(found, name), getattr(block, name)
        assert (one.dtype, one.shape, one.tobytes()) == (other.dtype, other.shape, other.tobytes()), name


def test_other_rows_are_not_there(tmp_path: Path) -> None:
    blocks, _ = kept(tmp_path / BLOCKS, range(5))
    assert blocks.found(range(4)) is None
    assert blocks.found(range(5, 10)) is None


@pytest.mark.parametrize("at", [0, 31, 40, 400, -1])
def test_a_block_with_a_flipped_bit_is_not_there(tmp_path: Path, at: int) -> None:
    blocks, _ = kept(tmp_path, range(5))
    file = tmp_path / "0-5.block"
    content = bytearray(file.read_bytes())
    content[at] ^= 4
    file.write_bytes(content)
    assert blocks.found(range(5)) is None


@pytest.mark.parametrize("length", [0, 10, 32, 1000])
def test_a_block_that_was_cut_off_is_not_there(tmp_path: Path, length: int) -> None:
    blocks, _ = kept(tmp_path, range(5))
    file = tmp_path / "0-5.block"
    file.write_bytes(file.read_bytes()[:length])
    assert blocks.found(range(5)) is None


def test_a_block_of_another_version_or_under_another_name_is_not_there(tmp_path: Path) -> None:
    blocks, _ = kept(tmp_path, range(5))
    assert KeptBlocks(tmp_path, "2").found(range(5)) is None
    (tmp_path / "0-5.block").rename(tmp_path / "5-10.block")
    assert blocks.found(range(5, 10)) is None


def test_a_block_that_cannot_be_written_is_an_error_of_the_store(tmp_path: Path) -> None:
    (tmp_path / BLOCKS).write_text("a file")
    with pytest.raises(StoreError, match=r"0-5\.block: cannot be written"):
        kept(tmp_path / BLOCKS, range(5))


def test_a_run_out_of_kept_blocks_is_the_same_and_runs_none_again(tmp_path: Path) -> None:
    blocks = KeptBlocks(tmp_path / BLOCKS)
    whole = run(small_question(), jobs=1, block=8, kept=blocks)
    (tmp_path / BLOCKS / "8-16.block").unlink()
    seen: list[int] = []
    again = run(small_question(), jobs=1, block=8, kept=blocks, progress=lambda done, total: seen.append(done))
    assert seen == [22, 30]
    assert_same(again, whole)
    assert_same(again, run(small_question(), jobs=1))


def test_arrays_of_a_run_lie_row_after_row_in_memory(tmp_path: Path) -> None:
    blocks = KeptBlocks(tmp_path / BLOCKS)
    for found in (run(small_question(), jobs=1, kept=blocks), run(small_question(), jobs=1, kept=blocks)):
        assert all(array.flags.c_contiguous for _, array in arrays_of(found))


def test_blocks_of_a_random_design_serve_a_longer_run(tmp_path: Path) -> None:
    blocks = KeptBlocks(tmp_path / BLOCKS)
    run(small_question(), jobs=1, block=10, kept=blocks)
    longer = asked(small_question().scenario, replications=40)
    found: Run = run(longer, jobs=1, block=10, kept=blocks)
    assert_same(found, run(longer, jobs=1))
    assert np.isfinite(found.metrics["npv"]).all()


def left_by(folder: Path, error: BaseException) -> list[str]:
    """What is left after a writer that had a block, and more, ended with an error."""

    def ended() -> None:
        with claimed(folder / "base", "abc") as partial:
            (partial / BLOCKS).mkdir()
            (partial / BLOCKS / "0-5.block").write_bytes(b"block")
            (partial / "metrics.parquet").write_bytes(b"half")
            raise error

    with pytest.raises(type(error)):
        ended()
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("error", [KeyboardInterrupt(), RunError("workers were killed 3 times")])
def test_an_interrupted_run_leaves_its_blocks_and_nothing_else(tmp_path: Path, error: BaseException) -> None:
    assert left_by(tmp_path, error) == ["0-5.block"]
    with claimed(tmp_path / "base", "abc", resume=True) as partial:
        assert (partial / BLOCKS / "0-5.block").read_bytes() == b"block"


@pytest.mark.parametrize("error", [LedgerError("off by 0.01"), StoreError("disk full"), ValueError("a fault")])
def test_a_run_that_would_fail_again_leaves_nothing(tmp_path: Path, error: BaseException) -> None:
    assert left_by(tmp_path, error) == []
    assert list(tmp_path.iterdir()) == []


def test_without_resume_a_run_starts_clean(tmp_path: Path) -> None:
    left_by(tmp_path, KeyboardInterrupt())
    with claimed(tmp_path / "base", "abc") as partial:
        assert list(partial.iterdir()) == []


def leftover(folder: Path, name: str, days: float, block: bool) -> Path:
    """What a killed writer left behind some days ago."""
    import os
    import time

    left = folder / f".{name}.partial"
    (left / BLOCKS if block else left).mkdir(parents=True)
    then = time.time() - days * 86400
    os.utime(left / BLOCKS if block else left, (then, then))
    return left


def test_stale_leftovers_are_cleared_and_fresh_blocks_are_not(tmp_path: Path) -> None:
    stale, fresh = leftover(tmp_path, "old", STALE / 86400 + 1, True), leftover(tmp_path, "new", 1, True)
    nothing, other = leftover(tmp_path, "bare", 0, False), tmp_path / "finished"
    other.mkdir()
    with claimed(tmp_path, "abc"):
        pass
    assert [path.exists() for path in (stale, fresh, nothing, other)] == [False, True, False, True]


def test_a_folder_that_somebody_writes_into_is_not_cleared(tmp_path: Path) -> None:
    with claimed(tmp_path, "slow") as first:
        with claimed(tmp_path, "quick"):
            pass
        assert first.is_dir()
