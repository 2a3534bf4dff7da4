"""Debt grows from what was received to what is repaid, by hand and against closed forms."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from simulator.closing import Books, books_of
from simulator.engine.simpy_engine import simulate
from simulator.ledger import audit
from simulator.timelines import daily_liquidity
from simulator.trace import Kind, Trace
from tests.worlds import cases_of, scenario_of

START = date(2025, 9, 1)
#: the note of the case: 3.13 bn for 3.2 bn, to the put on a Sunday, paid on Monday 2030-09-16, or to 2032-09-15
NOTE = {
    "kind": "convertible_note",
    "face": "3.2 bn USD",
    "net": "3.13 bn USD",
    "settles": "2025-09-16",
    "put": "2030-09-15",
    "matures": "2032-09-15",
    "conversion_rate": 5.1773,
}
TO_PUT, TO_MATURITY = 1826, 2556
FACE, NET = 320_000_000_000, 313_000_000_000
#: certificates worth twice the face at the put, and dividends that make it worth converting then
RICH = {
    "shares": "19.1 bn",
    "price": "400 USD",
    "volatility": "5 %/year",
    "risk_free": "9 %/year",
    "dividend_yield": "8 %/year",
}


def day(year: int, month: int, of_month: int) -> int:
    return (date(year, month, of_month) - START).days


def books_with(funding: dict[str, Any], replications: int = 1, **sections: Any) -> Books:
    data = {
        "name": "owed",
        "horizon": {"start": START.isoformat(), "end": "2033-03-31", "fiscal_year_end": "03-31"},
        "treasury": {"opening": "10 bn USD"},
        "funding": funding,
        **sections,
    }
    cases = cases_of(scenario_of(data), replications)
    books = books_of(simulate(cases), cases)
    assert audit(books, daily_liquidity(books)[:, -1]).tolist() == [0] * replications
    return books


def rows(found: Trace) -> list[tuple[int, int]]:
    return list(zip(found.day.tolist(), found.amount.tolist(), strict=True))


def stands(books: Books, on: int) -> int:
    """What has been received, and added to it, by the end of a day."""
    return NET + sum(cents for when, cents in rows(books.closing.accreted) if when <= on)


@pytest.mark.parametrize(
    ("to", "days", "percent"), [("put", TO_PUT, 0.443), ("maturity", TO_MATURITY, 0.316)], ids=["put", "maturity"]
)
def test_the_note_of_the_case_grows_at_its_effective_rate(to: str, days: int, percent: float) -> None:
    books = books_with({"note": {**NOTE, "amortised_to": to}})
    first, last = day(2026, 3, 31), day(2030, 3, 31)
    a_year = (stands(books, last) / stands(books, first)) ** (365 / (last - first)) - 1
    assert a_year == pytest.approx((3.20 / 3.13) ** (365 / days) - 1, abs=1e-10)
    assert round(100 * a_year, 3) == percent


def test_a_row_a_month_adds_up_to_face_less_net_to_the_cent() -> None:
    found = rows(books_with({"note": NOTE}).closing.accreted)
    assert sum(cents for _, cents in found) == FACE - NET
    assert found[0][0] == day(2025, 9, 30)
    assert found[-1][0] == day(2030, 9, 16)  # the put, paid on the Monday
    assert len(found) == 61
    assert all(cents > 0 for _, cents in found)


def test_put_before_the_day_of_amortisation_it_ends_in_a_loss() -> None:
    books = books_with({"note": {**NOTE, "amortised_to": "maturity"}})
    grown = 3.13e11 * (3.20 / 3.13) ** (TO_PUT / TO_MATURITY)
    ((when, lost),) = rows(books.closing.extinguished)
    assert when == day(2030, 9, 16) == rows(books.closing.accreted)[-1][0]
    assert lost == FACE - round(grown)
    assert stands(books, when) == round(grown)


def test_converted_it_leaves_at_what_it_had_grown_to_without_a_loss() -> None:
    books = books_with({"note": {**NOTE, "amortised_to": "maturity"}}, replications=4, equity=RICH)
    converted, accreted = books.rows[Kind.CONVERTED], books.closing.accreted
    assert converted.day.tolist() == [day(2030, 9, 16)] * 4
    for r in range(4):
        assert converted.amount[r] == NET + accreted.amount[accreted.replication == r].sum() < FACE
    assert len(books.closing.extinguished) == 0
    assert converted.amount[0] == round(3.13e11 * (3.20 / 3.13) ** (TO_PUT / TO_MATURITY))


def test_held_past_the_put_to_which_it_was_amortised_it_stays_at_face() -> None:
    # holders who wait for a conversion at maturity: no dividends, and certificates worth more than the face
    books = books_with({"note": NOTE}, equity={**RICH, "dividend_yield": "0 %/year"})
    assert books.rows[Kind.CONVERTED].day.tolist() == [day(2032, 9, 15)]
    assert books.rows[Kind.CONVERTED].amount.tolist() == [FACE]
    assert rows(books.closing.accreted)[-1][0] == day(2030, 9, 30)


def test_what_was_raised_at_par_has_nothing_to_grow() -> None:
    par = {"kind": "bullet", "face": "5 bn USD", "settles": "2025-10-10", "matures": "2031-06-01"}
    loan = {
        "kind": "term_loan",
        "face": "1 bn USD",
        "rate": "5 %/year",
        "settles": "2024-10-10",
        "matures": "2029-10-10",
    }
    for debt in (par, {**par, "coupon": "7.77 %/year"}, {**par, "settles": "2022-10-10"}, loan):
        closing = books_with({"debt": debt}).closing
        assert len(closing.accreted) == len(closing.extinguished) == 0


def test_debt_from_before_the_horizon_stands_at_what_it_had_grown_to() -> None:
    # 90 for 100 over the 3,653 days from 2020-01-01 to 2030-01-01, a Tuesday; owed from the evening of 2025-08-31
    bond = {"kind": "bullet", "face": "100 USD", "net": "90 USD", "settles": "2020-01-01", "matures": "2030-01-01"}
    books = books_with({"bond": bond})
    before = (date(2025, 8, 31) - date(2020, 1, 1)).days
    grown = round(9000 * (100 / 90) ** (before / 3653))
    assert rows(books.rows[Kind.OWED_BEFORE]) == [(0, grown)]
    assert sum(cents for _, cents in rows(books.closing.accreted)) == 10_000 - grown


def test_nothing_received_is_all_a_loss_at_the_end() -> None:
    gift = {**NOTE, "net": "0 USD"}
    closing = books_with({"note": gift}).closing
    assert len(closing.accreted) == 0
    assert rows(closing.extinguished) == [(day(2030, 9, 16), FACE)]
    before = {"kind": "bullet", "face": "100 USD", "net": "0 USD", "settles": "2020-01-01", "matures": "2030-01-01"}
    books = books_with({"bond": before})
    assert len(books.rows[Kind.OWED_BEFORE]) == len(books.closing.accreted) == 0
    assert rows(books.closing.extinguished) == [(day(2030, 1, 1), 10_000)]
