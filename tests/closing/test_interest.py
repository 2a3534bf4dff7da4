"""Interest of construction becomes part of its cost where the scenario asks for it, by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given, settings

from simulator.closing import Books
from simulator.closing.interest import interest_accrued
from simulator.engine.simpy_engine import simulate
from simulator.ledger import accounts_of, audit, balances
from simulator.metrics.measure import measured
from simulator.spreading import cumulative
from simulator.timelines import construction_in_progress, daily_liquidity
from simulator.trace import Kind, Trace
from tests.factories import BUILD, books_by_hand, everything, world
from tests.laws.fundings import fundings
from tests.laws.portfolios import portfolios
from tests.laws.test_statement_laws import books_with, funded
from tests.worlds import cases_of, scenario_of

SITE, HALL = 0, 1
BOND = 0
#: a bond of 1,000.00 at 7.3 % from the first day of 2025, its coupons of 36.50 on days 181 and 364
OWED = (
    (0, 0, Kind.NOTE_ISSUED, BOND, 100_000),
    (181, 181, Kind.COUPON, BOND, 3650),
    (364, 364, Kind.COUPON, BOND, 3650),
    (364, 364, Kind.NOTE_REPAID, BOND, 100_000),
)
#: 100.00 for the site on the first day, in service on day 100
SERVED = (
    (0, 0, Kind.PAID, SITE, 10_000),
    (10, 10, Kind.ENDED, SITE, 0),
    (100, 100, Kind.ENDED, HALL, 0),
    (100, 100, Kind.FINISHED, 0, 0),
)


def made(*rows: Any, capitalise: bool = True, **sections: Any) -> Books:
    bond = {"kind": "bullet", "face": "1000 USD", "settles": "2025-01-01", "matures": "2025-12-31"}
    cases = world(
        treasury={"opening": "900 USD"},
        funding={"bond": bond},
        asset_classes={"it": {"life": "100 days"}},
        projects={"campus": {**BUILD, "treatment": {"capital": "it"}}},
        accounting={"capitalise_interest": capitalise},
        **sections,
    )
    return books_by_hand(cases, *rows)


def rows(found: Trace) -> list[tuple[int, int, int]]:
    return list(zip(found.day.tolist(), found.subject.tolist(), found.amount.tolist(), strict=True))


def test_interest_follows_the_share_of_debt_that_construction_takes() -> None:
    # The coupon of 3,650 cents is 20 a day, and one more on 30 of the 181 days: 650 in January, then 560, 620, 600.
    # January begins with neither debt nor work: 5,000 of 50,000 on average; then 10,000 of 100,000. April ends with
    # nothing in progress: 5,000 of 100,000. So a tenth of the first three months, and a twentieth of April.
    found = made(*OWED, *SERVED).closing.interest
    assert rows(found.capitalised) == [(30, SITE, 65), (58, SITE, 56), (89, SITE, 62), (100, SITE, 30)]
    assert rows(found.in_service) == [(100, SITE, 213)]
    assert rows(found.depreciated) == [(100, SITE, 213)]
    assert found.depreciated.until.tolist() == [200]


def test_it_is_never_more_than_the_interest_of_the_month() -> None:
    small = [
        (day, until, kind, who, cents // 20) for day, until, kind, who, cents in OWED
    ]  # 50.00 of debt, 100.00 built
    books = made(*small, *SERVED)
    interest = interest_accrued(books.rows, books.closing.accreted, books.closing.grid)[0]
    taken = books.closing.interest.capitalised
    by_month = np.diff(cumulative(taken, 0, 1, books.closing.grid)[0, 0], prepend=0)
    assert by_month[:4].tolist() == interest[:4].tolist()
    assert by_month[4:].sum() == 0 < interest[4:].sum()


def test_it_is_shared_by_what_was_paid() -> None:
    # 100.00 and 50.00 in progress: 97 of January's 650, two thirds of them for the site, the last cent for the hall
    both = (*SERVED[:1], (0, 0, Kind.PAID, HALL, 5000), *SERVED[1:])
    found = made(*OWED, *both).closing.interest.capitalised
    january = {subject: cents for day, subject, cents in rows(found) if day == 30}
    assert january == {SITE: 64, HALL: 33}


def test_what_is_given_up_takes_its_interest_with_it() -> None:
    given_up = (SERVED[0], (45, 45, Kind.ABANDONED, 0, 0))
    found = made(*OWED, *given_up).closing.interest
    assert rows(found.capitalised) == [(30, SITE, 65), (45, SITE, 28)]
    assert rows(found.written_off) == [(45, SITE, 93)]
    assert len(found.in_service) == 0


def test_it_stays_an_expense_unless_asked_for() -> None:
    assert len(made(*OWED, *SERVED, capitalise=False).closing.interest.capitalised) == 0


def test_without_debt_there_is_nothing_to_capitalise() -> None:
    assert len(made(*SERVED).closing.interest.capitalised) == 0


def test_it_moves_no_cash_and_no_value() -> None:
    """Value is unlevered: what debt costs is in the rate at which flows are discounted, not among the flows."""
    without, with_it = (
        measured(simulate(cases), cases)
        for cases in (
            cases_of(scenario_of({**everything(), "accounting": {"capitalise_interest": on}}), 4)
            for on in (False, True)
        )
    )
    assert (without.statements != with_it.statements).any()
    for name, values in without.metrics.items():
        np.testing.assert_array_equal(values, with_it.metrics[name], err_msg=name)
    np.testing.assert_array_equal(without.timelines["liquidity"].values, with_it.timelines["liquidity"].values)


@settings(max_examples=30, deadline=None)
@given(portfolios(), fundings())
def test_of_every_scenario_it_lies_in_progress_in_service_or_is_lost(
    portfolio: dict[str, Any], raised: dict[str, Any]
) -> None:
    books = books_with(funded(portfolio, raised, capitalise=True))
    audit(books, daily_liquidity(books)[:, -1])
    interest, accounts = books.closing.interest, accounts_of(books.cases)
    progress = balances(books, accounts)[:, accounts.families["progress"]].sum(axis=1)
    left = [_by_replication(rows) for rows in (interest.capitalised, interest.in_service, interest.written_off)]
    paid_for = construction_in_progress(books).sum(axis=1)[:, -1]
    np.testing.assert_array_equal(progress, paid_for + left[0] - left[1] - left[2])
    accrued = interest_accrued(books.rows, books.closing.accreted, books.closing.grid).sum(axis=1)
    assert (left[0] <= np.maximum(accrued, 0)).all()


def _by_replication(rows: Trace) -> np.ndarray:
    return np.bincount(rows.replication, rows.amount, rows.replications).astype(np.int64)
