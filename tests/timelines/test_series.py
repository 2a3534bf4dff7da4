"""Series by month, by hand and by what must hold between them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulator.closing import books_of
from simulator.engine.simpy_engine import simulate
from simulator.timelines import Timelines, daily_liquidity, timelines_of
from simulator.trace import Kind
from tests.factories import TOWN, books_by_hand, everything, world
from tests.ledger.test_audit import COMMITTED, FUNDED, OPENING, PLAN, TRANCHE
from tests.worlds import cases_of, scenario_of

JANUARY, FEBRUARY, MARCH = range(3)


def series(*rows: Any, **sections: Any) -> Timelines:
    return timelines_of(books_by_hand(world(**FUNDED, **sections), *rows))


def first(found: Timelines, name: str, months: int = 3) -> list[float]:
    return [float(value) for value in found[name].values[0, :months]]


def test_a_payment_over_two_months_by_hand() -> None:
    # 50.00 over days 20 to 39, of which 11 in January: 27.50. Of 60.00 committed on day 5, 10.00 return on
    # day 40.
    rows = (OPENING, TRANCHE, COMMITTED, (20, 40, Kind.PAID, PLAN, 5000), (40, 40, Kind.RETURNED, PLAN, 1000))
    found = series(*rows)
    assert first(found, "paid.campus") == [27.5, 50, 50]
    assert first(found, "committed.campus") == [60, 50, 50]
    assert first(found, "committed_unpaid") == [32.5, 0, 0]
    assert first(found, "plan.tranches") == [300, 300, 300]
    assert first(found, "treasury") == [200, 200, 200]
    assert first(found, "pool.cloud") == [272.5, 250, 250]
    assert first(found, "liquidity") == [472.5, 450, 450]
    assert first(found, "capex") == [27.5, 22.5, 0]


def test_what_the_treasury_pays_itself_leaves_the_treasury() -> None:
    found = series(OPENING, (0, 0, Kind.COMMITTED, 0, 700), (0, 31, Kind.PAID, 0, 700))
    assert first(found, "treasury") == [493, 493, 493]


def test_a_note_is_allocated_as_its_money_is_paid() -> None:
    # allotment 1 is the note's in the pool
    rows = (OPENING, (33, 33, Kind.NOTE_ISSUED, 1, 9000), (33, 33, Kind.TRANCHE, 1, 9000))
    spent = ((40, 40, Kind.COMMITTED, 1, 2800), (40, 68, Kind.PAID, 1, 2800))
    found = series(*rows, *spent)
    # 28 days of 1.00 from day 40: February ends with day 58, 19 days
    assert first(found, "note.allocated.cloud") == [0, 19, 28]
    assert first(found, "liquidity") == [500, 571, 562]


def test_markets_are_told_in_megawatts_and_yearly_prices() -> None:
    found = series(markets={"town": TOWN})
    assert first(found, "market.town.demand_mw") == [10, 10, 10]
    assert first(found, "market.town.capacity_mw") == [4, 4, 4]
    assert first(found, "market.town.sold_mw") == [4, 4, 4]
    assert first(found, "market.town.utilisation") == [1, 1, 1]
    assert first(found, "unserved_mw") == [6, 6, 6]
    assert found["market.town.price"].values[0, 0] == pytest.approx(3.65e6)
    assert first(found, "revenue", 1) == [4 * 31 * 10_000]
    assert first(found, "operating_cash", 1) == [4 * 31 * (10_000 - 3000)]


def test_capital_is_stranded_while_nobody_works_on_it() -> None:
    # The site is paid by day 15; the hall works from day 70 to day 90 and puts it in service.
    # At the end of January and February 50.00 lie idle; on 31 March, day 89, the hall is at work; then it
    # serves.
    rows = (
        (0, 0, Kind.COMMITTED, 0, 5000),
        (5, 15, Kind.WORKED, 0, 10),
        (5, 15, Kind.PAID, 0, 5000),
        (15, 15, Kind.ENDED, 0, 0),
        (70, 90, Kind.WORKED, 1, 20),
        (90, 90, Kind.ENDED, 1, 0),
        (90, 90, Kind.FINISHED, 0, 0),
    )
    assert first(series(*rows), "stranded_capital", 5) == [50, 50, 0, 0, 0]


def test_capital_of_an_unfinished_project_is_stranded_to_the_end() -> None:
    rows = ((0, 0, Kind.COMMITTED, 0, 5000), (5, 15, Kind.WORKED, 0, 10), (5, 15, Kind.PAID, 0, 5000))
    assert first(series(*rows, (15, 15, Kind.ENDED, 0, 0)), "stranded_capital", 12) == [50] * 12


@pytest.fixture(scope="module")
def block() -> Any:
    cases = cases_of(scenario_of(everything()), 12)
    books = books_of(simulate(cases), cases)
    return books, timelines_of(books)


def test_liquidity_is_treasury_and_pools(block: Any) -> None:
    _, found = block
    held = found["treasury"].values + found["pool.cloud"].values + found["pool.commerce"].values
    np.testing.assert_allclose(found["liquidity"].values, held, atol=0.005)


def test_a_month_closes_with_the_liquidity_of_its_last_day(block: Any) -> None:
    books, found = block
    daily = daily_liquidity(books)[:, books.cases.calendar.closing_days]
    np.testing.assert_array_equal(found["liquidity"].values, daily / 100.0)


def test_parts_add_up_to_their_totals(block: Any) -> None:
    books, found = block
    paid = sum(found[f"paid.{name}"].values for name in books.cases.index.programmes)
    np.testing.assert_allclose(found["paid"].values, paid, atol=0.05)
    flows = found["capex"].values - found["renewals"].values + found["expensed"].values
    np.testing.assert_allclose(np.cumsum(flows, axis=1), paid + found["cancelled"].values, atol=0.05)
    towns = sum(found[f"market.{name}.revenue"].values for name in books.cases.index.markets)
    np.testing.assert_allclose(found["revenue"].values, towns, atol=0.005)


def test_nothing_is_sold_beyond_capacity_or_demand(block: Any) -> None:
    books, found = block
    for name in books.cases.index.markets:
        sold, ramped, demand = (found[f"market.{name}.{of}_mw"].values for of in ("sold", "ramped", "demand"))
        np.testing.assert_allclose(sold, np.minimum(ramped, demand), atol=1e-9)
        assert (found[f"market.{name}.capacity_mw"].values >= ramped - 1e-9).mean() > 0.9


def test_commitments_are_never_negative_and_the_note_pays_no_more_than_its_split(block: Any) -> None:
    books, found = block
    assert (found["committed_unpaid"].values >= 0).all()
    split = sum(books.cases.money.notes[0].split.values()) / 100
    allocated = found["note.allocated.cloud"].values + found["note.allocated.commerce"].values
    assert (allocated <= split).all()
    assert (allocated[:, -1] > 0).all()


def test_every_series_has_a_value_a_month_a_unit_and_a_meaning(block: Any) -> None:
    books, found = block
    months = len(books.cases.calendar.closing_days)
    for name, one in found.items():
        assert one.values.shape == (12, months), name
        assert one.values.dtype == float, name
        assert one.unit in ("money", "MW", "fraction", "money/MW/year"), name
        assert one.meaning, name


def test_a_scenario_of_stages_alone_has_no_liquidity_and_no_markets() -> None:
    found = timelines_of(books_by_hand(world(projects={"campus": FUNDED["projects"]["campus"] | {"pool": []}})))
    assert "liquidity" not in found
    assert "unserved_mw" not in found
    assert "paid" in found
