"""Differences over time: each scenario less the baseline, month by month on the same world."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulator.amounts import difference_unit
from simulator.comparison import Comparison, Side
from simulator.figures.overlays.sides import FAINT, Grid, laid_out, looks
from simulator.figures.style import INK, date_axis
from simulator.findings import PATHS
from simulator.findings.statistics import STATISTICS, statistics_of
from simulator.words import readable

#: what a series is called; those that count their month alone say so
NAMES = {
    "paid": "paid so far",
    "capacity_mw": "capacity in service",
    "revenue": "revenue of the month",
    "operating_cash": "operating cash of the month",
}


def picture(comparison: Comparison) -> Figure | None:
    """A panel a series that differs anywhere, none where replications did not meet the same world."""
    if not comparison.paired:
        return None
    found = {name: differences(comparison, name) for name in PATHS}
    shown = {name: of for name, of in found.items() if any(_seen(values) for values in of.values())}
    if not shown:
        return None
    count = min(len(next(iter(of.values()))) for of in shown.values())
    reading = (
        f"Less {readable(comparison.baseline.label)}, on the same world ({count:,} of them); "
        "lines: median; bands: P25 to P75, P10 to P90"
    )
    grid = Grid(len(shown), columns=2 if len(shown) > 1 else 1, panel=1.5)
    figure, panels = laid_out(comparison, "What the difference is over time", reading, grid, baseline=False)
    for axes, (name, of) in zip(panels, shown.items(), strict=True):
        draw(axes, comparison, name, of)
    return figure


def differences(comparison: Comparison, name: str) -> dict[str, np.ndarray]:
    """(R, T) by label: the paths of a series less those of the baseline."""
    base = comparison.baseline.findings.paths.get(name)
    if base is None:
        return {}
    return {
        side.label: _less(side, name, base)
        for side in comparison.others
        if name in side.findings.paths and side.findings.paths[name].shape == base.shape
    }


def _seen(values: np.ndarray) -> bool:
    """Whether a fan of some differences is more than a line at zero."""
    return bool(np.quantile(values, (0.1, 0.5, 0.9), axis=0).any())


def _less(side: Side, name: str, base: np.ndarray) -> np.ndarray:
    return np.asarray(side.findings.paths[name].astype(float) - base.astype(float))


def draw(axes: Axes, comparison: Comparison, name: str, of: dict[str, np.ndarray]) -> None:
    """The differences of a series as fans on given axes, about a line at zero."""
    calendar = comparison.baseline.findings.calendar
    fans = {label: dict(zip(STATISTICS, statistics_of(values), strict=True)) for label, values in of.items()}
    size = max(float(np.abs(fan[edge]).max()) for fan in fans.values() for edge in ("p10", "p90", "p50"))
    divisor, unit = difference_unit(comparison.baseline.findings.timelines[name].unit, size, comparison.currency)
    for label, fan in fans.items():
        look = looks(comparison)[label]
        for low, high in (("p10", "p90"), ("p25", "p75")):
            strength = FAINT * (2 if len(fans) == 1 else 1)
            band = (fan[low] / divisor, fan[high] / divisor)
            axes.fill_between(calendar.closing_days, *band, color=look.colour, alpha=strength, lw=0)
        axes.plot(calendar.closing_days, fan["p50"] / divisor, color=look.colour, ls=look.line)
    axes.axhline(0, color=INK, lw=0.6)
    date_axis(axes, calendar, 0, calendar.last_day)
    axes.set_title(f"{NAMES.get(name, readable(name))} ({unit})")
