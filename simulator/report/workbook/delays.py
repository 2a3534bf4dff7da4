"""The sheet of delays: days of work and of each cause of waiting, of every project and stage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from simulator.findings import Findings
from simulator.report.workbook.book import Book, Cell, span

NAME = "Delays"
HEADS = ("project", "stage", "cause", "mean days", "P10", "P50", "P90")
#: stands in the column of stages for the driving path of a whole project
WHOLE = "whole project"
TOP = 3


@dataclass(frozen=True)
class Rows:
    """The rows of the table: the first, and the one after the last."""

    first: int
    after: int

    def of_project(self, name_cell: str) -> str:
        """A formula of the mean days of the whole project that a cell names, all causes added up."""
        last = max(self.after - 1, self.first)
        project, stage, days = (span((self.first, c), (last, c), NAME, fixed=True) for c in (0, 1, 3))
        return f'=SUMIFS({days},{project},{name_cell},{stage},"{WHOLE}")'


def write(book: Book, findings: Findings) -> Rows:
    """Add the sheet."""
    note = "Days on the path that drives the finish; those of a project add up to its finish, or to the horizon."
    sheet = book.sheet(NAME, "Work and waiting by cause", note)
    after = sheet.table(TOP, HEADS, _rows(findings), ["text", "text", "text", "number"])
    sheet.widths(30, 24, 24, 12)
    return Rows(TOP + 1, after)


def _rows(findings: Findings) -> Iterator[list[Cell]]:
    delays = findings.delays
    columns = [delays[name].tolist() for name in ("project", "stage", "cause", "mean", "p10", "p50", "p90")]
    for project, stage, *others in zip(*columns, strict=True):
        yield [project, stage or WHOLE, *others]
