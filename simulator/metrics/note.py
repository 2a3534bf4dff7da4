"""Metrics of a note that need no share price: where its cash went, what it costs, what it would dilute."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from simulator.cases.types import Note
from simulator.instruments.note import dilution_if_converted, effective_rate
from simulator.metrics.irr import internal_rate
from simulator.metrics.registry import Values, metric
from simulator.metrics.view import View, reached
from simulator.spreading import daily
from simulator.timelines import SPENDING
from simulator.trace import Kind, Trace

#: part of its cash with which a note counts as deployed, in hundredths
DEPLOYED_PERCENT = 95


def _notes(view: View) -> Iterator[tuple[str, Note]]:
    for note in view.cases.money.notes:
        yield view.cases.index.fundings[note.funding], note


def _allocated(view: View) -> Iterator[tuple[tuple[str, str], np.ndarray, np.ndarray]]:
    """Names of note and pool, the cents of the note in the pool, moved by rules or not, and what was paid of them."""
    moved = _moved(view)
    for name, note in _notes(view):
        for allotment in np.flatnonzero(view.cases.pools.allotment_funding == note.funding):
            pool = view.cases.index.pools[view.cases.pools.allotment_pool[allotment]]
            brought = note.split.get(int(allotment), 0) + moved[:, allotment]
            yield (name, pool), brought, view.timelines[f"{name}.allocated.{pool}"].values[:, -1]


def _moved(view: View) -> np.ndarray:
    """(R, A) cents that rules moved into each allotment, less what they moved out of it."""
    rows, allotments = view.books.rows[Kind.MOVED], len(view.cases.index.allotments)
    moved = np.zeros((view.cases.replications, allotments), np.int64)
    np.add.at(moved, (rows.replication, rows.subject % allotments), rows.amount)
    np.add.at(moved, (rows.replication, rows.subject // allotments), -rows.amount)
    return moved


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
    for name, note in _notes(view):
        ours = np.where(view.cases.pools.allotment_funding == note.funding, 0, -1)
        flows = (view.books.rows[kind] for kind in SPENDING)
        paid = sum(daily(rows, ours[rows.subject % allotments], 1, days)[:, 0] for rows in flows)
        enough = 100 * np.cumsum(paid, axis=1) >= DEPLOYED_PERCENT * sum(note.split.values())
        yield (name,), reached(np.where(enough.any(axis=1), enough.argmax(axis=1), days), view.cases)


@metric("<note>.put", "0/1", "neither")
def put(view: View) -> Values:
    """Whether holders put the note back within the horizon."""
    for name, note in _notes(view):
        if note.put is not None:
            yield (name,), _happened(view.books.rows[Kind.NOTE_PUT], note).astype(float)


def _happened(rows: Trace, note: Note) -> np.ndarray:
    """(R,) whether the note has a row."""
    return np.bincount(rows.replication[rows.subject == note.funding], minlength=rows.replications) > 0


@metric("<note>.effective_rate", "1/year", "lower")
def note_effective_rate(view: View) -> Values:
    """Yearly cost from net proceeds to face, act/365; with coupons, undefined if repaid beyond the horizon."""
    for name, note in _notes(view):
        repaid = _repayment_day(view, note)
        if note.bears_interest:
            yield (name,), _rate_with_coupons(view, note, repaid)
        elif note.net == 0:
            yield (name,), np.full(view.cases.replications, np.nan)
        else:
            held = (repaid - note.settles).tolist()
            yield (name,), np.array([effective_rate(note.net, note.face, days) for days in held])


def _repayment_day(view: View, note: Note) -> np.ndarray:
    """(R,) the day on which face is repaid: the put's if holders put or it lies beyond the horizon."""
    if note.put is None:
        return np.full(view.cases.replications, note.matures)
    beyond = note.put > view.cases.calendar.last_day
    return np.where(_happened(view.books.rows[Kind.NOTE_PUT], note) | beyond, note.put, note.matures)


def _rate_with_coupons(view: View, note: Note, repaid: np.ndarray) -> np.ndarray:
    """(R,) internal rate of the holders' flows; NaN where the repayment lies beyond the horizon."""
    days = view.cases.calendar.last_day + 1
    coupons = view.books.rows[Kind.COUPON]
    flow = daily(coupons, np.where(coupons.subject == note.funding, 0, -1), 1, days)[:, 0].astype(float)
    flow[:, note.settles] -= note.net
    within = np.flatnonzero(repaid < days)
    flow[within, repaid[within]] += note.face
    rate, _ = internal_rate(flow, np.arange(days))
    return np.where(repaid < days, rate, np.nan)


@metric("<note>.dilution.if_converted", "fraction", "lower")
def note_dilution_if_converted(view: View) -> Values:
    """New shares of a full conversion over existing ones, before what the capped call offsets."""
    for name, note in _notes(view):
        if note.new_shares is not None and view.cases.money.shares:
            dilution = dilution_if_converted(note.new_shares, view.cases.money.shares)
            yield (name,), np.full(view.cases.replications, dilution)
