"""Metrics of what a note costs: a yearly rate, cash on conversion, and shares."""

from __future__ import annotations

import numpy as np

from simulator.cases.terms import Note
from simulator.instruments.accretion import effective_rate
from simulator.instruments.dilution import diluted_net_of_call, dilution_if_converted
from simulator.metrics.irr import TOLERANCE, internal_rate
from simulator.metrics.note import notes_of
from simulator.metrics.note_endings import amount_of, convertible_notes, converts, ended_on, happened, price_before
from simulator.metrics.registry import Values, metric
from simulator.metrics.view import View
from simulator.spreading import daily
from simulator.trace import Kind


@metric("<note>.effective_rate", "1/year", "lower", tolerance=TOLERANCE)
def note_effective_rate(view: View) -> Values:
    """Yearly cost from net proceeds to what was paid: face, or cash on conversion; undefined if shares were given.

    Without coupons, a note that is outstanding at the horizon's end is taken to be repaid at the put, if that is
    beyond the horizon, or at maturity; with coupons it is undefined.
    """
    for name, note in notes_of(view):
        day = _repayment_day(view, note)
        paid = np.where(converts(view, note), amount_of(view, note, Kind.CONVERSION_PAID), note.face).astype(float)
        paid[happened(view, note, Kind.SHARES)] = np.nan
        if note.bears_interest:
            yield (name,), _rate_with_coupons(view, note, day, paid)
        else:
            yield (name,), _rate_without_coupons(note, day, paid)


def _repayment_day(view: View, note: Note) -> np.ndarray:
    """(R,) the day on which the note ends; if it is outstanding, the put's if that lies beyond, else maturity."""
    ended, last = ended_on(view, note), view.cases.calendar.last_day
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
    for name, note in convertible_notes(view):
        if note.settlement != "shares":
            yield (name,), amount_of(view, note, Kind.CONVERSION_PAID) / 100.0


@metric("<note>.received_from_call", "money", "higher")
def received_from_call(view: View) -> Values:
    """What the capped call pays as holders convert, where the note is settled in cash; else it brings shares back."""
    for name, note in convertible_notes(view):
        if note.cap is not None and note.settlement == "cash":
            yield (name,), amount_of(view, note, Kind.CALL_RECEIVED) / 100.0


@metric("<note>.dilution.economic", "fraction", "lower")
def economic_dilution(view: View) -> Values:
    """What a conversion takes from shareholders net of the capped call, in shares, over existing ones.

    At the share price of the closing before the day of conversion; of a note that is still outstanding at the
    horizon's end, at the price then; nothing where it was put or repaid.
    """
    for name, note in convertible_notes(view):
        if view.cases.money.shares:
            ended, assumed = ended_on(view, note), view.cases.calendar.last_day + 1
            price = price_before(view, np.where(converts(view, note), ended, assumed))
            assert note.certificates is not None
            taken = diluted_net_of_call(price, note.certificates, note.face / 100.0 / note.certificates, note.cap)
            gone = (ended < assumed) & ~converts(view, note)
            yield (name,), np.where(gone, 0.0, taken) * note.ads_ratio / view.cases.money.shares


@metric("<note>.dilution.if_converted", "fraction", "lower")
def note_dilution_if_converted(view: View) -> Values:
    """New shares of a full conversion over existing ones, before what the capped call offsets."""
    for name, note in notes_of(view):
        if note.new_shares is not None and view.cases.money.shares:
            dilution = dilution_if_converted(note.new_shares, view.cases.money.shares)
            yield (name,), np.full(view.cases.replications, dilution)
