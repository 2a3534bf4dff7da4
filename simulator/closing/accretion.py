"""Debt that grows from what was received to what is repaid, month by month, and what is lost where it ends before."""

from __future__ import annotations

import numpy as np

from simulator.cases.liabilities import clean_value
from simulator.cases.terms import Debt
from simulator.cases.types import Cases
from simulator.closing.rows import Rows, together
from simulator.spreading import Grid
from simulator.trace import Kind, Trace


def accreted_debt(rows: Rows, cases: Cases, grid: Grid) -> tuple[Trace, Trace]:
    """What each month adds to debt, and what is lost when it is repaid: rows of ACCRETED and of EXTINGUISHED.

        accreted     = value at the closing, or on the day of its end if that is before,  less that of the month before
        extinguished = face - value on the day of its end, unless holders convert on it

    Values are of effective interest and whole cents, so that a debt held to the day to which it is amortised gets
    exactly face less net. Only debt that came in a replication grows in it; what stands at face grows by nothing.
    """
    growing = [debt for debt in cases.money.debts if debt.settles <= cases.calendar.last_day and debt.net != debt.face]
    came = [rows[Kind.ACCRETED], *(_accreted(debt, _held(debt, rows), cases, grid) for debt in growing)]
    lost = [rows[Kind.EXTINGUISHED], *(_extinguished(debt, _held(debt, rows), cases) for debt in growing)]
    return together(*came), together(*lost)


def _held(debt: Debt, rows: Rows) -> np.ndarray:
    """(R,) whether the debt came, or was there before; what brings nothing has no row that says so."""
    came = np.full(rows[Kind.NOTE_ISSUED].replications, debt.net == 0)
    for kind in (Kind.NOTE_ISSUED, Kind.OWED_BEFORE):
        came[rows[kind].replication[rows[kind].subject == debt.funding]] = True
    return came


def _accreted(debt: Debt, held: np.ndarray, cases: Cases, grid: Grid) -> Trace:
    """A row for each month that adds to the debt, on its closing or on the day on which the debt ends."""
    closings, ends = grid.ends - 1, debt.ends[:, None]
    value = np.where(closings <= ends, _value(debt, closings), _value(debt, debt.ends)[:, None])
    added = np.diff(value, axis=1, prepend=_value(debt, np.array(-1))) * held[:, None]
    r, t = np.nonzero(added)
    day = np.minimum(closings, ends)[r, t]
    subject = np.full(len(r), debt.funding)
    return Trace.of_kind(Kind.ACCRETED, r, day, day, subject, added[r, t], cases.replications)


def _extinguished(debt: Debt, held: np.ndarray, cases: Cases) -> Trace:
    """A row where debt is repaid that does not stand at what is paid for it."""
    converted = np.zeros(cases.replications, bool)
    for note in cases.money.notes:
        converted |= (note.funding == debt.funding) & (note.converted_on == debt.ends)
    repaid = held & ~converted & (debt.ends <= cases.calendar.last_day)
    lost = (debt.face - _value(debt, debt.ends)) * repaid
    r = np.flatnonzero(lost)
    day, subject = debt.ends[r], np.full(len(r), debt.funding)
    return Trace.of_kind(Kind.EXTINGUISHED, r, day, day, subject, lost[r], cases.replications)


def _value(debt: Debt, day: np.ndarray) -> np.ndarray:
    """(...) cents at which the debt stands at the end of each day while it is owed."""
    return clean_value(debt.liability, day) if debt.liability else np.full(np.shape(day), debt.net, np.int64)
