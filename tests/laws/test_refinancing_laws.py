"""A right to refinance borrows what an evening leaves missing to the floor, and no more than was repaid that day."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import assume, given, settings

from simulator.closing import Books
from simulator.spreading import daily
from simulator.timelines import daily_liquidity
from simulator.trace import REPAYING, Kind
from tests.laws.fundings import fundings
from tests.laws.portfolios import portfolios
from tests.laws.test_statement_laws import books_with, funded

#: cents by which the engine, which counts as it goes, may be off the books
ROUNDING = 10_000


def on_days(books: Books, kind: Kind, fundings: tuple[int, ...]) -> np.ndarray:
    """(R, N) cents of a kind's rows of some fundings on each day."""
    rows = books.rows[kind]
    days = books.cases.calendar.last_day + 1
    return daily(rows.take(np.isin(rows.subject, fundings)), 0, 1, days)[:, 0]


@settings(max_examples=60)
@given(portfolios(), fundings())
def test_what_is_missing_is_borrowed_up_to_what_was_repaid(portfolio: dict[str, Any], raised: dict[str, Any]) -> None:
    assume("again" in raised)
    books = books_with(funded(portfolio, raised, capitalise=False))
    cases = books.cases
    (right,) = cases.money.refinancing
    assert cases.money.floor is not None
    repaid = sum(on_days(books, kind, right.of) for kind in REPAYING)
    issued = on_days(books, Kind.NOTE_ISSUED, (right.funding,))
    missing = cases.money.floor[:, None] - (daily_liquidity(books) - issued)
    expected = np.where(repaid > 0, np.clip(missing, 0, repaid), 0)
    between_closings = np.ones(issued.shape[1], bool)
    between_closings[cases.calendar.closing_days] = False
    assert (np.abs(issued - expected)[:, between_closings] <= ROUNDING).all()
    assert (issued <= repaid).all()
