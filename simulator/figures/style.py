"""The house style: one page width, one palette, calendar dates and money on the axes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import matplotlib
import matplotlib.style
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulator.amounts import money_unit
from simulator.quantities.calendar import Calendar
from simulator.words import cut, readable

#: width of a picture in inches: 16 cm, what a report page leaves for it
WIDTH = 6.3
STYLE = Path(__file__).with_name("capsim.mplstyle")
#: Okabe & Ito's palette without black, then the same colours hatched
PALETTE = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#999999")
HATCHES = ("", "////", "....", "xxxx")
#: months between two dates of an axis, and the room in inches that a month's and a year's name take
STEPS, MONTH, YEAR = (1, 3, 6, 12, 24, 60, 120), 0.5, 0.3
INK, MUTED, ALARM = "#222222", "#777777", "#D55E00"


@contextmanager
def house_style() -> Iterator[None]:
    """Draw in the house style, whatever the user's own configuration of matplotlib."""
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.style.use(STYLE)
        yield


def page(height: float) -> Figure:
    """An empty picture as wide as a report, ``height`` inches high."""
    return Figure(figsize=(WIDTH, height))


def colours_of(names: Sequence[str]) -> dict[str, tuple[str, str]]:
    """A colour and a hatch for each name, in their order."""
    return {
        name: (PALETTE[n % len(PALETTE)], HATCHES[n // len(PALETTE) % len(HATCHES)]) for n, name in enumerate(names)
    }


def title(figure: Figure, heading: str, reading: str) -> None:
    """A heading that says what the picture shows, and a line below it that says how to read it."""
    inch = 1 / figure.get_figheight()
    figure.text(0.015, 1 - 0.09 * inch, heading, ha="left", va="top", fontsize=9, fontweight="bold", color=INK)
    figure.text(0.015, 1 - 0.27 * inch, reading, ha="left", va="top", fontsize=6.5, color=MUTED)


def date_axis(axes: Axes, calendar: Calendar, first: float, last: float) -> None:
    """Calendar dates on a horizontal axis of day numbers, as many as find room: months, quarters, years, decades."""
    inches = axes.get_position().width * WIDTH
    for months in STEPS:
        dates = _dates(calendar, first, last, months)
        if len(dates) * (YEAR if months >= 12 else MONTH) <= inches:
            break
    axes.set_xlim(first, last)
    names = [str(date.year) if months >= 12 else f"{date:%Y-%m}" for date in dates]
    axes.set_xticks([calendar.day_of(date) for date in dates], names)


def _dates(calendar: Calendar, first: float, last: float, months: int) -> list[date]:
    """The first days of every so many months between two days, counted from a round year."""
    start, end = calendar.date_of(int(first)), calendar.date_of(int(last))
    steps = range(-(-(start.year * 12 + start.month - 1) // months), (end.year * 12 + end.month - 1) // months + 1)
    dates = [date(step * months // 12, step * months % 12 + 1, 1) for step in steps]
    return [day for day in dates if start <= day <= end]


def money_axis(axes: Axes, size: float, currency: str, label: str) -> float:
    """Label a vertical axis of money; returns what amounts are divided by."""
    divisor, unit = money_unit(size, currency)
    axes.set_ylabel(f"{label} ({unit})")
    return divisor


def spread(places: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places for labels, in their order, at least ``gap`` apart, with the least sum of squared moves.

    Isotonic regression of  place[n] - n x gap  by pooling neighbours, then kept between the bounds.

    >>> spread([1.0, 1.2, 5.0], 1.0, 0.0, 10.0)
    [0.6, 1.6, 5.0]
    >>> spread([9.0, 9.5], 1.0, 0.0, 9.5)
    [8.5, 9.5]
    """
    pooled: list[tuple[float, int]] = []
    for n, place in enumerate(places):
        total, count = place - n * gap, 1
        while pooled and pooled[-1][0] / pooled[-1][1] > total / count:
            before, more = pooled.pop()
            total, count = total + before, count + more
        pooled.append((total, count))
    kept = [total / count for total, count in pooled for _ in range(count)]
    top = max(high - (len(kept) - 1) * gap, low)
    return [round(min(max(place, low), top) + n * gap, 9) for n, place in enumerate(kept)]


def label(name: str, longest: int = 30) -> str:
    """A name as words, cut off where it would be too long for a picture.

    >>> label("china_ai_campuses"), label("a$b")
    ('china ai campuses', 'a\\\\$b')
    """
    return short(readable(name), longest)


def short(text: str, longest: int) -> str:
    """A text cut off where it would be too long for a picture; nothing in it is read as a formula.

    >>> short("pert(6, 9, 18) months * 1.5 + 9 months", 24), short("a$b", 24)
    ('pert(6, 9, 18) months *…', 'a\\\\$b')
    """
    return cut(text, longest).replace("$", r"\$")
