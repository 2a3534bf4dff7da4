"""What holders of a note do, and what its books say when nothing is uncertain."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.optimize import brentq

from simulator.cases.holders import market_of
from simulator.cases.types import Cases
from simulator.closing import books_of
from simulator.ledger import accounts_of, audit, balances
from simulator.metrics import measured
from simulator.scenario.raises import ConvertibleNote
from simulator.timelines.liquidity import daily_liquidity
from simulator.trace import Kind, Trace
from tests.worlds import rows_of, scenario_of, trace_of

NOTE = {
    "kind": "convertible_note",
    "face": "100 mn USD",
    "net": "96 mn USD",
    "settles": "2025-03-17",
    "matures": "2029-03-15",
    "conversion_rate": 8,
}


def still(note: dict[str, Any] | None = None, **equity: Any) -> dict[str, Any]:
    """A note whose share never moves: what it earns it pays as a dividend; conversion is at 125 USD."""
    quotes = {"price": "100 USD", "volatility": "0 %", "risk_free": "4 %/year", "dividend_yield": "4 %/year"}
    return {
        "name": "still",
        "horizon": {"start": "2025-01-01", "end": "2029-12-31"},
        "treasury": {"opening": "200 mn USD"},
        "equity": {"shares": "10 mn", **quotes, **equity},
        "funding": {"note": {**NOTE, **(note or {})}},
    }


def test_a_share_that_never_moves_and_no_put_is_exactly_a_bond() -> None:
    cases, trace = trace_of(still(), 2)
    prices = cases.money.share_price
    assert prices is not None
    np.testing.assert_allclose(prices, 100.0, rtol=1e-12)
    (note,) = cases.money.notes
    assert rows_of(cases, trace, Kind.NOTE_REPAID) == [(note.matures, note.matures, 0, 10_000_000_000)]
    assert not len(trace.where(Kind.SHARES))
    # 96 becomes 100 in 1,459 days: each closing's value is that of compound interest, found here by a root finder
    days = note.matures - note.settles
    rate = brentq(lambda i: 96 * (1 + i) ** (days / 365) - 100, 0, 1, xtol=1e-15)
    closing = books_of(trace, cases).closing
    accreted = closing.accreted
    for replication in range(2):
        mine = accreted.take(accreted.replication == replication)
        value = 9_600_000_000 + np.cumsum(mine.amount)
        expected = 9.6e9 * (1 + rate) ** ((mine.day - note.settles) / 365)
        np.testing.assert_allclose(value, expected, atol=0.6)
        assert value[-1] == 10_000_000_000
    assert not len(closing.extinguished)
    metrics = measured(trace, cases).metrics
    np.testing.assert_allclose(metrics["note.effective_rate"], rate, rtol=1e-9)
    assert not metrics["note.converted"].any()
    assert not metrics["note.dilution.economic"].any()


def test_with_coupons_it_is_the_bond_with_coupons() -> None:
    # eight coupons of 1.5 % each half-year, the first short by two days
    cases, trace = trace_of(still({"coupon": "3 %/year"}), 1)
    coupons = rows_of(cases, trace, Kind.COUPON)
    assert len(coupons) == 8
    assert {amount for _, _, _, amount in coupons[1:]} == {150_000_000}
    (note,) = cases.money.notes
    paid = [(day - note.settles, amount) for day, _, _, amount in coupons] + [(note.matures - note.settles, 10**10)]
    rate = brentq(lambda i: sum(amount / (1 + i) ** (day / 365) for day, amount in paid) - 9.6e9, 0, 1, xtol=1e-15)
    assert measured(trace, cases).metrics["note.effective_rate"] == pytest.approx(rate, abs=1e-10)


@pytest.mark.parametrize(
    ("price", "kind"), [("100 USD", Kind.NOTE_PUT), ("130 USD", Kind.SHARES)], ids=["cheap: put", "dear: converted"]
)
def test_at_the_put_a_share_that_never_moves_decides(price: str, kind: Kind) -> None:
    # at 100 holders take par, for 100 in two years is worth less; at 130 eight certificates of 1,000 are 104 of face
    cases, trace = trace_of(still({"put": "2027-03-15"}, price=price), 1)
    ((day, _, _, amount),) = rows_of(cases, trace, kind)
    assert cases.calendar.date_of(day).isoformat() == "2027-03-15"
    assert amount == (10_000_000_000 if kind == Kind.NOTE_PUT else 800_000)


@pytest.mark.parametrize(
    ("settlement", "cash", "shares"), [("shares", 0, 800_000), ("cash", 104e8, 0), ("both", 100e8, 30_769)]
)
def test_a_conversion_is_settled_as_the_terms_say(settlement: str, cash: float, shares: int) -> None:
    # 800,000 certificates at 130 are 104 mn; face in cash leaves 4 mn, 30,769.2 certificates
    cases, trace = trace_of(still({"settlement": settlement}, price="130 USD"), 1)
    assert [amount for *_, amount in rows_of(cases, trace, Kind.CONVERSION_PAID)] == ([cash] if cash else [])
    assert [amount for *_, amount in rows_of(cases, trace, Kind.SHARES)] == ([shares] if shares else [])
    metrics = measured(trace, cases).metrics
    assert metrics["note.converted"] == 1
    if settlement == "shares":
        assert "note.cash_on_conversion" not in metrics
    else:
        assert metrics["note.cash_on_conversion"] == pytest.approx(cash / 100)
    if settlement == "cash":
        assert metrics["note.effective_rate"] == pytest.approx((104 / 96) ** (365 / 1459) - 1)
    else:
        assert np.isnan(metrics["note.effective_rate"])


def called(price: str, **terms: Any) -> tuple[Cases, Trace]:
    """A note that converts at 125 USD, with a capped call up to 140 USD on its 800,000 certificates."""
    call = {"cost": "3 mn USD", "cap": "140 USD"}
    return trace_of(still({"settlement": "cash", "capped_call": call, **terms}, price=price), 1)


@pytest.mark.parametrize(("price", "received"), [("130 USD", 4e6), ("140 USD", 12e6), ("200 USD", 12e6)])
def test_where_holders_are_paid_in_cash_the_capped_call_pays_the_company(price: str, received: float) -> None:
    # 800,000 x (130 - 125) = 4 mn; at the cap of 140 and above it 800,000 x 15 = 12 mn
    cases, trace = called(price)
    (note,) = cases.money.notes
    assert rows_of(cases, trace, Kind.CALL_RECEIVED) == [(note.matures, note.matures, 0, round(received * 100))]
    books = books_of(trace, cases)
    liquidity = daily_liquidity(books)
    paid = 8e5 * float(price.removesuffix(" USD"))
    assert liquidity[0, -1] / 100 == pytest.approx(200e6 + 96e6 - 3e6 - paid + received)
    assert not audit(books, liquidity[:, -1]).any()
    measures = measured(trace, cases)
    assert measures.metrics["note.received_from_call"] == pytest.approx(received)
    accounts = accounts_of(cases)
    balance = dict(zip(accounts.names, balances(books, accounts)[0].tolist(), strict=True))
    # what was paid less what came back, a debit of equity
    assert balance["Equity", "CappedCall", "note"] == round((3e6 - received) * 100)


@pytest.mark.parametrize(
    ("price", "terms"),
    [
        ("130 USD", {"settlement": "shares"}),
        ("130 USD", {"settlement": "both"}),
        ("100 USD", {}),
        ("100 USD", {"put": "2027-03-15"}),
        ("124.99 USD", {"coupon": "2 %/year"}),
    ],
    ids=["in shares", "the rest in shares", "repaid", "put", "repaid, just below the conversion price"],
)
def test_a_capped_call_brings_no_cash_where_shares_come_back_or_nobody_converts(
    price: str, terms: dict[str, Any]
) -> None:
    cases, trace = called(price, **terms)
    assert not len(trace.where(Kind.CALL_RECEIVED))
    received = measured(trace, cases).metrics.get("note.received_from_call")
    assert (received is None) == ("settlement" in terms)
    assert received is None or not received.any()


@pytest.mark.parametrize(("price", "worth"), [("120 USD", 100.0), ("126 USD", 100.8), ("130 USD", 104.0)])
def test_at_maturity_they_take_the_more_of_face_and_certificates_and_the_coupon_with_either(
    price: str, worth: float
) -> None:
    """Of 8 certificates per 1,000 at 126 USD: 100.8 mn for 100 of face, 0.8 of which the call pays."""
    cases, trace = called(price, coupon="2 %/year")
    (note,) = cases.money.notes
    kinds = (Kind.COUPON, Kind.NOTE_REPAID, Kind.CONVERSION_PAID, Kind.CALL_RECEIVED)
    coupon, repaid, converted, received = (
        sum(amount for day, _, _, amount in rows_of(cases, trace, kind) if day == note.matures) / 1e8 for kind in kinds
    )
    assert coupon == 1.0
    assert repaid + converted == pytest.approx(worth)
    assert received == pytest.approx(worth - 100)


def test_holders_think_with_the_volatility_of_walk_and_jumps_together() -> None:
    # 0.25² + 2 x (0.1² + 0.15²) = 0.0625 + 0.065
    jumps = {"intensity": 2, "mean": -0.1, "deviation": 0.15}
    scenario = scenario_of(still({"credit_spread": "1 %"}, volatility="25 %", jumps=jumps))
    note = scenario.funding["note"]
    assert isinstance(note, ConvertibleNote)
    market = market_of(note, scenario)
    assert market is not None
    assert market.volatility == pytest.approx(np.sqrt(0.1275), rel=1e-12)
