"""The sheet of checks: what must come to the same in two ways, worked out by formulas where the reader can follow."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.findings import Findings
from simulator.report.workbook import cash, projects
from simulator.report.workbook.book import Book, Formula, Sheet, at, span

NAME = "Checks"
HEADS = ("check", "in the sheets", "must be", "difference", "holds")
HOLDS, DIFFERS = "yes", "NO"
TOP = 3
#: what is to be checked: in words, the formula with its value, and what it must be
Check = tuple[str, float | Formula, float | Formula]


def write(
    book: Book, findings: Findings, balance: cash.Placed | None, built: projects.Placed | None, statements: str
) -> None:
    """Add the sheet; its last line says whether all of them hold.

    ``statements`` is the range of the checks of that sheet, '' where there is none.
    """
    sheet = book.sheet(NAME, "Checks", "Formulas over the other sheets; a change anywhere is seen here.")
    checks = list(_checks(findings, balance, built, statements))
    sheet.row(TOP, HEADS, ["head"])
    for n, check in enumerate(checks, start=TOP + 1):
        _put(sheet, n, *check)
    holds = span((TOP + 1, 4), (TOP + len(checks), 4))
    text = f'=IF(COUNTIF({holds},"{HOLDS}")=ROWS({holds}),"{HOLDS}","{DIFFERS}")'
    sheet.row(TOP + 2 + len(checks), ["all of them hold"], ["part"])
    sheet.put(TOP + 2 + len(checks), 4, Formula(text, HOLDS), "part")
    sheet.widths(62, 22, 22, 14, 10)


def _put(sheet: Sheet, row: int, what: str, found: float | Formula, wanted: float | Formula) -> None:
    difference = round(_value(found) - _value(wanted)) + 0.0
    sheet.row(row, [what, found, wanted], ["text", "number"])
    sheet.put(row, 3, Formula(f"=ROUND({at(row, 1)}-{at(row, 2)},0)", difference), "check")
    said = HOLDS if difference == 0 else DIFFERS
    sheet.put(row, 4, Formula(f'=IF({at(row, 3)}=0,"{HOLDS}","{DIFFERS}")', said), "check")


def _value(cell: float | Formula) -> float:
    return float(cell.value if isinstance(cell, Formula) else cell)


def _checks(
    findings: Findings, balance: cash.Placed | None, built: projects.Placed | None, statements: str
) -> Iterator[Check]:
    trial = float(findings.checks["trial_balance_cents"])
    yield "cents by which the books of all replications are out of balance", trial, 0.0
    if balance is not None:
        row = balance.rows["check"]
        cells = span((row, 1), (row, balance.last), cash.NAME)
        text = "quarters: opening + sources - uses - closing liquidity, all differences added up"
        yield text, Formula(f"=SUMPRODUCT(ABS({cells}))", 0.0), 0.0
    if statements:
        text = "statements: cash flows fit liquidity, assets are debt and equity, all differences added up"
        yield text, Formula(f"=SUMPRODUCT(ABS({statements}))", 0.0), 0.0
    if built is not None:
        yield (
            "projects: days of work and waiting add up to the finish",
            Formula(f"=SUMPRODUCT(ABS({built.checks}))", 0.0),
            0.0,
        )
        paid = float(findings.timelines["paid"]["mean"][-1]) if "paid" in findings.timelines else built.paid
        yield "projects: paid, added up, against the run", Formula(f"={built.paid_cell}", built.paid), paid
    if built is not None and balance is not None:
        spent = [balance.of(name) for name in (cash.CAPITAL, cash.EXPENSED) if name in balance.rows]
        text = "sources and uses: capital and expense of projects, against the projects"
        yield text, Formula(f"={'+'.join(spent)}", balance.projects), Formula(f"={built.paid_cell}", built.paid)
