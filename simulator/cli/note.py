"""`capsim note`: a convertible note's terms, its cost, its worth and its dilution, without a run."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.cli.options import Debug, File, Json, Sets
from simulator.cli.terminal import complain, say, say_json, warn
from simulator.errors import UserError, shown

if TYPE_CHECKING:
    from simulator.scenario.document import Document

Day = Annotated[
    str | None,
    typer.Option("--date", metavar="DATE", help="Value it on this day; else at its issue.", show_default=False),
]


def note(file: File, on: Day = None, sets: Sets = None, json_wanted: Json = False, debug: Debug = False) -> None:
    """What a note's terms come to: splits, yearly cost, conversion, worth with QuantLib, dilution in three views."""
    from simulator.report.note import note_data, note_lines, told
    from simulator.scenario.load import load

    loaded = load(file, sets or ())
    warn(loaded.document.warnings)
    of_the_day = _set_here(loaded.document, "price") and not _set_here(loaded.document, "as_of")
    notes = told(loaded.scenario, _day(on), price_of_the_day=of_the_day)
    if not notes:
        kinds = sorted({one.kind for one in loaded.scenario.funding.values()})
        there = f"funding has {', '.join(kinds)}" if kinds else "funding is empty"
        raise UserError(f"{file}: no note to tell of; {there}, and no convertible_note")
    if json_wanted:
        say_json({"schema": 1, "scenario": loaded.scenario.name, "notes": [note_data(one) for one in notes]})
    else:
        say("\n\n".join("\n".join(note_lines(one)) for one in notes))
    for one in notes:
        if one.missing:
            complain(f"{file}: {one.sheet.name} is not valued: nothing states {', '.join(one.missing)}")


def _set_here(document: Document, key: str) -> bool:
    """Whether a key of ``equity`` was given on the command line."""
    from simulator.scenario.edits import COMMAND_LINE

    node = document.node(("equity", key))
    return node is not None and COMMAND_LINE in (node.origin.place, *(step.place for step in node.origin.steps))


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UserError(f"--date: {shown(text)} is not a date, as 2028-03-31") from None
