"""Capital into service and its wear, by hand."""

from __future__ import annotations

from typing import Any

import numpy as np

from simulator.closing import closed_trace
from simulator.spreading import Grid, cumulative
from simulator.trace import Kind
from tests.factories import BUILD, TOWN, books_by_hand, trace_by_hand, world
from tests.worlds import rows_of

SITE, HALL = 0, 1
#: site until day 10 and hall until day 30, 50.00 and 60.00 USD straight from the treasury
BUILT = (
    (0, 10, Kind.PAID, SITE, 5000),
    (10, 10, Kind.ENDED, SITE, 0),
    (10, 30, Kind.PAID, HALL, 6000),
    (30, 30, Kind.ENDED, HALL, 0),
    (30, 30, Kind.FINISHED, 0, 0),
)


def capital(cases: Any, *rows: Any) -> list[tuple[int, int, int]]:
    served = books_by_hand(cases, *rows).closing.assets.capitalised
    return list(zip(served.subject.tolist(), served.day.tolist(), served.amount.tolist(), strict=True))


def built(**more: Any) -> Any:
    project = {**BUILD, "treatment": {"capital": "it"}, **more}
    return world(markets={"town": TOWN}, asset_classes={"it": {"life": "100 days"}}, projects={"campus": project})


def test_everything_waits_for_the_capacity_it_serves() -> None:
    cases = built(market="town", capacity="6 MW")
    in_service = (30, 30, Kind.IN_SERVICE, HALL, 6000)
    assert capital(cases, *BUILT, in_service) == [(SITE, 30, 5000), (HALL, 30, 6000)]


def test_what_comes_after_the_first_capacity_goes_into_service_as_it_ends() -> None:
    cases = built(market="town", capacity_by_stage={"site": "1 MW", "hall": "5 MW"})
    steps = (10, 10, Kind.IN_SERVICE, SITE, 1000), (30, 30, Kind.IN_SERVICE, HALL, 5000)
    assert capital(cases, *BUILT, *steps) == [(SITE, 10, 5000), (HALL, 30, 6000)]


def test_a_project_that_brings_neither_serves_from_its_finish() -> None:
    assert capital(built(), *BUILT) == [(SITE, 30, 5000), (HALL, 30, 6000)]


def test_an_unfinished_project_stays_in_progress() -> None:
    assert capital(built(market="town", capacity="6 MW"), *BUILT[:3]) == []


def test_what_is_expensed_never_goes_into_service() -> None:
    assert capital(built(treatment="expense"), *BUILT) == []


def test_cost_is_written_off_evenly_over_the_life_of_its_class() -> None:
    # 50.00 from day 30 over 100 days: 50 cents a day; January has 1 such day, February 28
    cases = built(market="town", capacity="6 MW")
    books = books_by_hand(cases, *BUILT[:2], (30, 30, Kind.IN_SERVICE, HALL, 6000))
    worn = books.closing.assets.depreciated
    so_far = cumulative(worn, 0, 1, Grid.by_month(cases.calendar))[0, 0]
    assert so_far[:6].tolist() == [50, 1450, 3000, 4500, 5000, 5000]


def test_capital_without_a_class_is_never_written_off() -> None:
    cases = built(treatment="capital")
    assert len(books_by_hand(cases, *BUILT).closing.assets.depreciated) == 0


def test_a_renewal_serves_at_once_and_wears_over_the_life_of_the_project() -> None:
    cases = built(market="town", capacity="6 MW", life="73 days", renewal={"cost": "100 %"})
    books = books_by_hand(cases, (100, 120, Kind.RENEWAL, 0, 10_000))
    worn = books.closing.assets.depreciated
    assert (worn.day[0], worn.until[0], worn.amount[0]) == (100, 173, 10_000)
    assert worn.subject[0] == len(cases.index.stages)


def test_closing_rows_name_month_line_and_amount() -> None:
    # January: 4 MW installed, all sold: 4 x 31 x 10,000 = 1.24 mn USD
    cases = built()
    closed = closed_trace(trace_by_hand(*BUILT), cases)
    assert rows_of(cases, closed, Kind.REVENUE)[0] == (30, 30, 0, 124_000_000)
    assert len(rows_of(cases, closed, Kind.SOLD)) == 12
    assert np.all(np.diff(closed.day) >= 0)
