"""Money raised from outside that cannot be meant, each told at its line in the contract's words."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.scenario.load import load
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
    line = next(n for n, row in enumerate(text.splitlines(), 1) if at.splitlines()[-1] in row)
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
            "face: 500 mn USD, net: 4 mn USD",
            "funding.bond.net: '4 mn USD' is less than 1 % of the face; net proceeds nearer to it, or none",
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
            "funding.note.capped_call.cap: '120 USD' is not above the conversion price of 125.00; a cap above it",
        ),
        (
            "cap: 150 USD",
            "cap: 125 USD",
            "funding.note.capped_call.cap: '125 USD' is not above the conversion price of 125.00; a cap above it",
        ),
        (
            "cost: 40 mn USD",
            "cost: 981 mn USD",
            "funding.note.capped_call.cost: '981 mn USD' is more than the net proceeds of 980,000,000; at most what is "
            "received",
        ),
        (
            "put: 2029-09-15, fees",
            "amortised_to: put, fees",
            "funding.note.amortised_to: 'put' names a put; a `put`, or maturity",
        ),
        (
            "put: 2029-09-15",
            "put: 2031-09-15",
            "funding.note.put: '2031-09-15' is paid on 2031-09-15, as the maturity is; a put that is paid before",
        ),
        (
            "matures: 2031-09-15,\n         put: 2029-09-15",
            "matures: 2031-09-14,\n         put: [2029-09-15, 2031-09-13]",
            "funding.note.put[1]: '2031-09-13' is paid on 2031-09-15, as the maturity is; a put that is paid before",
        ),
        (
            "put: 2029-09-15",
            "put: [2028-04-01, 2028-04-03]",
            "funding.note.put: [2028-04-01, 2028-04-03] has puts that are paid on the same day; business days that "
            "rise",
        ),
        (
            "shares: 1 bn",
            "shares: 0",
            "equity.shares: 0 is nothing; shares that exist, above 0",
        ),
        (
            "rate: 5 %/year",
            "rate: -6 %/year",
            "funding.loan.rate: '-6 %/year' is negative; must be 0 or more",
        ),
        (
            "matures: 2028-03-31}",
            "matures: 2028-03-31, every: 4 years}",
            "funding.loan.every: '4 years' is longer than the loan; at most the time from 2025-03-31 to 2028-03-31",
        ),
        (
            "matures: 2028-03-31}",
            "matures: 2028-03-31, every: 9999 years}",
            "funding.loan.every: '9999 years' is longer than the loan; at most the time from 2025-03-31 to 2028-03-31",
        ),
        (
            "coupon: 5 %/year, lasts",
            "coupon: -5 %/year, lasts",
            "funding.renewal.coupon: '-5 %/year' is negative; must be 0 or more",
        ),
        (
            "coupon: 5 %/year, lasts",
            "coupon: 5 %/year, per_shortfall: -1 %, lasts",
            "funding.renewal.per_shortfall: '-1 %' is negative; must be 0 or more",
        ),
        (
            "lasts: 5 years",
            "lasts: 0 days",
            "funding.renewal.lasts: '0 days' is no time at all; a whole number, as ",
        ),
        (
            "lasts: 5 years",
            "lasts: 27 days",
            "funding.renewal.lasts: '27 days' is shorter than a month; 1 month or more",
        ),
        (
            "lasts: 5 years",
            "lasts: 9000 years",
            "funding.renewal.lasts: '9000 years', 2032-12-31 and 1 × 9000 years is beyond the calendar; years "
            "from 1 to 9999",
        ),
        (
            "of: [bond]",
            "of: [bond, loan, bond]",
            "funding.renewal.of[2]: 'bond' is refinanced by renewal already; each debt once",
        ),
        (
            "lasts: 5 years}",
            "lasts: 5 years}\n  second: {kind: refinancing, of: [loan, bond], coupon: 5 %/year, lasts: 1 year}",
            "funding.second.of[1]: 'bond' is refinanced by renewal already; each debt once",
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
            "funding.renewal.of[0]: 'bnd', no such debt (did you mean 'bond'?); one of: note, bond, loan, renewal",
        ),
        (
            "of: [bond]",
            "of: []",
            "funding.renewal.of: [] has no debt behind it, so that nothing is ever issued; debt that falls due",
        ),
        (
            "of: [bond]",
            "of: [renewal]",
            "funding.renewal.of: [renewal] has no debt behind it, so that nothing is ever issued; debt that falls due",
        ),
        (
            "net: 300 mn USD",
            "net: 0 USD",
            "funding.shares.net: '0 USD' is nothing; what is received, above 0",
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


def test_rights_to_each_other_alone_lead_to_no_debt(tmp_path: Path) -> None:
    other = "of: [second], coupon: 5 %/year, lasts: 5 years}\n  second: {kind: refinancing, of: [renewal],"
    text = RAISES.replace("of: [bond],", f"{other}")
    found = told(write(tmp_path, "bad.yaml", text))
    assert [message.partition(" has")[0] for message in found] == [
        "bad.yaml:13: funding.renewal.of: [second]",
        "bad.yaml:14: funding.second.of: [renewal]",
    ]
    assert warnings_of(tmp_path, "of: [renewal]", "of: [renewal, bond]", text) == []


def test_the_text_that_is_made_wrong_is_right(tmp_path: Path) -> None:
    assert told(write(tmp_path, "fine.yaml", RAISES)) == []
    assert warnings_of(tmp_path, "name: raises", "name: raises") == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("of: [bond]", "of: [bond, renewal]"),
        ("lasts: 5 years", "lasts: 28 days"),
        ("cost: 40 mn USD", "cost: 980 mn USD"),
        ("rate: 5 %/year", "rate: 0 %"),
        ("matures: 2028-03-31}", "matures: 2028-03-31, every: 36 months}"),
        # a payment every six months, unless it says otherwise, is one payment of a short loan
        ("matures: 2028-03-31}", "matures: 2025-06-30}"),
        ("price: 95 USD", "price: 51 USD"),
        ("rate: 5 %/year", "rate: 100 %/year"),
        ("conversion_rate: 8,", "conversion_rate: 8, ads_ratio: 10000,"),
        ("price: 95 USD", "price: 149 USD"),
        ("price: 100 USD", "price: 101 USD, jumps: {intensity: 0}"),
    ],
)
def test_what_is_just_within_is_neither_refused_nor_odd(old: str, new: str, tmp_path: Path) -> None:
    assert warnings_of(tmp_path, old, new) == []


@pytest.mark.parametrize(
    ("old", "new", "at", "said"),
    [
        (
            "price: 95 USD",
            "price: 500 USD",
            "shares:",
            "funding.shares.price: '500 USD' is more than 50 % off the share price of 100.00; ",
        ),
        (
            "price: 95 USD",
            "price: 49 USD",
            "shares:",
            "funding.shares.price: '49 USD' is more than 50 % off the share price of 100.00; ",
        ),
        (
            "price: 100 USD",
            "price: 251 USD",
            "conversion_rate",
            "funding.note.conversion_rate: 8 is a conversion price of 125.00, less than half the share price of ",
        ),
        (
            "conversion_rate: 8, conversion_price: 125 USD",
            "conversion_rate: 1.9",
            "conversion_rate",
            "funding.note.conversion_rate: 1.9 is a conversion price of 526.32, more than five times the share price ",
        ),
        (
            "cap: 150 USD",
            "cap: 1251 USD",
            "cap:",
            "funding.note.capped_call.cap: '1251 USD' is more than ten times the conversion price of 125.00; ",
        ),
        (
            "matures: 2030-06-01",
            "coupon: 300 %, matures: 2030-06-01",
            "bond:",
            "funding.bond.coupon: '300 %' is more than 100 % a year; a rate a year, as 5 %/year",
        ),
        ("rate: 5 %/year", "rate: 600 %", "loan:", "funding.loan.rate: '600 %' is more than 100 % a year; "),
        (
            "matures: 2031-09-15",
            "coupon: 900 %, matures: 2031-09-15",
            "note:",
            "funding.note.coupon: '900 %' is more than 100 % a year; ",
        ),
        (
            "coupon: 5 %/year, lasts",
            "coupon: 5 %/year, per_shortfall: 101 %, lasts",
            "renewal:",
            "funding.renewal.per_shortfall: '101 %' is more than 100 % a year; ",
        ),
        (
            "conversion_rate: 8,",
            "conversion_rate: 8, ads_ratio: 1000000,",
            "conversion_rate",
            "funding.note.ads_ratio: 1000000 is more than 10,000; ordinary shares per certificate",
        ),
        (
            "price: 95 USD",
            "price: 95 USD, ads_ratio: 10001",
            "shares: {kind",
            "funding.shares.ads_ratio: 10001 is more than 10,000; ",
        ),
    ],
)
def test_terms_that_are_hardly_meant_are_warned_of_at_their_line(
    old: str, new: str, at: str, said: str, tmp_path: Path
) -> None:
    sets = RAISES.replace("price: 95 USD", "price: 126 USD") if "251" in new else RAISES
    sets = sets.replace("cap: 150", "cap: 600") if "1.9" in new else sets
    (found,) = warnings_of(tmp_path, old, new, sets)
    line = next(n for n, row in enumerate(sets.splitlines(), 1) if at in row.split("equity")[0])
    assert found.startswith(f"odd.yaml:{line}: {said}"), found


def warnings_of(folder: Path, old: str, new: str, text: str = RAISES) -> list[str]:
    """What is warned of in the text with one piece replaced; it must be without faults."""
    assert old in text
    found = load(write(folder, "odd.yaml", text.replace(old, new, 1))).document.warnings
    return [str(warning).removeprefix(f"{folder}/") for warning in found]
