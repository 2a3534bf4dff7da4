"""The sheet of projects: what each may cost and brings, when it starts and finishes, and what was paid for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from simulator.findings import WHOLE_PROJECT, Findings
from simulator.quantities.quantity import mean
from simulator.quantities.value import Quantity
from simulator.report.workbook.book import Book, Cell, Formula, Sheet, at, span
from simulator.report.workbook.delays import Rows
from simulator.report.workbook.numbers import serial
from simulator.scenario.programmes import programme_of

NAME = "Projects"
HEADS = (
    *("project", "programme", "pools", "market", "budget", "MW", "starts, mean", "finishes, mean", "P10", "P50"),
    *("P90", "finished in", "paid, mean", "days to finish or horizon, mean", "days in Delays", "check: must be 0"),
)
STYLES = (
    "text",
    "text",
    "text",
    "text",
    "whole",
    "number",
    *("date",) * 5,
    "whole",
    "whole",
    "number",
    "number",
    "check",
)
BUDGET, PAID, DAYS, IN_DELAYS, CHECK = 4, 12, 13, 14, 15
TOP = 3


@dataclass(frozen=True)
class Placed:
    """Where things stand on the sheet, and what they come to."""

    first: int
    total: int
    paid: float

    @property
    def paid_cell(self) -> str:
        """The name of the cell of all that was paid."""
        return at(self.total, PAID, NAME)

    @property
    def checks(self) -> str:
        """The name of the range of the projects' checks."""
        return span((self.first, CHECK), (self.total - 1, CHECK), NAME)


def write(book: Book, findings: Findings, delays: Rows) -> Placed | None:
    """Add the sheet, where there are projects."""
    if not findings.index.projects:
        return None
    currency = findings.scenario.currency
    note = f"{currency}; dates of the replications that finish; a distribution counts at its mean"
    sheet = book.sheet(NAME, "Projects", note)
    rows = [_row(findings, name, n, delays) for n, name in enumerate(findings.index.projects, start=TOP + 1)]
    total = sheet.table(TOP, HEADS, rows, STYLES)
    sheet.put(total, 0, "all projects", "part")
    paid = _sum(sheet, PAID, total, rows)
    _sum(sheet, BUDGET, total, rows)
    sheet.widths(30, 22, 22, 18, 18, 10, 13, 13, 13, 13, 13, 11, 18)
    return Placed(TOP + 1, total, paid)


def _sum(sheet: Sheet, column: int, total: int, rows: list[list[Cell]]) -> float:
    value = sum(cell for row in rows if isinstance(cell := row[column], float) and not np.isnan(cell))
    sheet.put(total, column, Formula(f"=SUM({span((TOP + 1, column), (total - 1, column))})", value), "sum")
    return float(value)


def _row(findings: Findings, name: str, row: int, delays: Rows) -> list[Cell]:
    project = findings.scenario.projects[name]
    paid, finish = findings.metrics[f"project.{name}.paid"], findings.metrics[f"project.{name}.finish_day"]
    capacity = [project.capacity] if project.capacity is not None else list(project.capacity_by_stage.values())
    days = float(np.where(np.isnan(finish), findings.calendar.last_day + 1, finish).mean())
    difference = Formula(f"=ROUND({at(row, DAYS)}-{at(row, IN_DELAYS)},3)", 0.0)
    return [
        *(name, programme_of(name, project), ", ".join(project.pool), project.market or ""),
        *(_mean(project.budget), sum(mean(part) for part in capacity) if capacity else None),
        *_dates(findings, name),
        *(float(paid.mean()), days, Formula(delays.of_project(at(row, 0)), days), difference),
    ]


def _mean(quantity: Quantity | None) -> float | None:
    return None if quantity is None else float(mean(quantity))


def _dates(findings: Findings, name: str) -> Iterator[Cell]:
    """Mean start, mean and quantiles of the finish, and in how many replications that comes."""
    events = findings.schedule.where(project=name, stage=WHOLE_PROJECT)
    start, end = events.where(event="start"), events.where(event="end")
    yield serial(float(start["mean"][0]), findings)
    for statistic in ("mean", "p10", "p50", "p90"):
        yield serial(float(end[statistic][0]), findings)
    yield int(end["n"][0])
