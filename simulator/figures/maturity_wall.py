"""The maturity wall: what falls due, date by date, against the liquidity that is free above the floor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from simulator.amounts import fixed, money_unit, percent
from simulator.figures.shapes import dated_marks, fan
from simulator.figures.style import ALARM, INK, MUTED, PALETTE, date_axis, label, money_axis, page, spread, title
from simulator.findings import Findings
from simulator.findings.due import DueDay, below, falling_due

SERIES = ("liquidity_above_floor", "liquidity")
#: heights in inches: head of the page, key, a row of names above the axes, the panel of time, dates below it, a row of
#: the other panel, foot of the page
HEAD, KEY, NAME, PANEL, DATES, ROW, FOOT = 0.4, 0.2, 0.115, 1.9, 0.5, 0.3, 0.35
#: dates that are named; of more, those of the largest claims have a row
MOST = 14
#: greatest width of a bar as a part of the horizon, the part of the horizon that all may take, and left edge and width
#: of the panel of claims
BAR, BARS, LEFT, ACROSS = 0.012, 0.5, 0.27, 0.5


def picture(findings: Findings) -> Figure | None:
    """Repayments by date below the fan of free liquidity; under it, what each date leaves, before and after."""
    days = [one for one in falling_due(findings) if one.together.share]
    if not days:
        return None
    told = sorted(sorted(days, key=lambda one: -one.together.amount)[:MOST], key=lambda one: one.day)
    figure = page(1.0)
    above, under = figure.add_axes((0.085, 0.5, 0.895, 0.1)), figure.add_axes((LEFT, 0.1, ACROSS, 0.1))
    names = draw_wall(above, findings, days)
    draw_claims(under, findings, told)
    top, rows = HEAD + KEY + NAME * names + 0.05, ROW * len(told)
    height = top + PANEL + DATES + rows + FOOT
    figure.set_figheight(height)
    above.set_position((0.085, 1 - (top + PANEL) / height, 0.895, PANEL / height))
    under.set_position((LEFT, FOOT / height, ACROSS, rows / height))
    figure.legend(handles=list(key()), loc="upper left", bbox_to_anchor=(0.015, 1 - HEAD / height), ncols=3)
    reading = "Below: liquidity above the floor on each date, before (blue) and after (orange) all of it is paid"
    left_out = f"; the {MOST} largest of {len(days)} dates" if len(days) > MOST else ""
    title(figure, "Maturity wall", reading + left_out)
    return figure


def key() -> Iterator[Line2D | Patch]:
    """What the fan and the bars are, and what fills a bar."""
    yield Line2D([], [], color=PALETTE[0], label="liquidity above the floor: median, P10 to P90")
    yield Patch(facecolor="white", edgecolor=ALARM, lw=0.7, label="falls due")
    yield Patch(facecolor=ALARM, label="filled: share of replications in which it is paid")


def draw_wall(axes: Axes, findings: Findings, days: Sequence[DueDay]) -> int:
    """Free liquidity as a fan, and all that falls due on a day as bars on each other: as full as it is often.

    Bars of days that are nearly the same stand beside each other. Returns the rows of names above the axes.
    """
    calendar = findings.calendar
    series = findings.timelines[next(name for name in SERIES if name in findings.timelines)]
    high = max(float(series["p90"].max()), *(sum(claim.amount for claim in one.claims) for one in days))
    low = min(0.0, float(series["p10"].min()))
    divisor = money_axis(axes, max(high, -low), findings.scenario.currency, "free")
    fan(axes, calendar.closing_days, series, PALETTE[0], divisor=divisor)
    width = min(BAR, BARS / len(days)) * calendar.last_day
    date_axis(axes, calendar, 0, calendar.last_day)
    axes.set_xlim(-width, calendar.last_day + width)
    for one, place in zip(days, spread([one.day for one in days], width, 0, calendar.last_day), strict=True):
        stack_claims(axes, one, place, width * 0.9, divisor)
    axes.axhline(0, color=INK, lw=0.8)
    axes.set_ylim(low / divisor * 1.05, high / divisor * 1.08)
    return dated_marks(axes, [mark(one, divisor) for one in days] if len(days) <= MOST else [])


def stack_claims(axes: Axes, one: DueDay, place: float, width: float, divisor: float) -> None:
    """The claims of a day on top of each other, each as high as its amount and filled as often as it is paid."""
    bottom = 0.0
    for claim in one.claims:
        height = claim.amount / divisor
        axes.bar(place, height, width, bottom, color="white", edgecolor=ALARM, lw=0.7)
        axes.bar(place, claim.share * height, width, bottom, color=ALARM, lw=0)
        if bottom:
            axes.hlines(bottom, place - width / 2, place + width / 2, color="white", lw=0.4)
        bottom += height


def mark(one: DueDay, divisor: float) -> tuple[float, str]:
    """The day, its claims and their sum."""
    return float(one.day), f"{names(one, 20)} {fixed(one.together.amount / divisor, 1)}"


def names(one: DueDay, longest: int) -> str:
    """The debts of which something is paid on a day, or how many they are where that is too long."""
    paid = [claim.debt for claim in one.claims if claim.share]
    joined = ", ".join(paid)
    return label(joined, longest) if len(paid) == 1 or len(joined) <= longest else f"{len(paid)} claims"


def draw_claims(axes: Axes, findings: Findings, days: Sequence[DueDay]) -> None:
    """A row a date: median and P10 to P90 of what is free before and after, and how often that is below the floor."""
    ends = [np.quantile(free, [0.1, 0.5, 0.9]) for one in days for free in (one.before, one.after)]
    divisor, unit = money_unit(float(np.abs(ends).max()), findings.scenario.currency)
    axes.set_xlabel(f"{unit} above the floor", labelpad=2)
    for n, (low, middle, high) in enumerate(np.array(ends) / divisor):
        place, colour = n // 2 + (0.14, -0.14)[n % 2 == 0], (ALARM, PALETTE[0])[n % 2 == 0]
        axes.plot([low, high], [place, place], color=colour, lw=2.2, solid_capstyle="butt", alpha=0.55)
        axes.plot(middle, place, marker="|", ms=7, mew=1.5, color=colour)
    for row, one in enumerate(days):
        text, breaks = below_the_floor(one)
        axes.text(1.02, row, text, transform=axes.get_yaxis_transform(), fontsize=6.5, va="center",
                  color=ALARM if breaks else MUTED)  # fmt: skip
    axes.axvline(0, color=INK, lw=0.8)
    axes.set_ylim(len(days) - 0.5, -0.5)
    axes.set_yticks(range(len(days)), [_told(one) for one in days])
    axes.tick_params(axis="y", length=0)
    axes.grid(False, axis="y")


def below_the_floor(one: DueDay) -> tuple[str, bool]:
    """How often there is less than the floor before and after payment, and whether there ever is."""
    before, after = below(one.before), below(one.after)
    if not before and not after:
        return "never below", False
    return f"below: {percent(before)}, then {percent(after)}", True


def _told(one: DueDay) -> str:
    often = "" if one.together.share == 1 else f", in {percent(one.together.share)}"
    return f"{one.date} {names(one, 18)}{often}"
