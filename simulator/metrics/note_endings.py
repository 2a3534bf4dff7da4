"""How notes ended in each replication: the day, the way, what was paid, and the share price then."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from simulator.cases.terms import Note
from simulator.closing.rows import summed
from simulator.metrics.note import notes_of
from simulator.metrics.view import View
from simulator.trace import Kind


def convertible_notes(view: View) -> Iterator[tuple[str, Note]]:
    """The notes that can be converted, where there is a share price."""
    for name, note in notes_of(view):
        if note.certificates is not None and view.cases.money.share_price is not None:
            yield name, note


def amount_of(view: View, note: Note, kind: Kind) -> np.ndarray:
    """(R,) the sum of the note's rows of a kind."""
    rows = view.books.rows[kind]
    return summed(rows, rows.subject, len(view.cases.index.fundings))[:, note.funding]


def day_of(view: View, note: Note, kind: Kind) -> np.ndarray:
    """(R,) the day of the note's last row of a kind, N where it has none."""
    rows = view.books.rows[kind]
    ours, days = rows.subject == note.funding, np.full(view.cases.replications, -1)
    np.maximum.at(days, rows.replication[ours], rows.day[ours])
    return np.asarray(np.where(days >= 0, days, view.cases.calendar.last_day + 1))


def happened(view: View, note: Note, kind: Kind) -> np.ndarray:
    """(R,) whether the note has a row of a kind."""
    return np.asarray(day_of(view, note, kind) <= view.cases.calendar.last_day)


def converts(view: View, note: Note) -> np.ndarray:
    """(R,) whether holders convert: against shares, cash or both."""
    return np.asarray(happened(view, note, Kind.SHARES) | happened(view, note, Kind.CONVERSION_PAID))


def ended_on(view: View, note: Note) -> np.ndarray:
    """(R,) the day on which the note was put, converted or repaid; N if it is outstanding."""
    kinds = (Kind.NOTE_PUT, Kind.SHARES, Kind.CONVERSION_PAID, Kind.NOTE_REPAID)
    return np.asarray(np.min([day_of(view, note, kind) for kind in kinds], axis=0))


def price_before(view: View, day: np.ndarray) -> np.ndarray:
    """(R,) share price of the last closing before a day (R,); beyond the horizon, of its end."""
    prices = view.cases.money.share_price
    assert prices is not None
    closing = np.searchsorted(view.cases.calendar.closing_days, day) - 1
    return np.asarray(np.take_along_axis(prices, np.maximum(closing, 0)[:, None], axis=1)[:, 0])
