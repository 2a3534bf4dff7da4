"""Interest of every kind of debt accrues over the days that bear it, by hand, and is paid as it falls due."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from simulator.closing import books_of
from simulator.ledger import audit
from simulator.timelines import daily_liquidity
from simulator.trace import Kind
from tests.worlds import rows_of, trace_of

#: (first day, day after the last, cents) of a period of interest
Accrued = list[tuple[str, str, int]]


def interest_on(debt: dict[str, Any], **sections: Any) -> tuple[int, Accrued, Accrued]:
    """Cents owed on the first day of 2026, what accrues in each period, and what is paid, within two years."""
    data = {
        "name": "interest",
        "horizon": {"start": "2026-01-01", "end": "2027-12-31"},
        "treasury": {"opening": "1 bn USD"},
        "funding": {"debt": debt},
        **sections,
    }
    cases, trace = trace_of(data, 1)
    books = books_of(trace, cases)
    assert audit(books, daily_liquidity(books)[:, -1]) == 0
    before, accrued, paid = (
        [(cases.calendar.date_of(day).isoformat(), cases.calendar.date_of(until).isoformat(), cents)
         for day, until, _, cents in rows_of(cases, trace, kind)]
        for kind in (Kind.INTEREST_BEFORE, Kind.INTEREST_ACCRUED, Kind.COUPON)
    )  # fmt: skip
    assert all(day == "2026-01-01" for day, _, _ in before)
    return sum(cents for *_, cents in before), accrued, paid


def bullet(settles: str, matures: str) -> dict[str, Any]:
    """100 mn at 4 %: 2 mn a half-year."""
    return {"kind": "bullet", "face": "100 mn USD", "coupon": "4 %", "settles": settles, "matures": matures}


def days(since: str, until: str) -> int:
    return (date.fromisoformat(until) - date.fromisoformat(since)).days


def test_a_bond_of_the_horizon_accrues_from_settlement_to_each_coupon() -> None:
    before, accrued, paid = interest_on(bullet("2026-04-01", "2027-04-01"))
    assert before == 0
    assert accrued == [("2026-04-01", "2026-10-01", 200_000_000), ("2026-10-01", "2027-04-01", 200_000_000)]
    assert [(day, cents) for day, _, cents in paid] == [(until, cents) for _, until, cents in accrued]


def test_what_accrued_before_the_horizon_is_owed_as_it_begins() -> None:
    # of the 181 days from 2025-09-01 to 2026-03-01, a Sunday, 122 lie before; all of it is paid on the Monday
    before, accrued, paid = interest_on(bullet("2024-03-01", "2026-09-01"))
    assert days("2025-09-01", "2026-01-01") == 122
    assert before == 200_000_000 * 122 // 181
    assert accrued[0] == ("2026-01-01", "2026-03-01", 200_000_000 - before)
    assert paid[0] == ("2026-03-02", "2026-03-02", 200_000_000)


def test_a_coupon_of_the_first_day_was_owed_before_and_is_no_expense() -> None:
    before, accrued, paid = interest_on(bullet("2025-01-01", "2026-07-01"))
    assert before == 200_000_000
    assert [day for day, _, _ in paid] == ["2026-01-01", "2026-07-01"]
    assert accrued == [("2026-01-01", "2026-07-01", 200_000_000)]


def test_a_coupon_beyond_the_horizon_accrues_up_to_its_end() -> None:
    _, accrued, paid = interest_on(bullet("2027-09-01", "2030-03-01"))
    assert accrued == [("2027-09-01", "2028-03-01", 200_000_000)]
    assert paid == []


def test_a_loan_accrues_on_what_is_left_of_it() -> None:
    loan = {
        "kind": "term_loan",
        "face": "100 mn USD",
        "rate": "7.3 %",
        "settles": "2026-03-02",
        "matures": "2027-03-02",
    }
    _, accrued, paid = interest_on({**loan, "every": "6 months", "repaid": "evenly"})
    # 20,000.00 a day for 184 days, half of that for 181
    assert accrued == [("2026-03-02", "2026-09-02", 368_000_000), ("2026-09-02", "2027-03-02", 181_000_000)]
    assert [cents for *_, cents in paid] == [368_000_000, 181_000_000]


def note(**terms: Any) -> dict[str, Any]:
    base = {"kind": "convertible_note", "face": "100 mn USD", "net": "100 mn USD", "coupon": "4 %/year"}
    return {**base, "settles": "2026-04-01", "matures": "2030-04-01", **terms}


def test_a_note_put_between_coupons_accrues_to_the_date_of_the_put() -> None:
    # put on Saturday 2027-02-06, paid on the Monday: 128 of 182 days
    _, accrued, paid = interest_on(note(put="2027-02-06"))
    since_the_last = round(200_000_000 * 128 / 182)
    assert accrued == [("2026-04-01", "2026-10-01", 200_000_000), ("2026-10-01", "2027-02-06", since_the_last)]
    assert paid[-1] == ("2027-02-08", "2027-02-08", since_the_last)


@pytest.mark.parametrize("net", ["100 mn USD", "95 mn USD"])
def test_a_put_that_rolls_bears_no_more_than_a_maturity_that_rolls(net: str) -> None:
    """1 April 2028 is a Saturday; both are paid on Monday the 3rd, with the coupon that ended on the Saturday."""
    period = {"settles": "2026-04-01", "net": net}
    found = [
        interest_on(debt, horizon={"start": "2026-01-01", "end": "2028-12-31"})
        for debt in (note(put="2028-04-01", **period), {**bullet("2026-04-01", "2028-04-01"), "net": net})
    ]
    assert found[0] == found[1]
    assert found[0][1][-1] == ("2027-10-01", "2028-04-01", 200_000_000)
    assert found[0][2][-1] == ("2028-04-03", "2028-04-03", 200_000_000)


def test_a_put_that_rolls_beyond_the_horizon_leaves_the_note_to_bear_interest() -> None:
    """Friday 31 December is the last day; a put on Saturday is none within the horizon."""
    _, accrued, _ = interest_on(note(put="2028-01-01"))
    assert accrued[-1][:2] == ("2027-10-01", "2028-01-01")


def test_a_note_converted_between_coupons_is_paid_what_has_accrued() -> None:
    worth_converting = {
        "shares": "1 bn", "price": "400 USD", "volatility": "5 %/year", "risk_free": "9 %/year",
        "dividend_yield": "8 %/year",
    }  # fmt: skip
    _, accrued, paid = interest_on(note(put="2027-02-08", conversion_rate=5), equity=worth_converting)
    assert accrued[-1][:2] == ("2026-10-01", "2027-02-08")
    assert paid[-1] == ("2027-02-08", "2027-02-08", accrued[-1][2])


@pytest.mark.parametrize("put", ["2028-06-01", "2027-12-31"])
def test_a_note_owed_to_the_last_day_accrues_to_its_end(put: str) -> None:
    """Nobody knows within the horizon how a later put ends; one on the last day is paid on it, and accrues to it."""
    _, accrued, paid = interest_on(note(put=put))
    since, until, cents = accrued[-1]
    last = "2027-12-31" if put == "2027-12-31" else "2028-01-01"
    assert (since, until) == ("2027-10-01", last)
    assert cents == round(200_000_000 * days(since, last) / days("2027-10-01", "2028-04-01"))
    assert (paid[-1][0] == "2027-12-31") == (put == "2027-12-31")


def test_what_refinances_accrues_from_payment_to_payment() -> None:
    right = {"kind": "refinancing", "of": ["debt"], "coupon": "5 %", "lasts": "1 year"}
    funding = {"debt": bullet("2024-06-15", "2026-06-15"), "new": right}
    floor = {"opening": "1 bn USD", "floor": "1 bn USD"}
    _, accrued, paid = interest_on({}, funding=funding, treasury=floor)
    begun = [one for one in accrued if one[0] >= "2026-06-15"]
    assert len(begun) == 2
    assert [(until, cents) for _, until, cents in begun] == [(day, cents) for day, _, cents in paid[-2:]]
    assert begun[0][0] == "2026-06-15"
    assert begun[0][1] == begun[1][0]


def test_a_loan_from_before_owes_what_its_period_has_borne_by_then() -> None:
    # 20,000.00 a day from 2025-09-01: 122 days before the horizon and 59 in it, paid on Monday 2026-03-02
    terms = {"face": "100 mn USD", "rate": "7.3 %", "settles": "2024-03-01", "matures": "2026-03-01"}
    before, accrued, paid = interest_on({"kind": "term_loan", **terms, "every": "6 months", "repaid": "at_end"})
    assert before == 122 * 2_000_000
    assert accrued == [("2026-01-01", "2026-03-01", 59 * 2_000_000)]
    assert [(day, cents) for day, _, cents in paid] == [("2026-03-02", 181 * 2_000_000)]
