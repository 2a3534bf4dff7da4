"""Where a company's own money comes from: its treasury, its shares, and what it appropriates for its pools."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from simulator.quantities.units import Dimension
from simulator.scenario.section import Section
from simulator.scenario.values import (
    Day,
    Length,
    Money,
    MoneyRate,
    Name,
    Outflow,
    PlainMoney,
    PlainRateOrShare,
    PlainShare,
    PlainVolatility,
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


class Jumps(Section):
    """Sudden moves of a share price: a Poisson number a year, each of a normal size in its logarithm."""

    intensity: float = Field(ge=0, le=12, description="expected number a year")
    mean: float = Field(0.0, ge=-2, le=2, description="of a jump's logarithm, as -0.2")
    deviation: float = Field(0.0, ge=0, le=2, description="standard deviation of it")


class Equity(Section):
    """The company's shares, per listed certificate where there are certificates."""

    shares: Units = Field(description="ordinary shares outstanding")
    price: PlainMoney | None = Field(None, description="price of a certificate (ADS)")
    as_of: Day | None = Field(None, description="day of the price, before which it does not move; else the first day")
    volatility: PlainVolatility | None = Field(None, description="of the price but for jumps, per root of a year")
    dividend_yield: PlainRateOrShare | None = Field(None, description="per year")
    risk_free: PlainRateOrShare | None = Field(None, description="rate without risk, effective, per year")
    total_return: PlainRateOrShare | None = Field(
        None, description="expected a year, dividends included; without: the rate without risk"
    )
    jumps: Jumps | None = Field(None, description="that the price makes besides its walk")


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
