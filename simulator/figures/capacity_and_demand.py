"""Capacity against demand, market by market."""

from __future__ import annotations

import math

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulator.figures.shapes import fan
from simulator.figures.style import PALETTE, date_axis, label, page, title
from simulator.findings import Findings

COLUMNS = 2
DEMAND, CAPACITY = PALETTE[5], PALETTE[0]
#: heights in inches: of a market's panel, of the gap below it, of the head of the page
PANEL, GAP, HEAD = 1.45, 0.45, 0.6


def picture(findings: Findings) -> Figure | None:
    """A panel a market: demand and ramped capacity in MW, as fans."""
    markets = [name for name in findings.index.markets if _moves(findings, name)]
    if not markets:
        return None
    columns = min(COLUMNS, len(markets))
    rows = math.ceil(len(markets) / columns)
    height = HEAD + rows * (PANEL + GAP)
    figure = page(height)
    for n, market in enumerate(markets):
        row, column = divmod(n, columns)
        left, width = 0.085 + column * 0.5, (0.385 if columns > 1 else 0.885)
        bottom = (height - HEAD - (row + 1) * (PANEL + GAP) + GAP * 0.75) / height
        draw(figure.add_axes((left, bottom, width, PANEL / height)), findings, market)
    title(figure, "Capacity against demand", "Mean of the month; lines: median; bands: P25 to P75, P10 to P90")
    _legend(figure)
    return figure


def draw(axes: Axes, findings: Findings, market: str) -> None:
    """The fans of one market on given axes."""
    calendar = findings.calendar
    fan(axes, calendar.closing_days, findings.timelines[f"market.{market}.demand_mw"], DEMAND)
    fan(axes, calendar.closing_days, findings.timelines[f"market.{market}.ramped_mw"], CAPACITY)
    date_axis(axes, calendar, 0, calendar.last_day)
    axes.set_ylim(bottom=0)
    axes.set_ylabel("MW")
    axes.set_title(label(market))


def _legend(figure: Figure) -> None:
    for right, text, colour in ((0.8, "demand", DEMAND), (0.985, "capacity, ramped up", CAPACITY)):
        figure.text(right, 1 - 0.18 / figure.get_figheight(), text, ha="right", fontsize=7, color=colour, weight="bold")


def _moves(findings: Findings, market: str) -> bool:
    """Whether a market has anything to show."""
    shown = (findings.timelines[f"market.{market}.{of}"]["p90"] for of in ("demand_mw", "ramped_mw"))
    return any(bool(series.any()) for series in shown)
