"""What the put of the note leaves of the group's liquidity, by the share price on which holders decide."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

from simulator.amounts import money, percent
from simulator.figures.dilution import convertible
from simulator.figures.shapes import level
from simulator.figures.share_price import ENDS, ways_of
from simulator.figures.style import ALARM, PALETTE, label, money_axis, page, title
from simulator.findings import Findings
from simulator.quantities.quantity import mean

#: inches: of a panel, of the room below it, of the head of the page; most points that are drawn
PANEL, BELOW, HEAD, MOST = 2.3, 0.55, 0.6, 1500
#: room above the points, where the key stands, as a multiple of that below them
ABOVE = 3.5


def picture(findings: Findings) -> Figure | None:
    """A panel a note with a put: a point a replication, share price and liquidity on the day, and the floor."""
    notes = [name for name in convertible(findings.scenario) if is_known(findings, name)]
    if not notes:
        return None
    height = HEAD + len(notes) * (PANEL + BELOW)
    figure = page(height)
    for n, name in enumerate(notes):
        bottom = height - HEAD - (n + 1) * (PANEL + BELOW) + BELOW * 0.8
        draw(figure.add_axes((0.085, bottom / height, 0.88, PANEL / height)), findings, name, size_of(findings, name))
    title(
        figure,
        "Liquidity after the put",
        "A point a replication, on the day of the put; holders put where the share is cheap",
    )
    return figure


def is_known(findings: Findings, name: str) -> bool:
    """Whether a run says what the put of a note met."""
    return {f"{name}.put.share_price", f"{name}.put.liquidity"} <= set(findings.metrics)


def size_of(findings: Findings, name: str) -> float:
    """The largest amount of liquidity among the points of a note."""
    return float(np.abs(findings.metrics[f"{name}.put.liquidity"][:MOST]).max())


def draw(axes: Axes, findings: Findings, name: str, size: float) -> None:
    """The points of one note and the floor, on given axes, in the unit of an amount of ``size``."""
    currency, treasury = findings.scenario.currency, findings.scenario.treasury
    price, liquidity = (findings.metrics[f"{name}.put.{of}"][:MOST] for of in ("share_price", "liquidity"))
    ways = ways_of(findings, name)[:MOST]
    floor = mean(treasury.floor) if treasury and treasury.floor is not None else None
    divisor = money_axis(axes, size, currency, "liquidity")
    dot = float(np.clip(40.0 / np.sqrt(len(ways)), 2.0, 5.0))
    for way, chosen in (("put", ways == "put"), ("not put", ways != "put")):
        colour = ENDS["put"] if way == "put" else PALETTE[0]
        told = f"{way}: {percent(round(float(chosen.mean()), 3))}"
        x, y = price[chosen], liquidity[chosen] / divisor
        axes.plot(x, y, ls="", marker="o", ms=dot, mew=0, alpha=0.55, color=colour, label=told)
    _price_axis(axes)
    axes.set_xlabel(f"share price before the put ({currency})")
    axes.set_title(label(name))
    axes.legend(loc="upper right")
    _limits(axes, liquidity / divisor, floor / divisor if floor is not None else None)
    if floor is not None:
        level(axes, floor / divisor, f"floor {money(floor, currency)}; {_missed(liquidity, ways, floor)}", ALARM)


def _price_axis(axes: Axes) -> None:
    """A logarithmic axis with round prices on it."""
    axes.set_xscale("log")
    axes.xaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda price, _: f"{price:,.6g}"))


def _limits(axes: Axes, liquidity: np.ndarray, floor: float | None) -> None:
    values = [*liquidity, *([floor] if floor is not None else [])]
    low, high = min(values), max(values)
    room = (high - low) * 0.06 or abs(high) * 0.1 or 1.0
    axes.set_ylim(low - room, high + ABOVE * room)


def _missed(liquidity: np.ndarray, ways: np.ndarray, floor: float) -> str:
    """How often the put leaves less than the floor."""
    below = (ways == "put") & (liquidity < floor)
    return f"put and below it: {percent(round(float(below.mean()), 3))}"
