"""Metrics of demand: what is in service, how full it is, what it earns, and what nobody served."""

from __future__ import annotations

import numpy as np

from simulator.metrics.registry import Values, metric
from simulator.metrics.view import View

DAYS_PER_MONTH = 365.0 / 12.0


@metric("capacity_mw", "MW", "higher")
def capacity_mw(view: View) -> Values:
    """In service at the horizon's end, installed base included."""
    if "capacity_mw" in view.timelines:
        yield (), view.timelines["capacity_mw"].values[:, -1]


@metric("market.<market>.capacity_mw", "MW", "higher")
def market_capacity_mw(view: View) -> Values:
    """In service in the market at the horizon's end, installed base included."""
    for name in view.cases.index.markets:
        yield (name,), view.timelines[f"market.{name}.capacity_mw"].values[:, -1]


@metric("market.<market>.utilisation", "fraction", "higher")
def market_utilisation(view: View) -> Values:
    """Sold over ramped capacity, mean over the months with capacity."""
    for name in view.cases.index.markets:
        sold, ramped = (view.timelines[f"market.{name}.{of}"].values for of in ("sold_mw", "ramped_mw"))
        some = ramped > 0
        months = some.sum(axis=1)
        rate = np.where(some, sold / np.where(some, ramped, 1.0), 0.0).sum(axis=1)
        yield (name,), np.where(months > 0, rate / np.maximum(months, 1), np.nan)


@metric("unserved_mw_months", "MW-months", "lower")
def unserved_mw_months(view: View) -> Values:
    """Demand of all markets that was not met, over the horizon."""
    if "unserved_mw" in view.timelines:
        months = view.books.closing.grid.days / DAYS_PER_MONTH
        yield (), (view.timelines["unserved_mw"].values * months).sum(axis=1)


@metric("revenue", "money", "higher")
def revenue(view: View) -> Values:
    """Revenue of all markets over the horizon, installed base included."""
    if view.cases.index.markets:
        yield (), view.books.closing.sales.revenue.sum(axis=(1, 2)) / 100.0


@metric("operating_cash", "money", "higher")
def operating_cash(view: View) -> Values:
    """Revenue less operating cost of all markets over the horizon."""
    if view.cases.index.markets:
        sales = view.books.closing.sales
        yield (), (sales.revenue - sales.operating_cost).sum(axis=(1, 2)) / 100.0
