"""The rows of a trace, kind by kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from simulator.trace import Kind, Trace

Rows = Mapping[Kind, Trace]


def by_kind(trace: Trace) -> dict[Kind, Trace]:
    """The rows of every kind, in their order; empty where a kind does not occur."""
    order = np.argsort(trace.kind, kind="stable")
    in_order = trace.take(order)
    kinds = np.array(list(Kind))
    first, stop = (np.searchsorted(in_order.kind, kinds, side).tolist() for side in ("left", "right"))
    return {kind: _stretch(in_order, a, b) for kind, a, b in zip(Kind, first, stop, strict=True)}


def _stretch(rows: Trace, first: int, stop: int) -> Trace:
    columns = (rows.replication, rows.day, rows.until, rows.kind, rows.subject, rows.amount)
    replication, day, until, kind, subject, amount = (column[first:stop] for column in columns)
    return Trace(replication, day, until, kind, subject, amount, rows.replications)


def together(*parts: Trace) -> Trace:
    """The rows of all parts, one part after the other."""
    return Trace(
        replication=np.concatenate([part.replication for part in parts]),
        day=np.concatenate([part.day for part in parts]),
        until=np.concatenate([part.until for part in parts]),
        kind=np.concatenate([part.kind for part in parts]),
        subject=np.concatenate([part.subject for part in parts]),
        amount=np.concatenate([part.amount for part in parts]),
        replications=parts[0].replications,
    )


def transfers(moved: Trace, allotments: int) -> Trace:
    """What rules moved, as rows of allotments: into one, and with the other sign out of another.

    >>> one, out_of_1_into_2_of_4 = np.array([7]), np.array([1 * 4 + 2])
    >>> both = transfers(Trace.of_kind(Kind.MOVED, one * 0, one, one, out_of_1_into_2_of_4, one, 1), 4)
    >>> both.subject.tolist(), both.amount.tolist()
    ([2, 1], [7, -7])
    """
    out, into = np.divmod(moved.subject, allotments)
    return together(replace(moved, subject=into), replace(moved, subject=out, amount=-moved.amount))


def summed(rows: Trace, subject: np.ndarray | int, subjects: int, amount: np.ndarray | None = None) -> np.ndarray:
    """(R, subjects) int64, amounts of each subject's rows, or of what else each row counts.

    >>> one = np.array([7])
    >>> summed(Trace.of_kind(Kind.COUPON, one * 0, one, one, one, one, 2), 1, 3).tolist()
    [[0, 7, 0], [0, 0, 0]]
    """
    sums = np.zeros(rows.replications * subjects, np.int64)
    np.add.at(sums, rows.replication.astype(np.int64) * subjects + subject, rows.amount if amount is None else amount)
    return sums.reshape(rows.replications, subjects)


def first_day(rows: Trace, subject: np.ndarray, subjects: int, never: int) -> np.ndarray:
    """(R, subjects) the first day on which each subject has a row, ``never`` where it has none."""
    days = np.full(rows.replications * subjects, never, np.int64)
    np.minimum.at(days, rows.replication.astype(np.int64) * subjects + subject, rows.day.astype(np.int64))
    return days.reshape(rows.replications, subjects)
