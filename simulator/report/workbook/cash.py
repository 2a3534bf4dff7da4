"""The sheet of sources and uses: money into and out of the group, quarter by quarter, and what is then there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from simulator.findings import Findings
from simulator.report.workbook.book import Book, Cell, Formula, Sheet, at, span

NAME = "Sources and uses"
#: lines and the series whose months they add up; a series behind a minus is taken off
SOURCES: dict[str, tuple[str, ...]] = {
    "operating cash of the rest of the group": ("cash.operations",),
    "operating cash of the markets": ("operating_cash",),
    "savings and margins of projects": ("benefits",),
    "notes and other debt, net proceeds": ("cash.notes",),
    "new shares": ("cash.shares",),
    "received from capped calls": ("cash.calls_received",),
}
CAPITAL, RENEWALS, EXPENSED = "projects: capital", "renewals", "projects: expensed"
USES: dict[str, tuple[str, ...]] = {
    CAPITAL: ("capex", "-renewals"),
    RENEWALS: ("renewals",),
    EXPENSED: ("expensed",),
    "dividends, repayments and other outflows": ("cash.outflows",),
    "capped calls": ("cash.capped_calls",),
    "coupons": ("cash.coupons",),
    "notes put back": ("cash.notes_put",),
    "debt repaid": ("cash.notes_repaid",),
    "conversions paid in cash": ("cash.conversions",),
}
#: the lines of the balance
BALANCE = {
    "opening": "opening liquidity",
    "net": "sources less uses",
    "closing": "closing liquidity, by the run",
    "check": "check: must be 0",
}
TOP = 3
#: what each line is, and (Q,) money
Lines = list[tuple[str, np.ndarray]]


@dataclass(frozen=True)
class Placed:
    """Where things stand on the sheet: rows by name, and the columns of the first, the last quarter and the total."""

    rows: dict[str, int]
    last: int
    projects: float

    @property
    def total(self) -> int:
        """The column of the total of all quarters."""
        return self.last + 1

    def of(self, row: str, column: int | None = None) -> str:
        """The name of a cell, for other sheets; the total unless told."""
        return at(self.rows[row], self.total if column is None else column, NAME)


def quarter_of(findings: Findings) -> tuple[np.ndarray, list[int]]:
    """(T,) the quarter that each month lies in, and the last day of every fiscal quarter, and of the horizon."""
    calendar = findings.calendar
    ends = sorted({*calendar.fiscal_quarter_ends.tolist(), calendar.last_day})
    return np.searchsorted(ends, calendar.closing_days), ends


def quarterly(findings: Findings, series: tuple[str, ...]) -> np.ndarray | None:
    """(Q,) mean money of each quarter, of monthly series added up; None where the scenario has none of them."""
    quarter, ends = quarter_of(findings)
    total, found = np.zeros(len(ends)), False
    for name in series:
        months = findings.timelines.get(name.removeprefix("-"))
        if months is not None:
            np.add.at(total, quarter, months["mean"] * (-1 if name.startswith("-") else 1))
            found = True
    return total if found else None


def write(book: Book, findings: Findings) -> Placed | None:
    """Add the sheet, where the scenario has a treasury."""
    if "cash.opening" not in findings.timelines:
        return None
    _, ends = quarter_of(findings)
    n, currency = findings.question.replications, findings.scenario.currency
    note = f"{currency}, mean of {n:,} replications; means add up. Bold lines and the check are formulas."
    sheet = book.sheet(NAME, "Sources and uses by fiscal quarter", note)
    heads: list[Cell] = ["quarter to", *(findings.calendar.date_of(day) for day in ends), "total"]
    sheet.row(TOP, heads, ["head", "head_date"])
    sheet.widths(42, 18)
    sheet.freeze(TOP + 1, 1)
    sources, uses = (list(_lines(findings, lines)) for lines in (SOURCES, USES))
    return _written(sheet, findings, sources, uses)


def _lines(findings: Findings, lines: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, np.ndarray]]:
    for text, series in lines.items():
        values = quarterly(findings, series)
        if values is not None:
            yield text, values


def _written(sheet: Sheet, findings: Findings, sources: Lines, uses: Lines) -> Placed:
    quarter, ends = quarter_of(findings)
    last = len(ends)
    closing = findings.timelines["liquidity"]["mean"][np.searchsorted(quarter, np.arange(last), "right") - 1]
    opening = np.concatenate([findings.timelines["cash.opening"]["mean"][:1], closing[:-1]])
    rows: dict[str, int] = {"opening": TOP + 1}
    money_in = _block(sheet, rows, "sources", TOP + 3, sources, last)
    money_out = _block(sheet, rows, "uses", rows["sources"] + 2, uses, last)
    rows |= {name: rows["uses"] + n for n, name in enumerate(("net", "closing", "check"), start=2)}
    for name, text in BALANCE.items():
        sheet.put(rows[name], 0, text, "part")
    for q, values in enumerate(zip(opening, money_in - money_out, closing, strict=True)):
        _balance(sheet, rows, q + 1, *map(float, values))
    _total(sheet, rows["net"], last, float((money_in - money_out).sum()), "sum")
    paid = sum(float(values.sum()) for text, values in uses if text in (CAPITAL, EXPENSED))
    return Placed(rows, last, paid)


def _balance(sheet: Sheet, rows: dict[str, int], column: int, opening: float, net: float, closing: float) -> None:
    """A quarter's liquidity: what was there, what came and went, what the run says is there, and whether that fits."""
    cell = {name: at(row, column) for name, row in rows.items()}
    before = Formula(f"={at(rows['closing'], column - 1)}", opening)
    sheet.put(rows["opening"], column, opening if column == 1 else before, "sum")
    sheet.put(rows["net"], column, Formula(f"={cell['sources']}-{cell['uses']}", net), "sum")
    sheet.put(rows["closing"], column, closing, "sum")
    difference = float(round(opening + net - closing)) + 0.0
    check = f"=ROUND({cell['opening']}+{cell['net']}-{cell['closing']},0)"
    sheet.put(rows["check"], column, Formula(check, difference), "check")


def _block(sheet: Sheet, rows: dict[str, int], name: str, top: int, lines: Lines, last: int) -> np.ndarray:
    """Lines of money and their sum; returns (Q,) the sum, whose row is added to ``rows`` with those of the lines."""
    sheet.put(top, 0, name.capitalize(), "part")
    total = np.zeros(last)
    for n, (text, values) in enumerate(lines, start=top + 1):
        rows[text] = n
        sheet.row(n, [text, *values.tolist()], ["text", "whole"])
        _total(sheet, n, last, float(values.sum()), "whole")
        total = total + values
    rows[name] = top + 1 + max(len(lines), 1)  # a sum of no lines is that of an empty one
    sheet.put(rows[name], 0, f"all {name}", "part")
    for column in range(1, last + 1):
        cells = span((top + 1, column), (rows[name] - 1, column))
        sheet.put(rows[name], column, Formula(f"=SUM({cells})", float(total[column - 1])), "sum")
    _total(sheet, rows[name], last, float(total.sum()), "sum")
    return total


def _total(sheet: Sheet, row: int, last: int, value: float, style: str) -> None:
    sheet.put(row, last + 1, Formula(f"=SUM({span((row, 1), (row, last))})", value), style)
