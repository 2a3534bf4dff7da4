"""Metrics of how a note ended, and of the day on which it may be put."""

from __future__ import annotations

import numpy as np

from simulator.metrics.note import notes_of
from simulator.metrics.note_endings import convertible_notes, converts, ended_on, happened, price_before
from simulator.metrics.registry import Values, metric
from simulator.metrics.view import View, reached
from simulator.trace import Kind


@metric("<note>.put", "0/1", "neither")
def put(view: View) -> Values:
    """Whether holders put the note back within the horizon."""
    for name, note in notes_of(view):
        if note.put is not None:
            yield (name,), happened(view, note, Kind.NOTE_PUT).astype(float)


@metric("<note>.converted", "0/1", "neither")
def converted(view: View) -> Values:
    """Whether holders convert the note within the horizon."""
    for name, note in convertible_notes(view):
        yield (name,), converts(view, note).astype(float)


@metric("<note>.ends_day", "day", "neither")
def ends_day(view: View) -> Values:
    """Day from which nothing of the note is owed: it was put, converted or repaid."""
    for name, note in notes_of(view):
        yield (name,), reached(ended_on(view, note), view.cases.calendar)


@metric("<note>.put.share_price", "money", "higher")
def share_price_at_put(view: View) -> Values:
    """Share price on which holders decide at the first put: that of the closing before."""
    for name, note in convertible_notes(view):
        if note.put is not None and note.put <= view.cases.calendar.last_day:
            yield (name,), price_before(view, np.full(view.cases.replications, note.put))


@metric("<note>.put.liquidity", "money", "higher")
def liquidity_at_put(view: View) -> Values:
    """Group liquidity at the end of the day of the first put, whether holders put or not."""
    for name, note in notes_of(view):
        if view.cases.money.treasury and note.put is not None and note.put <= view.cases.calendar.last_day:
            yield (name,), view.liquidity[:, note.put] / 100.0
