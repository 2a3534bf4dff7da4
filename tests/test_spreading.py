"""Rows on grids of days, against a count day by day."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from simulator.quantities.calendar import Calendar
from simulator.spreading import Grid, amount_by, cumulative, daily, standing
from simulator.trace import Kind, Trace

CALENDAR = Calendar(date(2025, 2, 24), date(2025, 6, 10))
DAYS = CALENDAR.last_day + 1

ROWS = st.lists(
    st.tuples(
        st.integers(0, 1),
        st.integers(0, DAYS - 1),
        st.integers(0, 2 * DAYS),
        st.integers(-(10**6), 10**16),
        st.integers(-1, 2),
    ),
    max_size=8,
)


def made(rows: list[Any]) -> tuple[Trace, np.ndarray]:
    replication, day, length, amount, key = (np.array(column, np.int64) for column in zip(*rows, strict=True))
    return Trace.of_kind(Kind.PAID, replication, day, day + length, key, amount, 2), key


def by_day(rows: list[Any]) -> np.ndarray:
    """Cents a day by replication and key, one day after the other in Python numbers."""
    cents = [[[0] * DAYS for _ in range(3)] for _ in range(2)]
    for r, day, length, amount, key in rows:
        sign = -1 if amount < 0 else 1
        each, over = divmod(abs(amount), max(length, 1))
        for d in range(max(length, 1)):
            if day + d < DAYS and key >= 0:
                cents[r][key][day + d] += sign * (each + (d < over))
    return np.array(cents, np.int64)


@given(ROWS.filter(bool))
def test_days_are_as_counted_one_by_one(rows: list[Any]) -> None:
    trace, key = made(rows)
    np.testing.assert_array_equal(daily(trace, key, 3, DAYS), by_day(rows))


@given(ROWS.filter(bool))
def test_months_are_sums_of_their_days(rows: list[Any]) -> None:
    trace, key = made(rows)
    grid = Grid.by_month(CALENDAR)
    so_far = np.cumsum(by_day(rows), axis=-1)[..., CALENDAR.closing_days]
    np.testing.assert_array_equal(cumulative(trace, key, 3, grid), so_far)


@given(ROWS.filter(bool))
def test_what_stands_is_counted_at_the_end_of_every_day(rows: list[Any]) -> None:
    trace, key = made(rows)
    grid = Grid.by_month(CALENDAR)
    at_the_end = np.cumsum(by_day(rows), axis=-1)
    first_days = np.concatenate([[0], grid.ends[:-1]])
    np.testing.assert_array_equal(standing(trace, key, 3, grid), np.add.reduceat(at_the_end, first_days, axis=-1))


@given(ROWS.filter(bool))
def test_the_amount_by_a_date_is_what_the_days_before_it_got(rows: list[Any]) -> None:
    trace, _ = made(rows)
    one_a_key = [(0, day, length, amount, 0) for _, day, length, amount, _ in rows]
    for end in (0, 17, DAYS):
        expected = [by_day([row])[0, 0, :end].sum() for row in one_a_key]
        np.testing.assert_array_equal(amount_by(trace, end), expected)


def test_the_pieces_of_a_row_within_the_horizon_add_up_to_it() -> None:
    trace, _ = made([(0, 3, 70, 1_000_003, 0)])
    assert daily(trace, 0, 1, DAYS)[0].sum() == 1_000_003


def test_no_rows_are_no_cents() -> None:
    none = np.zeros(0, np.int64)
    nothing = Trace.of_kind(Kind.PAID, none, none, none, none, none, 2)
    assert not cumulative(nothing, 0, 1, Grid.by_month(CALENDAR)).any()
    assert cumulative(nothing, 0, 0, Grid.by_month(CALENDAR)).shape == (2, 0, 5)
    assert not standing(nothing, 0, 1, Grid.by_month(CALENDAR)).any()


def test_a_grid_ends_on_closings() -> None:
    grid = Grid.by_month(CALENDAR)
    assert grid.days.tolist() == [5, 31, 30, 31, 10]  # 24-28 February, March, April, May, 1-10 June
