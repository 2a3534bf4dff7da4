"""Interest and repayment of bonds and loans, against spreadsheets' functions and sums done by hand."""

from __future__ import annotations

from datetime import date

import numpy as np
import numpy_financial
import pytest

from simulator.cases.debt import Period, interest_of, loan_payments
from simulator.quantities.units import Context
from simulator.scenario.raises import Bullet, TermLoan

FIVE_YEARS_ON = date(2030, 1, 1)


def loan(**terms: str) -> TermLoan:
    stated = {
        "kind": "term_loan",
        "face": "10 mn USD",
        "rate": "8 %",
        "settles": "2025-01-01",
        "matures": "2030-01-01",
        "every": "1 year",
    }
    return TermLoan.model_validate({**stated, **terms}, context=Context())


def payments_of(terms: TermLoan, face: int) -> list[tuple[date, int, int]]:
    """(day, interest, principal) of each payment."""
    return [(period.until, interest, principal) for period, interest, principal in loan_payments(terms, face)]


def test_an_annuity_is_the_pmt_of_spreadsheets_but_for_leap_days() -> None:
    payments = payments_of(loan(repaid="annuity"), 10**9)
    assert [day.year for day, _, _ in payments] == [2026, 2027, 2028, 2029, 2030]
    total = [interest + principal for _, interest, principal in payments]
    assert max(total) - min(total) <= 2
    assert total[0] == pytest.approx(-numpy_financial.pmt(0.08, 5, 10**9), rel=2e-4)


def test_an_annuity_of_thirty_years_at_a_rate_as_high_as_any_is_repaid_and_never_grows() -> None:
    # in the first years interest differs by more, from a month of 28 days to one of 31, than the little that is repaid
    for rate in ("20 %", "100 %", "5000 %"):
        terms = loan(repaid="annuity", every="1 month", rate=rate, matures="2055-01-01")
        principal = [part for *_, part in loan_payments(terms, 10**10)]
        assert sum(principal) == 10**10
        assert min(principal) >= 0


def test_an_annuity_is_level_over_months_of_unequal_length() -> None:
    payments = list(loan_payments(loan(repaid="annuity", every="1 month"), 10**9))
    total = np.array([interest + principal for _, interest, principal in payments])
    assert total.max() - total.min() <= 2
    # about that of equal months
    assert total[0] == pytest.approx(-numpy_financial.pmt(0.08 / 12, 60, 10**9), rel=1e-3)


@pytest.mark.parametrize("repaid", ["evenly", "annuity", "at_end"])
@pytest.mark.parametrize("every", ["1 month", "3 months", "6 months", "1 year"])
def test_what_is_lent_is_repaid_to_the_cent(repaid: str, every: str) -> None:
    payments = payments_of(loan(repaid=repaid, every=every), 1_000_000_007)
    assert sum(principal for *_, principal in payments) == 1_000_000_007
    assert all(interest >= 0 for _, interest, _ in payments)
    assert payments[-1][0] == FIVE_YEARS_ON


def test_equal_parts_bear_interest_on_what_is_left() -> None:
    payments = payments_of(loan(matures="2027-01-01"), 1_000_001)
    # 8 % of 10,000.01 and of 5,000.00, years of 365 days
    assert payments == [(date(2026, 1, 1), 80_000, 500_001), (date(2027, 1, 1), 40_000, 500_000)]


def test_coupons_count_back_from_maturity_and_the_first_may_be_short() -> None:
    terms = {"kind": "bullet", "face": "1 mn USD", "coupon": "6 %", "settles": "2025-04-01", "matures": "2026-07-01"}
    bond = Bullet.model_validate(terms, context=Context())
    paid = [(period.until, interest) for period, interest in interest_of(bond, 10**8)]
    short = round(3_000_000 * np.busday_count("2025-04-01", "2025-07-01", weekmask="1111111") / 181)
    assert paid == [(date(2025, 7, 1), short), (date(2026, 1, 1), 3_000_000), (date(2026, 7, 1), 3_000_000)]


@pytest.mark.parametrize(("day", "days"), [(date(2026, 1, 2), 1), (date(2026, 4, 1), 90), (date(2026, 7, 1), 181)])
def test_interest_accrues_by_the_day_and_no_further_than_its_period(day: date, days: int) -> None:
    half_year = Period(date(2026, 1, 1), date(2026, 1, 1), date(2026, 7, 1))
    assert half_year.accrued(181_000, day) == days * 1_000
    assert half_year.accrued(181_000, date(2026, 7, 4)) == 181_000
