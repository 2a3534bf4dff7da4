"""Benefits of projects that bring no megawatts, by hand."""

from __future__ import annotations

from simulator.trace import Kind
from tests.factories import BUILD, books_by_hand, world

FEBRUARY_1 = 31


def test_a_benefit_ramps_up_lives_and_ends() -> None:
    # 365,000 USD a year are 1,000 a day. From 1 February, ramp 60 days, life 90 days, in full days served:
    # February 28^2 / 120 = 6.5333; March 22.475; April 59 - 59^2 / 120 = 29.99167; one day of May; 60 in all.
    benefit = {"yearly": "365000 USD/year", "ramp": "60 days", "life": "90 days"}
    cases = world(projects={"robots": {**BUILD, "benefit": benefit}})
    books = books_by_hand(cases, (FEBRUARY_1, FEBRUARY_1, Kind.FINISHED, 0, 0))
    months = books.closing.benefit[0, 0]
    assert months[:6].tolist() == [0, 653_333, 2_247_500, 2_999_167, 100_000, 0]
    assert months.sum() == 6_000_000


def test_an_unfinished_project_brings_nothing() -> None:
    benefit = {"yearly": "365000 USD/year", "life": "90 days"}
    cases = world(projects={"robots": {**BUILD, "benefit": benefit}})
    assert not books_by_hand(cases).closing.benefit.any()
