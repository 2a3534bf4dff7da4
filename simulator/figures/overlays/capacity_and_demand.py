"""Capacity against demand, market by market, scenarios over each other."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulator.comparison import Comparison
from simulator.figures.overlays.sides import Grid, days_of, differs, fans_of, laid_out, looks, over, ranges
from simulator.figures.style import date_axis, label

DEMAND, CAPACITY = "demand_mw", "ramped_mw"
DOTTED = (0, (1, 1.2))


def picture(comparison: Comparison) -> Figure | None:
    """A panel a market that differs (all of them, if none does): medians of demand, capacity with its range."""
    moving = [name for name in _markets(comparison) if _moves(comparison, name)]
    differing = [name for name in moving if any(differs(comparison, _series(name, of)) for of in (DEMAND, CAPACITY))]
    shown = differing or moving
    if not shown:
        return None
    reading = f"Mean of the month; capacity: {ranges(comparison)}; demand: dotted, median"
    alike = len(moving) - len(shown)
    reading += f"; {alike} market{'s' if alike > 1 else ''} not shown, the same in all" if alike else ""
    figure, panels = laid_out(comparison, "Capacity against demand", reading, Grid(len(shown), panel=1.45))
    for axes, name in zip(panels, shown, strict=True):
        draw(axes, comparison, name)
    return figure


def draw(axes: Axes, comparison: Comparison, market: str) -> None:
    """Capacity and demand of a market in all scenarios; demand that is the same in several is drawn once."""
    calendar = comparison.baseline.findings.calendar
    over(axes, comparison, _series(market, CAPACITY))
    drawn: list[np.ndarray] = []
    for side in comparison.sides:
        demand = side.findings.timelines.get(_series(market, DEMAND))
        if demand is None or any(np.array_equal(demand["p50"], other) for other in drawn):
            continue
        drawn.append(demand["p50"])
        axes.plot(days_of(side, comparison), demand["p50"], color=looks(comparison)[side.label].colour, ls=DOTTED)
    date_axis(axes, calendar, 0, calendar.last_day)
    axes.set_ylim(bottom=0)
    axes.set_ylabel("MW")
    axes.set_title(label(market))


def _markets(comparison: Comparison) -> list[str]:
    return list(dict.fromkeys(name for side in comparison.sides for name in side.findings.index.markets))


def _moves(comparison: Comparison, market: str) -> bool:
    fans = [fan for of in (DEMAND, CAPACITY) for fan in fans_of(comparison, _series(market, of))]
    return any(bool(fan["p90"].any()) for fan in fans)


def _series(market: str, of: str) -> str:
    return f"market.{market}.{of}"
