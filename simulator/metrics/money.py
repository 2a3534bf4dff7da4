"""Metrics of money: what a plan committed and paid, and what liquidity is left to the group."""

from __future__ import annotations

import numpy as np

from simulator.metrics.registry import Values, metric
from simulator.metrics.view import View


def _at_end(view: View, series: str) -> Values:
    """The last value of a series of every appropriation."""
    for f in view.cases.money.appropriations:
        name = view.cases.index.fundings[f]
        yield (name,), view.timelines[f"{name}.{series}"].values[:, -1]


@metric("<plan>.committed", "money", "neither")
def plan_committed(view: View) -> Values:
    """Commitments, plus top-ups, less returns, for the plan's uses."""
    yield from _at_end(view, "committed")


@metric("<plan>.paid", "money", "neither")
def plan_paid(view: View) -> Values:
    """Paid for the plan's uses by the horizon's end, whatever the source."""
    yield from _at_end(view, "paid")


@metric("<plan>.unspent", "money", "lower")
def plan_unspent(view: View) -> Values:
    """The plan's stated amount less what was paid for its uses: cancelling, and tranches cut or scaled, stay in it."""
    amounts = view.cases.money.appropriations
    for (name,), paid in _at_end(view, "paid"):
        yield (name,), amounts[view.cases.index.fundings.index(name)] / 100.0 - paid


@metric("liquidity_min", "money", "higher")
def liquidity_min(view: View) -> Values:
    """Least group liquidity at the end of any day: treasury and unspent pools."""
    if view.cases.money.treasury:
        yield (), view.liquidity.min(axis=1) / 100.0


@metric("liquidity_min_day", "day", "neither")
def liquidity_min_day(view: View) -> Values:
    """First day on which group liquidity is at its least."""
    if view.cases.money.treasury:
        yield (), np.argmin(view.liquidity, axis=1).astype(float)


@metric("liquidity_below_floor", "0/1", "lower")
def liquidity_below_floor(view: View) -> Values:
    """Whether group liquidity is below the floor at the end of any day."""
    if view.cases.money.treasury and view.cases.money.floor is not None:
        yield (), (view.liquidity.min(axis=1) < view.cases.money.floor).astype(float)
