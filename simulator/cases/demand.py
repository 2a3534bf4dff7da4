"""Demand, price and cost of every market at each month-end closing."""

from __future__ import annotations

import numpy as np

from simulator.cases.drawn import DAYS_A_YEAR, Drawn
from simulator.cases.portfolio import milli
from simulator.cases.types import Markets
from simulator.errors import UserError
from simulator.quantities.calendar import Calendar
from simulator.quantities.units import Dimension
from simulator.scenario.market import Market
from simulator.scenario.schema import Scenario
from simulator.scenario.uncertain import moves, walk_path

#: what a market can have of demand, and of money a year, and still be counted in whole milli-MW and cents
MOST_MEGAWATTS, MOST_A_YEAR = 1e9, 1e15
#: money per MW and year -> cents per milli-MW and day
CENTS_PER_MILLI_DAY = 100.0 / 1000.0 / DAYS_A_YEAR


def markets_of(scenario: Scenario, calendar: Calendar, drawn: Drawn) -> Markets:
    """The markets' arrays."""
    days = calendar.closing_days
    shape = (drawn.replications, 0, len(days))
    demand, price, fixed, sold, installed = [], [], [], [], []
    for name, market in scenario.markets.items():
        path = f"markets.{name}"
        paid = prices(path, market, days, drawn)
        wanted = demanded(name, market, paid, days, drawn)
        check_countable(path, wanted, paid)
        demand.append(milli(wanted))
        price.append(paid * CENTS_PER_MILLI_DAY)
        fixed.append(drawn.on(f"{path}.opex.fixed", market.opex.fixed, days) * CENTS_PER_MILLI_DAY)
        sold.append(drawn.on(f"{path}.opex.sold", market.opex.sold, days) * CENTS_PER_MILLI_DAY)
        installed.append(milli(drawn.of(f"{path}.installed", market.installed)))
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


def prices(path: str, market: Market, days: np.ndarray, drawn: Drawn) -> np.ndarray:
    """(R, T) money per MW and year: the price in force, compounded daily by its trend since it was stated."""
    trend = drawn.compounded_since(f"{path}.price_trend", market.price_trend, market.price, days)
    return np.asarray(drawn.on(f"{path}.price", market.price, days) * trend)


def demanded(name: str, market: Market, price: np.ndarray, days: np.ndarray, drawn: Drawn) -> np.ndarray:
    """(R, T) MW: min(saturation, demand × share × growth since it was stated × shocks); money over the price is MW."""
    path = f"markets.{name}"
    demand = drawn.on(f"{path}.demand", market.demand, days) * drawn.on(f"{path}.share", market.share, days)
    growth = drawn.compounded_since(f"{path}.growth", market.growth, market.demand, days)
    demand = demand * growth * shocks(name, market, days, drawn)
    if market.demand.dimension == Dimension.MONEY_PER_YEAR:
        demand = np.divide(demand, price, out=np.zeros_like(demand), where=price > 0)
    if market.saturation is not None:
        demand = np.minimum(demand, drawn.on(f"{path}.saturation", market.saturation, days))
    return np.asarray(demand)


def shocks(name: str, market: Market, days: np.ndarray, drawn: Drawn) -> np.ndarray:
    """(R, T) the mean-one lognormal random walk of demand, a step a month.

    X(t) = exp(sum over months of  s × z − s² / 2),  s = volatility × sqrt(1 / 12), z standard normal
    """
    draws = drawn.draws
    if draws is None or not moves(market.volatility):
        return np.ones((drawn.replications, len(days)))
    from scipy.special import ndtri

    step_size = drawn.on(f"markets.{name}.volatility", market.volatility, days) * np.sqrt(1 / 12)
    uniforms = [draws.uniforms(walk_path(name, month)) for month in range(len(days))]
    steps = step_size * ndtri(np.stack(uniforms, axis=1)) - step_size**2 / 2
    return np.asarray(np.exp(np.cumsum(steps, axis=1)))


def tax_rates(scenario: Scenario, calendar: Calendar) -> np.ndarray:
    """(M + 1, N) the tax rate of each market on each day; the last row where there is no market."""
    days = np.arange(calendar.last_day + 1)
    general = np.full(len(days), scenario.valuation.tax.value if scenario.valuation else 0.0)
    plain = Drawn(None, 1)
    rows = [general if m.tax is None else plain.on("", m.tax, days)[0] for m in scenario.markets.values()]
    return np.stack([*rows, general])
