"""The rows of a trace, kind by kind."""

from __future__ import annotations

from collections.abc import Mapping

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


def first_day(rows: Trace, subject: np.ndarray, subjects: int, never: int) -> np.ndarray:
    """(R, subjects) the first day on which each subject has a row, ``never`` where it has none."""
    days = np.full(rows.replications * subjects, never, np.int64)
    np.minimum.at(days, rows.replication.astype(np.int64) * subjects + subject, rows.day.astype(np.int64))
    return days.reshape(rows.replications, subjects)
