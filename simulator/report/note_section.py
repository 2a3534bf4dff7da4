"""The notes of a scenario as a page shows them."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.report.note import (
    VIEWS,
    Told,
    cash_unit,
    convention,
    dilution_cells,
    dilution_reading,
    note_heading,
    note_tables,
    told,
)
from simulator.scenario.schema import Scenario
from simulator.words import readable


@dataclass(frozen=True)
class NoteSection:
    """A note on a page: tables of names and values by heading, the table of dilution, and how to read it."""

    heading: str
    currency: str
    cash_unit: str
    views: tuple[str, ...]
    tables: dict[str, list[tuple[str, str]]]
    dilution: list[list[str]]
    reading: str


def note_sections(scenario: Scenario) -> list[NoteSection]:
    """A section for each convertible note, valued at its issue."""
    return [_section(one) for one in told(scenario)]


def _section(one: Told) -> NoteSection:
    parts = [dilution_reading(one.sheet)] * bool(one.dilution) + [convention(one.sheet)] * (one.valuation is not None)
    return NoteSection(
        heading=f"{readable(one.sheet.name)}: {note_heading(one.sheet)}",
        currency=one.sheet.currency,
        cash_unit=cash_unit(one.sheet),
        views=VIEWS,
        tables=note_tables(one),
        dilution=list(dilution_cells(one)) if one.dilution else [],
        reading=" ".join(parts),
    )
