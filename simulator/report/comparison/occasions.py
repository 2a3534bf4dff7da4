"""What a scenario's rules are worth and its risks cost, as rows of a table and as lines of text."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.amounts import dated, percent
from simulator.comparison import FLEXIBILITY, RISKS, Comparison, Occasion, Outcome
from simulator.report.comparison.differences import numbers_of
from simulator.words import cut, filled

#: heads of the columns by study: how often, when, of all worlds, its interval, of the worlds where it happened
HEADS = {
    FLEXIBILITY: ("Rule", "fired in", "median day", "where it fired", "95 % interval"),
    RISKS: ("Risk", "struck in", "median day", "without it", "95 % interval", "where it struck"),
}
HEADINGS = {FLEXIBILITY: "What each rule did", RISKS: "What each risk costs"}
#: how the numbers are to be read
READINGS = {
    FLEXIBILITY: (
        "where it fired: the metric with all rules less the metric with none, over the worlds in which this one "
        "fired; worlds in which several fired count for each of them"
    ),
    RISKS: (
        "without it: the metric if this risk could not happen less the metric with all risks, on the same worlds; "
        "where several hit the same, these do not add up; where it struck: over those worlds only"
    ),
}
#: what is at the end of a line of text
LEGEND = "+ better, - worse, = the same in every replication, ? cannot be told from none"
MARKS = {"better": "+", "worse": "-", "same": "=", "unclear": "?"}
#: widths of the columns of the text
NAME, COLUMNS = 24, (10, 12, 15, 20, 16)


@dataclass(frozen=True)
class Row:
    """A rule or a risk, written: ``cells`` under the heads of its study, and what to make of it."""

    name: str
    cells: tuple[str, ...]
    verdict: str
    mark: str


def occasion_rows(comparison: Comparison) -> dict[str, list[Row]]:
    """The rows by metric, in the order in which they are told."""
    rows: dict[str, list[Row]] = {}
    for one in comparison.occasions:
        rows.setdefault(one.metric, []).append(_row(one, comparison))
    return rows


def _row(one: Occasion, comparison: Comparison) -> Row:
    whole = comparison.metrics.get(one.metric, {}).get(one.scenario)
    main = whole if comparison.study == RISKS else one.there
    often = (percent(one.share), dated(one.day, comparison.baseline.findings.calendar))
    there = (_said(one.there, comparison),) if comparison.study == RISKS else ()
    verdict = main.verdict if main is not None else "undefined"
    cells = (*often, _said(main, comparison), _interval(main, comparison), *there)
    return Row(one.name, cells, verdict, MARKS.get(verdict, ""))


def _said(outcome: Outcome | None, comparison: Comparison) -> str:
    return "-" if outcome is None or not outcome.n else numbers_of(outcome, comparison).said


def _interval(outcome: Outcome | None, comparison: Comparison) -> str:
    return "-" if outcome is None or not outcome.n else numbers_of(outcome, comparison).interval


def worth_line(metric: str, comparison: Comparison) -> str:
    """A sentence on what the rules are worth, of a study of flexibility."""
    outcome = comparison.metrics.get(metric, {}).get(comparison.sides[-1].label)
    if comparison.study != FLEXIBILITY or outcome is None or not outcome.n:
        return ""
    told = numbers_of(outcome, comparison)
    return f"{metric}: {told.said} with rules (95 % interval {told.interval}), {told.baseline} {told.unit} without."


def occasion_lines(comparison: Comparison) -> list[str]:
    """The tables of a study as lines of text, at most 100 wide."""
    lines: list[str] = []
    for metric, rows in occasion_rows(comparison).items():
        _, *heads = HEADS[comparison.study]
        columns = "".join(f"{head:>{width}}" for head, width in zip(heads, COLUMNS, strict=False))
        worth = worth_line(metric, comparison)
        lines += [*([""] if lines else []), f"{HEADINGS[comparison.study]}: {metric}", *([worth] if worth else [])]
        lines += [f"{'':{NAME}}{columns}", *(_line(row) for row in rows)]
    reading = f"{READINGS[comparison.study]}; {LEGEND}" if lines else ""
    return [*lines, *filled([reading])]


def _line(row: Row) -> str:
    cells = "".join(f" {cell:>{width - 1}}" for cell, width in zip(row.cells, COLUMNS, strict=False))
    return f"{cut(row.name, NAME - 1):<{NAME}}{cells} {row.mark}".rstrip()
