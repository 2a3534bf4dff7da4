"""The books of a block: what happened, kind by kind, and what the closing made of it."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.cases.types import Cases
from simulator.closing.close import Closing, close_books
from simulator.closing.rows import Rows, by_kind
from simulator.trace import Trace


@dataclass(frozen=True)
class Books:
    """What ledger, timelines and metrics read."""

    cases: Cases
    rows: Rows
    closing: Closing


def books_of(trace: Trace, cases: Cases) -> Books:
    """The closed books of a block, out of its engine's trace."""
    rows = by_kind(trace)
    return Books(cases, rows, close_books(rows, cases))
