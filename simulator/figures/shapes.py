"""Shapes that several pictures share, each drawn on given axes from arrays, so that runs can lie over each other."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba

from simulator.figures.style import INK, spread
from simulator.findings import Fan

#: mean width of a letter of a mark's name, as a part of the width of the page
LETTER = 0.0076


def fan(axes: Axes, days: np.ndarray, series: Fan, colour: str, *, divisor: float = 1.0, name: str = "") -> None:
    """A median line within its bands: P25 to P75 darker, P10 to P90 lighter."""
    for low, high, strength in (("p10", "p90", 0.18), ("p25", "p75", 0.25)):
        axes.fill_between(days, series[low] / divisor, series[high] / divisor, color=colour, alpha=strength, lw=0)
    axes.plot(days, series["p50"] / divisor, color=colour, label=name or None)


def band(axes: Axes, days: np.ndarray, low: np.ndarray, high: np.ndarray, name: str = "") -> None:
    """A range between two thin dashed lines, over whatever is below."""
    axes.fill_between(days, low, high, color=INK, alpha=0.15, lw=0, label=name or None)
    for edge in (low, high):
        axes.plot(days, edge, color=INK, lw=0.5, ls=(0, (3, 2)))


def stack(
    axes: Axes,
    days: np.ndarray,
    layers: Mapping[str, np.ndarray],
    colours: Mapping[str, tuple[str, str]],
    pale: Collection[str] = (),
) -> None:
    """Areas on top of each other, the first at the bottom, some of them pale."""
    below = np.zeros(len(days))
    for name, layer in layers.items():
        colour, hatch = colours[name]
        shade = to_rgba(colour, 0.45 if name in pale else 1.0)
        axes.fill_between(days, below, below + layer, facecolor=shade, hatch=hatch, edgecolor="white", lw=0.3)
        below = below + layer


def level(axes: Axes, value: float, text: str, colour: str = INK) -> None:
    """A horizontal dashed line with its meaning at its left end."""
    axes.axhline(value, color=colour, lw=0.8, ls=(0, (4, 2)))
    axes.annotate(text, (0.01, value), xycoords=("axes fraction", "data"), xytext=(0, 2), textcoords="offset points",
                  ha="left", va="bottom", fontsize=6.5, color=colour,
                  bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5, "alpha": 0.8})  # fmt: skip


def dated_marks(
    axes: Axes, marks: Sequence[tuple[float, str]], colours: Mapping[tuple[float, str], str] | None = None
) -> int:
    """Vertical lines on days, named above the axes in as many rows as keep the names apart; returns how many.

    ``colours`` are of single marks; the others are in ink.
    """
    low, high = axes.get_xlim()
    ends: list[float] = []
    for day, text in sorted(marks):
        colour = (colours or {}).get((day, text), INK)
        width = LETTER * len(text) / axes.get_position().width + 0.01
        left = min(max((day - low) / (high - low) - width / 2, 0.0), 1.0 - width)
        row = next((n for n, end in enumerate(ends) if end <= left), len(ends))
        ends[row : row + 1] = [left + width]
        axes.axvline(day, color=colour, lw=0.7, ls=(0, (1, 1.5)))
        axes.annotate(text, (left + width / 2, 1.0), xycoords="axes fraction", xytext=(0, 3 + 8 * row),
                      textcoords="offset points", ha="center", va="bottom", fontsize=6, color=colour)  # fmt: skip
    return len(ends)


def named_at_right(
    axes: Axes, places: Sequence[float], texts: Sequence[str], colours: Sequence[str], gap: float
) -> None:
    """Names beside the right edge of the axes, each at its height or as near as leaves them apart.

    ``gap`` is the least distance of two names, as a part of the height of the axes.
    """
    low, high = axes.get_ylim()
    beside = axes.get_yaxis_transform()
    moved = spread(places, gap * (high - low), low, high)
    for place, at, text, colour in zip(places, moved, texts, colours, strict=True):
        axes.plot([1.0, 1.025, 1.045], [place, at, at], color=colour, lw=1.0, transform=beside, clip_on=False)
        axes.text(1.055, at, text, ha="left", va="center", fontsize=6.5, color=INK, transform=beside)
