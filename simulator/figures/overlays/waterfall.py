"""Where a difference comes from: from the baseline to a scenario, step by step over the groups of edits."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulator.amounts import dated, decimals_for, fixed, level_unit, with_sign
from simulator.comparison import METHODS, Comparison, Waterfall
from simulator.figures.overlays.sides import Grid, laid_out, looks
from simulator.figures.style import INK, PALETTE, label
from simulator.words import capitalised

#: panels that find room on a page; colours of what is better, worse and neither
MOST = 8
BETTER, WORSE, NEITHER = PALETTE[2], PALETTE[5], PALETTE[7]


def picture(comparison: Comparison) -> Figure | None:
    """A panel a difference that is split into two parts or more; none where there is no such difference."""
    falls = [fall for fall in comparison.waterfalls if fall.n and fall.difference and len(fall.parts) > 1]
    if not falls:
        return None
    left_out = f"; {len(falls) - MOST} more not shown" if len(falls) > MOST else ""
    rows = max(len(fall.parts) for fall in falls[:MOST]) + 2
    grid = Grid(min(len(falls), MOST), panel=0.24 + 0.19 * rows, gap=0.52, left=0.95, between=1.1, right=0.2)
    figure, panels = laid_out(
        comparison,
        "Where the difference comes from",
        f"{capitalised(METHODS[falls[0].method])}; green: better, red: worse; thin lines: 95 % interval{left_out}",
        grid,
    )
    for axes, fall in zip(panels, falls, strict=False):
        draw(axes, comparison, fall)
    return figure


def draw(axes: Axes, comparison: Comparison, fall: Waterfall) -> None:
    """The bars of a split difference on given axes, from the baseline at the top."""
    divisor, unit = _scale(fall, comparison.currency)
    amounts = np.array([part.amount for part in fall.parts]) / divisor
    starts = (fall.baseline / divisor) + np.concatenate([[0.0], np.cumsum(amounts)])
    names = [comparison.baseline.label, *(" + ".join(part.groups) for part in fall.parts), fall.scenario]
    ends = {0: fall.baseline / divisor, len(names) - 1: fall.value / divisor}
    for row, level in ends.items():
        colour = looks(comparison)[names[row]].colour
        axes.plot([level], [row], "D", ms=4, color=colour)
    better = comparison.metrics[fall.metric][fall.scenario].better
    for n, part in enumerate(fall.parts):
        axes.barh(n + 1, amounts[n], left=starts[n], height=0.6, color=judged(part.amount, better))
        bounds = starts[n] + np.array([part.low, part.high]) / divisor
        axes.plot(bounds, [n + 1] * 2, color=INK, lw=0.7)
        axes.plot([starts[n]] * 2, [n, n + 1], color=INK, lw=0.4)
    axes.plot([starts[-1]] * 2, [len(names) - 2, len(names) - 1], color=INK, lw=0.4)
    _numbers(axes, comparison, fall, starts, amounts)
    axes.set_yticks(range(len(names)), [label(name, 20) for name in names])
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.grid(visible=False, axis="y")
    axes.locator_params(axis="x", nbins=5)
    if fall.unit == "day":
        axes.set_xticklabels([])
    scenario = f", {label(fall.scenario, 24)}" if len(comparison.others) > 1 else ""
    axes.set_title(f"{label(fall.metric)}{scenario} ({unit})" if unit else label(fall.metric), fontsize=7)


def _numbers(axes: Axes, comparison: Comparison, fall: Waterfall, starts: np.ndarray, amounts: np.ndarray) -> None:
    """The amount of each step beside its bar."""
    divisor, _ = _scale(fall, comparison.currency)
    bounds = [fall.baseline / divisor, fall.value / divisor, *starts]
    for n, part in enumerate(fall.parts):
        finite = [edge for edge in (part.low, part.high) if np.isfinite(edge)]
        bounds += [starts[n] + edge / divisor for edge in finite]
    low, high = min(bounds), max(bounds)
    room = (high - low) or abs(high) or 1.0
    axes.set_xlim(low - 0.1 * room, high + 0.42 * room)
    decimals = decimals_for(float(np.abs(amounts).max(initial=0.0)))
    calendar = comparison.baseline.findings.calendar

    def level(number: float) -> str:
        return dated(number, calendar) if fall.unit == "day" else fixed(number / divisor, decimals)

    for row, text in (
        (0, level(fall.baseline)),
        *((n + 1, with_sign(amount, decimals)) for n, amount in enumerate(amounts)),
        (len(amounts) + 1, level(fall.value)),
    ):
        right = _right(fall, starts, row, divisor)
        axes.annotate(text, (right, row), xytext=(5, 0), textcoords="offset points", va="center", fontsize=6, color=INK)


def _right(fall: Waterfall, starts: np.ndarray, row: int, divisor: float) -> float:
    """Where the marks of a row end."""
    if row == 0:
        return fall.baseline / divisor
    if row > len(fall.parts):
        return fall.value / divisor
    part, start = fall.parts[row - 1], float(starts[row - 1])
    ends = [start, start + part.amount / divisor, start + part.high / divisor]
    return max(end for end in ends if np.isfinite(end))


def _scale(fall: Waterfall, currency: str) -> tuple[float, str]:
    """What levels and steps are divided by, and their unit; levels of days are told as dates, steps are in days."""
    divisor, unit = level_unit(fall.unit, max(abs(fall.baseline), abs(fall.value)), currency)
    return divisor, "days" if fall.unit == "day" else unit


def judged(amount: float, better: str) -> str:
    """The colour of a change of a metric of which ``better`` is higher, lower or neither."""
    if better == "neither" or not amount:
        return NEITHER
    return BETTER if (amount > 0) == (better == "higher") else WORSE
