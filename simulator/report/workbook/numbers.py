"""The sheets of metrics: the headline ones in words, and all of them by name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from simulator.findings import Findings
from simulator.findings.statistics import QUANTILES
from simulator.metrics import family_of
from simulator.report.headline import headline_rows
from simulator.report.workbook.book import Book, Cell

HEADLINE, ALL = "Headline", "All metrics"
STATISTICS = ("mean", *QUANTILES)
HEADS = ("unit", "n", "unfinished", "mean", "standard error", *(name.upper() for name in QUANTILES))
#: the look of a value by the unit of its metric
LOOKS = {"money": "whole", "day": "date", "fraction": "share", "1/year": "share", "0/1": "share"}
#: day 0 of spreadsheets
EPOCH = date(1899, 12, 30)


def write(book: Book, findings: Findings) -> None:
    """Add both sheets."""
    told = [(row.what, row.metric) for row in headline_rows(findings)]
    note = f"{findings.question.replications:,} replications; where a metric is undefined in some, the others count."
    for name, head, rows in (
        (HEADLINE, "metric", told),
        (ALL, "metric", [(metric, metric) for metric in findings.metrics]),
    ):
        sheet = book.sheet(name, f"{name}: {findings.scenario.name}", note)
        sheet.row(3, [head, *HEADS], ["head"])
        for n, (text, metric) in enumerate(rows, start=4):
            family = family_of(metric)
            unit = family.unit if family else ""
            look = LOOKS.get(unit, "number")
            errors = "number" if unit == "day" else look
            styles = ["text", "text", "whole", "whole", look, errors, look]
            sheet.row(n, [text, *_cells(findings, metric, unit)], styles)
        sheet.widths(44, 12, 8, 11, 20)
        sheet.freeze(4, 1)


def _cells(findings: Findings, metric: str, unit: str) -> Iterator[Cell]:
    found = findings.summary(metric)
    yield {"money": findings.scenario.currency, "day": "date"}.get(unit, unit)
    yield from (found.n, found.unfinished)
    first, *others = (serial(found[name], findings) if unit == "day" else found[name] for name in STATISTICS)
    yield from (first, found.se, *others)


def serial(day: float, findings: Findings) -> float:
    """A day from the start of the horizon as spreadsheets number the days."""
    return float((findings.calendar.start - EPOCH).days + day)
