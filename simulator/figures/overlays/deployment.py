"""Money paid over time, scenarios over each other: for the plan, and in all."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulator.amounts import money
from simulator.comparison import Comparison
from simulator.figures.capital_deployed import last_day, moved_in, target
from simulator.figures.overlays.sides import Grid, days_of, fans_of, laid_out, looks, over, ranges
from simulator.figures.shapes import level
from simulator.figures.style import date_axis, label, money_axis
from simulator.scenario.plan import plan_of

PAID = "paid"


def picture(comparison: Comparison) -> Figure | None:
    """Money paid so far, of the plan and of all projects, with the money that came into the plan's pools."""
    plan = plan_of(comparison.baseline.findings.scenario)
    names = [name for name in (f"{plan}.{PAID}", PAID) if _any(comparison, name)]
    if len(names) == 2 and _alike(comparison, *names):
        names = names[:1]
    if not names:
        return None
    reading = f"Paid so far; {ranges(comparison)}"
    if plan:
        reading += "; thin steps: money that came into the plan's pools"
    grid = Grid(len(names), panel=2.3 if len(names) > 1 else 2.8)
    figure, panels = laid_out(comparison, "Capital deployed", reading, grid)
    for axes, name in zip(panels, names, strict=True):
        draw(axes, comparison, name)
        axes.set_title("all projects" if name == PAID else f"for {label(str(plan))}")
        if name != PAID:
            _plan(axes, comparison, str(plan))
    return figure


def draw(axes: Axes, comparison: Comparison, name: str) -> None:
    """A series of all scenarios on given axes, up to where nearly everything is paid."""
    fans = fans_of(comparison, name)
    size = max(float(fan["p90"].max()) for fan in fans)
    divisor = money_axis(axes, size, comparison.currency, "paid so far")
    ends = [
        last_day(days_of(side, comparison), side.findings.timelines[name]["p90"])
        for side in comparison.sides
        if name in side.findings.timelines
    ]
    date_axis(axes, comparison.baseline.findings.calendar, 0, max(ends))
    over(axes, comparison, name, divisor)
    axes.set_ylim(0, size / divisor * 1.1)


def _plan(axes: Axes, comparison: Comparison, plan: str) -> None:
    """The plan's amount, and the money for it as it moves into the pools, where that differs once for each."""
    amount = target(comparison.baseline.findings)
    high = max(float(fan["p90"].max()) for fan in fans_of(comparison, f"{plan}.{PAID}"))
    divisor = money_axis(axes, high, comparison.currency, "paid so far")
    level(axes, amount / divisor, f"{label(plan)}: {money(amount, comparison.currency)}")
    axes.set_ylim(0, max(high, amount) / divisor * 1.12)
    drawn: list[np.ndarray] = []
    for side in comparison.sides:
        moved = moved_in(side.findings, plan) if plan in side.findings.scenario.funding else None
        if moved is not None and not any(np.array_equal(moved, other) for other in drawn):
            drawn.append(moved)
            colour = looks(comparison)[side.label].colour
            axes.step(days_of(side, comparison), moved / divisor, where="post", color=colour, lw=0.6)


def _any(comparison: Comparison, name: str) -> bool:
    return any(bool(fan["p90"].any()) for fan in fans_of(comparison, name))


def _alike(comparison: Comparison, one: str, other: str) -> bool:
    """Whether two series are the same in every scenario."""
    return all(
        np.array_equal(side.findings.timelines[one].statistics, side.findings.timelines[other].statistics)
        for side in comparison.sides
        if one in side.findings.timelines and other in side.findings.timelines
    )
