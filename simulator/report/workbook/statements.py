"""The sheet of statements: every line in every fiscal quarter, mean, P10 and P90, with checks that are formulas."""

from __future__ import annotations

from datetime import date

from simulator.findings import Findings
from simulator.ledger import Line
from simulator.report.statements import STATEMENTS, Told, named, quarterly
from simulator.report.workbook.book import Book, Cell, Formula, Sheet, at, span

NAME = "Statements"
TOP = 3
#: what each check adds up, and takes off; it must come to nothing in every quarter
CHECKS: dict[str, tuple[tuple[int, Line], ...]] = {
    "check: opening and flows are closing liquidity": (
        (1, Line("cash flow", "opening", "liquidity at the start of the quarter")),
        (1, Line("cash flow", "operating", "total")),
        (1, Line("cash flow", "investing", "total")),
        (1, Line("cash flow", "financing", "total")),
        (1, Line("cash flow", "other outflows", "total")),
        (-1, Line("cash flow", "closing", "liquidity at the end of the quarter")),
    ),
    "check: assets are liabilities and equity": (
        (1, Line("balance sheet", "assets", "total")),
        (-1, Line("balance sheet", "liabilities", "total")),
        (-1, Line("balance sheet", "equity", "total")),
    ),
}


def write(book: Book, findings: Findings) -> str:
    """Add the sheet, where the run has statements; returns the range of its checks, '' without any."""
    quarters, told = quarterly(findings)
    if not quarters:
        return ""
    n, currency = findings.question.replications, findings.scenario.currency
    note = f"{currency}, {n:,} replications; means add up, quantiles do not. Checks are formulas, of means."
    sheet = book.sheet(NAME, "Statements by fiscal quarter, of what is modelled", note)
    ends: list[Cell] = [date.fromisoformat(quarter) for quarter in quarters]
    sheet.row(TOP, ["quarter to", "", *ends], ["head", "head", "head_date"])
    sheet.widths(44, 6, 18)
    sheet.freeze(TOP + 1, 2)
    rows, row = dict[Line, int](), TOP + 1
    for statement in STATEMENTS:
        row = _statement(sheet, statement, [one for one in told if one.line.statement == statement], rows, row + 1)
    _checks(sheet, told, rows, row + 1, len(quarters))
    return span((row + 1, 2), (row + len(CHECKS), len(quarters) + 1), NAME)


def _statement(sheet: Sheet, statement: str, told: list[Told], rows: dict[Line, int], row: int) -> int:
    """Three rows a line; returns the row after the last, and adds the row of each mean to ``rows``."""
    sheet.put(row, 0, statement.capitalize(), "part")
    for one in told:
        look = "sum" if one.sums else "whole"
        for statistic, numbers in zip(("mean", "P10", "P90"), one.numbers, strict=True):
            row += 1
            rows.setdefault(one.line, row)
            name = named(one.line) if statistic == "mean" else None
            sheet.row(row, [name, statistic, *numbers.tolist()], ["part" if one.sums else "text", "note", look])
            look = "whole"
    return row + 1


def _checks(sheet: Sheet, told: list[Told], rows: dict[Line, int], row: int, quarters: int) -> None:
    means = {one.line: one.numbers[0] for one in told}
    for name, terms in CHECKS.items():
        sheet.put(row, 0, name, "part")
        there = [(sign, line) for sign, line in terms if line in rows]
        for q in range(quarters):
            cells = "".join(f"{'+' if sign > 0 else '-'}{at(rows[line], q + 2)}" for sign, line in there)
            value = sum(sign * float(means[line][q]) for sign, line in there)
            sheet.put(row, q + 2, Formula(f"=ROUND({cells.removeprefix('+')},0)", float(round(value)) + 0.0), "check")
        row += 1
