"""The maturity wall: what falls due, date by date, against the liquidity that is free above the floor."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulator.amounts import fixed, percent
from simulator.figures.shapes import dated_marks, fan
from simulator.figures.style import ALARM, INK, MUTED, PALETTE, date_axis, label, money_axis, page, title
from simulator.findings import Findings
from simulator.findings.due import Due, falling_due

SERIES = ("liquidity_above_floor", "liquidity")
#: heights in inches: head of the page, names above the axes, the panel of time, dates below it, a row of the other
HEAD, NAMES, PANEL, DATES, ROW, FOOT = 0.45, 0.45, 1.9, 0.5, 0.3, 0.35
#: claims that are named; of more, the largest have a row
MOST = 14
#: width of a bar as a part of the horizon, and left edge of the panel of claims
BAR, LEFT = 0.012, 0.27


def picture(findings: Findings) -> Figure | None:
    """Repayments by date below the fan of free liquidity; under it, what each leaves, before and after."""
    claims = [one for one in falling_due(findings) if one.made.any()]
    if not claims:
        return None
    told = sorted(sorted(claims, key=lambda one: -one.amount)[:MOST], key=lambda one: (one.day, one.debt))
    height = HEAD + NAMES + PANEL + DATES + ROW * len(told) + FOOT
    figure = page(height)
    top = HEAD + NAMES
    above = figure.add_axes((0.085, 1 - (top + PANEL) / height, 0.895, PANEL / height))
    below = figure.add_axes((LEFT, FOOT / height, 0.58, ROW * len(told) / height))
    draw_wall(above, findings, claims)
    draw_claims(below, findings, told)
    title(
        figure,
        "Maturity wall",
        "Liquidity above the floor, P10 to P90, and what falls due; below: on each day, before (blue) and after paying",
    )
    return figure


def draw_wall(axes: Axes, findings: Findings, claims: Sequence[Due]) -> None:
    """Free liquidity as a fan, and all that falls due on a day as a bar: as full as it is often."""
    calendar = findings.calendar
    series = findings.timelines[next(name for name in SERIES if name in findings.timelines)]
    size = max(float(np.abs(series["p90"]).max()), max(one.amount for one in claims))
    divisor = money_axis(axes, size, findings.scenario.currency, "free")
    fan(axes, calendar.closing_days, series, PALETTE[0], divisor=divisor)
    date_axis(axes, calendar, 0, calendar.last_day)
    width = BAR * calendar.last_day
    for one in claims:
        axes.bar(one.day, one.amount / divisor, width, color="white", edgecolor=ALARM, lw=0.7)
        axes.bar(one.day, one.share * one.amount / divisor, width, color=ALARM, lw=0)
    axes.axhline(0, color=INK, lw=0.8)
    low = min(0.0, float(series["p10"].min()) / divisor * 1.05)
    axes.set_ylim(low, float(series["p90"].max()) / divisor * 1.08)
    marks = {(float(one.day), f"{label(one.debt, 20)} {fixed(one.amount / divisor, 1)}") for one in claims}
    dated_marks(axes, sorted(marks) if len(marks) <= MOST else [])


def draw_claims(axes: Axes, findings: Findings, claims: Sequence[Due]) -> None:
    """A row a claim: median and P10 to P90 of what is free before and after it, and how often the floor breaks."""
    largest = max(float(np.quantile(np.abs(one.before), 0.9)) for one in claims)
    divisor = money_axis(axes, largest, findings.scenario.currency, "")
    axes.set_xlabel(f"{axes.get_ylabel().strip(' ()')} above the floor", labelpad=2)
    axes.set_ylabel("")
    for row, one in enumerate(claims):
        for values, place, colour in ((one.before, row - 0.14, PALETTE[0]), (one.after, row + 0.14, ALARM)):
            low, middle, high = np.quantile(values, [0.1, 0.5, 0.9]) / divisor
            axes.plot([low, high], [place, place], color=colour, lw=2.2, solid_capstyle="butt", alpha=0.55)
            axes.plot(middle, place, marker="|", ms=7, mew=1.5, color=colour)
        text = f"below in {percent(one.below)}" if one.below else "never below"
        axes.text(1.02, row, text, transform=axes.get_yaxis_transform(), fontsize=6.5, va="center",
                  color=ALARM if one.below else MUTED)  # fmt: skip
    axes.axvline(0, color=INK, lw=0.8)
    axes.set_ylim(len(claims) - 0.5, -0.5)
    axes.set_yticks(range(len(claims)), [_told(one) for one in claims])
    axes.tick_params(axis="y", length=0)
    axes.grid(False, axis="y")


def _told(one: Due) -> str:
    often = "" if one.share == 1 else f", in {percent(one.share)}"
    return f"{one.date} {label(one.debt, 18)}{often}"
