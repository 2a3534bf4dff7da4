"""A workbook of sheets: text stays text, a number stays a number, and a formula is written by this package alone."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING

from simulator.errors import UserError
from simulator.store.cells import is_active
from simulator.words import cut

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

#: longest text of a cell, less than what spreadsheets hold
LONGEST = 32_000
#: widest column, in letters
WIDEST = 60
#: how cells look, by name
STYLES: dict[str, dict[str, object]] = {
    "text": {},
    "title": {"bold": True, "font_size": 14},
    "note": {"font_color": "#777777"},
    "head": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"},
    "head_date": {"bold": True, "bottom": 1, "num_format": "yyyy-mm-dd", "align": "right"},
    "part": {"bold": True},
    "whole": {"num_format": "#,##0"},
    "number": {"num_format": "#,##0.00"},
    "share": {"num_format": "0.0%"},
    "date": {"num_format": "yyyy-mm-dd"},
    "sum": {"num_format": "#,##0", "bold": True, "top": 1},
    "check": {"num_format": "#,##0.00;-#,##0.00;0.00", "font_color": "#009E73"},
}
#: written in place of the time of writing, so that the same run gives the same bytes
NEVER = datetime(2000, 1, 1)  # noqa: DTZ001  (a workbook knows no time zones)
#: settings that keep text from files from turning into anything else
AS_WRITTEN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True)
class Formula:
    """A live cell, and the value that programs show which do not calculate."""

    text: str
    value: float | str


#: what a cell may hold; None and NaN leave it empty
Cell = str | int | float | date | Formula | None


def require_writer() -> None:
    """Refuse what needs XlsxWriter where it is not installed.

    Raises
    ------
    UserError
        With what to install.
    """
    if find_spec("xlsxwriter") is None:
        raise UserError("a workbook needs XlsxWriter, which is not installed: pip install 'capsim[excel]'")


class Book:
    """An open workbook; ``content`` closes it."""

    def __init__(self) -> None:
        try:
            from xlsxwriter import Workbook
        except ImportError:
            raise UserError(
                "a workbook needs XlsxWriter, which is not installed: pip install 'capsim[excel]'"
            ) from None
        self._bytes = BytesIO()
        self._book = Workbook(self._bytes, AS_WRITTEN)
        self._book.set_properties({"created": NEVER})
        self._formats: dict[str, Format] = {}

    def sheet(self, name: str, title: str, note: str = "") -> Sheet:
        """A new sheet with a title, and a line below it that says how to read it."""
        sheet = Sheet(self, self._book.add_worksheet(name), name)
        sheet.row(0, [title], ["title"])
        sheet.row(1, [note], ["note"])
        return sheet

    def style(self, name: str) -> Format:
        """A way to look; behind ``'`` one that keeps text as text when the cell is edited."""
        if name not in self._formats:
            quoted = {"quote_prefix": True} if name.startswith("'") else {}
            self._formats[name] = self._book.add_format({**STYLES[name.removeprefix("'")], **quoted})
        return self._formats[name]

    def content(self) -> bytes:
        """The workbook as the content of a file."""
        self._book.close()
        return self._bytes.getvalue()


class Sheet:
    """A sheet that is written row by row, top first; rows and columns count from 0."""

    def __init__(self, book: Book, sheet: Worksheet, name: str) -> None:
        self.name, self._book, self._sheet = name, book, sheet

    def put(self, row: int, column: int, cell: Cell, style: str = "text") -> None:
        """Write a cell."""
        sheet, look = self._sheet, self._book.style(style)
        if cell is None or (isinstance(cell, float) and not math.isfinite(cell)):
            sheet.write_blank(row, column, None, look)
        elif isinstance(cell, Formula):
            sheet.write_formula(row, column, cell.text, look, cell.value)
        elif isinstance(cell, str):
            text = cut(cell, LONGEST)
            sheet.write_string(row, column, text, self._book.style(f"'{style}") if is_active(text) else look)
        elif isinstance(cell, date):
            sheet.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), look)  # noqa: DTZ001
        else:
            sheet.write_number(row, column, cell, look)

    def row(self, row: int, cells: Iterable[Cell], styles: Sequence[str]) -> None:
        """Write a row from the left; the last style holds for all cells after it."""
        for column, cell in enumerate(cells):
            self.put(row, column, cell, styles[min(column, len(styles) - 1)])

    def table(self, top: int, heads: Sequence[str], rows: Iterable[Sequence[Cell]], styles: Sequence[str]) -> int:
        """Write a row of heads and the rows below it, with a filter; returns the row after the last."""
        self.row(top, heads, ["head"])
        after = top + 1
        for cells in rows:
            self.row(after, cells, styles)
            after += 1
        self._sheet.autofilter(top, 0, max(after - 1, top), len(heads) - 1)
        self._sheet.freeze_panes(top + 1, 1)
        return after

    def widths(self, *letters: int) -> None:
        """The widths of the columns; the last holds for all after it."""
        for column, width in enumerate(letters[:-1]):
            self._sheet.set_column(column, column, min(width, WIDEST))
        self._sheet.set_column(len(letters) - 1, 200, min(letters[-1], WIDEST))

    def freeze(self, row: int, column: int) -> None:
        """Keep what lies above a row and left of a column in sight."""
        self._sheet.freeze_panes(row, column)


def at(row: int, column: int, sheet: str = "", fixed: bool = False) -> str:
    """The name of a cell; a ``fixed`` one stays where it is when the formula is copied.

    >>> at(0, 0), at(4, 27, fixed=True), at(1, 1, "Sources and uses")
    ('A1', '$AB$5', "'Sources and uses'!B2")
    """
    letters, rest, mark = "", column + 1, "$" if fixed else ""
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(65 + letter) + letters
    return (f"'{sheet}'!" if sheet else "") + f"{mark}{letters}{mark}{row + 1}"


def span(first: tuple[int, int], last: tuple[int, int], sheet: str = "", fixed: bool = False) -> str:
    """The name of a range of cells.

    >>> span((3, 1), (6, 1)), span((3, 1), (6, 1), "Delays", fixed=True)
    ('B4:B7', "'Delays'!$B$4:$B$7")
    """
    return f"{at(*first, sheet, fixed)}:{at(*last, '', fixed)}"
