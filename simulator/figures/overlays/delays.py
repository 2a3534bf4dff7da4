"""What projects waited for, by cause and scenario."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulator.comparison import Comparison
from simulator.figures.overlays.sides import Grid, laid_out, looks
from simulator.figures.style import INK, label
from simulator.findings.delays import LEAST_DAYS, cause_names, delay_of_portfolio

#: heights in inches: of a bar, between two causes, of all bars at most
BAR, BETWEEN, TALLEST = 0.14, 0.12, 8.2


def picture(comparison: Comparison) -> Figure | None:
    """A row a cause with a bar a scenario: days added up over the driving paths of all projects."""
    days = {side.label: delay_of_portfolio(side.findings) for side in comparison.sides}
    each = BAR * len(comparison.sides) + BETWEEN
    causes = _causes(days)[: int(TALLEST / each)]
    if not causes:
        return None
    panel = len(causes) * each
    grid = Grid(1, columns=1, panel=panel, left=1.35, right=0.15, above=0.1, foot=0.4)
    what = "Mean days of waiting on the paths that drive the finish, over all projects"
    reading = f"{what}; planned dates, options not exercised left out"
    figure, panels = laid_out(comparison, "What projects waited for", reading, grid)
    draw(panels[0], comparison, causes, days)
    return figure


def draw(axes: Axes, comparison: Comparison, causes: list[str], days: dict[str, dict[str, float]]) -> None:
    """The bars on given axes, the number of days beside each, and how many more than in the baseline."""
    names = {cause: name for side in comparison.sides for cause, name in cause_names(side.findings.index).items()}
    height, base = 0.8 / len(days), days[comparison.baseline.label]
    at = np.arange(len(causes))
    for n, (of, by_cause) in enumerate(days.items()):
        values = [by_cause.get(cause, 0.0) for cause in causes]
        places = at + (n - (len(days) - 1) / 2) * height
        axes.barh(places, values, height=height * 0.88, color=looks(comparison)[of].colour, alpha=0.85)
        for place, value, cause in zip(places, values, causes, strict=True):
            more = value - base.get(cause, 0.0)
            text = f"{value:,.0f}" + (f" ({more:+,.0f})" if abs(more) >= LEAST_DAYS else "")
            axes.annotate(text, (value, place), xytext=(3, 0), textcoords="offset points", va="center",
                          fontsize=6 if len(days) < 6 else 5, color=INK)  # fmt: skip
    axes.set_yticks(at, [label(names.get(cause, cause), 24) for cause in causes])
    axes.set_ylim(len(causes) - 0.5, -0.5)
    axes.set_xlim(0, max(max(of.values(), default=0.0) for of in days.values()) * 1.18)
    axes.set_xlabel("project-days")
    axes.tick_params(axis="y", length=0)
    axes.grid(visible=False, axis="y")


def _causes(days: dict[str, dict[str, float]]) -> list[str]:
    """The causes that cost a day or more anywhere, the largest first."""
    largest: dict[str, float] = {}
    for by_cause in days.values():
        for cause, value in by_cause.items():
            largest[cause] = max(largest.get(cause, 0.0), value)
    worth = [cause for cause, value in largest.items() if value >= LEAST_DAYS]
    return sorted(worth, key=lambda cause: -largest[cause])
