"""What a note's end says of its cost and of dilution, from rows written by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulator.metrics import measure, view_of
from simulator.trace import Kind
from tests.factories import trace_by_hand, world

DAY = 1826
OPENING = (0, 0, Kind.OPENING, 0, 10**12)
ISSUED = (258, 258, Kind.NOTE_ISSUED, 0, 313 * 10**9)


def metrics_of(*rows: tuple[int, int, Kind, int, int], price: str = "300 USD", **terms: Any) -> dict[str, float]:
    """Metrics of the note of the case, on a share that stays at its price."""
    note = {
        "kind": "convertible_note",
        "face": "3.2 bn USD",
        "net": "3.13 bn USD",
        "settles": "2025-09-16",
        "matures": "2032-09-15",
        "put": "2030-09-15",
        "conversion_rate": 5.1773,
        "ads_ratio": 8,
        "capped_call": {"cost": "183.74 mn USD", "cap": "235.46 USD"},
        **terms,
    }
    cases = world(
        horizon={"start": "2025-01-01", "end": "2032-12-31"},
        treasury={"opening": "10 bn USD", "floor": "9 bn USD"},
        equity={"shares": "19.1 bn", "price": price, "volatility": "0 %", "risk_free": "0 %"},
        funding={"note": note},
    )
    found = measure(view_of(trace_by_hand(OPENING, ISSUED, *rows), cases))
    return {name: float(values[0]) for name, values in found.items()}


CONVERTED = (2084, 2084, Kind.SHARES, 0, 132_538_880)


@pytest.mark.parametrize(
    ("price", "certificates"), [(150, 0), (193.15, 0), (200, 0), (235.46, 0), (300, 16.56736e6 * (300 - 235.46) / 300)]
)
def test_economic_dilution_is_nothing_up_to_the_cap_and_3_56_mn_at_300(price: float, certificates: float) -> None:
    # 16.56736 mn x (300 - 235.46) / 300 = 3.564 mn certificates, of 8 shares, on 19.1 bn
    found = metrics_of(CONVERTED, price=f"{price} USD")["note.dilution.economic"]
    assert found == pytest.approx(certificates * 8 / 19.1e9, abs=1e-12)


def test_without_a_capped_call_all_above_the_conversion_price_dilutes() -> None:
    found = metrics_of(CONVERTED, capped_call=None)["note.dilution.economic"]
    assert found == pytest.approx(16.56736e6 * (300 - 1000 / 5.1773) / 300 * 8 / 19.1e9)


def test_a_note_that_was_put_or_repaid_dilutes_nothing() -> None:
    for kind, day in ((Kind.NOTE_PUT, 2084), (Kind.NOTE_REPAID, 2814)):
        assert metrics_of((day, day, kind, 0, 32 * 10**10))["note.dilution.economic"] == 0


def test_a_note_that_is_still_owed_at_the_end_dilutes_at_the_price_then() -> None:
    found = metrics_of(matures="2033-09-15")["note.dilution.economic"]
    assert found == pytest.approx(16.56736e6 * (300 - 235.46) / 300 * 8 / 19.1e9)


def test_the_end_of_a_note_is_its_day_and_its_way() -> None:
    put = metrics_of((2084, 2084, Kind.NOTE_PUT, 0, 32 * 10**10))
    assert (put["note.ends_day"], put["note.put"], put["note.converted"]) == (2084, 1, 0)
    converted = metrics_of(CONVERTED)
    assert (converted["note.ends_day"], converted["note.put"], converted["note.converted"]) == (2084, 0, 1)
    assert np.isnan(metrics_of(matures="2033-09-15")["note.ends_day"])


def test_the_rate_of_a_conversion_is_that_of_the_cash_paid_for_it() -> None:
    # 4 bn in cash, 1,826 days after 3.13 bn came; shares have no rate
    paid = (2084, 2084, Kind.CONVERSION_PAID, 0, 4 * 10**11)
    found = metrics_of(paid, settlement="cash")
    assert found["note.effective_rate"] == pytest.approx((4 / 3.13) ** (365 / 1826) - 1)
    assert found["note.cash_on_conversion"] == 4e9
    assert np.isnan(metrics_of(CONVERTED)["note.effective_rate"])


def test_the_put_is_seen_with_its_share_price_and_what_it_leaves() -> None:
    # 10 bn and 3.13 bn less 3.2 bn
    found = metrics_of((2084, 2084, Kind.NOTE_PUT, 0, 32 * 10**10))
    assert found["note.put.share_price"] == pytest.approx(300)
    assert found["note.put.liquidity"] == pytest.approx(9.93e9)
    assert metrics_of()["note.put.liquidity"] == pytest.approx(13.13e9)
    assert "note.put.liquidity" not in metrics_of(put=None)
