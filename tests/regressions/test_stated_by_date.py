"""Prices and demand that are stated by date: what is stated holds on its date, and moves on from there."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.worlds import cases_of, scenario_of


def market(**keys: Any) -> Any:
    stated = {"demand": "10 MW", "price": "10 mn USD/MW/year", **keys}
    data = {"name": "dated", "horizon": {"start": "2025-01-01", "end": "2027-12-31"}, "markets": {"town": stated}}
    return cases_of(scenario_of(data), 1)


def test_demand_that_is_stated_again_grows_from_the_date_of_the_statement() -> None:
    """10 MW on 2025-01-01 double in a year; 12 MW are stated for 2026-01-01 (day 365), 31 January is 30 days later."""
    cases = market(demand={"2025-01-01": "10 MW", "2026-01-01": "12 MW"}, growth="100 %/year")
    months = cases.calendar.closing_days.tolist()
    demand = dict(zip(months, cases.markets.demand[0, 0].tolist(), strict=True))
    assert demand[364] == round(10_000 * 2 ** (364 / 365))
    assert demand[395] == round(12_000 * 2 ** (30 / 365))


def test_before_its_first_date_a_price_holds_as_it_is_stated() -> None:
    cases = market(price={"2026-01-01": "10 mn USD/MW/year"}, price_trend="-10 %/year")
    price = cases.markets.price[0, 0] * 365 * 1000 / 100
    months = np.array(cases.calendar.closing_days)
    np.testing.assert_allclose(price[months <= 365], 10e6)
    assert price[months == 395] == pytest.approx(10e6 * 0.9 ** (30 / 365))


@pytest.mark.parametrize(("currency", "fx"), [("USD", {"CNY": 7.25}), ("CNY", {"USD": 0.137931})])
def test_new_shares_do_not_depend_on_the_reporting_currency(currency: str, fx: dict[str, float]) -> None:
    """3.2 bn USD / 1,000 x 5.1773 x 8 = 132,538,880 shares, whatever the currency of the report."""
    terms = {"settles": "2025-06-02", "matures": "2027-06-01", "conversion_rate": 5.1773, "ads_ratio": 8}
    note = {"kind": "convertible_note", "face": "3.2 bn USD", "net": "3.13 bn USD", **terms, "into": {"cloud": "100 %"}}
    horizon = {"start": "2025-01-01", "end": "2027-12-31"}
    data = {"name": "shares", "horizon": horizon, "currency": currency, "fx": fx, "pools": {"cloud": {}}}
    cases = cases_of(scenario_of({**data, "funding": {"note": note}}), 1)
    assert cases.money.notes[0].new_shares == pytest.approx(132_538_880)
