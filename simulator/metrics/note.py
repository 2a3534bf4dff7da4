"""Metrics of a note: where its cash went, how it ended, what it cost, and what it dilutes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from simulator.cases.types import Note
from simulator.instruments.note import diluted_net_of_call, dilution_if_converted, effective_rate
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
            yield (name,), _happened(view, note, Kind.NOTE_PUT).astype(float)


@metric("<note>.converted", "0/1", "neither")
def converted(view: View) -> Values:
    """Whether holders convert the note within the horizon."""
    for name, note in _convertible(view):
        yield (name,), _converts(view, note).astype(float)


@metric("<note>.ends_day", "day", "neither")
def ends_day(view: View) -> Values:
    """Day from which nothing of the note is owed: it was put, converted or repaid."""
    for name, note in _notes(view):
        yield (name,), reached(_ended_on(view, note), view.cases)


@metric("<note>.put.share_price", "money", "higher")
def share_price_at_put(view: View) -> Values:
    """Share price on which holders decide at the first put: that of the closing before."""
    for name, note in _convertible(view):
        if note.put is not None and note.put <= view.cases.calendar.last_day:
            yield (name,), _price_on(view, np.full(view.cases.replications, note.put))


@metric("<note>.put.liquidity", "money", "higher")
def liquidity_at_put(view: View) -> Values:
    """Group liquidity at the end of the day of the first put, whether holders put or not."""
    for name, day in _put_days(view):
        yield (name,), view.liquidity[:, day] / 100.0


@metric("<note>.put.shortfall", "money", "lower")
def shortfall_at_put(view: View) -> Values:
    """What liquidity lacks to the floor at the end of the day of the first put; nothing where holders do not put."""
    floor = view.cases.money.floor
    for name, day in _put_days(view):
        if floor is not None:
            rows = view.books.rows[Kind.NOTE_PUT]
            ours = (view.cases.index.fundings.index(name) == rows.subject) & (rows.day == day)
            puts = np.bincount(rows.replication[ours], minlength=rows.replications) > 0
            yield (name,), np.where(puts, np.maximum(floor - view.liquidity[:, day], 0), 0) / 100.0


def _put_days(view: View) -> Iterator[tuple[str, int]]:
    """The notes that may be put within the horizon, with the day of the first put, where there is a treasury."""
    for name, note in _notes(view):
        if view.cases.money.treasury and note.put is not None and note.put <= view.cases.calendar.last_day:
            yield name, note.put


def _convertible(view: View) -> Iterator[tuple[str, Note]]:
    """The notes that can be converted, where there is a share price."""
    for name, note in _notes(view):
        if note.certificates is not None and view.cases.money.share_price is not None:
            yield name, note


def _amount(view: View, note: Note, kind: Kind) -> np.ndarray:
    """(R,) the sum of the note's rows of a kind."""
    rows = view.books.rows[kind]
    sums = np.zeros(view.cases.replications, np.int64)
    ours = rows.subject == note.funding
    np.add.at(sums, rows.replication[ours], rows.amount[ours])
    return sums


def _day_of(view: View, note: Note, kind: Kind) -> np.ndarray:
    """(R,) the day of the note's last row of a kind, N where it has none."""
    rows = view.books.rows[kind]
    ours, days = rows.subject == note.funding, np.full(view.cases.replications, -1)
    np.maximum.at(days, rows.replication[ours], rows.day[ours])
    return np.where(days >= 0, days, view.cases.calendar.last_day + 1)


def _happened(view: View, note: Note, kind: Kind) -> np.ndarray:
    """(R,) whether the note has a row of a kind."""
    return _day_of(view, note, kind) <= view.cases.calendar.last_day


def _converts(view: View, note: Note) -> np.ndarray:
    """(R,) whether holders convert: against shares, cash or both."""
    return _happened(view, note, Kind.SHARES) | _happened(view, note, Kind.CONVERSION_PAID)


def _ended_on(view: View, note: Note) -> np.ndarray:
    """(R,) the day on which the note was put, converted or repaid; N if it is outstanding."""
    kinds = (Kind.NOTE_PUT, Kind.SHARES, Kind.CONVERSION_PAID, Kind.NOTE_REPAID)
    return np.min([_day_of(view, note, kind) for kind in kinds], axis=0)


def _price_on(view: View, day: np.ndarray) -> np.ndarray:
    """(R,) share price of the last closing before a day (R,); beyond the horizon, of its end."""
    prices = view.cases.money.share_price
    assert prices is not None
    closing = np.searchsorted(view.cases.calendar.closing_days, day) - 1
    return np.asarray(np.take_along_axis(prices, np.maximum(closing, 0)[:, None], axis=1)[:, 0])


@metric("<note>.effective_rate", "1/year", "lower")
def note_effective_rate(view: View) -> Values:
    """Yearly cost from net proceeds to what was paid: face, or cash on conversion; undefined if shares were handed over.

    Without coupons, a note that is outstanding at the horizon's end is taken to be repaid at the put, if that is
    beyond the horizon, or at maturity; with coupons it is undefined.
    """
    for name, note in _notes(view):
        day = _repayment_day(view, note)
        paid = np.where(_converts(view, note), _amount(view, note, Kind.CONVERSION_PAID), note.face).astype(float)
        paid[_happened(view, note, Kind.SHARES)] = np.nan
        if note.bears_interest:
            yield (name,), _rate_with_coupons(view, note, day, paid)
        else:
            yield (name,), _rate_without_coupons(note, day, paid)


def _repayment_day(view: View, note: Note) -> np.ndarray:
    """(R,) the day on which the note ends; if it is outstanding, the put's if that lies beyond, else maturity."""
    ended, last = _ended_on(view, note), view.cases.calendar.last_day
    later = note.put if note.put is not None and note.put > last else note.matures
    return np.where(ended <= last, ended, later)


def _rate_without_coupons(note: Note, day: np.ndarray, paid: np.ndarray) -> np.ndarray:
    """(R,) the rate at which net proceeds grow to what is paid."""
    rate = np.full(len(day), np.nan)
    known = np.isfinite(paid) & (paid > 0) & (day > note.settles) & (note.net > 0)
    for r in np.flatnonzero(known):
        rate[r] = effective_rate(note.net, float(paid[r]), int(day[r]) - note.settles)
    return rate


def _rate_with_coupons(view: View, note: Note, repaid: np.ndarray, paid: np.ndarray) -> np.ndarray:
    """(R,) internal rate of the holders' flows; NaN where the repayment lies beyond the horizon, or was in shares."""
    days = view.cases.calendar.last_day + 1
    coupons = view.books.rows[Kind.COUPON]
    flow = daily(coupons, np.where(coupons.subject == note.funding, 0, -1), 1, days)[:, 0].astype(float)
    flow[:, note.settles] -= note.net
    known = (repaid < days) & np.isfinite(paid)
    within = np.flatnonzero(known)
    flow[within, repaid[within]] += paid[within]
    rate, _ = internal_rate(flow, np.arange(days))
    return np.where(known, rate, np.nan)


@metric("<note>.cash_on_conversion", "money", "lower")
def cash_on_conversion(view: View) -> Values:
    """Cash paid to holders who convert, where the note is settled in cash or in both."""
    for name, note in _convertible(view):
        if note.settlement != "shares":
            yield (name,), _amount(view, note, Kind.CONVERSION_PAID) / 100.0


@metric("<note>.dilution.economic", "fraction", "lower")
def economic_dilution(view: View) -> Values:
    """What a conversion takes from shareholders net of the capped call, in shares, over existing ones.

    At the share price of the closing before the day of conversion; of a note that is still outstanding at the
    horizon's end, at the price then; nothing where it was put or repaid.
    """
    for name, note in _convertible(view):
        if view.cases.money.shares:
            ended, assumed = _ended_on(view, note), view.cases.calendar.last_day + 1
            price = _price_on(view, np.where(_converts(view, note), ended, assumed))
            assert note.certificates is not None
            taken = diluted_net_of_call(price, note.certificates, note.face / 100.0 / note.certificates, note.cap)
            gone = (ended < assumed) & ~_converts(view, note)
            yield (name,), np.where(gone, 0.0, taken) * note.ads_ratio / view.cases.money.shares


@metric("<note>.dilution.if_converted", "fraction", "lower")
def note_dilution_if_converted(view: View) -> Values:
    """New shares of a full conversion over existing ones, before what the capped call offsets."""
    for name, note in _notes(view):
        if note.new_shares is not None and view.cases.money.shares:
            dilution = dilution_if_converted(note.new_shares, view.cases.money.shares)
            yield (name,), np.full(view.cases.replications, dilution)
