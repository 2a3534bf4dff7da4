"""Straight debt and new equity: by hand, against numpy-financial and pyxirr, to the cent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import numpy_financial
import pytest
import pyxirr
from hypothesis import given
from hypothesis import strategies as st

from simulator.instruments.bullet import bullet_bond
from simulator.instruments.debt import Debt, fractions_of_year, payment_dates
from simulator.instruments.equity_issue import equity_issue
from simulator.instruments.loan import annuity_loan, instalment_loan

START, END = date(2025, 1, 1), date(2030, 1, 1)
LOANS: list[Callable[..., Debt]] = [instalment_loan, annuity_loan]


def xirr(debt: Debt) -> float:
    days, cents = debt.flow
    rate = pyxirr.xirr(days.tolist(), cents.tolist())
    assert rate is not None
    return rate


def test_a_bullet_pays_coupons_and_its_face_at_the_end() -> None:
    bond = bullet_bond(500_000_000_000, date(2024, 6, 1), date(2031, 6, 1), coupon=0.005)
    assert bond.day.astype(str).tolist()[:2] == ["2024-12-01", "2025-06-01"]
    assert bond.day.astype(str).tolist()[-1] == "2031-06-01"
    assert bond.interest.tolist() == [1_250_000_000] * 14
    assert bond.principal.tolist() == [0] * 13 + [500_000_000_000]
    assert bond.balance.tolist() == [500_000_000_000] * 13 + [0]


def test_a_par_bond_costs_its_coupon() -> None:
    assert xirr(bullet_bond(10**9, START, END, coupon=0.06, frequency=1)) == pytest.approx(0.06, abs=5e-5)


def test_a_bond_below_par_costs_more_than_its_coupon() -> None:
    bond = bullet_bond(10**9, START, END, coupon=0.06, frequency=1, net=980_000_000)
    expected = numpy_financial.irr([980, -60, -60, -60, -60, -1060])
    assert xirr(bond) == pytest.approx(expected, abs=5e-5)


def test_a_bond_without_coupons_is_one_payment() -> None:
    bond = bullet_bond(320, date(2025, 9, 16), date(2032, 9, 15), net=313)
    assert (bond.day.astype(str).tolist(), bond.payment.tolist()) == (["2032-09-15"], [320])


def test_a_short_first_period_bears_its_part() -> None:
    # 30 September to 31 December are 92 days, of the 184 since 30 June
    bond = bullet_bond(1_000_000, date(2025, 9, 30), date(2026, 12, 31), coupon=0.10)
    assert bond.day.astype(str).tolist() == ["2025-12-31", "2026-06-30", "2026-12-31"]
    assert bond.interest.tolist() == [round(50_000 * 92 / 184), 50_000, 50_000]


@pytest.mark.parametrize("frequency", [1, 2, 4, 12])
def test_an_annuity_is_the_pmt_of_spreadsheets(frequency: int) -> None:
    loan = annuity_loan(10**9, START, END, 0.08, frequency)
    count = 5 * frequency
    pmt = -numpy_financial.pmt(0.08 / frequency, count, 10**9)
    assert np.abs(loan.payment - pmt).max() <= count
    periods = np.arange(1, count + 1)
    interest = -numpy_financial.ipmt(0.08 / frequency, periods, count, 10**9)
    assert np.abs(loan.interest - interest).max() <= count


def test_equal_instalments_bear_interest_on_what_is_left() -> None:
    loan = instalment_loan(1_000_001, START, date(2026, 1, 1), 0.08)
    assert loan.principal.tolist() == [250_001, 250_000, 250_000, 250_000]
    assert loan.interest.tolist() == [20_000, 15_000, 10_000, 5_000]


@pytest.mark.parametrize("loan_of", LOANS)
@given(st.integers(1, 10**13), st.floats(0, 0.3), st.sampled_from([1, 2, 4, 12]))
def test_what_is_lent_is_repaid_to_the_cent(
    loan_of: Callable[..., Debt], principal: int, rate: float, frequency: int
) -> None:
    loan = loan_of(principal, START, END, rate, frequency)
    assert loan.principal.sum() == principal
    assert loan.balance[-1] == 0
    assert (loan.interest >= 0).all()


@pytest.mark.parametrize("loan_of", LOANS)
def test_a_loan_costs_its_rate_compounded(loan_of: Callable[..., Debt]) -> None:
    assert xirr(loan_of(10**11, START, END, 0.08, 4)) == pytest.approx(1.02**4 - 1, abs=2e-4)


def test_fees_make_a_loan_dearer() -> None:
    assert xirr(annuity_loan(10**9, START, END, 0.08, 4, net=990_000_000)) > 1.02**4 - 1


def test_the_last_day_of_a_month_stays_the_last_day_of_a_month() -> None:
    days = payment_dates(date(2025, 8, 31), date(2026, 8, 31), 2)
    assert [day.isoformat() for day in days] == ["2026-02-28", "2026-08-31"]
    assert fractions_of_year(date(2025, 8, 31), days, 2).tolist() == [0.5, 0.5]


@pytest.mark.parametrize(
    "arguments",
    [
        (100, END, START, 0.05),
        (100, START, END, 0.05, 5),
        (100, START, END, -0.05),
        (100, START, END, 0.05, 2, 101),
        (0, START, END, 0.05),
    ],
)
@pytest.mark.parametrize("kind", [bullet_bond, *LOANS])
def test_terms_that_make_no_sense_are_refused(kind: Callable[..., Debt], arguments: tuple[Any, ...]) -> None:
    with pytest.raises(ValueError, match="must"):
        kind(*arguments)


def test_an_equity_issue_brings_what_it_is_to_bring() -> None:
    # 98 net of 2 % fees is 100 gross; at 10.00 less 20 % these are 12.5 certificates
    issue = equity_issue(9_800, 1_000, discount=0.20, fees=0.02)
    assert (issue.gross, issue.net) == (10_000, 9_800)
    assert issue.certificates == pytest.approx(12.5)


@pytest.mark.parametrize("arguments", [(0, 1, 0, 0), (1, 0, 0, 0), (1, 1, 1, 0), (1, 1, 0, 1), (1, 1, -0.1, 0)])
def test_an_equity_issue_that_makes_no_sense_is_refused(arguments: tuple[int, float, float, float]) -> None:
    with pytest.raises(ValueError, match="amounts above 0"):
        equity_issue(*arguments)
