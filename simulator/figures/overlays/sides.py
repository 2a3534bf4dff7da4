"""Scenarios as they look in every overlay: a colour and a line for each, days on one calendar, panels below a key."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from simulator.comparison import Comparison, Side
from simulator.figures.style import INK, PALETTE, WIDTH, label, page, title
from simulator.findings import Fan

#: the baseline's colour and line; those of the others, in their order; lines when colours are used up
BASELINE: tuple[str, Any] = ("#555555", (0, (4, 1.5)))
OTHERS = tuple(PALETTE[n] for n in (0, 5, 2, 3, 1, 4))
LINES: tuple[Any, ...] = ("-", (0, (1, 1)), (0, (5, 1, 1, 1)))
#: heights in inches: of the heading, of a row of the key; width of a letter of the key, and of its line
HEADING, KEY_ROW, LETTER, SAMPLE = 0.42, 0.15, 0.058, 0.5
#: shade of a range of outcomes: of each of two scenarios, of each of several; more scenarios than that show none
STRENGTH, FAINT, MOST_RANGES = 0.18, 0.1, 4


@dataclass(frozen=True)
class Look:
    """How a scenario is drawn."""

    colour: str
    line: Any


def looks(comparison: Comparison) -> dict[str, Look]:
    """A look for each scenario by its label, the baseline in grey and dashed."""
    found = {comparison.baseline.label: Look(*BASELINE)}
    for n, side in enumerate(comparison.others):
        found[side.label] = Look(OTHERS[n % len(OTHERS)], LINES[n // len(OTHERS) % len(LINES)])
    return found


def shift_of(side: Side, comparison: Comparison) -> int:
    """Days from the start of the baseline's horizon to that of another scenario."""
    return comparison.baseline.findings.calendar.day_of(side.findings.calendar.start)


def days_of(side: Side, comparison: Comparison) -> np.ndarray:
    """(T,) the closings of a scenario as days of the baseline's horizon."""
    return np.asarray(side.findings.calendar.closing_days + shift_of(side, comparison))


def over(axes: Axes, comparison: Comparison, name: str, divisor: float = 1.0) -> None:
    """A series of every scenario that has it: medians, and P10 to P90."""
    count = len(comparison.sides)
    strength = STRENGTH if count < 3 else FAINT if count <= MOST_RANGES else 0.0
    for side in comparison.sides:
        if name in side.findings.timelines:
            fan, days, look = side.findings.timelines[name], days_of(side, comparison), looks(comparison)[side.label]
            axes.fill_between(days, fan["p10"] / divisor, fan["p90"] / divisor, color=look.colour, alpha=strength, lw=0)
            axes.plot(days, fan["p50"] / divisor, color=look.colour, ls=look.line)


def ranges(comparison: Comparison) -> str:
    """How to read the lines and bands of ``over``."""
    return "lines: median" + ("; bands: P10 to P90" if len(comparison.sides) <= MOST_RANGES else "")


def fans_of(comparison: Comparison, name: str) -> list[Fan]:
    """A series of all scenarios that have it."""
    return [side.findings.timelines[name] for side in comparison.sides if name in side.findings.timelines]


def differs(comparison: Comparison, name: str) -> bool:
    """Whether a series is not the same in all scenarios."""
    fans = fans_of(comparison, name)
    return len(fans) < len(comparison.sides) or any(
        fan.statistics.shape != fans[0].statistics.shape or not np.array_equal(fan.statistics, fans[0].statistics)
        for fan in fans
    )


@dataclass(frozen=True)
class Grid:
    """Panels of a picture: how many, beside each other in ``columns``; the rest is in inches.

    Attributes
    ----------
    panel, gap : height of a panel, and of the room between two rows
    left, right, between : width of the margins, and of the room between two columns
    above, foot : height of the room below the key, and below the last row
    """

    count: int
    columns: int = 2
    panel: float = 1.5
    gap: float = 0.5
    left: float = 0.58
    right: float = 0.12
    between: float = 0.62
    above: float = 0.28
    foot: float = 0.3

    @property
    def rows(self) -> int:
        """Rows of panels."""
        return math.ceil(self.count / self.columns)


def laid_out(
    comparison: Comparison, heading: str, reading: str, grid: Grid, baseline: bool = True, keyed: bool = True
) -> tuple[Figure, list[Axes]]:
    """An empty picture with its heading, the key of the scenarios, and its panels, row by row.

    Where the baseline is not drawn, since all is less it, it is not in the key either; where each panel is named after
    its scenario, there is no key.
    """
    head = HEADING + (KEY_ROW * key_rows(comparison) if keyed else 0.0) + grid.above
    height = head + grid.rows * (grid.panel + grid.gap) - grid.gap + grid.foot
    figure = page(height)
    title(figure, heading, reading)
    if keyed:
        key(figure, comparison, baseline=baseline)
    columns = min(grid.columns, grid.count)
    width = (WIDTH - grid.left - grid.right - grid.between * (columns - 1)) / columns
    panels = []
    for n in range(grid.count):
        row, column = divmod(n, grid.columns)
        left = grid.left + column * (width + grid.between)
        bottom = height - head - row * (grid.panel + grid.gap) - grid.panel
        panels.append(figure.add_axes((left / WIDTH, bottom / height, width / WIDTH, grid.panel / height)))
    return figure, panels


def key(figure: Figure, comparison: Comparison, below: float = HEADING, baseline: bool = True) -> None:
    """The name of each scenario beside its line, below the heading."""
    handles = [
        Line2D([], [], color=look.colour, ls=look.line, label=label(name, 40))
        for name, look in looks(comparison).items()
        if baseline or name != comparison.baseline.label
    ]
    place = (0.015, 1 - below / figure.get_figheight())
    figure.legend(
        handles=handles, loc="upper left", bbox_to_anchor=place, ncols=_key_columns(comparison), labelcolor=INK,
        handlelength=2.6, columnspacing=1.4, borderpad=0.0, labelspacing=0.35,
    )  # fmt: skip


def key_rows(comparison: Comparison) -> int:
    """Rows that the key takes."""
    return math.ceil(len(comparison.sides) / _key_columns(comparison))


def _key_columns(comparison: Comparison) -> int:
    longest = max(len(label(side.label, 40)) for side in comparison.sides)
    return max(1, min(len(comparison.sides), int((WIDTH - 0.2) / (SAMPLE + LETTER * longest))))
