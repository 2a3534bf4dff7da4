"""From a block's trace to everything that a run keeps of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.cases.types import Cases
from simulator.ledger import audit, statements_of
from simulator.metrics import (  # noqa: F401 (they register their metrics)
    claims,
    delivery,
    demand,
    money,
    note,
    note_cost,
    note_put,
    proceeds,
    reactions,
    reserves,
    value,
)
from simulator.metrics.decisions import Decisions
from simulator.metrics.delays import Delays
from simulator.metrics.registry import FAMILIES
from simulator.metrics.view import View, view_of
from simulator.timelines import Timelines
from simulator.trace import Trace


@dataclass(frozen=True)
class Measures:
    """What is kept of a block: metrics (R,), series (R, T), days, decisions, (R,) trial balances, (R, L, Q) cents."""

    metrics: dict[str, np.ndarray]
    timelines: Timelines
    delays: Delays
    decisions: Decisions
    trial_balance: np.ndarray
    statements: np.ndarray


def measure(view: View) -> dict[str, np.ndarray]:
    """Every metric whose subject the scenario has, (R,) floats by name; NaN where it is undefined."""
    return {
        family.named(places): np.asarray(values, float)
        for family in FAMILIES.values()
        for places, values in family.values(view)
    }


def measured(trace: Trace, cases: Cases) -> Measures:
    """Close the books of a block, check them, and measure it.

    Raises
    ------
    LedgerError
        If the books do not hold; see ``audit``.
    """
    view = view_of(trace, cases)
    trial_balance = audit(view.books, view.liquidity[:, -1])
    return Measures(
        measure(view), view.timelines, view.delays, view.decisions, trial_balance, statements_of(view.books)
    )
