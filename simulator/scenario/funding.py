"""Where the money comes from: treasury, equity, appropriations and the convertible note."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from simulator.quantities.units import Dimension
from simulator.scenario.section import Section
from simulator.scenario.values import (
    Coupon,
    Day,
    Length,
    Money,
    MoneyRate,
    Name,
    Outflow,
    PlainMoney,
    PlainShare,
    Units,
    fault,
    unless_written,
)

Earmark = Literal["hard", "soft", "memo"]
Split = dict[Name, PlainShare]


class Treasury(Section):
    """The group's cash and liquid investments, and what flows through them outside the plan."""

    opening: Money = Field(description="cash and liquid investments on the first day")
    operating_cash: MoneyRate = unless_written(
        0, Dimension.MONEY_PER_YEAR, "of the rest of the group, markets not included"
    )
    floor: Money | None = Field(None, description="liquidity that should remain; reported, blocks nothing")
    outflows: dict[Name, Outflow] = Field({}, description="other uses: a yearly rate, or amounts by date")


class Equity(Section):
    """The company's shares, per listed certificate where there are certificates."""

    shares: Units = Field(description="ordinary shares outstanding")
    price: PlainMoney | None = Field(None, description="price of a certificate (ADS)")
    volatility: PlainShare | None = Field(None, description="of the price, per year")
    dividend_yield: PlainShare | None = Field(None, description="per year")


def _profile(written: Any) -> Any:
    if isinstance(written, list):
        whole = all(isinstance(w, int) and not isinstance(w, bool) and w >= 0 for w in written)
        if not whole or not any(written):
            raise fault("is not a list of weights", "whole numbers of 0 or more, one a tranche")
        return tuple(written)
    if written not in ("even", "front", "back", "s_curve"):
        raise fault(f"{written!r} is not a profile", "even, front, back, s_curve, or a list of weights")
    return written


class Appropriation(Section):
    """The company's own money for a plan, moved from the treasury into pools in tranches."""

    kind: Literal["appropriation"]
    amount: Money = Field(description="target of uses; tranches add up to it, less notes inside")
    start: Day = Field(alias="from", description="date of the first tranche")
    over: Length = Field(description="length of time from the first tranche to the end of the last")
    every: Length = Field("3 months", description="time between tranches", validate_default=True)
    profile: Annotated[str | tuple[int, ...], BeforeValidator(_profile)] = Field(
        "even",
        description="`even`, `front` (weights n … 1), `back` (1 … n), `s_curve` (k × (n + 1 − k)) or weights",
    )
    into: Split = Field(description="pools and their shares")


class CappedCall(Section):
    """Options bought with the issue that offset dilution up to a cap."""

    cost: PlainMoney = Field(description="paid by the treasury, to equity")
    cap: PlainMoney = Field(description="share price, per certificate, up to which dilution is offset")


class ConvertibleNote(Section):
    """A note that holders may convert into shares or put back at par."""

    kind: Literal["convertible_note"]
    face: PlainMoney = Field(description="owed at put or maturity")
    net: PlainMoney = Field(description="received at settlement")
    capped_call: CappedCall | None = None
    settles: Day = Field(description="date of issue")
    matures: Day = Field(description="date of repayment; rolls to the next business day")
    put: Day | None = Field(None, description="date on which holders may ask for par; rolls likewise")
    coupon: Coupon = unless_written(0, Dimension.RATE, "of face a year, paid half-yearly")
    conversion_rate: float | int | None = Field(None, gt=0, description="certificates per 1,000 of face")
    ads_ratio: int = Field(1, ge=1, description="ordinary shares per certificate")
    split_base: Literal["net", "face", "net_of_call"] = Field("net", description="what `into` divides")
    into: Split = Field(description="pools and their shares")
    inside: dict[Name, Name] = Field(
        {}, description="appropriation: pool; the note's part of that pool replaces tranches still to come"
    )
