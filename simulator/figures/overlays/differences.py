"""How the differences of the headline metrics are spread over the worlds."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulator.amounts import difference_unit, percent
from simulator.comparison import Comparison, Outcome
from simulator.figures.overlays.sides import Grid, laid_out, looks
from simulator.figures.style import INK, MUTED, label
from simulator.words import readable

#: panels that find room on a page, bars of a histogram, and the part of the worlds beyond each of its ends
MOST, BARS, BEYOND = 9, 30, 0.005
#: room above the bars, for the means and their intervals
ABOVE = 0.35


def picture(comparison: Comparison) -> Figure | None:
    """A panel a headline metric that differs in some world: how often each difference comes, its mean, its interval."""
    shown = {name: of for name in comparison.headline if (of := _spread(comparison, name))}
    if not shown:
        return None
    left_out = f"; {len(shown) - MOST} more not shown" if len(shown) > MOST else ""
    reading = (
        f"Less {readable(comparison.baseline.label)}, world by world; height: share of worlds that differ; "
        f"above: mean, 95 % interval{left_out}"
    )
    grid = Grid(min(len(shown), MOST), columns=3, panel=1.1, gap=0.66, between=0.3, left=0.2, foot=0.4)
    heading = "How the differences are spread"
    figure, panels = laid_out(comparison, heading, reading, grid, baseline=False)
    for axes, (name, outcomes) in zip(panels, shown.items(), strict=False):
        draw(axes, comparison, name, outcomes)
    return figure


def _spread(comparison: Comparison, name: str) -> dict[str, Outcome]:
    """The outcomes of a metric that take more than one value, by label."""
    outcomes = comparison.metrics.get(name, {})
    return {of: one for of, one in outcomes.items() if len(one.differences) > 1 and one.sd > 0 and one.unit != "0/1"}


def draw(axes: Axes, comparison: Comparison, name: str, outcomes: dict[str, Outcome]) -> None:
    """Histograms of a metric's differences on given axes, the means above them."""
    divisor, unit = _scale(outcomes, comparison.currency)
    edges = _edges(np.concatenate([one.differences for one in outcomes.values()]) / divisor)
    highest = 0.0
    for of, one in outcomes.items():
        look, differing = looks(comparison)[of], one.differences[one.differences != 0] / divisor
        shares = np.histogram(np.clip(differing, edges[0], edges[-1]), edges)[0] / one.n
        highest = max(highest, float(shares.max()))
        axes.stairs(shares, edges, color=look.colour, alpha=0.35, fill=len(outcomes) == 1)
        axes.stairs(shares, edges, color=look.colour, lw=0.8)
    for n, (of, one) in enumerate(outcomes.items()):
        height = highest * (1 + ABOVE * (n + 1) / (len(outcomes) + 1))
        look = looks(comparison)[of]
        axes.plot([one.low / divisor, one.high / divisor], [height] * 2, color=look.colour, lw=1.0)
        axes.plot([one.difference / divisor], [height], "o", ms=2.5, color=look.colour)
    axes.axvline(0, color=INK, lw=0.7)
    axes.set_ylim(0, highest * (1 + ABOVE))
    axes.set_xlim(edges[0], edges[-1])
    axes.locator_params(axis="x", nbins=4)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    told = label(name, 26)
    axes.set_title(told if unit.replace("-", " ").lower() in told.lower() else f"{told} ({unit})", fontsize=7)
    if len(outcomes) == 1:
        axes.set_xlabel(_beats(next(iter(outcomes.values()))), fontsize=6, color=MUTED)


def _scale(outcomes: dict[str, Outcome], currency: str) -> tuple[float, str]:
    """What differences are divided by, and the unit that they are then in."""
    unit = next(iter(outcomes.values())).unit
    size = max(float(np.abs(one.differences).max()) for one in outcomes.values())
    return difference_unit(unit, size, currency)


def _edges(values: np.ndarray) -> np.ndarray:
    """The edges of the bars, one of which ends at zero; what lies beyond them is counted at the ends."""
    low, high = np.quantile(values[values != 0], (BEYOND, 1 - BEYOND))
    low, high = min(float(low), 0.0), max(float(high), 0.0)
    width = (high - low) / BARS or 1.0
    return np.arange(np.floor(low / width), np.ceil(high / width) + 2) * width


def _beats(outcome: Outcome) -> str:
    """In what part of the worlds a scenario is above, at and below the baseline."""
    up, same = float((outcome.differences > 0).mean()), float((outcome.differences == 0).mean())
    down = 1 - up - same
    words = {"higher": ("better", "worse"), "lower": ("worse", "better")}.get(outcome.better, ("higher", "lower"))
    return f"{words[1]} {percent(round(down, 6))}, same {percent(same)}, {words[0]} {percent(up)}"
