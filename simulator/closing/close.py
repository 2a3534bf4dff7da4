"""The closing of the books of a block, as arrays, and as rows where rows are wanted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.cases.types import Cases
from simulator.closing.accretion import accreted_debt
from simulator.closing.assets import Assets, assets_in_service
from simulator.closing.benefits import monthly_benefits
from simulator.closing.capacity import Capacity, monthly_capacity
from simulator.closing.interest import Interest, interest_on_construction
from simulator.closing.lines import Lines, lines_of
from simulator.closing.rows import Rows, by_kind, together
from simulator.closing.sales import Sales, monthly_sales
from simulator.spreading import Grid
from simulator.trace import Kind, Trace, joined


@dataclass(frozen=True)
class Closing:
    """All that month ends and accruals add to a trace; see its parts for shapes and units."""

    grid: Grid
    lines: Lines
    capacity: Capacity
    sales: Sales
    benefit: np.ndarray  # (R, P, T) cents
    assets: Assets
    accreted: Trace
    extinguished: Trace
    interest: Interest

    @property
    def made(self) -> dict[Kind, Trace]:
        """The dated rows that the closing makes, by kind."""
        assets, interest = self.assets, self.interest
        return {
            Kind.ACCRETED: self.accreted,
            Kind.EXTINGUISHED: self.extinguished,
            Kind.INTEREST_CAPITALISED: interest.capitalised,
            Kind.CAPITALISED: _both(assets.capitalised, interest.in_service),
            Kind.DEPRECIATED: _both(assets.depreciated, interest.depreciated),
            Kind.WRITTEN_OFF: _both(assets.written_off, interest.written_off),
        }


def _both(rows: Trace, more: Trace) -> Trace:
    return together(rows, more) if len(more) else rows


def close_books(rows: Rows, cases: Cases) -> Closing:
    """Close every month of a block on the rows of its engine."""
    grid, lines = Grid.by_month(cases.calendar), lines_of(cases)
    capacity = monthly_capacity(rows, cases, lines, grid)
    assets = assets_in_service(rows, cases)
    benefit = monthly_benefits(assets.finished, cases, grid)
    sales = monthly_sales(capacity, cases, lines, grid)
    debt = accreted_debt(rows, cases, grid)
    interest = interest_on_construction(rows, cases, grid, assets, debt)
    return Closing(grid, lines, capacity, sales, benefit, assets, *debt, interest)


def closing_rows(closing: Closing, cases: Cases) -> Trace:
    """The closing as rows, none where the amount is zero and none for capacity that is sold nowhere."""
    sold_somewhere = closing.lines.market < len(cases.index.markets)
    subject = (closing.lines.market * len(cases.index.lines) + closing.lines.line)[sold_somewhere]
    sales = closing.sales
    by_line = {
        Kind.CAPACITY: closing.capacity.ramped,
        Kind.SOLD: sales.sold,
        Kind.REVENUE: sales.revenue,
        Kind.OPERATING_COST: sales.operating_cost,
    }
    parts = list(closing.made.values())
    parts += [_rows(kind, amount[:, sold_somewhere], subject, closing) for kind, amount in by_line.items()]
    parts.append(_rows(Kind.BENEFIT, closing.benefit, np.arange(closing.benefit.shape[1]), closing))
    return together(*parts)


def _rows(kind: Kind, amount: np.ndarray, subject: np.ndarray, closing: Closing) -> Trace:
    """Rows on the closing days out of (R, subjects, T)."""
    r, k, t = np.nonzero(amount)
    day = closing.grid.ends[t] - 1
    return Trace.of_kind(kind, r, day, day, subject[k], amount[r, k, t], len(amount))


def closed_trace(trace: Trace, cases: Cases) -> Trace:
    """The engine's trace with the rows of the closing, by replication and day."""
    return joined([trace, closing_rows(close_books(by_kind(trace), cases), cases)])
