"""The statements of a run as tables: by fiscal year for a page of text, by quarter for a page that scrolls."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from simulator.amounts import discernible, money_unit
from simulator.findings import Findings
from simulator.ledger import Line
from simulator.words import WIDTH

#: what stands at a quarter's end, or its start, is not added up over a year
STANDING, STARTING = ("balance sheet",), "opening"
#: lines of the yearly table in text, and how they are told
YEARLY: dict[Line, str] = {
    Line("cash flow", "operating", "total"): "cash from operations",
    Line("cash flow", "investing", "total"): "cash for investments",
    Line("cash flow", "financing", "total"): "cash from financing",
    Line("cash flow", "other outflows", "total"): "other outflows",
    Line("cash flow", "closing", "liquidity at the end of the quarter"): "liquidity at the end",
    Line("balance sheet", "assets", "construction in progress"): "construction in progress",
    Line("balance sheet", "assets", "total"): "assets, liquidity included",
    Line("balance sheet", "liabilities", "total"): "debt and interest payable",
    Line("balance sheet", "equity", "total"): "equity",
    Line("income", "income", "total"): "income of what is modelled",
}
#: narrowest column of a year, and the room of the names
COLUMN, NAME = 8, 28
#: most decimals of an amount, and what is rounding of a mean of whole cents
MOST_DECIMALS, HALF_A_CENT = 3, 0.005
STATEMENTS = ("cash flow", "balance sheet", "income", "equity")


@dataclass(frozen=True)
class Told:
    """A line of a statement with its mean, P10 and P90 in every period: ``numbers`` (3, periods) money."""

    line: Line
    numbers: np.ndarray

    @property
    def sums(self) -> bool:
        """Whether the line is the sum of the ones above it."""
        return self.line.name == "total" or self.line.section in (STARTING, "closing")


def quarterly(findings: Findings) -> tuple[list[str], list[Told]]:
    """Last days of the fiscal quarters, and every line of every statement; none where the run has none."""
    table = findings.statements
    if not len(table):
        return [], []
    quarters = list(dict.fromkeys(table["quarter"].tolist()))
    numbers = np.stack([table[name] for name in ("mean", "p10", "p90")]).reshape(3, -1, len(quarters))
    first = range(0, len(table), len(quarters))
    lines = [Line(*(str(table[key][n]) for key in ("statement", "section", "line"))) for n in first]
    return quarters, [Told(line, numbers[:, n]) for n, line in enumerate(lines)]


def by_year(findings: Findings) -> tuple[list[str], dict[Line, np.ndarray]]:
    """Last days of the fiscal years, and the mean of each line: summed over the year, or as it stands at its end."""
    quarters, told = quarterly(findings)
    if not quarters:
        return [], {}
    closing_month = findings.scenario.horizon.fiscal_year_end[:2]
    closes = [quarter[5:7] == closing_month for quarter in quarters[:-1]]
    last = np.flatnonzero([*closes, True])
    first = np.concatenate([[0], last[:-1] + 1])
    return [quarters[n] for n in last], {one.line: _of_years(one, first, last) for one in told}


def _of_years(told: Told, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    mean = told.numbers[0]
    if told.line.section == STARTING:
        return np.asarray(mean[first])
    if told.line.statement in STANDING or told.line.section == "closing":
        return np.asarray(mean[last])
    return np.add.reduceat(mean, first)


def statement_lines(findings: Findings) -> list[str]:
    """The few lines of the statements that a page of text has room for: means by fiscal year."""
    years, lines = by_year(findings)
    chosen = {name: lines[line] for line, name in YEARLY.items() if line in lines}
    if not chosen:
        return []
    divisor, unit = money_unit(
        max(float(np.abs(values).max()) for values in chosen.values()), findings.scenario.currency
    )
    most = (WIDTH - NAME) // COLUMN
    shown = slice(max(0, len(years) - most), None)
    head = f"{unit + ', year to':{NAME}}" + "".join(f"{year[:7]:>{COLUMN}}" for year in years[shown])
    rows = (f"{name:{NAME}}" + _row(values[shown], divisor) for name, values in chosen.items())
    return [head, *rows, *_notes(years[shown][0] if len(years) > most else "")]


def _row(values: np.ndarray, divisor: float) -> str:
    """The amounts of a line, with more decimals where its largest would show none of its digits with one."""
    largest = float(np.abs(values).max(initial=0.0)) / divisor
    decimals = 1 if largest >= 1 or largest == 0 else 2 if largest >= 0.1 else MOST_DECIMALS
    return "".join(f"{_amount(float(value), divisor, decimals):>{COLUMN}}" for value in values)


def _amount(value: float, divisor: float, decimals: int) -> str:
    """An amount, as zero only if it is less than half a cent."""
    return discernible(value / divisor if abs(value) >= HALF_A_CENT else 0.0, decimals)


def _notes(first: str) -> Iterator[str]:
    yield "Means, of what is modelled: other assets and debt of the group are not in them."
    if first:
        yield f"Years before the one to {first} are in the statements of the run's folder."


@dataclass(frozen=True)
class Shown:
    """A statement as a page shows it: a row for each line, of its name, its means as text, and whether it is a sum."""

    name: str
    rows: list[tuple[str, list[str], bool]]


def shown(findings: Findings) -> tuple[str, list[str], list[Shown]]:
    """The unit, the last days of the quarters, and the statements with their means as text, quarter by quarter."""
    quarters, told = quarterly(findings)
    most = max((float(np.abs(one.numbers).max()) for one in told), default=0.0)
    divisor, unit = money_unit(most, findings.scenario.currency)
    found = []
    for statement in STATEMENTS:
        rows = [
            (named(one.line), [_amount(value, divisor, 2) for value in one.numbers[0].tolist()], one.sums)
            for one in told
            if one.line.statement == statement
        ]
        found += [Shown(statement, rows)] if rows else []
    return unit, quarters, found


def named(line: Line) -> str:
    """What a line says, a sum with what it is the sum of."""
    return f"{line.section}, {line.name}" if line.name == "total" else line.name
