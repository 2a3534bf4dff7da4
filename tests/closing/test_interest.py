"""Interest of construction becomes part of its cost where the scenario asks for it, by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from simulator.closing import Books, books_of
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
    (0, 181, Kind.INTEREST_ACCRUED, BOND, 3650),
    (181, 364, Kind.INTEREST_ACCRUED, BOND, 3650),
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
    # 10,000 of 100,000 are in progress on every day up to 10 April: a tenth of three months, and of ten days of 30.
    found = made(*OWED, *SERVED).closing.interest
    assert rows(found.capitalised) == [(30, SITE, 65), (58, SITE, 56), (89, SITE, 62), (100, SITE, 20)]
    assert rows(found.in_service) == [(100, SITE, 203)]
    assert rows(found.depreciated) == [(100, SITE, 203)]
    assert found.depreciated.until.tolist() == [200]


def test_it_is_never_more_than_the_interest_of_the_month() -> None:
    small = [
        (day, until, kind, who, cents // 20) for day, until, kind, who, cents in OWED
    ]  # 50.00 of debt, 100.00 built
    books = made(*small, *SERVED)
    interest = interest_accrued(books.rows, books.closing.accreted, books.closing.grid)[0]
    taken = books.closing.interest.capitalised
    by_month = np.diff(cumulative(taken, 0, 1, books.closing.grid)[0, 0], prepend=0)
    assert by_month[:3].tolist() == interest[:3].tolist()
    assert by_month[3] == interest[3] * 2 // 3  # 100.00 on ten days of April, against 50.00 on thirty
    assert by_month[4:].sum() == 0 < interest[4:].sum()


def test_it_is_shared_by_what_was_paid() -> None:
    # 150.00 of 1,000.00 in progress: 97 of January's 650, two thirds of them for the site, the last cent for the hall
    both = (*SERVED[:1], (0, 0, Kind.PAID, HALL, 5000), *SERVED[1:])
    found = made(*OWED, *both).closing.interest.capitalised
    january = {subject: cents for day, subject, cents in rows(found) if day == 30}
    assert january == {SITE: 64, HALL: 33}


def test_what_is_given_up_takes_its_interest_with_it() -> None:
    given_up = (SERVED[0], (45, 45, Kind.ABANDONED, 0, 0))
    found = made(*OWED, *given_up).closing.interest
    # 14 days of February, 10,000 of 100,000 on each: a tenth of half of 560
    assert rows(found.capitalised) == [(30, SITE, 65), (45, SITE, 28)]
    assert rows(found.written_off) == [(45, SITE, 93)]
    assert len(found.in_service) == 0


def test_in_service_on_the_first_of_a_month_it_gets_nothing_of_that_month() -> None:
    served = (*SERVED[:2], *((90, 90, *row[2:]) for row in SERVED[2:]))  # 1 April
    found = made(*OWED, *served).closing.interest
    assert rows(found.capitalised) == [(30, SITE, 65), (58, SITE, 56), (89, SITE, 62)]
    assert rows(found.in_service) == [(90, SITE, 183)]


def test_debt_counts_from_its_day_and_not_from_half_of_its_month() -> None:
    # 300 of interest on 15 days of 100,000 are 2 a day on 10,000: for work on 31 days 62, and on the last 15 days 30
    since = ((16, 16, Kind.NOTE_ISSUED, BOND, 100_000), (16, 181, Kind.INTEREST_ACCRUED, BOND, 3300))
    for first, january in ((0, 62), (16, 30)):
        work = ((first, first, Kind.PAID, SITE, 10_000), (20, 20, Kind.ENDED, SITE, 0), *SERVED[2:])
        assert rows(made(*since, *OWED[2:], *work).closing.interest.capitalised)[0] == (30, SITE, january)


def test_what_is_paid_day_by_day_counts_day_by_day() -> None:
    # 3,100 paid over January stand at 100, 200, ... 3,100: 49,600 on 31 days, of 100,000 on each: 650 x 0.016 = 10.4
    spread = ((0, 31, Kind.PAID, SITE, 3100), *SERVED[1:])
    assert rows(made(*OWED, *spread).closing.interest.capitalised)[0] == (30, SITE, 10)


def built(days: int, face: str, settles: str, **sections: Any) -> float:
    """mn of interest capitalised on 100 mn that are spent evenly from 2026-01-01 on, where 6 % are paid on a bond."""
    stage = {"duration": f"{days} days", "cost": "100 %"}
    data = {
        "name": "built",
        "horizon": {"start": "2026-01-01", "end": "2028-12-31", "fiscal_year_end": "12-31"},
        "treasury": {"opening": "1 bn USD"},
        "funding": {
            "bond": {"kind": "bullet", "face": face, "coupon": "6 %", "settles": settles, "matures": "2030-01-01"}
        },
        "projects": {"x": {"budget": "100 mn USD", "stages": {"build": stage}}},
        "accounting": {"capitalise_interest": True},
        **sections,
    }
    cases = cases_of(scenario_of(data), 1)
    books = books_of(simulate(cases), cases)
    assert audit(books, daily_liquidity(books)[:, -1]) == 0
    return float(books.closing.interest.capitalised.amount.sum()) / 1e8


@pytest.mark.parametrize("days", [365, 364])
@pytest.mark.parametrize(("face", "settles"), [("200 mn USD", "2026-01-01"), ("1000 mn USD", "2025-01-01")])
def test_a_hundred_spent_evenly_over_a_year_at_six_per_cent_bear_three(days: int, face: str, settles: str) -> None:
    # The integral of 100 t at 6 % is 3.00. By days: 100 k / days stand at the end of day k, and bear 3 % / 181 on each
    # of the 181 days of the first half-year, 3 % / 184 after:
    #   365 days: 100 / 365 x 3 % x (181 x 182 / 2 / 181 + (365 x 366 - 181 x 182) / 2 / 184) = 2.9959, not 3.266
    #   364 days: 2.9878, a day less of 50 on average at 6 %: 0.0082
    first, second = 181 * 182 / 2, (days * (days + 1) - 181 * 182) / 2
    by_hand = 100 / days * 0.03 * (first / 181 + second / 184)
    assert by_hand == pytest.approx({365: 2.9959, 364: 2.9878}[days], abs=5e-5)
    assert built(days, face, settles) == pytest.approx(by_hand, abs=2e-7)  # a cent a month is rounded down


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
