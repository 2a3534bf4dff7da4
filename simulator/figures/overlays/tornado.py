"""What each risk costs: a bar a risk, as long as what a metric would differ by if the risk could not happen."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulator.amounts import decimals_for, difference_unit, percent, with_sign
from simulator.comparison import RISKS, Comparison, Occasion, Outcome
from simulator.figures.overlays.waterfall import judged
from simulator.figures.style import INK, MUTED, WIDTH, label, page, title

#: metrics and risks that find room on a page
MOST_METRICS, MOST = 3, 24
#: heights in inches: of a bar's row, above a panel for its heads, below it for its scale, of the page's head
ROW, ABOVE, BELOW, HEAD = 0.2, 0.36, 0.32, 0.42
#: inches left of the bars for names, right of them for numbers, and where each of these ends
LEFT, RIGHT, COLUMNS = 1.55, 2.1, (0.72, 1.25, 2.0)
HEADS = ("without it", "struck in", "where struck")


def picture(comparison: Comparison) -> Figure | None:
    """A panel a metric, the risk that matters most on top; none but for a study of risks."""
    rows = _rows(comparison)
    if not rows:
        return None
    heights = [ROW * len(risks) for risks in rows.values()]
    height = HEAD + sum(heights) + len(rows) * (ABOVE + BELOW)
    figure, top = page(height), HEAD
    most = max(len({one.name for one in comparison.occasions}) - MOST, 0)
    title(
        figure,
        "What each risk costs",
        "Mean difference if the risk could not happen, on the same worlds; green: better without it, red: worse; "
        f"thin lines: 95 %{f'; {most} more not shown' if most else ''}",
    )
    for (metric, risks), tall in zip(rows.items(), heights, strict=True):
        place = (LEFT / WIDTH, (height - top - ABOVE - tall) / height, 1 - (LEFT + RIGHT) / WIDTH, tall / height)
        draw(figure.add_axes(place), comparison, metric, risks)
        top += ABOVE + tall + BELOW
    return figure


def _rows(comparison: Comparison) -> dict[str, list[Occasion]]:
    """The risks by metric, of those metrics that are defined."""
    rows: dict[str, list[Occasion]] = {}
    for one in comparison.occasions if comparison.study == RISKS else ():
        outcome = comparison.metrics.get(one.metric, {}).get(one.scenario)
        if outcome is not None and outcome.n:
            rows.setdefault(one.metric, []).append(one)
    return {metric: risks[:MOST] for metric, risks in list(rows.items())[:MOST_METRICS]}


def draw(axes: Axes, comparison: Comparison, metric: str, risks: Sequence[Occasion]) -> None:
    """The bars of a metric on given axes, with their numbers right of them."""
    outcomes = [comparison.metrics[metric][one.scenario] for one in risks]
    theres = [one.there for one in risks]
    divisor, unit = _scale([*outcomes, *(there for there in theres if there)], comparison.currency)
    sizes = np.array([outcome.difference for outcome in outcomes]) / divisor
    axes.barh(
        np.arange(len(risks)),
        sizes,
        height=0.62,
        color=[judged(outcome.difference, outcome.better) for outcome in outcomes],
    )
    for row, outcome in enumerate(outcomes):
        axes.plot(np.array([outcome.low, outcome.high]) / divisor, [row, row], color=INK, lw=0.7)
    axes.axvline(0, color=INK, lw=0.6)
    axes.set_yticks(range(len(risks)), [label(one.name, 26) for one in risks])
    axes.set_ylim(len(risks) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.grid(visible=False, axis="y")
    axes.locator_params(axis="x", nbins=5)
    axes.set_title(f"{label(metric)} ({unit})" if unit else label(metric), fontsize=7)
    _numbers(axes, sizes, [there.difference / divisor if there else None for there in theres],
             [percent(one.share) for one in risks])  # fmt: skip


def _numbers(axes: Axes, sizes: np.ndarray, theres: Sequence[float | None], shares: Sequence[str]) -> None:
    """What the bars show, how often the risks struck, and what it is where they did, in columns."""
    inch = 1 / (axes.get_position().width * WIDTH)
    decimals = decimals_for(float(np.abs(sizes).max(initial=0.0)))
    ends = [1 + column * inch for column in COLUMNS]
    for end, head in zip(ends, HEADS, strict=True):
        axes.text(end, 1.0, head, ha="right", va="bottom", fontsize=6, color=MUTED, transform=axes.transAxes)
    for row, (size, there, share) in enumerate(zip(sizes, theres, shares, strict=True)):
        texts = (with_sign(size, decimals), share, "-" if there is None else with_sign(there, decimals))
        for end, text in zip(ends, texts, strict=True):
            axes.text(end, row, text, ha="right", va="center", fontsize=6, color=INK,
                      transform=axes.get_yaxis_transform())  # fmt: skip


def _scale(outcomes: Sequence[Outcome], currency: str) -> tuple[float, str]:
    """What differences of a metric are divided by, and the unit that they are then in."""
    return difference_unit(outcomes[0].unit, max(abs(outcome.difference) for outcome in outcomes), currency)
