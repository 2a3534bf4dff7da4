"""A tidy table: columns by name, shown as rows."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from html import escape

import numpy as np

from simulator.amounts import plain

#: rows that are shown, the first ones and the last ones
MOST, LAST = 24, 4


class Columns(Mapping[str, np.ndarray]):
    """Columns of equal length by name; a mapping, so that ``dict``, pandas and polars take it as it is.

    >>> table = Columns({"metric": np.array(["npv", "irr"], object), "mean": np.array([1.5, 2.5])})
    >>> table.rows, table.where(metric="irr")["mean"].tolist()
    (2, [2.5])
    """

    def __init__(self, columns: Mapping[str, np.ndarray]) -> None:
        self._columns = {name: np.asarray(column) for name, column in columns.items()}

    def __getitem__(self, name: str) -> np.ndarray:
        return self._columns[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        """How many columns there are, as of any mapping."""
        return len(self._columns)

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(next(iter(self._columns.values()), ()))

    def where(self, **wanted: object) -> Columns:
        """The rows in which columns have the given values."""
        kept = np.ones(self.rows, bool)
        for name, value in wanted.items():
            kept &= self._columns[name] == value
        return Columns({name: column[kept] for name, column in self._columns.items()})

    def only(self, *names: str) -> Columns:
        """Some of the columns, in the given order."""
        return Columns({name: self._columns[name] for name in names})

    def __repr__(self) -> str:
        return f"Columns({self.rows:,} rows: {', '.join(self._columns)})"

    def _repr_html_(self) -> str:
        return html_table(self)


def html_table(columns: Mapping[str, np.ndarray]) -> str:
    """Columns as an HTML table, the middle left out where it is long; nothing in it is read as markup."""
    texts = [column.tolist() for column in columns.values()]
    rows = list(zip(*texts, strict=True))
    head = "".join(f"<th>{escape(name)}</th>" for name in columns)
    shown = [_row(row) for row in rows]
    if len(rows) > MOST:
        left_out = len(rows) - MOST
        gap = f'<tr><td colspan="{len(columns)}">… {left_out:,} more rows …</td></tr>'
        shown = [*shown[: MOST - LAST], gap, *shown[-LAST:]]
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(shown)}</tbody></table>"


def _row(row: tuple[object, ...]) -> str:
    return f"<tr>{''.join(_cell(value) for value in row)}</tr>"


def _cell(value: object) -> str:
    if isinstance(value, float):
        text = plain(value) if math.isfinite(value) else ""
        return f'<td style="text-align:right">{text}</td>'
    return f"<td>{escape(str(value))}</td>"
