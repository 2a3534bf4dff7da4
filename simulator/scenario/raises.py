"""Money raised from outside: the convertible note, bonds, loans, new shares, and the refinancing of what falls due."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from simulator.quantities.units import Dimension
from simulator.scenario.funding import Split
from simulator.scenario.section import Section, as_tuple
from simulator.scenario.values import (
    Coupon,
    Day,
    Length,
    Name,
    Names,
    PlainMoney,
    PlainRateOrShare,
    PlainShare,
    unless_written,
)


class Inflow(Section):
    """What all sources from outside have in common: a day on which money comes, and where it goes."""

    settles: Day = Field(description="date of issue")
    into: Split = Field({}, description="pools and their shares; without, the money stays in the treasury")
    inside: dict[Name, Name] = Field(
        {}, description="appropriation: pool; the part of that pool replaces tranches still to come"
    )


class CappedCall(Section):
    """Options bought with the issue that offset dilution up to a cap."""

    cost: PlainMoney = Field(description="paid by the treasury, to equity")
    cap: PlainMoney = Field(description="share price, per certificate, up to which dilution is offset")


class Redemption(Section):
    """When the issuer may repay early: reported with the terms, and not modelled as a decision."""

    tax: bool = Field(False, description="if tax law changes")
    clean_up: PlainShare | None = Field(None, description="when no more than this share of the face is left")


def _days(written: Any) -> Any:
    if written is None:
        return ()
    return (written,) if isinstance(written, str) else as_tuple(written)


class ConvertibleNote(Inflow):
    """A note that holders may convert into shares or put back at par."""

    kind: Literal["convertible_note"]
    face: PlainMoney = Field(description="owed at put or maturity")
    net: PlainMoney = Field(description="received at settlement, after discount and fees")
    fees: PlainMoney | None = Field(None, description="what of face less net went to banks; told, in `net` already")
    capped_call: CappedCall | None = None
    matures: Day = Field(description="date of repayment; rolls to the next business day")
    put: Annotated[tuple[Day, ...], BeforeValidator(_days)] = Field(
        (), description="date, or dates, on which holders may ask for par; rolls likewise"
    )
    coupon: Coupon = unless_written(0, Dimension.RATE, "of face a year, paid half-yearly")
    conversion_rate: float | int | None = Field(None, gt=0, description="certificates per 1,000 of face")
    conversion_price: PlainMoney | None = Field(None, description="told beside the rate: 1,000 over it")
    conversion_from: Day | None = Field(None, description="first day of conversion; without: from the settlement")
    ads_ratio: int = Field(1, ge=1, description="ordinary shares per certificate")
    settlement: Literal["shares", "cash", "both"] = Field(
        "shares",
        description="of a conversion: shares, cash for their worth, or face in cash and the rest in shares",
    )
    amortised_to: Literal["put", "maturity"] = Field("put", description="day at which net proceeds have grown to face")
    credit_spread: PlainRateOrShare | None = Field(None, description="over the rate without risk, for its valuation")
    redemption: Redemption | None = None
    split_base: Literal["net", "face", "net_of_call"] = Field("net", description="what `into` divides")


class Bullet(Inflow):
    """A bond repaid at its end; one that settled before the horizon is owed from its first day."""

    kind: Literal["bullet"]
    face: PlainMoney = Field(description="owed at maturity")
    net: PlainMoney | None = Field(None, description="received at settlement; without: the face")
    coupon: Coupon = unless_written(0, Dimension.RATE, "of face a year, paid half-yearly")
    matures: Day = Field(description="date of repayment; rolls to the next business day")


class TermLoan(Inflow):
    """A loan repaid in parts; of one that settled before the horizon, what fell due before is past."""

    kind: Literal["term_loan"]
    face: PlainMoney = Field(description="drawn at settlement, whenever that is")
    rate: Coupon = Field(description="interest a year on what is owed")
    matures: Day = Field(description="date of the last repayment")
    every: Length = Field(
        "6 months", description="time between payments, counted back from `matures`", validate_default=True
    )
    repaid: Literal["evenly", "annuity", "at_end"] = Field(
        "evenly", description="equal parts of the face, equal payments with interest, or all at the end"
    )


class EquityIssue(Inflow):
    """New shares sold to investors."""

    kind: Literal["equity_issue"]
    net: PlainMoney = Field(description="received at settlement")
    price: PlainMoney = Field(description="at which a certificate is sold, after fees")
    ads_ratio: int = Field(1, ge=1, description="ordinary shares per certificate")


class Refinancing(Section):
    """A right to issue a new bond when other debt falls due and liquidity would not keep its floor.

    What is issued is the shortfall of the evening, dividends, coupons and other payments up to that day counted, at
    most the principal repaid: the interest paid with it is financed only within that. What markets and benefits earn
    counts up to the last month end. The coupon is a rate plus so much for each share of the floor that is missing.
    """

    kind: Literal["refinancing"]
    of: Names = Field(description="debt whose repayment it may finance; with its own name, the new bonds too")
    coupon: Coupon = Field(description="a year, where nothing is missing; paid half-yearly")
    per_shortfall: Coupon = unless_written(
        0, Dimension.RATE, "added to the coupon if all of the floor is missing, in proportion if a part"
    )
    lasts: Length = Field(description="from issue to repayment, a month or more; rolls to the next business day")


#: kinds that are owed from settlement to maturity
Debt = ConvertibleNote | Bullet | TermLoan
#: kinds that bring money on the day of their settlement
Raise = ConvertibleNote | Bullet | TermLoan | EquityIssue


def owing(funding: Mapping[str, Section]) -> set[str]:
    """What may ever owe something: debt, and rights to refinance it or the bonds of another such right."""
    rights = {name: one for name, one in funding.items() if isinstance(one, Refinancing)}
    found = {name for name, one in funding.items() if isinstance(one, Debt)}
    while more := {name for name, right in rights.items() if name not in found and found & set(right.of)}:
        found |= more
    return found
