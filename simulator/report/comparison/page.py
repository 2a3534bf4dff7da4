"""The page of a comparison: what differs, what comes of it, where that comes from, and pictures, in one HTML file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.amounts import percent
from simulator.comparison import GROUPS, METHODS, RISKS, Comparison, Outcome, Regret, Setting, Side, Waterfall
from simulator.figures.overlays import overlays
from simulator.report.comparison import board as board_of
from simulator.report.comparison import destinations as destinations_of
from simulator.report.comparison import occasions as occasions_of
from simulator.report.comparison.destinations import destination_rows
from simulator.report.comparison.differences import Written, numbers_of, numbers_of_fall, numbers_of_regret
from simulator.report.comparison.occasions import occasion_rows
from simulator.report.comparison.summary import (
    ARROWS,
    asked_of,
    further_lines,
    hint_lines,
    outcomes_told,
    unclear_lines,
)
from simulator.report.html import pictures_of, rendered
from simulator.studies.collapse import Told, collapsed

PAGE = "compare.html"
#: characters of a value up to which it is shown at once; of a longer one the beginning, all of it when it is opened
LONGEST = 200
FIGURES, FORMATS = "figures", ("svg", "png")
#: what is said of a metric by its verdict, in the order in which it is said
VERDICTS = {
    "better": "Better",
    "worse": "Worse",
    "higher": "Higher",
    "lower": "Lower",
    "unclear": "Cannot be told apart",
    "same": "The same in every replication",
    "undefined": "Undefined",
}
MARKS = {"better": "+ better", "worse": "− worse", "unclear": "? cannot tell", "same": "= same"}
HEADINGS = {
    "occasions": "",
    "destinations": "",
    "board": board_of.HEADING,
    "inputs": "What differs",
    "summary": "In short",
    "outcomes": "What comes of it",
    "waterfalls": "Where it comes from",
    "regret": "Regret",
    "figures": "Figures",
    "runs": "Runs",
}


@dataclass(frozen=True)
class Row:
    """A metric of a scenario: its numbers as written, how often it is better, and what to make of it."""

    metric: str
    arrow: str
    outcome: Outcome
    told: Written
    better: str
    mark: str


@dataclass(frozen=True)
class Section:
    """What is told of one scenario beside the baseline."""

    label: str
    summary: list[tuple[str, list[tuple[str, str]]]]
    edits: list[Told]
    settings: list[Setting]
    rows: list[Row]
    remarks: list[str]


@dataclass(frozen=True)
class Step:
    """A part of a split difference, as written."""

    groups: str
    amount: str
    interval: str
    alone: str


@dataclass(frozen=True)
class Fall:
    """A split difference, as written."""

    waterfall: Waterfall
    unit: str
    baseline: str
    value: str
    steps: list[Step]
    interaction: str
    said: str


@dataclass(frozen=True)
class Short:
    """How far a scenario falls short in a metric, as written."""

    row: Regret
    best: str
    numbers: tuple[str, str, str]


def comparison_files(comparison: Comparison, there: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """The pictures of a comparison and its page, by their names in its folder; nothing if the page is there."""
    if PAGE in there:
        return
    from simulator.figures.overlays.drawing import drawn_over

    drawings: dict[str, str] = {}
    for name, kind, content in drawn_over(comparison, FORMATS):
        yield f"{FIGURES}/{name}.{kind}", content
        if kind == "svg":
            drawings[name] = content.decode()
    yield PAGE, comparison_page(comparison, drawings).encode()


def comparison_page(comparison: Comparison, drawings: Mapping[str, str]) -> str:
    """The page as text.

    Parameters
    ----------
    drawings : SVG files by the name of the overlay
    """
    parts = _parts(comparison, drawings)
    headings = {
        **HEADINGS,
        "occasions": occasions_of.HEADINGS.get(comparison.study, ""),
        "destinations": destinations_of.heading_of(comparison),
    }
    return rendered(
        "compare.html",
        comparison=comparison,
        manifest=comparison.baseline.run.manifest,
        contents={anchor: heading for anchor, heading in headings.items() if parts.get(anchor, True)},
        asked=asked_of(comparison),
        sections=[_section(comparison, side) for side in comparison.others],
        methods=METHODS,
        longest=LONGEST,
        **parts,
        **_readings(comparison),
    )


def _parts(comparison: Comparison, drawings: Mapping[str, str]) -> dict[str, Any]:
    """The sections that a page may lack, by their anchors: what each tells, empty or None where that is nothing."""
    falls, hints = [_fall(fall, comparison) for fall in comparison.waterfalls], hint_lines(comparison)
    return {
        "occasions": occasion_rows(comparison),
        "destinations": destination_rows(comparison),
        "board": board_of.board_rows(comparison),
        "inputs": comparison.study != RISKS,
        "summary": comparison.study != RISKS,
        "waterfalls": {"falls": falls, "hints": hints} if falls or hints else None,
        "regret": _regrets(comparison),
        "figures": pictures_of(drawings, overlays.described()),
    }


def _readings(comparison: Comparison) -> dict[str, Any]:
    """The heads of the tables, what is said of them, and how they are to be read."""
    return {
        "worth": {metric: occasions_of.worth_line(metric, comparison) for metric in occasion_rows(comparison)},
        "heads": occasions_of.HEADS.get(comparison.study, ()),
        "reading": occasions_of.READINGS.get(comparison.study, ""),
        "board_reading": board_of.READING,
        "destinations_said": list(destinations_of.said(comparison)),
        "destinations_unit": destinations_of.unit_of(comparison)[1],
        "destinations_heads": destinations_of.HEADS,
        "destinations_reading": destinations_of.READING,
    }


def _section(comparison: Comparison, side: Side) -> Section:
    told = collapsed(comparison.changes_of(side.label))
    rows = [_row(name, outcome, comparison) for name, outcome in outcomes_told(comparison, side.label)]
    return Section(
        label=side.label,
        summary=list(_summary(rows)),
        edits=[one for group in GROUPS for one in told if one.changes[0].group == group],
        settings=[one for one in comparison.settings if one.scenario == side.label],
        rows=rows,
        remarks=[*unclear_lines(comparison, side.label), *further_lines(comparison, side)],
    )


def _summary(rows: list[Row]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The metrics by verdict, each with its difference, or '' where there is none."""
    for verdict, words in VERDICTS.items():
        of = [row for row in rows if row.outcome.verdict == verdict]
        bare = verdict in ("same", "undefined")
        if of:
            yield words, [(row.metric, "" if bare else row.told.said) for row in of]


def _row(name: str, outcome: Outcome, comparison: Comparison) -> Row:
    better = percent(outcome.probability_better) if outcome.better != "neither" and outcome.n else ""
    mark = MARKS.get(outcome.verdict, outcome.verdict)
    return Row(name, ARROWS.get(outcome.better, ""), outcome, numbers_of(outcome, comparison), better, mark)


def _fall(fall: Waterfall, comparison: Comparison) -> Fall:
    numbers = numbers_of_fall(fall, comparison)
    steps = [
        Step(
            " + ".join(part.groups),
            numbers.change(part.amount),
            numbers.interval(part.low, part.high),
            numbers.change(part.alone),
        )
        for part in fall.parts
    ]
    ends = (numbers.level(fall.baseline), numbers.level(fall.value))
    return Fall(fall, numbers.unit, *ends, steps, numbers.change(fall.interaction), numbers.said(fall.difference))


def _regrets(comparison: Comparison) -> list[tuple[str, list[Short]]]:
    """The regret table: metric and unit, then a row a scenario."""
    tables = []
    for metric in dict.fromkeys(row.metric for row in comparison.regrets):
        rows = [row for row in comparison.regrets if row.metric == metric]
        numbers = numbers_of_regret(rows, comparison)
        shorts = [
            Short(row, percent(row.best), (numbers.size(row.mean), numbers.size(row.p90), numbers.size(row.largest)))
            for row in rows
        ]
        tables.append((f"{metric} {numbers.change_unit}".strip(), shorts))
    return tables
