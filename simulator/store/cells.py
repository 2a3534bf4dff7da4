"""Text in the cells of spreadsheets: it stays text, whatever it begins with."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping

import numpy as np

#: what a spreadsheet takes for the beginning of a formula, or skips before one
ACTIVE = ("=", "+", "-", "@", "\t", "\r", "\n")


def is_active(text: str) -> bool:
    """Whether a spreadsheet could take a text for a formula.

    >>> is_active("=1+1"), is_active("-3 %"), is_active("north")
    (True, True, False)
    """
    return text.lstrip(" ").startswith(ACTIVE)


def harmless(text: str) -> str:
    """A text as a cell of a CSV file may hold it: behind an apostrophe if it could be a formula.

    Source: OWASP, *CSV Injection*.

    >>> harmless("=HYPERLINK(A1)"), harmless("north")
    ("'=HYPERLINK(A1)", 'north')
    """
    return f"'{text}" if is_active(text) else text


def csv_text(columns: Mapping[str, np.ndarray]) -> str:
    """Columns of equal length as CSV; a number that is undefined is an empty cell.

    >>> csv_text({"name": np.array(["a", "+b"], object), "x": np.array([1.5, np.nan])})
    "name,x\\na,1.5\\n'+b,\\n"
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([harmless(name) for name in columns])
    writer.writerows(zip(*([_cell(value) for value in column.tolist()] for column in columns.values()), strict=True))
    return text.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, float):
        return value if math.isfinite(value) else ""
    return harmless(value) if isinstance(value, str) else value
