"""Folders appear whole or not at all, one writer at a time."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from simulator.errors import StoreError
from simulator.store.folders import claimed, home_of, newest, publish, write_file


def test_a_published_folder_stays_and_the_next_one_gets_a_number(tmp_path: Path) -> None:
    for _ in range(3):
        with claimed(tmp_path / "base", "abc") as folder:
            write_file(folder / "run.json", b"{}")
            publish(folder, "abc")
    assert sorted(path.name for path in (tmp_path / "base").iterdir()) == ["abc", "abc.2", "abc.3"]
    assert newest(tmp_path / "base", "abc", "run.json") == tmp_path / "base" / "abc.3"


def test_what_is_given_up_leaves_nothing(tmp_path: Path) -> None:
    def interrupted() -> None:
        with claimed(tmp_path / "results" / "base", "abc") as folder:
            write_file(folder / "figures" / "a.png", b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert list(tmp_path.iterdir()) == []


def test_folders_of_others_are_left_where_they_are(tmp_path: Path) -> None:
    (tmp_path / "base" / "other").mkdir(parents=True)
    with claimed(tmp_path / "base", "abc"):
        pass
    assert [path.name for path in (tmp_path / "base").iterdir()] == ["other"]


def test_what_a_killed_writer_left_is_cleared(tmp_path: Path) -> None:
    left = tmp_path / ".abc.partial" / "figures"
    left.mkdir(parents=True)
    (left / "old.png").write_bytes(b"old")
    with claimed(tmp_path, "abc") as folder:
        assert list(folder.iterdir()) == []


def test_a_folder_without_the_marker_is_none(tmp_path: Path) -> None:
    (tmp_path / "abc").mkdir()
    assert newest(tmp_path, "abc", "run.json") is None


HOLD = """
import sys, time
from pathlib import Path
from simulator.store.folders import claimed, publish, write_file
with claimed(Path(sys.argv[1]), "abc") as folder:
    print("held", flush=True)
    time.sleep(0.7)
    write_file(folder / "run.json", b"{}")
    publish(folder, "abc")
"""


def test_a_second_writer_waits_for_the_first_and_finds_its_run(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    first = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], cwd=root, stdout=subprocess.PIPE, env={**os.environ}
    )
    assert first.stdout is not None
    assert first.stdout.readline() == b"held\n"
    began = time.monotonic()
    with claimed(tmp_path, "abc"):
        waited = time.monotonic() - began
        found = newest(tmp_path, "abc", "run.json")
    assert first.wait() == 0
    first.stdout.close()
    assert waited > 0.3
    assert found == tmp_path / "abc"
    assert [path.name for path in tmp_path.iterdir()] == ["abc"]


def test_the_lock_of_a_killed_writer_is_free(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    first = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], cwd=root, stdout=subprocess.PIPE)
    assert first.stdout is not None
    first.stdout.readline()
    first.kill()
    first.wait()
    first.stdout.close()
    with claimed(tmp_path, "abc") as folder:
        assert folder.is_dir()


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    file = tmp_path / "run.json"
    write_file(file, b"first")
    write_file(file, b"second")
    assert file.read_bytes() == b"second"
    assert [path.name for path in tmp_path.iterdir()] == ["run.json"]


def test_a_file_where_a_folder_is_due_is_told(tmp_path: Path) -> None:
    (tmp_path / "results").write_text("a file")
    with pytest.raises(StoreError, match=r"cannot be written: "), claimed(tmp_path / "results" / "base", "abc"):
        pass
    assert (tmp_path / "results").read_text() == "a file"


def test_nothing_is_written_outside_the_folder_of_results(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "results").mkdir()
    (tmp_path / "results" / "base").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(StoreError, match="lies outside"):
        home_of(tmp_path / "results", "base")
