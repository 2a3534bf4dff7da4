"""Cash flow, balance sheet, income and changes of equity of every fiscal quarter, out of the entries of the ledger."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from simulator.closing import Books
from simulator.ledger.accounts import accounts_of
from simulator.ledger.chart import CHART
from simulator.ledger.lines import FLOW_SECTIONS, Layout
from simulator.quantities.calendar import Calendar
from simulator.spreading import Grid, before, cumulative
from simulator.trace import Kind

#: what comes in, and what of equity and debt is owed, is credited: it is read with the other sign
CREDITED = ("debt", "capital", "outflow", "income", "expensed", "depreciation")


def quarter_ends(calendar: Calendar) -> np.ndarray:
    """(Q,) the last day of every fiscal quarter, and of the horizon."""
    return np.unique(np.append(calendar.fiscal_quarter_ends, calendar.last_day))


def statements_of(books: Books) -> np.ndarray:
    """(R, L, Q) cents of every line of ``Layout(index).lines`` in every fiscal quarter; no lines without a treasury.

    Each entry of the ledger is read once, by quarter and by the two positions between which it moves money; all lines
    are sums of these. Of the cash flow, income and equity a line counts what happens in the quarter, positive into
    the company; of the balance sheet, and of what a quarter opens and closes with, what stands at its end or start.
    """
    layout = Layout(books.cases.index)
    quarters = Grid.of(quarter_ends(books.cases.calendar))
    if not books.cases.money.treasury:
        return np.zeros((books.cases.replications, 0, len(quarters.ends)), np.int64)
    held, flows = _read(books, layout, quarters)
    return _lined(held, flows, layout)


def _read(books: Books, layout: Layout, quarters: Grid) -> tuple[np.ndarray, np.ndarray]:
    """(R, positions, Q) balances at the end of each quarter, debits positive; (R, flows, Q) cash so far, by line."""
    shape = (books.cases.replications, layout.positions, len(quarters.ends))
    held, cash = np.zeros(shape, np.int64), layout.at["cash"].stop
    flows = np.zeros((shape[0], len(layout.flows), shape[2]), np.int64)
    for kind, debit, credit, cents in _moves(books, layout, quarters):
        held[:, debit] += cents
        held[:, credit] -= cents
        if (debit < cash) != (credit < cash):
            into = debit < cash
            flows[:, layout.flow(kind, credit if into else debit)] += cents if into else -cents
    return held, flows


def _moves(books: Books, layout: Layout, quarters: Grid) -> Iterator[tuple[Kind, int, int, np.ndarray]]:
    """What each kind of entry has moved from one position (the credit) to another by the end of each quarter."""
    accounts, monthly = accounts_of(books.cases), _monthly(books, quarters)
    purse, programme = books.cases.pools.allotment_pool + 1, books.cases.projects.programme
    families = ((name, at.stop - at.start) for name, at in accounts.families.items())
    position = np.concatenate([layout.position_of(name, size, purse, programme) for name, size in families])
    for kind, (debit, credit) in CHART.items():
        if kind in monthly:
            if monthly[kind].any():
                to, of = (position[side(accounts, np.zeros(1, np.int64))] for side in (debit, credit))
                yield kind, int(to[0]), int(of[0]), monthly[kind]
            continue
        rows = books.closing.made.get(kind, books.rows[kind])
        if not len(rows):
            continue
        to, of = position[debit(accounts, rows.subject)], position[credit(accounts, rows.subject)]
        pair = np.where(to == of, -1, to * layout.positions + of)
        found = np.flatnonzero(np.bincount(pair[pair >= 0], minlength=1))
        number = np.full(layout.positions**2 + 1, -1)
        number[found] = np.arange(len(found))
        moved = cumulative(rows, number[pair], len(found), quarters)
        for n, (d, c) in enumerate(zip(*np.divmod(found, layout.positions), strict=True)):
            yield kind, int(d), int(c), moved[:, n]


def _monthly(books: Books, quarters: Grid) -> dict[Kind, np.ndarray]:
    """(R, Q) cents so far of what month-end closings post, by kind."""
    closing, sales = books.closing, books.closing.sales
    last = np.searchsorted(closing.grid.ends, quarters.ends)
    months = {Kind.REVENUE: sales.revenue, Kind.OPERATING_COST: sales.operating_cost, Kind.BENEFIT: closing.benefit}
    return {kind: np.cumsum(of.sum(axis=1), axis=-1)[:, last] for kind, of in months.items()}


def _lined(held: np.ndarray, flows: np.ndarray, layout: Layout) -> np.ndarray:
    """(R, L, Q) the lines in their order."""
    at = layout.at
    for group in CREDITED:
        held[:, at[group]] *= -1
    assets = held[:, at["cash"].start : at["class"].stop]
    debts, capital, outflows = held[:, at["debt"]], held[:, at["capital"]], held[:, at["outflow"]]
    earned = held[:, at["income"].start : at["depreciation"].stop]
    own = np.concatenate([_sum(capital), _sum(outflows), _sum(earned)], axis=1)
    income = _change(earned)
    changes = [_sum(income), _change(capital), _change(outflows)]
    parts = [*_cash_flow(_change(flows), _sum(held[:, at["cash"]]), layout)]
    parts += [assets, _sum(assets), debts, _sum(debts), own, _sum(own)]
    parts += [income, _sum(income)]
    parts += [before(_sum(own)), *changes, _sum(own)]
    return np.concatenate(parts, axis=1)


def _cash_flow(flows: np.ndarray, cash: np.ndarray, layout: Layout) -> Iterator[np.ndarray]:
    """What each quarter opens with, its flows section by section with their sums, and what it closes with."""
    yield flows[:, :1] + before(cash)
    of = np.array([section for section, _ in layout.flows])
    for section in FLOW_SECTIONS[1:]:
        yield flows[:, of == section]
        yield _sum(flows[:, of == section])
    yield cash


def _sum(lines: np.ndarray) -> np.ndarray:
    """(R, 1, Q) the sum of lines."""
    total: np.ndarray = lines.sum(axis=1, keepdims=True)
    return total


def _change(so_far: np.ndarray) -> np.ndarray:
    """What happened in each quarter."""
    return np.diff(so_far, axis=-1, prepend=0)
