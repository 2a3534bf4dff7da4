"""Columns come back from Parquet as they were."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from simulator.errors import StoreError
from simulator.store.tables import read_table, write_table


def test_columns_come_back_to_the_bit(tmp_path: Path) -> None:
    numbers = np.array([0.1 + 0.2, -0.0, 1e300, 5e-324, np.nan])
    names = np.array(["a", 'b"c', "", "=1+1", "ü"], object)
    write_table(tmp_path / "t.parquet", {"project.x_1.paid": numbers, "name": names, "n": np.arange(5)})
    found = read_table(tmp_path / "t.parquet")
    assert list(found) == ["project.x_1.paid", "name", "n"]
    assert found["project.x_1.paid"].tobytes() == numbers.tobytes()
    assert found["name"].tolist() == names.tolist()
    assert found["n"].tolist() == [0, 1, 2, 3, 4]


def test_the_same_columns_give_the_same_bytes(tmp_path: Path) -> None:
    columns = {"a": np.linspace(0, 1, 5000), "b": np.array(["x", "y"] * 2500, object)}
    for name in ("one", "two"):
        write_table(tmp_path / name, columns)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_a_table_without_rows_keeps_its_columns(tmp_path: Path) -> None:
    write_table(tmp_path / "t.parquet", {"a": np.zeros(0), "name": np.array([], object)})
    assert {name: len(column) for name, column in read_table(tmp_path / "t.parquet").items()} == {"a": 0, "name": 0}


def test_what_cannot_be_written_or_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"nowhere/t\.parquet: cannot be written"):
        write_table(tmp_path / "nowhere" / "t.parquet", {"a": np.zeros(3)})
    (tmp_path / "bad.parquet").write_bytes(b"not Parquet")
    with pytest.raises(StoreError, match=r"bad\.parquet: cannot be read"):
        read_table(tmp_path / "bad.parquet")
