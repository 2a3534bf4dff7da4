"""Numbers as people read them: in a unit that says what they are, a difference in that of differences."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.amounts import difference_unit, fixed, largest, level, level_unit, signed, with_sign
from simulator.metrics import FAMILIES

UNITS = sorted({FAMILIES[pattern].unit for pattern in FAMILIES})
#: how units are named inside, which says nothing to a reader
INSIDE = ("money", "fraction", "1/year", "0/1", "day")


@pytest.mark.parametrize("unit", UNITS)
def test_no_unit_of_a_metric_is_shown_as_it_is_named_inside(unit: str) -> None:
    for shown in (level_unit, difference_unit):
        _, told = shown(unit, 2e9, "USD")
        assert told
        assert not [name for name in INSIDE if name in told.split()]


@pytest.mark.parametrize(
    ("one", "other", "unit", "difference"),
    [
        # from 12 % to 15 % a year are three points, not 3 % and not 25 %
        (0.12, 0.15, "1/year", "+3 % points"),
        (0.5, 0.25, "0/1", "-25 % points"),
        (31.0, 32.5, "day", "+1.5 days"),
        (2e9, 1.5e9, "money-days", "-500 mn USD-days"),
    ],
)
def test_a_difference_is_told_in_points_days_or_money(one: float, other: float, unit: str, difference: str) -> None:
    assert signed(other - one, unit, "USD") == difference


@given(st.floats(1e-3, 1e14))
def test_money_is_shown_in_the_multiple_that_its_number_was_divided_by(amount: float) -> None:
    divisor, unit = level_unit("money", amount, "USD")
    written, _, told = level(amount, "money", "USD").partition(" ")
    assert told == unit
    assert float(written.replace(",", "")) * divisor == pytest.approx(amount, rel=0.01)


@given(st.floats(-1e6, 1e6), st.integers(0, 3))
def test_a_change_has_a_sign_if_and_only_if_it_does_not_read_as_zero(number: float, decimals: int) -> None:
    written = with_sign(number, decimals)
    assert written.lstrip("+") == fixed(number, decimals)
    assert (written[0] in "+-") == (float(written.replace(",", "")) != 0)


@given(st.lists(st.floats(-1e9, 1e9) | st.just(math.nan)))
def test_the_largest_is_at_least_as_far_from_zero_as_any_that_is_defined(numbers: list[float]) -> None:
    defined = [number for number in numbers if not math.isnan(number)]
    assert largest(numbers) == max([0.0, *defined, *(-number for number in defined)])
