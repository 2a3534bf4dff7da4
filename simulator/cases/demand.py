"""Demand, price and cost of every market at each month-end closing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.cases.drawn import DAYS_A_YEAR, Drawn, since_stated
from simulator.cases.exchange import at_rates
from simulator.cases.market_hits import MarketHits, compounded_with, hits_on
from simulator.cases.struck import Struck
from simulator.cases.types import Exchange, Markets
from simulator.cases.walks import walk
from simulator.cases.whole_numbers import milli
from simulator.errors import UserError
from simulator.quantities.calendar import Calendar
from simulator.quantities.quantity import Quantity
from simulator.quantities.units import Dimension
from simulator.scenario.market import Market
from simulator.scenario.schema import Scenario

#: what a market can have of demand, and of money a year, and still be counted in whole milli-MW and cents
MOST_MEGAWATTS, MOST_A_YEAR = 1e9, 1e15
#: money per MW and year -> cents per milli-MW and day
CENTS_PER_MILLI_DAY = 100.0 / 1000.0 / DAYS_A_YEAR


def markets_of(scenario: Scenario, calendar: Calendar, drawn: Drawn, exchange: Exchange, struck: Struck) -> Markets:
    """The markets' arrays."""
    shape = (drawn.replications, 0, len(calendar.closing_days))
    demand, price, fixed, sold, installed = [], [], [], [], []
    for name, market in scenario.markets.items():
        site = Site(f"markets.{name}", market, calendar, drawn, exchange, hits_on(scenario, name, drawn, struck))
        paid = site.price()
        wanted = site.demand(paid)
        check_countable(site.path, wanted, paid)
        demand.append(milli(wanted))
        price.append(paid * CENTS_PER_MILLI_DAY)
        fixed.append(site.cost("opex.fixed", market.opex.fixed) * CENTS_PER_MILLI_DAY)
        sold.append(site.cost("opex.sold", market.opex.sold) * CENTS_PER_MILLI_DAY)
        installed.append(milli(drawn.of(f"{site.path}.installed", market.installed)))
    return Markets(
        demand=np.stack(demand, axis=1) if demand else np.zeros(shape, np.int64),
        price=np.stack(price, axis=1) if price else np.zeros(shape),
        fixed_cost=np.stack(fixed, axis=1) if fixed else np.zeros(shape),
        sold_cost=np.stack(sold, axis=1) if sold else np.zeros(shape),
        installed=np.stack(installed, axis=1) if installed else np.zeros(shape[:2], np.int64),
        tax=tax_rates(scenario, calendar),
    )


def check_countable(path: str, demand: np.ndarray, price: np.ndarray) -> None:
    """Refuse a market that outgrows what can be counted in cents and milli-MW.

    Raises
    ------
    UserError
        If demand passes a million GW, or its price would bring in more than 10¹⁵ a year.
    """
    worth = demand * price
    if demand.max(initial=0.0) > MOST_MEGAWATTS or worth.max(initial=0.0) > MOST_A_YEAR:
        reached = f"{demand.max():.3g} MW, worth {worth.max():.3g} a year"
        raise UserError(f"{path}: demand reaches {reached}; lower its growth, its volatility or its price")


@dataclass(frozen=True)
class Site:
    """A market at the closings of a block: what is stated, drawn, moved by exchange rates and hit by risks."""

    path: str
    market: Market
    calendar: Calendar
    drawn: Drawn
    exchange: Exchange
    hits: MarketHits

    @property
    def days(self) -> np.ndarray:
        """(T,) the closings."""
        return self.calendar.closing_days

    def price(self) -> np.ndarray:
        """(R, T) money per MW and year: the price in force, compounded daily by its trend since it was stated."""
        stated, trend = self.market.price, self.market.price_trend
        factor = self.drawn.compounded_since(f"{self.path}.price_trend", trend, stated, self.days)
        return self.hits.on("price", self._on("price", stated) * factor, self.days)

    def cost(self, key: str, quantity: Quantity) -> np.ndarray:
        """(R, T) money per MW and year of an operating cost."""
        return self.hits.on("opex", self._on(key, quantity), self.days)

    def demand(self, price: np.ndarray) -> np.ndarray:
        """(R, T) MW: min(saturation, demand × share × growth since it was stated × walk); money over price is MW."""
        market, days = self.market, self.days
        share = np.minimum(self.hits.on("share", self._on("share", market.share), days), 1.0)
        wanted = self._on("demand", market.demand) * share
        wanted = wanted * self.growth() * walk(self.path, market.volatility, days, self.drawn)
        wanted = self.hits.on("demand", wanted, days)
        if market.demand.dimension == Dimension.MONEY_PER_YEAR:
            wanted = np.divide(wanted, price, out=np.zeros_like(wanted), where=price > 0)
        if market.saturation is not None:
            wanted = np.minimum(wanted, self._on("saturation", market.saturation))
        return np.asarray(wanted)

    def growth(self) -> np.ndarray:
        """(R, T) how much demand has grown since the value in force was stated, as risks let it."""
        path, rate, changes = f"{self.path}.growth", self.market.growth, self.hits.on_growth()
        return since_stated(
            self.market.demand, self.days, lambda until: compounded_with(changes, path, rate, until, self.drawn)
        )

    def _on(self, key: str, quantity: Quantity) -> np.ndarray:
        """(R, T) what is in force at each closing, at the exchange rate of its month."""
        stated = self.drawn.on(f"{self.path}.{key}", quantity, self.days)
        return at_rates(stated, quantity, self.days, self.calendar, self.exchange)


def tax_rates(scenario: Scenario, calendar: Calendar) -> np.ndarray:
    """(M + 1, N) the tax rate of each market on each day; the last row where there is no market."""
    days = np.arange(calendar.last_day + 1)
    general = np.full(len(days), scenario.valuation.tax.value if scenario.valuation else 0.0)
    plain = Drawn(None, 1)
    rows = [general if m.tax is None else plain.on("", m.tax, days)[0] for m in scenario.markets.values()]
    return np.stack([*rows, general])
