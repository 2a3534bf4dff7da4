"""The terms of a convertible note as data: what is owed when, how its money is split, what it costs and becomes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from simulator.cases.holders import certificates_of
from simulator.instruments.dilution import dilution_if_converted
from simulator.quantities.calendar import next_business_day
from simulator.report.cost_of_debt import yearly_cost
from simulator.scenario.raises import ConvertibleNote
from simulator.scenario.schema import Scenario
from simulator.scenario.tranches import split_of

#: what the split may divide
SPLIT_BASES = ("face", "net", "net_of_call")


@dataclass(frozen=True)
class Due:
    """A day on which face may have to be paid, and what the note costs a year if it is.

    Attributes
    ----------
    what : ``put`` or ``maturity``
    stated, paid : the date of the terms, and the business day on which it is paid
    rate : 1/year, effective, from net proceeds to face with the coupons between; None where nothing was received
    rate_with_call : the same with the cost of the capped call taken off the proceeds; None without one
    """

    what: str
    stated: date
    paid: date
    rate: float | None
    rate_with_call: float | None


@dataclass(frozen=True)
class Conversion:
    """What the note can be converted into.

    Attributes
    ----------
    rate : certificates per 1,000 of face, in the currency of the terms
    price : face given up for a certificate
    premium : of that price over the stated share price; None without one
    certificates, shares : on conversion of all of it
    share_of_existing : new ordinary shares over those that exist; None where they are not stated
    """

    rate: float
    price: float
    premium: float | None
    certificates: float
    shares: float
    share_of_existing: float | None


@dataclass(frozen=True)
class TermSheet:
    """A note's terms; money in the reporting currency."""

    name: str
    currency: str
    face: float
    net: float
    fees: float | None
    call_cost: float | None
    cap: float | None
    coupon: float
    settles: date
    settlement: str
    amortised_to: str
    conversion_from: date | None
    tax_redemption: bool
    clean_up: float | None
    split_base: str
    splits: dict[str, dict[str, float]]
    due: tuple[Due, ...]
    conversion: Conversion | None


def term_sheet(name: str, note: ConvertibleNote, scenario: Scenario) -> TermSheet:
    """The terms of a note, and what follows from them without any market data."""
    redemption, call = note.redemption, note.capped_call
    return TermSheet(
        name=name,
        currency=scenario.currency,
        face=note.face.value,
        net=note.net.value,
        fees=note.fees.value if note.fees else None,
        call_cost=call.cost.value if call else None,
        cap=call.cap.value if call else None,
        coupon=note.coupon.value,
        settles=note.settles,
        settlement=note.settlement,
        amortised_to=note.amortised_to if note.put else "maturity",
        conversion_from=(note.conversion_from or note.settles) if note.conversion_rate else None,
        tax_redemption=bool(redemption and redemption.tax),
        clean_up=redemption.clean_up.value if redemption and redemption.clean_up else None,
        split_base=note.split_base,
        splits=splits(note),
        due=due(note),
        conversion=conversion(note, scenario),
    )


def splits(note: ConvertibleNote) -> dict[str, dict[str, float]]:
    """Money by pool, for each amount that could be divided: face, net proceeds, and those less the capped call."""
    bases = [base for base in SPLIT_BASES if note.into and (base != "net_of_call" or note.capped_call)]
    divided = {base: split_of(note.model_copy(update={"split_base": base})) for base in bases}
    return {base: {pool: cents / 100 for pool, cents in split.items()} for base, split in divided.items()}


def due(note: ConvertibleNote) -> tuple[Due, ...]:
    """The puts and the maturity."""
    days = [*(("put", day) for day in note.put), ("maturity", note.matures)]
    return tuple(_due(what, stated, note) for what, stated in days)


def _due(what: str, stated: date, note: ConvertibleNote) -> Due:
    call = note.capped_call
    with_call = yearly_cost(note, until=stated, spent=call.cost.value) if call else None
    return Due(what, stated, next_business_day(stated), yearly_cost(note, until=stated), with_call)


def conversion(note: ConvertibleNote, scenario: Scenario) -> Conversion | None:
    """What all of the note can be converted into; None if it cannot be."""
    certificates, equity = certificates_of(note), scenario.equity
    if certificates is None or note.conversion_rate is None:
        return None
    price, shares = note.face.value / certificates, certificates * note.ads_ratio
    stated = equity.price.value if equity and equity.price else None
    existing = equity.shares.value if equity else None
    return Conversion(
        rate=float(note.conversion_rate),
        price=price,
        premium=price / stated - 1.0 if stated else None,
        certificates=certificates,
        shares=shares,
        share_of_existing=dilution_if_converted(shares, existing) if existing else None,
    )


def as_data(part: Any) -> Any:
    """Terms and valuations as plain data for JSON: names, numbers, and dates as text."""
    if hasattr(part, "__dataclass_fields__"):
        return {name: as_data(getattr(part, name)) for name in part.__dataclass_fields__}
    if isinstance(part, dict):
        return {name: as_data(value) for name, value in part.items()}
    if isinstance(part, list | tuple):
        return [as_data(value) for value in part]
    return part.isoformat() if isinstance(part, date) else part
