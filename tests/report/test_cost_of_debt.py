"""The yearly cost of debt by its terms, against closed forms and another library."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import pyxirr

from simulator.report.cost_of_debt import yearly_cost
from simulator.scenario.raises import Bullet, ConvertibleNote, TermLoan
from tests.worlds import scenario_of

HORIZON = {"start": "2025-01-01", "end": "2033-12-31"}


def debt(**terms: Any) -> Any:
    data = {"name": "debt", "horizon": HORIZON, "treasury": {"opening": "9 bn USD"}, "funding": {"debt": terms}}
    return scenario_of(data).funding["debt"]


def note(**terms: Any) -> ConvertibleNote:
    whole = {"kind": "convertible_note", "face": "3.2 bn USD", "net": "3.13 bn USD", "settles": "2025-09-16",
             "matures": "2032-09-15", **terms}  # fmt: skip
    return debt(**whole)  # type: ignore[no-any-return]


def test_a_note_without_interest_costs_its_discount_until_it_is_put_or_repaid() -> None:
    # 3.13 to 3.2 in 1,826 days to Monday 16 September 2030, and in 2,556 to maturity; 2.94626 is left after the call
    assert yearly_cost(note(put="2030-09-15")) == pytest.approx((3.2 / 3.13) ** (365 / 1826) - 1)
    assert yearly_cost(note()) == pytest.approx((3.2 / 3.13) ** (365 / 2556) - 1)
    spent = 183.74e6
    assert yearly_cost(note(put="2030-09-15"), spent=spent) == pytest.approx((3.2 / 2.94626) ** (365 / 1826) - 1)


def test_a_bond_costs_what_another_library_says_of_its_payments() -> None:
    bond = debt(kind="bullet", face="100 mn USD", net="98 mn USD", coupon="4 %/year", settles="2025-03-31",
                matures="2028-03-31")  # fmt: skip
    assert isinstance(bond, Bullet)
    # half-years end on 30 September and 31 March, which are working days
    days = [date(2025, 3, 31), date(2025, 9, 30), date(2026, 3, 31), date(2026, 9, 30), date(2027, 3, 31),
            date(2027, 9, 30), date(2028, 3, 31)]  # fmt: skip
    flows = [98.0, -2.0, -2.0, -2.0, -2.0, -2.0, -102.0]
    assert yearly_cost(bond) == pytest.approx(pyxirr.xirr(days, flows), abs=1e-6)


def test_a_loan_costs_its_rate_compounded_as_often_as_it_is_paid() -> None:
    loan = debt(kind="term_loan", face="100 mn USD", rate="6 %/year", every="12 months", settles="2025-06-30",
                matures="2027-06-30")  # fmt: skip
    assert isinstance(loan, TermLoan)
    days = [date(2025, 6, 30), date(2026, 6, 30), date(2027, 6, 30)]
    assert yearly_cost(loan) == pytest.approx(pyxirr.xirr(days, [100.0, -56.0, -53.0]), abs=1e-6)


def test_interest_that_has_accrued_at_a_put_is_paid_with_it() -> None:
    # half of a half-year's coupon of 2 mn on the day of the put
    with_interest = note(face="100 mn USD", net="100 mn USD", coupon="4 %/year", matures="2032-09-16", put="2026-06-16")
    days = [date(2025, 9, 16), date(2026, 3, 16), date(2026, 6, 16)]
    accrued = 2.0 * 92 / 184
    assert yearly_cost(with_interest) == pytest.approx(pyxirr.xirr(days, [100.0, -2.0, -100.0 - accrued]), abs=1e-6)


def test_a_note_at_par_costs_its_coupon_on_the_days_on_which_it_is_paid() -> None:
    # 32 mn each half-year; the first is short by a day of 181, and weekends are paid on the Monday after
    at_par = note(net="3.2 bn USD", coupon="2 %/year", put="2030-09-15")
    days = [date(2026, 3, 16), date(2026, 9, 15), date(2027, 3, 15), date(2027, 9, 15), date(2028, 3, 15),
            date(2028, 9, 15), date(2029, 3, 15), date(2029, 9, 17), date(2030, 3, 15), date(2030, 9, 16)]  # fmt: skip
    # on Monday 16 September 2030, with nothing for the day after the date of the put
    paid = [32 * 180 / 181, *[32.0] * 8, 3232.0]
    rate = yearly_cost(at_par)
    assert rate == pytest.approx(pyxirr.xirr([date(2025, 9, 16), *days], [-3200.0, *paid]), abs=1e-9)
    assert rate == pytest.approx(0.020079, abs=5e-7)
    assert yearly_cost(at_par, until=date(2032, 9, 15)) == pytest.approx(0.0201, abs=2e-5)


def test_a_note_whose_call_costs_all_that_it_brings_has_no_rate() -> None:
    assert yearly_cost(note(), spent=3.13e9) is None
    assert yearly_cost(note(), spent=4e9) is None
