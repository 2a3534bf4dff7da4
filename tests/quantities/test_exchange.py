"""Exchange rates: which one holds on a day, and what is said of one that is missing or absurd."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from simulator.quantities.exchange import Context
from simulator.quantities.quantity import Constant, Path, read_quantity
from simulator.quantities.units import Dimension, QuantityError

FX = {"CNY": 7.25, "MXN": {"2025-01-01": 20.0, "2027-01-01": 16.0}}
START = date(2025, 2, 24)
CONTEXT = Context("USD", FX, START)


def test_a_rate_counts_units_of_a_currency_per_unit_of_the_reporting_currency() -> None:
    assert read_quantity("380 bn CNY", (Dimension.MONEY,), CONTEXT) == Constant(380e9 / 7.25, Dimension.MONEY)


def test_the_reporting_currency_needs_no_rate() -> None:
    assert CONTEXT.rate("USD", START) == 1.0


def test_a_plain_amount_converts_at_the_rate_of_the_first_day() -> None:
    assert read_quantity("40 mn MXN", (Dimension.MONEY,), CONTEXT) == Constant(2e6, Dimension.MONEY)


def test_a_value_of_a_path_converts_at_the_rate_of_its_own_date() -> None:
    path = read_quantity({"2026-12-31": "80 MXN", "2027-01-01": "80 MXN"}, (Dimension.MONEY,), CONTEXT)
    assert isinstance(path, Path)
    assert path.values == (Constant(4.0, Dimension.MONEY), Constant(5.0, Dimension.MONEY))


def test_before_the_first_date_of_a_rate_the_first_one_holds() -> None:
    assert CONTEXT.rate("MXN", date(2020, 1, 1)) == 20.0


def test_a_currency_without_a_rate_is_refused_with_those_that_have_one() -> None:
    with pytest.raises(QuantityError, match=r"EUR has no exchange rate; .*USD, CNY, MXN"):
        CONTEXT.rate("EUR", START)


def test_renminbi_by_its_other_name_is_met_with_its_code() -> None:
    with pytest.raises(QuantityError, match="did you mean 'CNY'"):
        CONTEXT.rate("RMB", START)


@pytest.mark.parametrize("rate", [0, -7.25, float("nan"), float("inf"), "seven", True, None, {}, {"2025-01-01": 0}])
def test_a_rate_that_is_not_a_number_above_nothing_is_refused(rate: Any) -> None:
    with pytest.raises(QuantityError, match="the exchange rate of CNY is"):
        Context("USD", {"CNY": rate}).rate("CNY", START)
