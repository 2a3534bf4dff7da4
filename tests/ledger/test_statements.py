"""The statements of a year by hand, and what a run keeps of them."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from scipy.optimize import brentq

from simulator.closing import books_of
from simulator.engine.simpy_engine import simulate
from simulator.findings import findings_of
from simulator.ledger import Layout, quarter_ends, statements_of
from simulator.ledger.beancount import beancount_text
from simulator.montecarlo.block import asked
from simulator.montecarlo.replications import run
from simulator.trace import Kind
from tests.factories import BUILD, books_by_hand, everything, world
from tests.laws.fundings import EQUITY
from tests.ledger.test_beancount import bean_check
from tests.worlds import cases_of, scenario_of

BOND, SHARES = 0, 1
ALLOTMENTS = 1
#: 2025 in cents: 900.00 at the start, a bond of 100.00 for 90.00, new shares, a building, an expense, and an outflow
YEAR = (
    (0, 0, Kind.OPENING, 0, 90_000),
    (0, 365, Kind.OPERATING_CASH, 0, 36_500),
    (0, 0, Kind.NOTE_ISSUED, BOND, 9000),
    (40, 40, Kind.SHARES_SOLD, SHARES, 7000),
    (95, 95, Kind.COMMITTED, 0, 5000),
    (95, 95, Kind.PAID, 0, 5000),
    (100, 100, Kind.ENDED, 0, 0),
    (100, 100, Kind.FINISHED, 0, 0),
    (120, 120, Kind.COMMITTED, 1, 600),
    (120, 120, Kind.PAID, 1, 600),
    (121, 121, Kind.ENDED, 1, 0),
    (121, 121, Kind.FINISHED, 1, 0),
    (200, 200, Kind.OUTFLOW, 0, 1100),
    (364, 364, Kind.NOTE_REPAID, BOND, 10_000),
)


def lines(*rows: Any) -> dict[str, list[int]]:
    """Each line of the statements that is ever more than nothing, by statement, section and name."""
    one = {"stages": {"work": {"duration": "10 days", "cost": "100 %"}}}
    cases = world(
        treasury={"opening": "900 USD", "outflows": {"dividends": {"2025-07-20": "11 USD"}}},
        funding={
            "bond": {
                "kind": "bullet",
                "face": "100 USD",
                "net": "90 USD",
                "settles": "2025-01-01",
                "matures": "2025-12-31",
            },
            "shares": {"kind": "equity_issue", "net": "70 USD", "price": "7 USD", "settles": "2025-02-10"},
        },
        asset_classes={"it": {"life": "50 days"}},
        projects={
            "hall": {**one, "budget": "50 USD", "treatment": {"capital": "it"}},
            "shop": {**one, "budget": "6 USD", "treatment": "expense"},
        },
    )
    books = books_by_hand(cases, *rows)
    values = statements_of(books)[0]
    named = {", ".join(line): value.tolist() for line, value in zip(Layout(cases.index).lines, values, strict=True)}
    return {name: value for name, value in named.items() if any(value)}


def test_a_year_by_hand() -> None:
    # 100 a day from the rest of the group: 90, 91, 92 and 92 days a quarter. The bond grows by 1,000 in 364 days from
    # 9,000: to 9,000 (10/9) ** (89/364), (180/364) and (272/364) by the quarters' ends. The hall is in service from
    # day 100 and worn over 50 days, all of them in the second quarter.
    grown = [round(9000 * (10 / 9) ** (day / 364)) for day in (89, 180, 272)] + [10_000]
    added = [-int(step) for step in np.diff(grown, prepend=9000)]
    income = [9000 + added[0], 9100 + added[1] - 600 - 5000, 9200 + added[2], 9200 + added[3]]
    cash = [115_000, 118_500, 126_600, 125_800]
    equity = [cash[n] - grown[n] for n in range(3)] + [125_800]
    assert lines(*YEAR) == {
        "cash flow, opening, liquidity at the start of the quarter": [90_000, *cash[:3]],
        "cash flow, operating, rest of the group": [9000, 9100, 9200, 9200],
        "cash flow, operating, expensed projects": [0, -600, 0, 0],
        "cash flow, operating, total": [9000, 8500, 9200, 9200],
        "cash flow, investing, capital of projects": [0, -5000, 0, 0],
        "cash flow, investing, total": [0, -5000, 0, 0],
        "cash flow, financing, debt issued": [9000, 0, 0, 0],
        "cash flow, financing, debt repaid": [0, 0, 0, -10_000],
        "cash flow, financing, new shares": [7000, 0, 0, 0],
        "cash flow, financing, total": [16_000, 0, 0, -10_000],
        "cash flow, other outflows, dividends": [0, 0, -1100, 0],
        "cash flow, other outflows, total": [0, 0, -1100, 0],
        "cash flow, closing, liquidity at the end of the quarter": cash,
        "balance sheet, assets, treasury": cash,
        "balance sheet, assets, total": cash,
        "balance sheet, liabilities, owed: bond": [*grown[:3], 0],
        "balance sheet, liabilities, total": [*grown[:3], 0],
        "balance sheet, equity, capital": [97_000] * 4,
        "balance sheet, equity, other outflows so far": [0, 0, -1100, -1100],
        "balance sheet, equity, retained income": np.cumsum(income).tolist(),
        "balance sheet, equity, total": equity,
        "income, income, rest of the group": [9000, 9100, 9200, 9200],
        "income, income, expensed: shop": [0, -600, 0, 0],
        "income, income, accretion of debt": added,
        "income, income, depreciation: it": [0, -5000, 0, 0],
        "income, income, total": income,
        "equity, opening, equity at the start of the quarter": [0, *equity[:3]],
        "equity, changes, income": income,
        "equity, changes, at the start": [90_000, 0, 0, 0],
        "equity, changes, new shares": [7000, 0, 0, 0],
        "equity, changes, outflow: dividends": [0, 0, -1100, 0],
        "equity, closing, equity at the end of the quarter": equity,
    }


def test_interest_is_an_expense_of_the_days_and_leaves_cash_when_it_is_paid() -> None:
    # 2.19 for the 219 days from 2025-01-01 to 2025-08-08, a cent a day: 90 and 91 days, and the last 38
    interest = ((0, 219, Kind.INTEREST_ACCRUED, BOND, 219), (219, 219, Kind.COUPON, BOND, 219))
    with_it, without = lines(*YEAR, *interest), lines(*YEAR)
    assert with_it["income, income, interest"] == [-90, -91, -38, 0]
    assert with_it["cash flow, operating, interest paid"] == [0, 0, -219, 0]
    assert with_it["balance sheet, liabilities, interest payable"] == [90, 181, 0, 0]
    owed = "balance sheet, liabilities, total"
    assert np.subtract(with_it[owed], without[owed]).tolist() == [90, 181, 0, 0]


def test_interest_accrued_before_the_horizon_was_a_loss_before_it() -> None:
    interest = ((0, 0, Kind.INTEREST_BEFORE, BOND, 400), (0, 100, Kind.INTEREST_ACCRUED, BOND, 100))
    found = lines(*YEAR, *interest, (100, 100, Kind.COUPON, BOND, 500))
    assert found["income, income, interest"] == [-90, -10, 0, 0]
    assert found["balance sheet, liabilities, interest payable"] == [490, 0, 0, 0]
    assert found["equity, changes, at the start"] == [90_000 - 400, 0, 0, 0]


def test_what_is_owed_with_the_interest_payable_grows_by_effective_interest() -> None:
    """95 mn for 100 mn at 4 %, half-yearly, in five years: the root of the sum of its payments is 5.21 % a year."""
    note = {
        "kind": "convertible_note",
        "face": "100 mn USD",
        "net": "95 mn USD",
        "settles": "2026-04-01",
        "matures": "2031-04-01",
        "coupon": "4 %/year",
    }
    horizon = {"start": "2026-01-01", "end": "2031-12-31", "fiscal_year_end": "12-31"}
    cases = cases_of(scenario_of({"name": "a", "horizon": horizon, "treasury": {"opening": "1 bn USD"},
                                  "funding": {"note": note}}), 1)  # fmt: skip
    values = statements_of(books_of(simulate(cases), cases))[0] / 1e8
    found = {tuple(line): value for line, value in zip(Layout(cases.index).lines, values, strict=True)}
    issued = date(2026, 4, 1)
    half_years = [date(2026 + (n + 1) // 2, 10 if n % 2 == 0 else 4, 1) for n in range(10)]
    days = np.array([(day - issued).days for day in half_years])
    paid = np.append(np.full(9, 2.0), 102.0)
    rate = brentq(lambda i: (paid * (1 + i) ** (-days / 365)).sum() - 95, 0, 1)
    assert rate == pytest.approx(0.0521, abs=5e-6)
    # 183 days to the first coupon; on the evening of 2026-12-31, 92 nights on with the one that follows: 96.680. The
    # evening before it was 96.666. Straight-line accrual of the coupon between its days makes less than 0.007 of it.
    by_hand = (95 * (1 + rate) ** (183 / 365) - 2) * (1 + rate) ** (92 / 365)
    assert by_hand == pytest.approx(96.680, abs=5e-4)
    owed, income = found["balance sheet", "liabilities", "total"][3], found["income", "income", "total"]
    assert owed == pytest.approx(by_hand, abs=0.007)
    assert income[:4].sum() == pytest.approx(95 - 2 - owed, abs=1e-9)
    assert income.sum() == pytest.approx(95 - paid.sum(), abs=1e-9)
    assert found["balance sheet", "liabilities", "total"][-1] == 0


def test_quarters_are_fiscal_and_the_last_ends_with_the_horizon() -> None:
    calendar = world(horizon={"start": "2025-02-24", "end": "2025-12-15", "fiscal_year_end": "03-31"}).calendar
    ends = [calendar.date_of(day) for day in quarter_ends(calendar)]
    assert ends == [date(2025, 3, 31), date(2025, 6, 30), date(2025, 9, 30), date(2025, 12, 15)]


def test_without_a_treasury_there_are_none() -> None:
    books = books_by_hand(world(projects={"campus": BUILD}))
    assert statements_of(books).shape == (1, 0, 4)


def test_a_run_keeps_mean_and_quantiles_of_every_line() -> None:
    scenario = scenario_of({**everything(), "simulation": {"replications": 7}})
    whole = run(asked(scenario), jobs=1, block=3)
    table = findings_of(whole).statements.where(section="closing", statement="cash flow")
    ends = whole.calendar.closing_days.tolist()
    at = [ends.index(day) for day in quarter_ends(whole.calendar).tolist()]
    liquidity = whole.timelines["liquidity"].values[:, at]
    np.testing.assert_allclose(table["mean"], liquidity.mean(axis=0), rtol=1e-12)
    np.testing.assert_allclose(table["p10"], np.quantile(liquidity, 0.1, axis=0), rtol=1e-9)


FUNDED: dict[str, Any] = {
    "bond": {"kind": "bullet", "face": "9 mn USD", "net": "8.7 mn USD", "coupon": "5 %/year",
             "settles": "2024-05-05", "matures": "2027-05-05"},
    "loan": {"kind": "term_loan", "face": "12 mn USD", "rate": "6 %/year", "settles": "2025-09-09",
             "matures": "2030-09-09"},
    "issue": {"kind": "equity_issue", "net": "5 mn USD", "price": "100 USD", "settles": "2026-01-15"},
    "again": {"kind": "refinancing", "of": ["bond", "loan"], "coupon": "7 %/year", "lasts": "1 year"},
}  # fmt: skip


WRITTEN = (
    "owed before: bond",
    "interest before: bond",
    "interest accrued: loan",
    "interest accrued: again",
    "coupon: loan",
    "accreted: note",
    "converted: note",
    "conversion paid: note",
    "call received: cashed",
    "shares sold: issue",
    "note issued: again",
    "note repaid: again",
)


@pytest.mark.parametrize("capitalise", [False, True])
def test_bean_check_accepts_the_ledger_of_every_kind_of_funding(capitalise: bool, tmp_path: Any) -> None:
    data = everything()
    paid_up = {**EQUITY, "price": "400 USD", "volatility": "1 %/year"}
    funding = {**data["funding"], **FUNDED}
    funding["note"] = {**funding["note"], "settlement": "both", "amortised_to": "maturity"}
    funding["cashed"] = data["funding"]["bond"]
    treasury = {**data["treasury"], "floor": "2 bn USD"}
    stated = {"equity": paid_up, "funding": funding, "treasury": treasury}
    cases = cases_of(scenario_of({**data, **stated, "accounting": {"capitalise_interest": capitalise}}), 2)
    text = beancount_text(simulate(cases), cases)
    for what in WRITTEN:
        assert f'"{what}"' in text, what
    assert ("interest capitalised" in text) == capitalise
    checked = bean_check(text, tmp_path)
    assert (checked.returncode, checked.stdout + checked.stderr) == (0, "")
