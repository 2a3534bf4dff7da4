"""What projects waited for, cause by cause."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulator.cases.index import Index
from simulator.figures.causes import colours_of_causes
from simulator.figures.style import INK, MUTED, label, page, title
from simulator.findings import Findings
from simulator.findings.delays import LEAST_DAYS, WORKING, cause_names, delays_by_group

#: rows that find room on a page, and the height of a row in inches
MOST_ROWS, ROW = 40, 0.22


def picture(findings: Findings) -> Figure | None:
    """Mean days of waiting on each project's driving path, by cause; planned dates and options held are no delay."""
    delays = delays_by_group(findings)
    waiting = {name: _total(days) for name, days in delays.items() if _total(days) >= LEAST_DAYS}
    if not waiting:
        return None
    shown = sorted(waiting, key=lambda name: -waiting[name])[:MOST_ROWS]
    height = 1.3 + ROW * len(shown)
    figure = page(height)
    axes = figure.add_axes((0.2, 0.36 / height, 0.77, 1 - 1.02 / height))
    draw(axes, {name: delays[name] for name in shown}, findings.index)
    reading = "Mean days of waiting on the path that drives the finish, a wave; planned dates, options left out"
    title(figure, "What held projects up", reading + _undelayed(len(delays) - len(waiting), len(waiting) - len(shown)))
    return figure


def draw(axes: Axes, delays: dict[str, dict[str, float]], index: Index) -> None:
    """A bar a project on given axes, the first on top; beside it its days of work."""
    names, colours = list(delays), colours_of_causes(index)
    at, left = np.arange(len(names)), np.zeros(len(names))
    for cause, meaning in cause_names(index).items():
        days = np.array([delays[name].get(cause, 0.0) for name in names])
        if days.max() < LEAST_DAYS:
            continue
        colour, hatch = colours[cause]
        axes.barh(at, days, left=left, height=0.7, color=colour, hatch=hatch, edgecolor="white", label=label(meaning))
        left += days
    for row, name in enumerate(names):
        text = f"{left[row]:,.0f} days of waiting, {delays[name][WORKING]:,.0f} of work"
        axes.annotate(
            text, (left[row], row), xytext=(3, 0), textcoords="offset points", va="center", fontsize=6, color=INK
        )
    axes.set_yticks(at, [label(name, 26) for name in names])
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.set_xlim(0, left.max() * 1.4)
    axes.set_xlabel("days of waiting, mean a wave")
    axes.tick_params(axis="y", length=0)
    axes.grid(visible=False, axis="y")
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=4, labelcolor=MUTED, borderpad=0.3)


def _total(days: dict[str, float]) -> float:
    return sum(value for cause, value in days.items() if cause != WORKING)


def _undelayed(free: int, left_out: int) -> str:
    parts = [f"{free} without delay"] * (free > 0) + [f"{left_out} more not shown"] * (left_out > 0)
    return "".join(f"; {part}" for part in parts)
