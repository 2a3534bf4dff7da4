"""`capsim trace`: the events, or the ledger, of one replication of a run."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.cli.options import Debug, RunFolder, named, whole
from simulator.cli.terminal import filled, say
from simulator.errors import UserError

if TYPE_CHECKING:
    from simulator.ledger import Event


class Format(StrEnum):
    """How events are written."""

    table = "table"
    csv = "csv"
    json = "json"
    beancount = "beancount"


def trace(
    run: RunFolder,
    replication: Annotated[
        int, typer.Option("--replication", parser=whole(0, 999_999), metavar="R", help="Counted from 0.")
    ] = 0,
    format_: Annotated[
        str,
        typer.Option(
            "--format",
            parser=named("--format", "a format", lambda: Format),
            metavar="|".join(Format),
            help="How it is written.",
        ),
    ] = "table",
    debug: Debug = False,
) -> None:
    """What happened in one replication, run again from the manifest."""
    from simulator.closing import closed_trace
    from simulator.findings.stored import open_run
    from simulator.ledger import beancount_text, described
    from simulator.montecarlo.block import traced

    question = open_run(run).findings.question
    if replication >= question.replications:
        raise UserError(f"--replication: {replication} is not in the run; from 0 to {question.replications - 1}")
    cases, rows = traced(question, range(replication, replication + 1))
    currency = question.scenario.currency
    if format_ == Format.beancount:
        say(beancount_text(rows, cases, 0, currency).rstrip("\n"))
    else:
        say(WRITTEN[Format(format_)](described(closed_trace(rows, cases), cases, 0, currency)))


def as_table(events: list[Event]) -> str:
    """An event a line, or more where what happened does not fit one."""
    lines = [f"{'date':<11}{'until':<11}{'kind':<16}{'amount':>20} {'unit':<9}what"]
    for event in events:
        until = "" if event.until == event.date else event.until.isoformat()
        amount = "" if event.amount is None else f"{event.amount:,.2f}"
        before = f"{event.date!s:<11}{until:<11}{event.kind.lower():<16}{amount:>20} {event.unit:<9}"
        lines.append(filled(before, event.what))
    return "\n".join(lines)


def as_csv(events: list[Event]) -> str:
    """Comma-separated, with a header; names hold no character that a spreadsheet would take for a formula."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(["date", "until", "kind", "what", "amount", "unit"])
    writer.writerows([e.date, e.until, e.kind, e.what, e.amount, e.unit] for e in events)
    return written.getvalue().rstrip("\n")


def as_json(events: list[Event]) -> str:
    """One object with all events."""
    return json.dumps({"schema": 1, "events": [asdict(event) for event in events]}, default=str, allow_nan=False)


WRITTEN = {Format.table: as_table, Format.csv: as_csv, Format.json: as_json}
