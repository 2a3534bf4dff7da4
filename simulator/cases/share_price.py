"""The share price at month-end closings, in each replication."""

from __future__ import annotations

import numpy as np

from simulator.cases.drawn import DAYS_A_YEAR, Drawn
from simulator.instruments.price_path import Jumps, jump_growth, price_path
from simulator.quantities.calendar import Calendar
from simulator.quantities.quantity import Constant
from simulator.scenario.funding import Equity
from simulator.scenario.schema import Scenario
from simulator.scenario.uncertain import jump_path, moves, walk_path


def share_prices(scenario: Scenario, calendar: Calendar, drawn: Drawn) -> np.ndarray | None:
    """(R, T) price of a certificate at each closing; None if the scenario states no price.

    It grows by the expected total return less dividends from the day of the stated price on; without draws it does
    only that.
    """
    equity = scenario.equity
    if equity is None or equity.price is None:
        return None
    since = max(0, calendar.day_of(equity.as_of)) if equity.as_of else 0
    years = np.diff(np.maximum(calendar.closing_days, since), prepend=since) / DAYS_A_YEAR
    shape = (drawn.replications, len(years))
    return price_path(
        equity.price.value,
        years,
        _normals(equity, shape, drawn),
        expected_return=rate_of(equity.total_return, rate_of(equity.risk_free)),
        dividend_yield=rate_of(equity.dividend_yield),
        volatility=rate_of(equity.volatility) if drawn.draws is not None else 0.0,
        jump_growth=_jumps(equity, years, drawn),
    )


def _normals(equity: Equity, shape: tuple[int, int], drawn: Drawn) -> np.ndarray:
    """(R, T) standard normals of the price's walk."""
    if drawn.draws is None or equity.volatility is None or not moves(equity.volatility):
        return np.zeros(shape)
    from scipy.special import ndtri

    columns = [drawn.draws.uniforms(walk_path("equity", month)) for month in range(shape[1])]
    return np.asarray(ndtri(np.stack(columns, axis=1)))


def _jumps(equity: Equity, years: np.ndarray, drawn: Drawn) -> np.ndarray | float:
    """(R, T) what jumps add to the logarithm of the price."""
    jumps = jumps_of(equity)
    if drawn.draws is None or jumps is None:
        return 0.0
    number, size = (
        np.stack([drawn.draws.uniforms(jump_path(part, month)) for month in range(len(years))], axis=1)
        for part in ("number", "size")
    )
    return jump_growth(jumps, years, number, size)


def jumps_of(equity: Equity) -> Jumps | None:
    """The jumps of the share's price."""
    terms = equity.jumps
    return Jumps(terms.intensity, terms.mean, terms.deviation) if terms else None


def rate_of(stated: Constant | None, without: float = 0.0) -> float:
    """The number of a rate, or what holds without it."""
    return stated.value if stated is not None else without
