"""What the put of the note leaves of liquidity, by the share price: scenarios beside each other on the same scales."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulator.comparison import Comparison, Side
from simulator.figures.dilution import convertible
from simulator.figures.overlays.sides import Grid, laid_out
from simulator.figures.put import draw, is_known, size_of
from simulator.figures.style import label

#: scenarios that are shown, the baseline first
MOST = 4


def picture(comparison: Comparison) -> Figure | None:
    """A panel a scenario of the first note with a put that several of them have."""
    shown = shown_of(comparison)
    if len(shown) < 2:
        return None
    reading = "A point a replication, on the day of the put: what it leaves, by the share price then"
    grid = Grid(len(shown), panel=2.0, gap=0.75, foot=0.4)
    figure, panels = laid_out(comparison, "Liquidity after the put", reading, grid, keyed=False)
    size = max(size_of(side.findings, name) for side, name in shown)
    for axes, (side, name) in zip(panels, shown, strict=True):
        draw(axes, side.findings, name, size)
        axes.set_title(label(side.label, 34))
    same_scales(panels)
    return figure


def shown_of(comparison: Comparison) -> list[tuple[Side, str]]:
    """Each scenario with its first note that can be put within the horizon."""
    found = []
    for side in comparison.sides:
        notes = [name for name in convertible(side.findings.scenario) if is_known(side.findings, name)]
        found += [(side, notes[0])] if notes else []
    return found[:MOST]


def same_scales(panels: list[Axes]) -> None:
    """The widest limits of all panels, for all of them."""
    across, upwards = [axes.get_xlim() for axes in panels], [axes.get_ylim() for axes in panels]
    for axes in panels:
        axes.set_xlim(min(low for low, _ in across), max(high for _, high in across))
        axes.set_ylim(min(low for low, _ in upwards), max(high for _, high in upwards))
