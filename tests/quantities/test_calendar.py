"""The calendar of the shipped case against dates counted by hand, and laws over any horizon."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.quantities.calendar import (
    Calendar,
    CalendarLength,
    add_length,
    next_business_day,
    read_date,
    read_length,
    shifted_date,
)
from simulator.quantities.fault import QuantityError

CASE = Calendar(date(2025, 2, 24), date(2033, 3, 31), "03-31")

horizons = st.builds(
    lambda start, days, month: Calendar(start, start + timedelta(days=days), f"{month:02d}-28"),
    st.dates(date(1990, 1, 1), date(2090, 1, 1)),
    st.integers(1, 4000),
    st.integers(1, 12),
)


def test_days_are_numbered_from_the_start_and_the_last_one_belongs_to_the_horizon() -> None:
    assert CASE.day_of(date(2025, 2, 24)) == 0
    assert CASE.day_of(date(2025, 3, 1)) == 5
    assert CASE.date_of(5) == date(2025, 3, 1)
    assert CASE.last_day == 2957  # 8 years of 365 days, 2 leap days, and 35 days from 24 February to 31 March
    assert CASE.date_of(2957) == date(2033, 3, 31)


def test_months_close_on_their_last_day() -> None:
    closings = CASE.closing_days
    assert [CASE.date_of(day).isoformat() for day in closings[:3]] == ["2025-02-28", "2025-03-31", "2025-04-30"]
    assert len(closings) == 98  # February 2025 to March 2033
    assert CASE.date_of(closings[-1]).isoformat() == "2033-03-31"
    assert CASE.month_days[:3].tolist() == [5, 31, 30]


def test_a_horizon_that_ends_within_a_month_closes_on_its_last_day() -> None:
    short = Calendar(date(2025, 1, 15), date(2025, 3, 10))
    assert [short.date_of(day).isoformat() for day in short.closing_days] == ["2025-01-31", "2025-02-28", "2025-03-10"]
    assert short.month_days.tolist() == [17, 28, 10]


def test_fiscal_quarters_follow_the_end_of_the_fiscal_year() -> None:
    ends = [CASE.date_of(day).isoformat() for day in CASE.fiscal_quarter_ends]
    starts = [CASE.date_of(day).isoformat() for day in CASE.fiscal_quarter_starts]
    assert (ends[:4], ends[-1]) == (["2025-03-31", "2025-06-30", "2025-09-30", "2025-12-31"], "2033-03-31")
    assert (starts[:2], starts[-1]) == (["2025-04-01", "2025-07-01"], "2033-01-01")
    october = Calendar(date(2025, 1, 1), date(2025, 12, 31), "10-31")
    assert [october.date_of(day).month for day in october.fiscal_quarter_ends] == [1, 4, 7, 10]


def test_a_quarter_that_the_horizon_cuts_has_no_end() -> None:
    assert Calendar(date(2025, 1, 1), date(2025, 3, 30)).fiscal_quarter_ends.tolist() == []
    assert Calendar(date(2025, 1, 1), date(2025, 3, 31)).fiscal_quarter_starts.tolist() == [0]


@given(horizons)
def test_the_months_of_a_horizon_are_its_days(calendar: Calendar) -> None:
    assert calendar.month_days.sum() == calendar.last_day + 1
    assert (calendar.month_days > 0).all()
    assert calendar.closing_days[-1] == calendar.last_day
    assert len({calendar.date_of(day).isoformat()[:7] for day in calendar.closing_days}) == len(calendar.closing_days)


@given(horizons)
def test_a_fiscal_quarter_starts_on_the_day_after_one_ends(calendar: Calendar) -> None:
    ends = calendar.fiscal_quarter_ends + 1
    starts = calendar.fiscal_quarter_starts
    assert ends[ends <= calendar.last_day].tolist() == starts[starts > 0].tolist()
    assert all((calendar.date_of(day).month - int(calendar.fiscal_year_end[:2])) % 3 == 1 for day in starts)


@pytest.mark.parametrize("start", [date(1, 1, 1), date(9990, 12, 31)])
def test_the_ends_of_time_do_no_harm(start: date) -> None:
    calendar = Calendar(start, start + timedelta(days=3000), "12-31")
    assert len(calendar.fiscal_quarter_starts) > 30


def test_iso_dates_are_read_and_nothing_is_guessed() -> None:
    assert read_date("2033-03-31") == date(2033, 3, 31)
    for written in (20, "2033-3-31", "2033-03", "31/03/2033", "20330331", "2025-02-29", "2025-13-01", "today", "", None,
                    " 2033-03-31", "2033-03-31T00:00", "0000-01-01", "２０３３-03-31"):  # fmt: skip
        with pytest.raises(QuantityError) as caught:
            read_date(written)
        assert caught.value.allowed


def test_lengths_of_calendar_time_are_whole_and_above_nothing() -> None:
    assert read_length("3 years") == CalendarLength(3, "year")
    assert read_length("quarter") == CalendarLength(1, "quarter")
    assert read_length(" 1 month ") == CalendarLength(1, "month")
    for written in ("0 days", "1.5 years", "-1 year", "3", "3 fortnights", "03 years", "1000000 days", 3, None):
        with pytest.raises(QuantityError):
            read_length(written)


@pytest.mark.parametrize(
    ("start", "length", "n", "later"),
    [
        ("2025-02-24", "3 months", 11, "2027-11-24"),
        ("2025-02-24", "3 years", 1, "2028-02-24"),
        ("2025-08-31", "1 month", 1, "2025-09-30"),
        ("2025-08-31", "1 month", 2, "2025-10-31"),
        ("2024-02-29", "1 year", 1, "2025-02-28"),
        ("2025-01-01", "2 weeks", 3, "2025-02-12"),
        ("2025-01-01", "quarter", 4, "2026-01-01"),
        ("2025-01-01", "10 days", -1, "2024-12-22"),
    ],
)
def test_calendar_time_is_added_as_people_count_it(start: str, length: str, n: int, later: str) -> None:
    assert add_length(read_date(start), read_length(length), n) == read_date(later)


def test_no_date_lies_beyond_the_calendar() -> None:
    with pytest.raises(QuantityError, match="beyond the calendar"):
        add_length(date(9999, 1, 1), read_length("1 year"))


def test_a_written_date_moves_by_a_written_length() -> None:
    assert shifted_date("2025-09-16", "1 year") == "2026-09-16"
    assert shifted_date("2025-09-16", "-2 weeks") == "2025-09-02"
    assert shifted_date("2025-09-16", "0 months") == "2025-09-16"


def test_a_payment_on_a_weekend_waits_for_monday() -> None:
    assert next_business_day(date(2030, 9, 15)) == date(2030, 9, 16)  # the put: a Sunday
    assert next_business_day(date(2032, 9, 15)) == date(2032, 9, 15)  # the maturity: a Wednesday
    assert next_business_day(date(2025, 2, 22)) == date(2025, 2, 24)


@given(st.dates())
def test_the_next_business_day_is_the_first_that_is_no_weekend(day: date) -> None:
    if day <= date(9999, 12, 25):
        found = next_business_day(day)
        passed = [day + timedelta(days=n) for n in range((found - day).days)]
        assert found.weekday() < 5
        assert all(skipped.weekday() >= 5 for skipped in passed)
