"""Exchange rates that move: what amounts written in a currency are worth from month to month."""

from __future__ import annotations

import numpy as np

from simulator.cases.drawn import DAYS_A_YEAR, Drawn, step
from simulator.cases.struck import Struck
from simulator.cases.types import Exchange
from simulator.cases.walks import walk
from simulator.quantities.calendar import Calendar
from simulator.quantities.quantity import Path, Quantity
from simulator.scenario.currencies import MovingRate
from simulator.scenario.risks import CurrencyHit
from simulator.scenario.schema import Scenario
from simulator.scenario.uncertain import hit_path, moving_currencies


def exchange_of(scenario: Scenario, calendar: Calendar, drawn: Drawn, struck: Struck) -> Exchange:
    """The worth of what is written in each currency that moves by itself, or that a risk may hit.

    factor = 1 / (X × multiples of the risks that act), by the closing of each month
    """
    days = calendar.closing_days
    rates = {name: moved(name, scenario, days, drawn) for name in moving_currencies(scenario)}
    for k, (name, risk) in enumerate(scenario.risks.items()):
        for n, hit in enumerate(risk.hits):
            if isinstance(hit, CurrencyHit) and hit.fx in rates:
                multiple = drawn.of(f"{hit_path(name, n)}.rate.multiply", hit.rate.multiply)
                rates[hit.fx] = rates[hit.fx] * np.where(struck.active(k, days), multiple[:, None], 1.0)
    factors = [1.0 / rate for rate in rates.values()]
    empty = np.ones((drawn.replications, 0, len(days)))
    return Exchange(tuple(rates), np.stack(factors, axis=1) if factors else empty)


def moved(currency: str, scenario: Scenario, days: np.ndarray, drawn: Drawn) -> np.ndarray:
    """(R, T) the walk of a rate; 1 where it has none."""
    rate = scenario.fx[currency]
    if isinstance(rate, MovingRate):
        return walk(f"fx.{currency}", rate.volatility, days, drawn)
    return np.ones((drawn.replications, len(days)))


def at_rates(
    values: np.ndarray, quantity: Quantity, days: np.ndarray, calendar: Calendar, exchange: Exchange
) -> np.ndarray:
    """(R, n) the values of a quantity on days, at the exchange rates of their months.

    Parameters
    ----------
    values : (R, n) what the quantity is on each day at the stated rates
    days : (n,) those days; before the first and after the last month its rate holds
    """
    last = len(calendar.closing_days) - 1
    month = np.minimum(np.searchsorted(calendar.closing_days, days), last)
    in_force = step(quantity, days) if isinstance(quantity, Path) else np.zeros(len(days), np.int64)
    currencies = np.array(currencies_of(quantity))[in_force]
    for c, currency in enumerate(exchange.currency):
        if (currencies == currency).any():
            values = np.where(currencies == currency, values * exchange.factor[:, c, month], values)
    return values


def until_at_rates(path: str, rate: Quantity, calendar: Calendar, drawn: Drawn, exchange: Exchange) -> np.ndarray:
    """(R, T + 1) a yearly rate added up from day 0 to the start of each month and the end, at each month's rates."""
    ends = np.concatenate([[0], calendar.closing_days + 1])
    total = drawn.until(path, rate, ends)
    segments = drawn.segments(path, rate, ends)
    for currency, (part, spent) in zip(currencies_of(rate), segments, strict=True):
        if currency in exchange.currency:
            factor = exchange.factor[:, exchange.currency.index(currency)]
            total[:, 1:] += np.cumsum(part[:, None] * np.diff(spent) / DAYS_A_YEAR * (factor - 1.0), axis=1)
    return total


def currencies_of(quantity: Quantity) -> list[str]:
    """The currency in which each value of a quantity was written, empty where it is not money."""
    values = quantity.values if isinstance(quantity, Path) else (quantity,)
    return [value.currency for value in values]
