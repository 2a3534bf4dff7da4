"""A note told in lines: its terms, what it costs, what it is worth, and what it dilutes."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from simulator.amounts import fixed, percent
from simulator.report.note_dilution import Diluted, dilution_table
from simulator.report.note_worth import Valuation, missing, valued
from simulator.report.term_sheet import Due, TermSheet, as_data, term_sheet
from simulator.scenario.notes import notes_of
from simulator.scenario.schema import Scenario
from simulator.words import WIDTH, readable, visible

#: width of the names of a table's lines
NAME = 38
SPLITS = {"face": "of face", "net": "of net proceeds", "net_of_call": "of net proceeds less the capped call"}
SETTLED = {
    "shares": "in certificates",
    "cash": "in cash for their worth",
    "both": "face in cash, the rest in certificates",
}
#: how the table of dilution is headed: what a view is, and its two columns
VIEWS, COLUMNS = ("if converted", "economic", "rest in shares"), ("mn", "of shares")
#: width of a column
WIDE = 10
CONVENTION = (
    "Credit spread: money owed by the issuer is discounted at the rate without risk plus the spread, shares at the "
    "rate without risk; at each node of the tree both are mixed by the chance of conversion.{} Rates are effective, "
    "act/365."
)
OF_CALL = " The capped call is owed by banks: no spread."
DILUTION = (
    "If converted: in earnings a share, from the issue on. Economic: what shareholders give up{}. Rest: what exceeds "
    "face, in shares or in cash, if face is paid in cash. All in certificates."
)
NET_OF_CALL = ", net of the capped call"


@dataclass(frozen=True)
class Told:
    """All that is said of a note without running anything.

    Attributes
    ----------
    sheet : its terms
    valuation : None where data are missing
    missing : paths of these
    dilution : a row a share price; none where it cannot be converted
    """

    sheet: TermSheet
    valuation: Valuation | None
    missing: tuple[str, ...]
    dilution: list[Diluted]


def told(scenario: Scenario, on: date | None = None, *, price_of_the_day: bool = False) -> list[Told]:
    """Each convertible note of a scenario, valued on a day, or at its issue; at a price of that day if it is one.

    Raises
    ------
    UserError
        If a note cannot be valued on the day: it is before its issue or not before its maturity.
    """
    found = []
    for name, note in notes_of(scenario).items():
        sheet = term_sheet(name, note, scenario)
        worth = valued(note, scenario, on, price_of_the_day=price_of_the_day)
        found.append(Told(sheet, worth, missing(name, note, scenario), dilution_table(sheet)))
    return found


def note_data(one: Told) -> dict[str, Any]:
    """A note as plain data for JSON."""
    return {
        **as_data(one.sheet),
        "valuation": as_data(one.valuation),
        "missing": list(one.missing),
        "dilution": as_data(one.dilution),
        "convention": convention(one.sheet),
    }


def note_tables(one: Told) -> dict[str, list[tuple[str, str]]]:
    """What is said of a note, but for dilution: tables of names and values, by their headings."""
    return {
        "terms": list(_terms(one.sheet)),
        "split": list(_splits(one.sheet)),
        "cost a year, effective": [line for due in one.sheet.due for line in _due(due)],
        "conversion": list(_conversion(one.sheet)),
        "worth": list(_worth(one)),
    }


def note_lines(one: Told) -> list[str]:
    """A note as lines of text, at most 100 wide."""
    lines = [f"{readable(one.sheet.name)}: {note_heading(one.sheet)}"]
    for heading, rows in note_tables(one).items():
        lines += ["", heading, *(f"  {what:<{NAME}}{value}" for what, value in rows)] if rows else []
    closing = ["", *textwrap.wrap(convention(one.sheet), WIDTH)] if one.valuation else []
    return [visible(line) for line in (*lines, *_dilution(one), *closing)]


def convention(sheet: TermSheet) -> str:
    """How a note is valued, and its capped call if it has one."""
    return CONVENTION.format(OF_CALL if sheet.cap is not None else "")


def dilution_reading(sheet: TermSheet) -> str:
    """What the views of dilution are."""
    return DILUTION.format(NET_OF_CALL if sheet.cap is not None else "")


def note_heading(sheet: TermSheet) -> str:
    """How much is owed, and from when to when."""
    return f"{_money(sheet.face, sheet)} from {sheet.settles} to {sheet.due[-1].stated}"


def _money(amount: float, sheet: TermSheet) -> str:
    """An amount in millions to a decimal or two, whatever its size, so that sums can be followed."""
    if sheet.face >= 1e6:
        return f"{fixed(amount / 1e6, 2)} mn {sheet.currency}"
    return f"{fixed(amount, 2)} {sheet.currency}"


def _terms(sheet: TermSheet) -> Iterator[tuple[str, str]]:
    yield "face", _money(sheet.face, sheet)
    yield "net proceeds", f"{_money(sheet.net, sheet)} ({percent(sheet.net / sheet.face)} of face)"
    if sheet.fees is not None:
        yield "of the discount, fees", _money(sheet.fees, sheet)
    yield "coupon", f"{percent(sheet.coupon)} a year"
    if sheet.call_cost is not None and sheet.cap is not None:
        yield "capped call", f"{_money(sheet.call_cost, sheet)}, cap {fixed(sheet.cap, 2)} {sheet.currency}"
    for due in sheet.due:
        rolled = f", paid on {due.paid}" if due.paid != due.stated else ""
        yield due.what, f"{due.stated}{rolled}"
    yield "amortised to", f"the {sheet.amortised_to}"
    if sheet.tax_redemption:
        yield "issuer may redeem", "if tax law changes (not modelled)"
    if sheet.clean_up is not None:
        yield "issuer may redeem", f"when {percent(sheet.clean_up)} of face or less is left (not modelled)"


def _splits(sheet: TermSheet) -> Iterator[tuple[str, str]]:
    for base, split in sheet.splits.items():
        parts = ", ".join(f"{readable(pool)} {_money(amount, sheet)}" for pool, amount in split.items())
        yield SPLITS[base], f"{parts}{' (used)' if base == sheet.split_base else ''}"


def _due(due: Due) -> Iterator[tuple[str, str]]:
    if due.rate is not None:
        yield f"to the {due.what} of {due.stated}", f"{due.rate * 100:.3f} %"
    if due.rate_with_call is not None:
        yield "  with the capped call", f"{due.rate_with_call * 100:.3f} %"


def _conversion(sheet: TermSheet) -> Iterator[tuple[str, str]]:
    terms = sheet.conversion
    if terms is None:
        yield "none", "the note states no conversion_rate"
        return
    yield "rate", f"{terms.rate:,.4f} certificates per 1,000 of face"
    yield "price", f"{fixed(terms.price, 2)} {sheet.currency}{_beside_the_share(terms.premium)}"
    yield "from", f"{sheet.conversion_from}, {SETTLED[sheet.settlement]}"
    existing = (
        f" ({percent(terms.share_of_existing)} of those that exist)" if terms.share_of_existing is not None else ""
    )
    yield "certificates on conversion", f"{terms.certificates / 1e6:,.3f} mn"
    yield "ordinary shares", f"{terms.shares / 1e6:,.1f} mn{existing}"
    if sheet.settlement == "cash":
        yield "  issued", "no shares: settled in cash"


def _beside_the_share(premium: float | None) -> str:
    if premium is None:
        return ""
    return f", {percent(abs(premium))} {'under' if premium < 0 else 'over'} the share price"


def _worth(one: Told) -> Iterator[tuple[str, str]]:
    worth, sheet = one.valuation, one.sheet
    if worth is None:
        yield "not valued", f"nothing states {', '.join(one.missing)}"
        return
    priced = f"at a share price of {fixed(worth.price, 2)} {sheet.currency} of {worth.priced_on}"
    yield "on", f"{worth.on}, {priced}"
    if worth.price_remark is not None:
        yield "  share price", worth.price_remark
    yield "share", f"{_volatility(worth)}, dividend yield {percent(worth.dividend_yield)}"
    yield "rates", f"{percent(worth.risk_free)} without risk, a credit spread of {percent(worth.credit_spread)}"
    yield "note", f"{_money(worth.total, sheet)} ({percent(worth.of_face)} of face)"
    yield "  bond floor", _money(worth.floor, sheet)
    yield "  right to convert", _money(worth.option, sheet)
    if worth.call is not None and worth.call_cost is not None:
        yield "capped call", f"{_money(worth.call, sheet)}; it cost {_money(worth.call_cost, sheet)}"
    yield from _implied(worth, sheet)


def _volatility(worth: Valuation) -> str:
    """The volatility with which a note is valued, and what the share's walk alone has where it jumps too."""
    jumps = worth.volatility != worth.volatility_of_walk
    beside = f", jumps included (its walk: {percent(worth.volatility_of_walk)})" if jumps else ""
    return f"volatility {percent(worth.volatility)}{beside}"


def _implied(worth: Valuation, sheet: TermSheet) -> Iterator[tuple[str, str]]:
    found = worth.implied
    if found is None:
        return
    for what, value in (("volatility", found.volatility), ("spread", found.credit_spread)):
        yield f"{what} at which it is worth face", percent(value) if value is not None else "none within reason"
    if found.call_volatility is not None:
        yield "volatility of the call's cost", f"{percent(found.call_volatility)}, the highest of two"
    elif found.call_most is not None:
        yield "volatility of the call's cost", f"none: at most it is worth {_money(found.call_most, sheet)}"


def _dilution(one: Told) -> Iterator[str]:
    """The three views as a table."""
    if not one.dilution:
        return
    yield from ("", "dilution")
    heads = "".join(f"{view:>{2 * WIDE}}" for view in VIEWS)
    yield f"  {'share price':>{WIDE + 2}}{heads}{'or in cash':>{WIDE + 6}}"
    below = "".join(f"{column:>{WIDE}}" for _ in VIEWS for column in COLUMNS)
    yield f"  {one.sheet.currency:>{WIDE + 2}}{below}{cash_unit(one.sheet):>{WIDE + 6}}"
    for price, *views, cash in dilution_cells(one):
        yield f"  {price:>{WIDE + 2}}{''.join(f'{cell:>{WIDE}}' for cell in views)}{cash:>{WIDE + 6}}"
    yield from (f"  {line}" for line in textwrap.wrap(dilution_reading(one.sheet), WIDTH - 2))


def cash_unit(sheet: TermSheet) -> str:
    """The unit of the table's last column."""
    return _money(0.0, sheet).partition(" ")[2]


def dilution_cells(one: Told) -> Iterator[list[str]]:
    """The cells of the table of dilution, row by row: the price, two a view, and cash."""
    terms = one.sheet.conversion
    assert terms is not None
    share = (terms.share_of_existing if terms.share_of_existing is not None else float("nan")) / terms.certificates
    for row in one.dilution:
        views = [row.if_converted, row.economic, row.settled]
        counted = [text for count in views for text in (f"{count / 1e6:,.2f}", percent(count * share))]
        yield [fixed(row.price, 2), *counted, _money(row.excess_cash, one.sheet).partition(" ")[0]]
