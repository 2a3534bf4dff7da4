"""Which rules fired when, under the series that they watched."""

from __future__ import annotations

import math
import textwrap
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulator.amounts import level_unit, percent
from simulator.cases.condition_words import condition_words
from simulator.cases.conditions import LASTS, Names
from simulator.figures.style import ALARM, INK, PALETTE, WIDTH, date_axis, label, page, title
from simulator.findings import Findings
from simulator.words import readable

#: rules with a series that find room on a page, and rules side by side
MOST, COLUMNS = 6, 2
#: heights in inches: of a fan, of the dates below it, between the two, below both, of the head, of the page at most
PANEL, DATES, BETWEEN, GAP, HEAD, TALLEST = 1.25, 0.42, 0.08, 0.39, 0.57, 9.4
#: inches left of a panel, and right of it
LEFT, RIGHT = 0.55, 0.12
WATCHED, FIRED = PALETTE[0], PALETTE[5]
#: days that a bar of dates is wide, by how often reviews are held
WIDE = {"quarter": 62.0, "month": 21.0}
#: letters of a condition that find room on a line above a panel, and lines that do
LETTERS, LINES = 54, 3
#: points between a panel and its heading, but for the condition, and of a line of that; points in an inch
PAD, LINE, INCH = 4.0, 8.0, 72.0


def picture(findings: Findings) -> Figure | None:
    """A panel a rule: the monthly series that it watches as a fan, if it watches one, and when it fires."""
    rules = findings.scenario.rules
    if not rules:
        return None
    watched = watching(findings)
    fans, words = list(watched)[:MOST], LINE / INCH * max(len(told(findings, rule)) for rule in rules)
    columns, tall, low = min(COLUMNS, len(rules)), PANEL + BETWEEN + DATES + GAP + words, DATES + GAP + words
    top = HEAD + words + math.ceil(len(fans) / columns) * tall
    bare = [rule for rule in rules if rule not in watched][: int((TALLEST - top) / low) * columns]
    figure = page(top + math.ceil(len(bare) / columns) * low)
    for n, rule in enumerate(fans):
        above, below = _places(figure, n, columns, HEAD + words + n // columns * tall, (PANEL, DATES))
        draw(above, below, findings, rule, watched[rule])
    for n, rule in enumerate(bare):
        (axes,) = _places(figure, n, columns, top + n // columns * low, (DATES,))
        _heading(axes, rule, told(findings, rule))
        _dates(axes, findings, rule)
    left_out = len(rules) - len(fans) - len(bare)
    more = f"; {left_out} more not shown" if left_out else ""
    reading = "What rules watch: median, P10 to P90; dashed: level to pass; bars: % of replications, by review"
    title(figure, "Which rules fired when", f"{reading}{more}")
    return figure


def _places(figure: Figure, n: int, columns: int, top: float, heights: tuple[float, ...]) -> list[Axes]:
    """Axes of some heights below each other, in the column of the n-th rule, from so many inches below the top."""
    height, width, left = figure.get_figheight(), WIDTH / columns - LEFT - RIGHT, LEFT + n % columns * WIDTH / columns
    axes = []
    for tall in heights:
        bottom = height - top - tall
        axes.append(figure.add_axes((left / WIDTH, bottom / height, width / WIDTH, tall / height)))
        top += tall + BETWEEN
    return axes


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


def _condition(findings: Findings, rule: str) -> str:
    """All that must hold for a rule to fire, in words."""
    names = Names(findings.scenario, findings.index, findings.calendar)
    return condition_words(findings.scenario.rules[rule], names)


def draw(above: Axes, below: Axes, findings: Findings, rule: str, watched: Watched) -> None:
    """What a rule watches and when it fired, on given axes."""
    calendar, series = findings.calendar, findings.timelines[watched.series]
    size = max(float(series["p90"].max()), watched.level)
    divisor, unit = level_unit(series.unit, size, findings.scenario.currency)
    days = calendar.closing_days
    above.fill_between(days, series["p10"] / divisor, series["p90"] / divisor, color=WATCHED, alpha=0.2, lw=0)
    above.plot(days, series["p50"] / divisor, color=WATCHED)
    date_axis(above, calendar, 0, calendar.last_day)
    above.set_xticklabels([])
    at, top = watched.level / divisor, max(float(series["p90"].max()), watched.level) / divisor
    above.set_ylim(min(0.0, float(series["p10"].min()) / divisor), top * 1.22 or 1.0)
    above.axhline(at, color=ALARM, lw=0.8, ls=(0, (4, 2)))
    above.set_ylabel(unit)
    _heading(above, rule, told(findings, rule, watched.words))
    _dates(below, findings, rule)


def _heading(axes: Axes, rule: str, lines: list[str]) -> None:
    """The name of a rule above its panel, and below that what must hold."""
    axes.set_title(label(rule, 34), pad=PAD + LINE * len(lines))
    axes.annotate("\n".join(lines), (0, 1), xycoords="axes fraction", xytext=(0, 3), textcoords="offset points",
                  fontsize=6, color=ALARM, va="bottom")  # fmt: skip


def told(findings: Findings, rule: str, step: str = "") -> list[str]:
    """What must hold for a rule to fire, in lines: all of it, else a step of it, and how many there are.

    Parameters
    ----------
    step : the one that is drawn; without it, the first
    """
    whole = textwrap.wrap(readable(_condition(findings, rule)), LETTERS)
    if len(whole) <= LINES:
        return [label(line, LETTERS) for line in whole]
    steps = findings.watched.where(rule=rule)["step"].tolist()
    return [shortened(step or steps[0]), *([f"one of {len(steps)} conditions"] if len(steps) > 1 else [])]


def shortened(words: str) -> str:
    """A condition in as many letters as find room; how long it must hold is not cut off.

    >>> shortened("utilisation of a_town_with_a_rather_long_name_of_its_own above 75 % for 2 quarters")
    'utilisation of a town with a rather lo… for 2 quarters'
    """
    lasting = LASTS.search(words)
    tail = lasting[0] if lasting else ""
    return label(words.removesuffix(tail), LETTERS - len(tail)) + tail


def _dates(axes: Axes, findings: Findings, rule: str) -> None:
    """The share of replications in which a rule fires at each review, in how many it ever does, and how often there."""
    firings = findings.firings.where(rule=rule)
    days, shares = firings["day"], 100 * firings["mean"]
    axes.bar(days, shares, width=WIDE[findings.scenario.reviews.every], color=FIRED, lw=0)
    date_axis(axes, findings.calendar, 0, findings.calendar.last_day)
    axes.set_ylim(0, max(float(shares.max(initial=0.0)) * 1.75, 1.0))
    axes.locator_params(axis="y", nbins=2)
    axes.set_ylabel("%")
    fired = float((findings.metrics[f"rule.{rule}.fired"] > 0).mean())
    text = f"fires in {percent(fired)}" if fired else "never fires"
    if fired and not findings.scenario.rules[rule].once:
        text += f", {shares.sum() / 100 / fired:.1f} times each"
    axes.text(0.99, 0.94, text, fontsize=6.5, color=INK, ha="right", va="top", transform=axes.transAxes)
