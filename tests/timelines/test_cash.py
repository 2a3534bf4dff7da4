"""Money into and out of the group, month by month, by hand and against its liquidity."""

from __future__ import annotations

import numpy as np

from simulator.closing import books_of
from simulator.engine.simpy_engine import simulate
from simulator.scenario.load import load_scenario
from simulator.timelines import Timelines, timelines_of
from simulator.trace import Kind
from tests.factories import books_by_hand, world
from tests.ledger.test_audit import FUNDED, OPENING
from tests.small import SMALL
from tests.worlds import cases_of


def small() -> Timelines:
    cases = cases_of(load_scenario(SMALL))
    return timelines_of(books_of(simulate(cases), cases))


def test_flows_of_a_month_by_hand() -> None:
    # 31.00 over days 0 to 61: 31 of 62 days lie in January
    rows = (OPENING, (0, 62, Kind.OPERATING_CASH, 0, 3100), (33, 33, Kind.NOTE_ISSUED, 1, 9000))
    found = timelines_of(books_by_hand(world(**FUNDED), *rows))
    assert found["cash.opening"].values[0, :2].tolist() == [500, 0]
    assert found["cash.operations"].values[0, :2].tolist() == [15.5, 14]
    assert found["cash.notes"].values[0, :3].tolist() == [0, 90, 0]


def test_all_flows_add_up_to_liquidity() -> None:
    found = small()
    earned = ("cash.operations", "operating_cash", "benefits")
    incoming = ("cash.opening", *earned, "cash.notes", "cash.calls_received")
    outgoing = (
        "cash.outflows",
        "cash.capped_calls",
        "cash.coupons",
        "cash.notes_put",
        "cash.notes_repaid",
        "cash.conversions",
    )
    net = np.sum([found[name].values for name in incoming], axis=0)
    net -= np.sum([found[name].values for name in (*outgoing, "capex", "expensed")], axis=0)
    np.testing.assert_allclose(np.cumsum(net, axis=-1), found["liquidity"].values, atol=0.005)
    assert found["cash.outflows"].values.sum(axis=-1).tolist() == [220e6] * len(net)
