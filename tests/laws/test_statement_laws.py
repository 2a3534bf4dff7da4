"""Statements of every scenario articulate in every replication, to the cent, whatever the money comes from."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.closing import Books, books_of, monthly_owed
from simulator.engine.simpy_engine import simulate
from simulator.ledger import Layout, audit, quarter_ends, statements_of
from simulator.metrics.measure import measured
from simulator.timelines import construction_in_progress, daily_liquidity, monthly_liquidity
from simulator.trace import Kind
from tests.laws.fundings import EQUITY, fundings
from tests.laws.portfolios import portfolios
from tests.ledger.test_audit import by_root
from tests.worlds import cases_of, scenario_of

LAWS = settings(max_examples=60, deadline=None)
Parts = dict[tuple[str, ...], np.ndarray]


def funded(portfolio: dict[str, Any], raised: dict[str, Any], capitalise: bool) -> dict[str, Any]:
    treasury = {**portfolio["treasury"], "opening": "5 bn USD", "floor": "4.9 bn USD"}
    return {
        **portfolio,
        "treasury": treasury,
        "equity": EQUITY,
        "funding": {**portfolio["funding"], **raised},
        "accounting": {"capitalise_interest": capitalise},
    }


def books_with(data: dict[str, Any], replications: int = 3) -> Books:
    cases = cases_of(scenario_of(data), replications)
    return books_of(simulate(cases), cases)


def parts_of(books: Books) -> Parts:
    """(R, Q) cents: each line by all its words, and the sum of the lines of each section and statement but totals."""
    lines, values = Layout(books.cases.index).lines, statements_of(books)
    assert values.shape[1] == len(lines)
    found: Parts = {}
    for n, line in enumerate(lines):
        found[tuple(line)] = values[:, n]
        if line.name != "total":
            for place in ((line.statement,), (line.statement, line.section)):
                found[place] = found.get(place, 0) + values[:, n]
    return found


@LAWS
@given(portfolios(), fundings(), st.booleans())
def test_statements_articulate(portfolio: dict[str, Any], raised: dict[str, Any], capitalise: bool) -> None:
    books = books_with(funded(portfolio, raised, capitalise))
    assert (audit(books, daily_liquidity(books)[:, -1]) == 0).all()
    parts = parts_of(books)
    same = np.testing.assert_array_equal
    opening = parts["cash flow", "opening", "liquidity at the start of the quarter"]
    closing = parts["cash flow", "closing", "liquidity at the end of the quarter"]
    flows = sum(parts["cash flow", s, "total"] for s in ("operating", "investing", "financing", "other outflows"))
    same(opening + flows, closing)
    same(opening[:, 1:], closing[:, :-1])
    for section in ("assets", "liabilities", "equity"):
        same(parts["balance sheet", section], parts["balance sheet", section, "total"])
    own = parts["balance sheet", "equity", "total"]
    same(parts["balance sheet", "assets", "total"], parts["balance sheet", "liabilities", "total"] + own)
    same(parts["income",], parts["income", "income", "total"])
    same(parts["equity", "changes", "income"], parts["income", "income", "total"])
    same(parts["equity", "opening"] + parts["equity", "changes"], parts["equity", "closing"])
    same(parts["equity", "closing"], own)
    same(np.cumsum(parts["income",], axis=1), parts["balance sheet", "equity", "retained income"])


@LAWS
@given(portfolios(), fundings(), st.booleans())
def test_statements_say_what_books_say_elsewhere(
    portfolio: dict[str, Any], raised: dict[str, Any], capitalise: bool
) -> None:
    books = books_with(funded(portfolio, raised, capitalise))
    parts, grid, cases = parts_of(books), books.closing.grid, books.cases
    at = np.searchsorted(grid.ends - 1, quarter_ends(cases.calendar))
    closing = parts["cash flow", "closing", "liquidity at the end of the quarter"]
    np.testing.assert_array_equal(closing, monthly_liquidity(books)[:, at])
    accreted, extinguished = books.closing.accreted, books.closing.extinguished
    owed = monthly_owed(books.rows, accreted, extinguished, grid, len(cases.index.fundings))[:, :, at]
    for f, name in enumerate(cases.index.fundings):
        np.testing.assert_array_equal(parts["balance sheet", "liabilities", f"owed: {name}"], owed[:, f])
    if not capitalise:
        in_progress = construction_in_progress(books).sum(axis=1)[:, at]
        np.testing.assert_array_equal(parts["balance sheet", "assets", "construction in progress"], in_progress)
    root = by_root(books)
    np.testing.assert_array_equal(parts["balance sheet", "assets", "total"][:, -1], root["Assets"])
    np.testing.assert_array_equal(parts["balance sheet", "liabilities", "total"][:, -1], root["Liabilities"])
    earned = parts["income",].sum(axis=1) + parts["cash flow", "other outflows", "total"].sum(axis=1)
    np.testing.assert_array_equal(earned, root["Income"] - root["Expenses"])


@LAWS
@given(portfolios(), fundings(), st.booleans())
def test_interest_is_paid_from_what_was_owed_at_first_and_has_accrued(
    portfolio: dict[str, Any], raised: dict[str, Any], capitalise: bool
) -> None:
    books = books_with(funded(portfolio, raised, capitalise))
    parts, rows = parts_of(books), books.rows[Kind.INTEREST_BEFORE]
    at_first = np.bincount(rows.replication, rows.amount, rows.replications).astype(np.int64)[:, None]
    accrued, paid = -parts["income", "income", "interest"], -parts["cash flow", "operating", "interest paid"]
    payable = parts["balance sheet", "liabilities", "interest payable"]
    np.testing.assert_array_equal(at_first + np.cumsum(accrued - paid, axis=1), payable)
    assert (payable >= 0).all()
    expense = accrued - parts["income", "income", "accretion of debt"]
    assert (parts["income", "income", "interest capitalised"] <= np.maximum(expense, 0)).all()
    owes = parts["balance sheet", "liabilities", "total"] - payable > 0
    assert (payable[~owes] == 0).all()


@LAWS
@given(portfolios(), fundings())
def test_no_debt_and_no_shares_move_the_value_of_projects(portfolio: dict[str, Any], raised: dict[str, Any]) -> None:
    """To the bit, and no two rates are the same: 8 % discount, 25 % tax, and those of debt, shares and holders."""
    alone = {**portfolio, "treasury": {**portfolio["treasury"], "opening": "5 bn USD", "floor": "4.9 bn USD"}}
    before, after = (
        measured(simulate(cases), cases).metrics
        for cases in (cases_of(scenario_of(data), 3) for data in (alone, funded(portfolio, raised, True)))
    )
    valued = [name for name in before if name.split(".")[0] in ("npv", "irr", "payback_years", "programme")]
    assert "npv" in valued
    for name in valued:
        np.testing.assert_array_equal(before[name], after[name], err_msg=name)
