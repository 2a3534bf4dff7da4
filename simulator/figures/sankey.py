"""Flows between columns of boxes, heights in proportion: who gave how much to whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from simulator.figures.style import INK, spread

#: width of a box and room between boxes, as parts of the axes; height of a name in inches
BOX, ROOM, NAME = 0.018, 0.2, 0.115


@dataclass(frozen=True)
class Flow:
    """An amount that passes through one box of each column, drawn in one colour."""

    boxes: tuple[str, ...]
    amount: float
    colour: str


def boxes_of(flows: Sequence[Flow], columns: Sequence[Sequence[str]]) -> list[dict[str, tuple[float, float]]]:
    """For each column, the bottom and the top of its boxes, the first on top; a full column reaches from 0 to 1.

    >>> flows = [Flow(("a", "x"), 3.0, ""), Flow(("b", "x"), 1.0, "")]
    >>> first, last = boxes_of(flows, ["ab", "x"])
    >>> [[round(100 * bound) for bound in box] for box in (first["a"], first["b"], last["x"])]
    [[40, 100], [0, 20], [10, 90]]
    """
    total = sum(flow.amount for flow in flows)
    placed = []
    for k, names in enumerate(columns):
        amounts = {name: sum(flow.amount for flow in flows if flow.boxes[k] == name) for name in names}
        gap = ROOM / max(len(names) - 1, 1)
        filled = (1 - ROOM) + gap * (len(names) - 1)
        top, boxes = (1 + filled) / 2, {}
        for name, amount in amounts.items():
            height = (1 - ROOM) * amount / total
            boxes[name] = (top - height, top)
            top -= height + gap
        placed.append(boxes)
    return placed


def draw(
    axes: Axes, flows: Sequence[Flow], columns: Sequence[Sequence[str]], places: Sequence[float], names: dict[str, str]
) -> None:
    """Boxes and ribbons on given axes, ``places`` being where the columns stand, with names at the outer sides."""
    axes.set_axis_off()
    axes.set_xlim(0, 1)
    axes.set_ylim(-0.02, 1.02)
    placed = boxes_of(flows, columns)
    _ribbons(axes, flows, placed, places)
    for k, (boxes, place) in enumerate(zip(placed, places, strict=True)):
        for low, high in boxes.values():
            axes.add_patch(Rectangle((place - BOX / 2, low), BOX, max(high - low, 0.002), facecolor=INK))
        side = "left" if k == 0 else "right" if k == len(placed) - 1 else "above"
        _names(axes, boxes, place, side, names)


def _ribbons(
    axes: Axes, flows: Sequence[Flow], placed: list[dict[str, tuple[float, float]]], places: Sequence[float]
) -> None:
    scale = (1 - ROOM) / sum(flow.amount for flow in flows)
    for k in range(len(placed) - 1):
        tops = [{name: high for name, (_, high) in placed[side].items()} for side in (k, k + 1)]
        ranked = sorted(flows, key=lambda flow, k=k: _order(flow, placed, k))  # type: ignore[misc]
        for flow in ranked:
            height = flow.amount * scale
            ends = []
            for column, side in ((k, 0), (k + 1, 1)):
                top = tops[side][flow.boxes[column]]
                tops[side][flow.boxes[column]] = top - height
                ends.append(top)
            _ribbon(axes, places[k] + BOX / 2, places[k + 1] - BOX / 2, ends[0], ends[1], height, flow.colour)


def _order(flow: Flow, placed: list[dict[str, tuple[float, float]]], k: int) -> tuple[float, ...]:
    """Ribbons leave and reach their boxes in the order in which the boxes stand, so that few cross."""
    return tuple(-placed[column][flow.boxes[column]][1] for column in range(len(placed)))


def _ribbon(axes: Axes, left: float, right: float, from_top: float, to_top: float, height: float, colour: str) -> None:
    middle = (left + right) / 2
    points = [
        (left, from_top), (middle, from_top), (middle, to_top), (right, to_top),
        (right, to_top - height), (middle, to_top - height), (middle, from_top - height), (left, from_top - height),
        (left, from_top),
    ]  # fmt: skip
    codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    axes.add_patch(PathPatch(Path(points, codes), facecolor=colour, alpha=0.55, lw=0))


def _names(axes: Axes, boxes: dict[str, tuple[float, float]], place: float, side: str, names: dict[str, str]) -> None:
    middles = [(low + high) / 2 for low, high in reversed(boxes.values())]
    lines = max(text.count("\n") + 1 for text in names.values()) if side == "left" else 1
    inches = axes.get_position().height * axes.get_figure(root=True).get_figheight()  # type: ignore[union-attr]
    moved = spread(middles, lines * NAME / inches, 0.0, 1.0)
    for name, middle, at in zip(reversed(boxes), middles, moved, strict=True):
        if side == "above":
            axes.text(place, boxes[name][1] + 0.01, names[name], ha="center", va="bottom", fontsize=6, color=INK,
                      bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.3, "alpha": 0.7})  # fmt: skip
            continue
        sign = -1 if side == "left" else 1
        start = place + sign * BOX / 2
        axes.plot([start, start + sign * 0.012, start + sign * 0.02], [middle, at, at], color=INK, lw=0.5)
        axes.text(start + sign * 0.026, at, names[name], ha="right" if side == "left" else "left", va="center",
                  fontsize=6.5, color=INK)  # fmt: skip
