"""Made-up debt and new shares for the laws: every kind, at par and below, from before the horizon and within."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

START, END = date(2025, 1, 1), date(2026, 12, 31)
EQUITY = {
    "shares": "10 mn",
    "price": "100 USD",
    "volatility": "60 %/year",
    "risk_free": "3 %/year",
    "dividend_yield": "5 %/year",
    "total_return": "9 %/year",
}


def _days(first: date, last: date) -> st.SearchStrategy[date]:
    return st.integers(0, (last - first).days).map(lambda n: first + timedelta(days=n))


@st.composite
def convertible_notes(draw: st.DrawFn) -> dict[str, Any]:
    """A note with a put or without, that holders may convert, amortised to the put or to maturity, or with a call."""
    settles = draw(_days(START, date(2026, 6, 30)))
    matures = draw(_days(settles + timedelta(days=40), date(2028, 12, 31)))
    put = draw(_days(settles + timedelta(days=20), matures - timedelta(days=10)))
    face = draw(st.integers(10, 900))
    note: dict[str, Any] = {
        "kind": "convertible_note",
        "face": f"{face} mn USD",
        "net": f"{face * draw(st.sampled_from([1, 0.98, 0.9]))} mn USD",
        "settles": settles.isoformat(),
        "matures": matures.isoformat(),
        "coupon": draw(st.sampled_from(["0 %/year", "3.3 %/year"])),
        "settlement": draw(st.sampled_from(["shares", "cash", "both"])),
        "credit_spread": "1.3 %/year",
        "conversion_rate": draw(st.sampled_from([4.0, 9.9, 14.0])),
    }
    if draw(st.booleans()):
        note["put"] = put.isoformat()
        note["amortised_to"] = draw(st.sampled_from(["put", "maturity"]))
    if draw(st.booleans()):
        note["capped_call"] = {"cost": "2 mn USD", "cap": "400 USD"}
    return note


@st.composite
def bonds(draw: st.DrawFn) -> dict[str, Any]:
    """A bond from before the horizon or within, at par or below."""
    settles = draw(_days(date(2022, 3, 1), date(2026, 6, 30)))
    face = draw(st.integers(10, 900))
    return {
        "kind": "bullet",
        "face": f"{face} mn USD",
        "net": f"{face * draw(st.sampled_from([1, 0.995, 0.93]))} mn USD",
        "settles": settles.isoformat(),
        "matures": draw(_days(max(settles, START) + timedelta(days=40), date(2029, 12, 31))).isoformat(),
        "coupon": draw(st.sampled_from(["0 %/year", "4.7 %/year"])),
    }


@st.composite
def loans(draw: st.DrawFn) -> dict[str, Any]:
    """A loan from before the horizon or within, repaid in one of the three ways."""
    settles = draw(_days(date(2023, 3, 1), date(2026, 6, 30)))
    matures = draw(_days(max(settles, START) + timedelta(days=40), date(2028, 12, 31)))
    loan = {
        "kind": "term_loan",
        "face": f"{draw(st.integers(10, 400))} mn USD",
        "rate": "5.9 %/year",
        "settles": settles.isoformat(),
        "matures": matures.isoformat(),
        "repaid": draw(st.sampled_from(["evenly", "annuity", "at_end"])),
    }
    if matures - settles > timedelta(days=184):
        loan["every"] = draw(st.sampled_from(["3 months", "6 months"]))
    return loan


ISSUES = st.just(
    {"kind": "equity_issue", "net": "55 mn USD", "price": "98 USD", "ads_ratio": 8, "settles": "2025-11-11"}
)


@st.composite
def fundings(draw: st.DrawFn) -> dict[str, dict[str, Any]]:
    """One to five sources of money from outside, and perhaps a right to refinance their debt, once or again."""
    drawn = draw(st.lists(st.one_of(convertible_notes(), bonds(), loans(), ISSUES), min_size=1, max_size=5))
    found = {f"f{n}": source for n, source in enumerate(drawn)}
    debts = [name for name, source in found.items() if source["kind"] != "equity_issue"]
    again: bool = draw(st.booleans())
    if debts and again:
        found["again"] = {
            "kind": "refinancing",
            "of": debts + draw(st.sampled_from([[], ["again"]])),
            "coupon": "6.1 %/year",
            "per_shortfall": "2 %/year",
            "lasts": draw(st.sampled_from(["270 days", "4 months"])),
        }
    return found
