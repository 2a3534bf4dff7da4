"""Every scenario on its own, beside the baseline: a row a scenario, a column a series, the same axes down a column."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulator.amounts import level_unit
from simulator.comparison import Comparison, Side
from simulator.figures.overlays.sides import BASELINE, days_of, looks
from simulator.figures.shapes import fan
from simulator.figures.style import INK, WIDTH, date_axis, label, page, title
from simulator.scenario.plan import plan_of
from simulator.words import readable

#: scenarios from which on they need room of their own, and as many as find it
FEWEST, MOST = 3, 24
#: heights in inches: of a panel, between two rows, of the head and the foot; widths: of names and margins
PANEL, GAP, HEAD, FOOT, LEFT, BETWEEN, RIGHT = 0.78, 0.14, 0.72, 0.25, 1.2, 0.36, 0.1


def picture(comparison: Comparison) -> Figure | None:
    """A page for three or more scenarios; none for two, which lie over each other well enough."""
    columns = {name: told for name, told in _columns(comparison).items() if _has_a_subject(comparison, name)}
    if len(comparison.sides) < FEWEST or not columns:
        return None
    sides = comparison.others[:MOST]
    height = HEAD + len(sides) * (PANEL + GAP) + FOOT
    figure = page(height)
    left_out = len(comparison.others) - len(sides)
    more = f"; {left_out} more not shown" if left_out else ""
    reading = f"Lines: median; bands: P25 to P75, P10 to P90; dashed: median of {readable(comparison.baseline.label)}"
    title(figure, "One by one", reading + more)
    width = (WIDTH - LEFT - RIGHT - BETWEEN * (len(columns) - 1)) / len(columns)
    for row, side in enumerate(sides):
        bottom = (height - HEAD - row * (PANEL + GAP) - PANEL) / height
        figure.text(0.015, bottom + PANEL / height, _wrapped(side.label), va="top", fontsize=7, weight="bold",
                    color=looks(comparison)[side.label].colour)  # fmt: skip
        for n, (name, told) in enumerate(columns.items()):
            place = ((LEFT + n * (width + BETWEEN)) / WIDTH, bottom, width / WIDTH, PANEL / height)
            axes = figure.add_axes(place)
            unit = draw(axes, comparison, side, name)
            if row < len(sides) - 1:
                axes.set_xticklabels([])
            if row == 0:
                axes.set_title(f"{told} ({unit})", fontsize=7)
    return figure


def draw(axes: Axes, comparison: Comparison, side: Side, name: str) -> str:
    """A series of a scenario as a fan, the baseline's median over it, on given axes; returns the unit."""
    calendar, base = comparison.baseline.findings.calendar, comparison.baseline.findings.timelines[name]
    low, high = _range(comparison, name)
    divisor, unit = level_unit(base.unit, max(high, -low), comparison.currency)
    fan(axes, days_of(side, comparison), side.findings.timelines[name], looks(comparison)[side.label].colour,
        divisor=divisor)  # fmt: skip
    axes.plot(calendar.closing_days, base["p50"] / divisor, color=BASELINE[0], ls=BASELINE[1], lw=0.9)
    date_axis(axes, calendar, 0, calendar.last_day)
    axes.set_ylim(min(0.0, low / divisor * 1.05), high / divisor * 1.05)
    axes.locator_params(axis="y", nbins=4)
    axes.tick_params(labelsize=5.5, colors=INK)
    return unit


def _columns(comparison: Comparison) -> dict[str, str]:
    """The series that are shown, and what they are called."""
    plan = plan_of(comparison.baseline.findings.scenario)
    paid = {f"{plan}.paid": f"paid for {label(plan, 12)}"} if plan else {"paid": "paid so far"}
    return {**paid, "capacity_mw": "capacity", "liquidity": "liquidity"}


def _has_a_subject(comparison: Comparison, name: str) -> bool:
    """Whether all scenarios have a series, and one of them more than nothing of it."""
    return all(name in side.findings.timelines for side in comparison.sides) and any(_range(comparison, name))


def _range(comparison: Comparison, name: str) -> tuple[float, float]:
    """The lowest P10 and the highest P90 of a series among the scenarios that are shown."""
    fans = [side.findings.timelines[name] for side in comparison.sides[: MOST + 1]]
    return min(float(fan["p10"].min()) for fan in fans), max(float(fan["p90"].max()) for fan in fans)


def _wrapped(name: str, width: int = 17) -> str:
    """A name on up to three lines, broken between its words."""
    lines = [""]
    for word in label(name, 48).replace("-", "- ").split(" "):
        joint = "" if not lines[-1] or lines[-1].endswith("-") else " "
        if len(lines[-1]) + len(joint) + len(word) > width and lines[-1]:
            lines.append(word)
        else:
            lines[-1] += joint + word
    return "\n".join(lines[:3])
