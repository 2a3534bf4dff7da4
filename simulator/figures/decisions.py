"""Which rules fired when, under the series that they watched."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulator.amounts import money_unit, percent
from simulator.figures.style import ALARM, INK, PALETTE, WIDTH, date_axis, label, page, title
from simulator.findings import Fan, Findings

#: rules that find room on a page, side by side
MOST, COLUMNS = 6, 2
#: heights in inches: of a fan, of the dates below it, between the two, below both, of the head of the page
PANEL, DATES, BETWEEN, GAP, HEAD = 1.25, 0.42, 0.08, 0.5, 0.68
#: inches left of a panel, and right of it
LEFT, RIGHT = 0.55, 0.12
WATCHED, FIRED = PALETTE[0], PALETTE[5]
#: days that a bar of dates is wide, by how often reviews are held
WIDE = {"quarter": 62.0, "month": 21.0}


def picture(findings: Findings) -> Figure | None:
    """A panel a rule that watches a monthly series: the series as a fan, its level, and when the rule first fired."""
    rules = watching(findings)
    if not rules:
        return None
    shown = dict(list(rules.items())[:MOST])
    columns = min(COLUMNS, len(shown))
    height = HEAD + math.ceil(len(shown) / columns) * (PANEL + BETWEEN + DATES + GAP)
    figure, width = page(height), WIDTH / columns - LEFT - RIGHT
    for n, (rule, watched) in enumerate(shown.items()):
        row, column = divmod(n, columns)
        left = (LEFT + column * WIDTH / columns) / WIDTH
        top = HEAD + row * (PANEL + BETWEEN + DATES + GAP)
        places = [(top + PANEL, PANEL), (top + PANEL + BETWEEN + DATES, DATES)]
        above, below = (
            figure.add_axes((left, (height - end) / height, width / WIDTH, tall / height)) for end, tall in places
        )
        draw(above, below, findings, rule, watched)
    left_out = f"; {len(rules) - MOST} more not shown" if len(rules) > MOST else ""
    reading = "What rules watch: median, P10 to P90; dashed: level to pass; below: first firings, % of replications"
    title(figure, "Which rules fired when", f"{reading}{left_out}")
    return figure


@dataclass(frozen=True)
class Watched:
    """The monthly series that a rule looks at, at what level of it, and both in words."""

    series: str
    level: float
    words: str


def watching(findings: Findings) -> dict[str, Watched]:
    """The rules of the file that watch a monthly series, with the first one that each watches."""
    found: dict[str, Watched] = {}
    table = findings.watched
    if not len(table):
        return found
    for rule, series, level, words in zip(*(table[key] for key in ("rule", "series", "level", "step")), strict=True):
        if rule in findings.scenario.rules and series in findings.timelines:
            found.setdefault(rule, Watched(series, float(level), words))
    return found


def draw(above: Axes, below: Axes, findings: Findings, rule: str, watched: Watched) -> None:
    """What a rule watches and when it fired, on given axes."""
    calendar, series = findings.calendar, findings.timelines[watched.series]
    divisor, unit = _scale(series, watched, findings.scenario.currency)
    days = calendar.closing_days
    above.fill_between(days, series["p10"] / divisor, series["p90"] / divisor, color=WATCHED, alpha=0.2, lw=0)
    above.plot(days, series["p50"] / divisor, color=WATCHED)
    date_axis(above, calendar, 0, calendar.last_day)
    above.set_xticklabels([])
    at, top = watched.level / divisor, max(float(series["p90"].max()), watched.level) / divisor
    above.set_ylim(min(0.0, float(series["p10"].min()) / divisor), top * 1.22 or 1.0)
    above.axhline(at, color=ALARM, lw=0.8, ls=(0, (4, 2)))
    above.set_ylabel(unit)
    above.set_title(label(rule, 34), pad=12)
    above.text(0, 1.03, label(watched.words, 60), fontsize=6, color=ALARM, va="bottom", transform=above.transAxes)
    _dates(below, findings, rule)


def _scale(series: Fan, watched: Watched, currency: str) -> tuple[float, str]:
    """What the series is divided by, and the unit that it is then in."""
    if series.unit == "fraction":
        return 0.01, "%"
    if series.unit.startswith("money"):
        divisor, unit = money_unit(max(float(series["p90"].max()), watched.level), currency)
        return divisor, unit + series.unit.removeprefix("money").replace("/year", " a year")
    return 1.0, series.unit


def _dates(axes: Axes, findings: Findings, rule: str) -> None:
    """The share of replications in which a rule first fired, review by review, and in how many it did at all."""
    fired, day = (findings.metrics[f"rule.{rule}.{of}"] for of in ("fired", "fired_day"))
    days, count = np.unique(day[~np.isnan(day)], return_counts=True)
    shares = 100 * count / len(fired)
    axes.bar(days, shares, width=WIDE[findings.scenario.reviews.every], color=FIRED, lw=0)
    date_axis(axes, findings.calendar, 0, findings.calendar.last_day)
    axes.set_ylim(0, max(float(shares.max(initial=0.0)) * 1.75, 1.0))
    axes.locator_params(axis="y", nbins=2)
    axes.set_ylabel("%")
    text = f"fires in {percent(float((fired > 0).mean()))}" if len(days) else "never fires"
    axes.text(0.99, 0.94, text, fontsize=6.5, color=INK, ha="right", va="top", transform=axes.transAxes)
