"""Numpy columns to Parquet files and back, by DuckDB alone; the same columns give the same bytes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import duckdb
import numpy as np

from simulator.errors import StoreError

#: nothing is fetched, nothing is loaded, one thread
SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "threads": 1,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


def write_table(path: Path, columns: Mapping[str, np.ndarray], dates: tuple[str, ...] = ()) -> None:
    """Write columns of equal length; NaN becomes NULL, and ``dates`` are days without a time.

    Raises
    ------
    StoreError
        If the file cannot be written.
    """
    data = dict(columns)  # noqa: F841 (DuckDB finds it by its name)
    casts = ", ".join(f'cast("{name}" as date) as "{name}"' for name in dates)
    chosen = f"* replace ({casts})" if casts else "*"
    with _connection(path, "written") as connection:
        connection.sql(f"select {chosen} from data").write_parquet(str(path), compression="zstd")


def read_table(path: Path) -> dict[str, np.ndarray]:
    """The columns of a file, in its order; NULL becomes NaN.

    Raises
    ------
    StoreError
        If the file cannot be read.
    """
    with _connection(path, "read") as connection:
        found = connection.read_parquet(str(path)).fetchnumpy()
    return {name: _filled(column) for name, column in found.items()}


def _filled(column: np.ndarray) -> np.ndarray:
    return np.ma.filled(column.astype(float), np.nan) if isinstance(column, np.ma.MaskedArray) else column


@contextmanager
def _connection(path: Path, deed: str) -> Iterator[duckdb.DuckDBPyConnection]:
    try:
        with duckdb.connect(config=SETTINGS) as connection:
            yield connection
    except (duckdb.Error, OSError) as error:
        raise StoreError(f"{path}: cannot be {deed}: {str(error).splitlines()[0]}") from error
