"""A trace in words."""

from __future__ import annotations

from datetime import date

from simulator.cases.index import MONEY
from simulator.closing import closed_trace
from simulator.ledger import Event, described
from simulator.ledger.described import UNITS
from simulator.trace import KINDS, Kind
from tests.factories import TOWN, everything, trace_by_hand, world
from tests.ledger.test_audit import COMMITTED, FUNDED, PAID
from tests.worlds import trace_of


def test_rows_are_told_in_dates_names_and_units() -> None:
    cases = world(markets={"town": TOWN}, **FUNDED)
    waited = (0, 5, Kind.WAITED, 0 * len(cases.index.causes) + MONEY, 5)
    told = described(trace_by_hand(waited, COMMITTED, PAID, (15, 15, Kind.ENDED, 0, 0)), cases, currency="CNY")
    day = date(2025, 1, 6)
    assert told == [
        Event(date(2025, 1, 1), day, "WAITED", "campus.site for money", 5, "days"),
        Event(day, day, "COMMITTED", "campus.site from cloud (plan)", 60.0, "CNY"),
        Event(day, date(2025, 1, 16), "PAID", "campus.site from cloud (plan)", 50.0, "CNY"),
        Event(date(2025, 1, 16), date(2025, 1, 16), "ENDED", "campus.site", None, ""),
    ]


def test_the_closing_is_told_too() -> None:
    cases = world(markets={"town": TOWN})
    sold = [event for event in described(closed_trace(trace_by_hand(), cases), cases) if event.kind == "SOLD"]
    assert sold[0] == Event(date(2025, 1, 31), date(2025, 1, 31), "SOLD", "town, installed", 4.0, "MW")


def test_shares_that_are_handed_over_are_told_in_shares() -> None:
    cases = world(**FUNDED)
    converted = (10, 10, Kind.SHARES, 0, 132_538_880)
    day = date(2025, 1, 11)
    assert described(trace_by_hand(converted), cases) == [
        Event(day, day, "SHARES", cases.index.fundings[0], 132_538_880, "shares")
    ]


def test_every_kind_of_row_counts_something_that_has_a_unit() -> None:
    counted = {meaning.amount for meaning in KINDS.values()} - {"none", "by step", "by action"}
    assert counted <= set(UNITS)


def test_one_replication_is_told_at_a_time() -> None:
    cases, trace = trace_of(everything(), 2)
    told = described(trace, cases, replication=1)
    assert len(told) == (trace.replication == 1).sum()
