"""Where capacity earns: demand, price and operating cost of a market."""

from __future__ import annotations

from pydantic import Field

from simulator.quantities.units import Dimension
from simulator.scenario.section import Section
from simulator.scenario.values import (
    Demand,
    PlainShareByDate,
    Power,
    PowerByDate,
    Price,
    Rate,
    Share,
    Volatility,
    unless_written,
)


class OperatingCost(Section):
    """What running a market's capacity costs."""

    fixed: Price = unless_written(0, Dimension.MONEY_PER_MW_YEAR, "per MW in service")
    sold: Price = unless_written(0, Dimension.MONEY_PER_MW_YEAR, "per MW sold")


class Market(Section):
    """A place where megawatts are sold.

    D(t) = min(saturation, demand × share × ∏(1 + growth)^(days/365) × X(t)), the growth counted from the date at which
    the demand in force was stated, X a monthly lognormal random walk of mean one.
    """

    demand: Demand = Field(description="at the start: power, or money a year (over the price: power)")
    share: Share = unless_written(1, Dimension.SHARE, "of the demand that comes to the company")
    growth: Rate = unless_written(0, Dimension.RATE, "of demand")
    volatility: Volatility = unless_written(0, Dimension.RATE, "of demand, per square root of a year")
    saturation: PowerByDate | None = Field(None, description="demand never exceeds it")
    price: Price = Field(description="revenue per MW sold and year")
    price_trend: Rate = unless_written(0, Dimension.RATE, "compounds daily from the latest stated price")
    installed: Power = unless_written(0, Dimension.POWER, "in service from the start; filled first")
    opex: OperatingCost = OperatingCost()
    tax: PlainShareByDate | None = Field(None, description="on income after depreciation; else `valuation.tax`")
