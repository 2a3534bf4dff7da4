"""The sheet of inputs: every value of the scenario, where it was written, and on what evidence it stands."""

from __future__ import annotations

from dataclasses import astuple

from simulator.report.workbook.book import Book
from simulator.scenario.document import Document
from simulator.scenario.load import Loaded
from simulator.scenario.origin import Row, origins
from simulator.scenario.schema import Scenario

NAME = "Inputs"
#: heads of the columns, in the order of the attributes of ``Row``
HEADS = ("input", "value", "written at", "how", "evidence grade", "source", "as of", "before the last edit")


def write(book: Book, scenario: Scenario, document: Document) -> None:
    """Add the sheet."""
    rows: list[Row] = origins(Loaded(scenario, document))
    sheet = book.sheet(NAME, "Inputs and their evidence", "As written, with units; the schema's defaults come last.")
    sheet.table(3, HEADS, (astuple(row) for row in rows), ["text"])
    sheet.widths(46, 34, 26, 16, 14, 40, 12, 24)
