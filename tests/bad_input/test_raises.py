"""Money raised from outside that cannot be meant, each told at its line in the contract's words."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.scenario.written import told, write

RAISES = """\
name: raises
horizon: {start: 2025-01-01, end: 2032-12-31}
treasury: {opening: 9 bn USD, floor: 1 bn USD}
equity: {shares: 1 bn, price: 100 USD, volatility: 35 %, risk_free: 4 %/year}
pools: {build: {}}
funding:
  note: {kind: convertible_note, face: 1 bn USD, net: 980 mn USD, settles: 2025-09-16, matures: 2031-09-15,
         put: 2029-09-15, fees: 15 mn USD, capped_call: {cost: 40 mn USD, cap: 150 USD}, into: {build: 100 %},
         conversion_rate: 8, conversion_price: 125 USD, conversion_from: 2025-11-01, credit_spread: 1 %/year}
  bond: {kind: bullet, face: 500 mn USD, net: 495 mn USD, settles: 2024-06-01, matures: 2030-06-01}
  loan: {kind: term_loan, face: 200 mn USD, rate: 5 %/year, settles: 2025-03-31, matures: 2028-03-31}
  shares: {kind: equity_issue, net: 300 mn USD, price: 95 USD, settles: 2026-01-15}
  renewal: {kind: refinancing, of: [bond], coupon: 5 %/year, lasts: 5 years}
"""


def said_of(folder: Path, old: str, new: str, at: str) -> list[str]:
    """What is said of the text with one piece replaced, seen to be told at the line on which a piece stands."""
    assert old in RAISES
    text = RAISES.replace(old, new, 1)
    line = next(n for n, row in enumerate(text.splitlines(), 1) if at in row)
    messages = told(write(folder, "bad.yaml", text))
    assert all(message.startswith(f"bad.yaml:{line}: ") for message in messages), messages
    return [message.removeprefix(f"bad.yaml:{line}: ") for message in messages]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "conversion_price: 125 USD",
            "conversion_price: 120 USD",
            "funding.note.conversion_price: '120 USD', contradicts the conversion rate: 1,000 over 8 is 125.00; the "
            "one or the other, or both that agree",
        ),
        (
            "put: 2029-09-15",
            "put: 2032-01-15",
            "funding.note.put: '2032-01-15' is not between settlement and maturity; from 2025-09-16 to 2031-09-15",
        ),
        (
            "put: 2029-09-15",
            "put: [2025-09-16, 2029-09-15]",
            "funding.note.put[0]: '2025-09-16' is not between settlement and maturity; from 2025-09-16 to 2031-09-15",
        ),
        (
            "put: 2029-09-15",
            "put: [2030-09-15, 2029-09-15]",
            "funding.note.put: [2030-09-15, 2029-09-15] is out of order; dates that rise",
        ),
        (
            "face: 1 bn USD, net: 980 mn USD",
            "face: 970 mn USD, net: 980 mn USD",
            "funding.note.net: '980 mn USD' is more than the face; net proceeds of at most the face",
        ),
        (
            "face: 500 mn USD, net: 495 mn USD",
            "face: 490 mn USD, net: 495 mn USD",
            "funding.bond.net: '495 mn USD' is more than the face; net proceeds of at most the face",
        ),
        (
            "face: 500 mn USD, net: 495 mn USD",
            "face: 0 USD, net: 0 USD",
            "funding.bond.face: '0 USD' is nothing; what is owed, above 0",
        ),
        (
            "matures: 2031-09-15",
            "matures: 2025-09-15",
            "funding.note.matures: '2025-09-15' is not after the settlement; a date after 2025-09-16",
        ),
        (
            "settles: 2025-03-31",
            "settles: 2028-03-31",
            "funding.loan.matures: '2028-03-31' is not after the settlement; a date after 2028-03-31",
        ),
        (
            "matures: 2030-06-01",
            "matures: 2024-12-31",
            "funding.bond.matures: '2024-12-31' is before the horizon; debt that is still owed on its first day",
        ),
        (
            "settles: 2025-09-16",
            "settles: 2024-09-16",
            "funding.note.settles: '2024-09-16' is outside the horizon; a date from 2025-01-01 to 2032-12-31",
        ),
        (
            "settles: 2025-03-31, matures: 2028-03-31",
            "settles: 2033-03-31, matures: 2038-03-31",
            "funding.loan.settles: '2033-03-31' is outside the horizon; a date up to 2032-12-31",
        ),
        (
            "settles: 2024-06-01, matures: 2030-06-01",
            "settles: 2024-06-01, matures: 2030-06-01, into: {build: 100 %}",
            "funding.bond.into: {build: 100 %}, divides money that came before the horizon; no `into`, or a later date",
        ),
        (
            "conversion_from: 2025-11-01",
            "conversion_from: 2031-11-01",
            "funding.note.conversion_from: '2031-11-01' is not between settlement and maturity; from 2025-09-16 to "
            "2031-09-15",
        ),
        (
            "cap: 150 USD",
            "cap: 120 USD",
            "funding.note.capped_call.cap: '120 USD' is below the conversion price of 125.00; a cap at or above it",
        ),
        (
            "fees: 15 mn USD",
            "fees: 21 mn USD",
            "funding.note.fees: '21 mn USD' is more than face less net; fees within the discount",
        ),
        (
            "capped_call: {cost: 40 mn USD, cap: 150 USD}, ",
            "split_base: net_of_call, ",
            "funding.note.split_base: 'net_of_call' names a capped call; a `capped_call`, or net, or face",
        ),
        (
            "conversion_rate: 8",
            "conversion_rate: 0",
            "funding.note.conversion_rate: 0 ",
        ),
        (
            "price: 95 USD",
            "price: 0 USD",
            "funding.shares.price: '0 USD' is nothing; a price above 0",
        ),
        (
            "price: 100 USD",
            "price: 0 USD",
            "equity.price: '0 USD' is nothing; a price above 0, or no price",
        ),
        (
            "price: 100 USD",
            "price: -5 USD",
            "equity.price: '-5 USD' is negative; must be 0 or more",
        ),
        (
            "risk_free: 4 %/year",
            "risk_free: 4 %/year, dividend_yield: -1 %/year",
            "equity.dividend_yield: '-1 %/year' is negative; 0 % or more",
        ),
        (
            "risk_free: 4 %/year",
            "risk_free: 4 %/year, as_of: 2033-01-31",
            "equity.as_of: '2033-01-31' is after the horizon; a date up to 2032-12-31",
        ),
        (
            "credit_spread: 1 %/year",
            "credit_spread: -1 %/year",
            "funding.note.credit_spread: '-1 %/year' is negative; 0 % or more",
        ),
        (
            "of: [bond]",
            "of: [bnd]",
            "funding.renewal.of[0]: 'bnd', no such debt (did you mean 'bond'?); one of: note, bond, loan",
        ),
        (
            "floor: 1 bn USD",
            "operating_cash: 1 bn USD/year",
            "funding.renewal: {kind: refinancing, of: [bond], coupon: 5 %/year, lasts: 5 years} has no floor to keep; "
            "a `treasury` with a `floor`",
        ),
    ],
    ids=lambda text: text[:40],
)
def test_terms_that_cannot_be_meant_are_told_at_their_line(old: str, new: str, said: str, tmp_path: Path) -> None:
    found = said_of(tmp_path, old, new, at="renewal:" if old.startswith("floor") else new)
    assert len(found) == 1, found
    assert found[0].startswith(said), found[0]


@pytest.mark.parametrize(
    ("quote", "missing"),
    [("volatility: 35 %, ", "volatility"), (", risk_free: 4 %/year", "risk_free"), ("price: 100 USD, ", "price")],
)
def test_a_note_to_be_valued_needs_market_data(quote: str, missing: str, tmp_path: Path) -> None:
    (found,) = said_of(tmp_path, quote, "", at="equity:")
    assert found.startswith("equity: {shares: 1 bn, ")
    assert found.endswith(f"states no {missing}; the market data of a valuation: `{missing}`")


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ("conversion_price: 125 USD", "funding.note.conversion_price: '125 USD'"),
        ("conversion_from: 2025-11-01", "funding.note.conversion_from: '2025-11-01'"),
        ("credit_spread: 1 %/year", "funding.note.credit_spread: '1 %/year'"),
    ],
)
def test_what_belongs_to_a_conversion_needs_a_rate(kept: str, said: str, tmp_path: Path) -> None:
    terms = "conversion_rate: 8, conversion_price: 125 USD, conversion_from: 2025-11-01, credit_spread: 1 %/year"
    (found,) = said_of(tmp_path, terms, kept, at=kept)
    assert found == f"{said}, belongs to a conversion; a `conversion_rate`"


def test_the_text_that_is_made_wrong_is_right(tmp_path: Path) -> None:
    assert told(write(tmp_path, "fine.yaml", RAISES)) == []
