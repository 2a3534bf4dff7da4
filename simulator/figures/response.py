"""How a metric answers to what is varied: a line for one path, a heat map for two, several for three."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from simulator.amounts import dated, decimals_for, fixed, level_unit
from simulator.figures.shapes import LETTER
from simulator.figures.style import INK, PALETTE, page, short, title
from simulator.intervals import half_width
from simulator.response import Axis, Response

#: heat maps side by side, most of them, most values of an axis that are named, most cells with a number
COLUMNS, MOST_MAPS, MOST_NAMED, MOST_WRITTEN = 2, 12, 12, 12
#: letters of a value, and of a path
LONGEST, LONGEST_PATH = 24, 70
#: heights in inches: of a map, of the room below it, of the head of the page
MAP, BELOW, HEAD = 1.9, 0.75, 0.55
COLOURS = "viridis"
#: where maps end at the right, and the room between two of them, as parts of the width of the page
RIGHT, GAP = 0.895, 0.02
#: what values are divided by, the unit of the result, and how a number of it is written
Scale = tuple[float, str, Callable[[float], str]]
READING_LINE = "Line: mean, with its 95 % interval; band: P10 to P90; the same random worlds at every value"
READING_MAP = "Mean over the replications{unit}; the same random worlds at every point"


def picture(response: Response) -> Figure | None:
    """The picture that fits the number of paths, or None where none does, or nothing is defined."""
    if not np.isfinite(response.statistics["mean"]).any():
        return None
    if len(response.axes) == 1:
        return lines(response)
    if len(response.axes) == 2:
        return maps(response, [("", response)])
    return small_multiples(response) if len(response.axes) == 3 else None


def small_multiples(response: Response) -> Figure | None:
    """A heat map for each value of the path that takes the fewest."""
    axis = min(range(3), key=lambda k: len(response.axes[k].labels))
    over = response.axes[axis]
    if len(over.labels) > MOST_MAPS:
        return None
    named = [(f"{over.path}: {text}", response.at(axis, n)) for n, text in enumerate(over.labels)]
    return maps(response, [(short(text, 40), part) for text, part in named])


def lines(response: Response) -> Figure:
    """The metric over the values of one path."""
    figure = page(2.9)
    axes = figure.add_axes((0.135, 0.17, 0.845, 0.63))
    draw(axes, response)
    title(figure, f"{short(response.metric, LONGEST_PATH)}", READING_LINE)
    return figure


def draw(axes: Axes, response: Response, colour: str = PALETTE[0]) -> None:
    """Mean, interval and band of one path, on given axes."""
    axis, (divisor, unit, written) = response.axes[0], scale_of(response)
    order = np.arange(len(axis.labels)) if axis.numbers is None else np.argsort(axis.numbers)
    at = order if axis.numbers is None else axis.numbers[order]
    mean, error, low, high = (response.statistics[name][order] / divisor for name in ("mean", "se", "p10", "p90"))
    half = np.nan_to_num(half_width(error, response.statistics["n"][order].astype(int)))
    axes.fill_between(at, low, high, color=colour, alpha=0.18, lw=0)
    axes.errorbar(at, mean, yerr=half, color=colour, marker="o", ms=3, capsize=2, elinewidth=0.8)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: written(value)))
    axes.set_ylabel(f"{short(response.metric, 30)} ({unit})" if unit else short(response.metric, 30))
    if axis.numbers is None:
        axes.set_xlim(-0.6, len(order) - 0.4)
        _label(axes, axis)
    else:
        axes.set_xlabel(path_of(axis, LONGEST_PATH))


def _label(axes: Axes, axis: Axis) -> None:
    """The path and its values at their places along the horizontal axis, as many as find room."""
    texts, width = values_of(axis), axes.get_position().width
    each = max(len(text) for text in texts) * LETTER * 1.1
    step = math.ceil(len(texts) / max(1, min(MOST_NAMED, int(width / each))))
    axes.set_xticks(range(0, len(texts), step), texts[::step])
    axes.set_xlabel(path_of(axis, int(width / LETTER) - len(axis.unit)))


def maps(response: Response, parts: list[tuple[str, Response]]) -> Figure:
    """A heat map for each part of a response, all in one scale of colours."""
    columns = min(COLUMNS, len(parts))
    tall = MAP if len(parts) > 1 else 1.6 * MAP
    height = HEAD + math.ceil(len(parts) / columns) * (tall + BELOW)
    figure = page(height)
    scale = scale_of(response)
    divisor, unit, _ = scale
    mean = response.statistics["mean"] / divisor
    norm = Normalize(float(np.nanmin(mean)), float(np.nanmax(mean)))
    left = 0.055 + max(len(text) for text in values_of(parts[0][1].axes[0])) * LETTER
    each = (RIGHT - left) / columns
    for n, (name, part) in enumerate(parts):
        row, column = divmod(n, columns)
        bottom = (height - HEAD - (row + 1) * (tall + BELOW) + BELOW * 0.75) / height
        axes = figure.add_axes((left + column * each, bottom, each - GAP, tall / height))
        heat(axes, part, norm, scale, named=column == 0)
        axes.set_title(name)
    _colour_bar(figure, response, norm)
    title(
        figure,
        short(response.metric, LONGEST_PATH),
        READING_MAP.format(unit=f", {unit}" if unit and unit != "date" else ""),
    )
    return figure


def _colour_bar(figure: Figure, response: Response, norm: Normalize) -> None:
    """The scale of colours at the right edge of the page."""
    height, (_, _, written) = figure.get_figheight(), scale_of(response)
    place = figure.add_axes((RIGHT - 0.005, BELOW * 0.75 / height, 0.012, 1 - (HEAD + BELOW) / height))
    bar = figure.colorbar(ScalarMappable(norm, COLOURS), cax=place)
    bar.ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: written(value)))
    bar.ax.grid(visible=False)


def heat(axes: Axes, response: Response, norm: Normalize, scale: Scale, named: bool = True) -> None:
    """The mean at every pair of values on given axes: the first path upwards, the second to the right.

    The scale is that of all maps, as their colours are: of its own, a map could be in another unit.
    """
    divisor, _, written = scale
    mean = response.statistics["mean"] / divisor
    axes.imshow(mean, cmap=COLOURS, norm=norm, origin="lower", aspect="auto")
    axes.grid(visible=False)
    if max(mean.shape) <= MOST_WRITTEN:
        for (row, column), value in np.ndenumerate(mean):
            colour = "white" if norm(value) < 0.6 else INK
            axes.text(column, row, written(value), ha="center", va="center", fontsize=5.5, color=colour)
    upwards, across = response.axes
    texts = values_of(upwards)
    step = math.ceil(len(texts) / MOST_NAMED)
    axes.set_yticks(range(0, len(texts), step), texts[::step] if named else [])
    axes.set_ylabel(path_of(upwards, 44) if named else "")
    _label(axes, across)


def values_of(axis: Axis) -> list[str]:
    """The values of an axis as they stand along it: without the unit that its name has."""
    if axis.numbers is None:
        return [short(text, LONGEST) for text in axis.labels]
    return [f"{number:.6g}" for number in axis.numbers]


def path_of(axis: Axis, longest: int) -> str:
    """The path of an axis, with the unit of its values."""
    return short(axis.path, longest) + (f" ({axis.unit})" if axis.unit else "")


def scale_of(response: Response) -> Scale:
    """What values are divided by, the unit of the result, and how a number of it is written."""
    largest = float(np.nanmax(np.abs([response.statistics[name] for name in ("mean", "p10", "p90")])))
    divisor, unit = level_unit(response.unit, largest, response.currency)
    if response.unit == "day":
        return divisor, unit, lambda day: dated(day, response.calendar)
    decimals = decimals_for(largest / divisor)
    return divisor, unit, lambda value: fixed(value, decimals)
