"""Capacity and sales of a month, by hand."""

from __future__ import annotations

import numpy as np

from simulator.closing import books_of
from simulator.trace import Kind, joined
from tests.factories import BUILD, TOWN, books_by_hand, trace_by_hand, world

FEBRUARY_1 = 31
USD = 100


def campus(**more: object) -> dict[str, object]:
    return {**BUILD, "market": "town", "capacity": "6 MW", **more}


def test_a_ramp_fills_a_month_by_its_mean() -> None:
    # 6 MW from 1 February over 60 days. February: integral of t / 60 over 28 days = 28^2 / 120 = 6.5333 days;
    # 6 MW x 6.5333 / 28 = 1.4 MW. March: (59^2 - 28^2) / 120 = 22.475 of 31 days: 4.35 MW.
    # April: 59 days served by day 89 (89 - 30) less 59^2 / 120: 29.99167 of 30 days, 5.998 MW. May: 6 MW.
    cases = world(markets={"town": TOWN}, projects={"campus": campus(ramp="60 days")})
    books = books_by_hand(cases, (FEBRUARY_1, FEBRUARY_1, Kind.IN_SERVICE, 1, 6000))
    installed, ours = books.closing.capacity.ramped[0]
    assert installed.tolist() == [4000] * 12
    assert ours[:5].tolist() == [0, 1400, 4350, 5998, 6000]
    assert books.closing.capacity.at_close[0, 1, :2].tolist() == [0, 6000]


def test_demand_fills_what_was_installed_first() -> None:
    # 5 MW wanted: 4 by the installed base, 1 by the campus once it has it.
    town = {**TOWN, "demand": "5 MW"}
    cases = world(markets={"town": town}, projects={"campus": campus()})
    books = books_by_hand(cases, (FEBRUARY_1, FEBRUARY_1, Kind.IN_SERVICE, 1, 6000))
    assert books.closing.sales.sold[0, :, 0].tolist() == [4000, 0]
    assert books.closing.sales.sold[0, :, 1].tolist() == [4000, 1000]


def test_programmes_are_filled_in_the_order_of_the_file() -> None:
    town = {**TOWN, "demand": "7 MW", "installed": "0 MW"}
    projects = {"second": campus(programme="late"), "first": campus(programme="early")}
    cases = world(markets={"town": town}, projects=projects, programmes=["early", "late"])
    books = books_by_hand(cases, (0, 0, Kind.IN_SERVICE, 1, 6000), (0, 0, Kind.IN_SERVICE, 3, 6000))
    lines = [cases.index.lines[line] for line in books.closing.lines.line]
    assert dict(zip(lines, books.closing.sales.sold[0, :, 5].tolist(), strict=True)) == {
        "installed": 0,
        "early": 6000,
        "late": 1000,
    }


def test_revenue_and_cost_of_a_ramping_month() -> None:
    # February, 28 days: sold 1.4 MW x 28 x 10,000 = 392,000 USD. Cost: 6 MW in service x 28 x 1,000 = 168,000
    # USD, ramp or not, and 1.4 MW sold x 28 x 2,000 = 78,400.
    cases = world(markets={"town": TOWN}, projects={"campus": campus(ramp="60 days")})
    sales = books_by_hand(cases, (FEBRUARY_1, FEBRUARY_1, Kind.IN_SERVICE, 1, 6000)).closing.sales
    assert sales.revenue[0, 1, 1] == 392_000 * USD
    assert sales.operating_cost[0, 1, 1] == 246_400 * USD
    assert abs(sales.fixed_cost[0, 1, 1] - 168_000 * USD) < 1e-3
    assert sales.revenue[0, 0, 0] == 4 * 31 * 10_000 * USD


def test_retired_capacity_leaves_at_once() -> None:
    # In service all January, out on 11 February: 10 of 28 days, 6 MW x 10 / 28 = 2.142857 MW.
    cases = world(markets={"town": TOWN}, projects={"campus": campus()})
    books = books_by_hand(cases, (0, 0, Kind.IN_SERVICE, 1, 6000), (41, 41, Kind.RETIRED, 0, 6000))
    assert books.closing.capacity.ramped[0, 1, :3].tolist() == [6000, 2143, 0]
    assert books.closing.capacity.served[0, 1, 1] == 60_000


def test_a_month_without_capacity_or_demand_earns_nothing() -> None:
    town = {**TOWN, "demand": "0 MW"}
    books = books_by_hand(world(markets={"town": town}))
    assert not books.closing.sales.revenue.any()
    # 4 MW x 31 days x 1,000 USD of fixed cost remain
    assert books.closing.sales.operating_cost[0, 0, 0] == 124_000 * USD


def test_capacity_without_a_market_is_counted_and_sells_nothing() -> None:
    cases = world(markets={"town": TOWN}, projects={"campus": {**BUILD, "capacity": "6 MW"}})
    books = books_by_hand(cases, (0, 0, Kind.IN_SERVICE, 1, 6000))
    assert books.closing.capacity.at_close[0].sum(axis=0)[0] == 10_000
    assert books.closing.sales.sold[0, :, 0].tolist() == [4000, 0]


def test_a_block_of_many_closes_like_each_alone() -> None:
    cases = world(3, markets={"town": TOWN}, projects={"campus": campus()})
    rows = [(r * 10, r * 10, Kind.IN_SERVICE, 1, 6000) for r in range(3)]
    each_alone = [trace_by_hand(row, replications=3).take(np.array([r])) for r, row in enumerate(rows)]
    together = books_of(joined(each_alone), cases).closing.capacity.ramped
    for r, row in enumerate(rows):
        alone = books_by_hand(world(markets={"town": TOWN}, projects={"campus": campus()}), row)
        assert (together[r] == alone.closing.capacity.ramped[0]).all()
