"""Metrics of a note that say where its cash went."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from simulator.cases.terms import Note
from simulator.closing.rows import summed, transfers
from simulator.metrics.registry import Values, metric
from simulator.metrics.view import View, reached
from simulator.spreading import daily
from simulator.trace import SPENDING, Kind

#: part of its cash with which a note counts as deployed, in hundredths
DEPLOYED_PERCENT = 95


def notes_of(view: View) -> Iterator[tuple[str, Note]]:
    """Each note of the scenario, with its name."""
    for note in view.cases.money.notes:
        yield view.cases.index.fundings[note.funding], note


def _allocated(view: View) -> Iterator[tuple[tuple[str, str], np.ndarray, np.ndarray]]:
    """Names of note and pool, the cents of the note in the pool, moved by rules or not, and what was paid of them."""
    allotments = len(view.cases.index.allotments)
    transferred = transfers(view.books.rows[Kind.MOVED], allotments)
    moved = summed(transferred, transferred.subject, allotments)
    for name, note in notes_of(view):
        for allotment in np.flatnonzero(view.cases.pools.allotment_funding == note.funding):
            pool = view.cases.index.pools[view.cases.pools.allotment_pool[allotment]]
            brought = note.split.get(int(allotment), 0) + moved[:, allotment]
            yield (name, pool), brought, view.timelines[f"{name}.allocated.{pool}"].values[:, -1]


@metric("<note>.allocated.<pool>", "money", "higher")
def allocated(view: View) -> Values:
    """The note's cash that was paid out of the pool."""
    for names, _, paid in _allocated(view):
        yield names, paid


@metric("<note>.unallocated.<pool>", "money", "lower")
def unallocated(view: View) -> Values:
    """The note's split into the pool, with what rules moved, less what was paid of it."""
    for names, brought, paid in _allocated(view):
        yield names, brought / 100.0 - paid


@metric("<note>.deployed_day", "day", "lower")
def deployed_day(view: View) -> Values:
    """Day on which 95 % of the note's cash in its pools was paid."""
    days, allotments = view.cases.calendar.last_day + 1, len(view.cases.index.allotments)
    for name, note in notes_of(view):
        if not note.split:
            continue
        ours = np.where(view.cases.pools.allotment_funding == note.funding, 0, -1)
        flows = (view.books.rows[kind] for kind in SPENDING)
        paid = sum(daily(rows, ours[rows.subject % allotments], 1, days)[:, 0] for rows in flows)
        enough = 100 * np.cumsum(paid, axis=1) >= DEPLOYED_PERCENT * sum(note.split.values())
        yield (name,), reached(np.where(enough.any(axis=1), enough.argmax(axis=1), days), view.cases.calendar)
