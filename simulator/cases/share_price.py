"""The share price at month-end closings, in each replication."""

from __future__ import annotations

import numpy as np

from simulator.cases.drawn import DAYS_A_YEAR, Drawn
from simulator.instruments.price_path import jumps_of, price_path
from simulator.quantities.calendar import Calendar
from simulator.scenario.funding import Equity
from simulator.scenario.schema import Scenario
from simulator.scenario.uncertain import jump_path, jump_size_path, walk_path


def share_prices(scenario: Scenario, calendar: Calendar, drawn: Drawn) -> np.ndarray | None:
    """(R, T) price of a certificate at each closing; None if the scenario states no price.

    It grows by the expected total return less dividends; without a volatility, or where means are asked for, it
    does only that.
    """
    equity = scenario.equity
    if equity is None or equity.price is None:
        return None
    days = calendar.closing_days
    years = np.diff(days, prepend=0) / DAYS_A_YEAR
    drift = rate(equity.total_return, rate(equity.risk_free)) - rate(equity.dividend_yield)
    volatility = rate(equity.volatility) if drawn.draws is not None else 0.0
    shape = (drawn.replications, len(days))
    uniforms = walk(drawn, "equity", len(days)) if volatility else np.full(shape, 0.5)
    jumps = jumps_in(equity, years, drawn) if drawn.draws is not None and equity.jumps else np.zeros(shape)
    return price_path(equity.price.value, drift, volatility, years, uniforms, jumps)
