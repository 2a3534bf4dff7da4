"""Group liquidity over time, with the floor, and the payments that come on a date."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulator.amounts import money
from simulator.figures.shapes import dated_marks, fan, level
from simulator.figures.style import ALARM, INK, PALETTE, date_axis, label, money_axis, page, title
from simulator.findings import Findings
from simulator.quantities.quantity import Path, mean
from simulator.quantities.units import Dimension
from simulator.scenario.notes import notes_of
from simulator.scenario.raises import Bullet

#: inches: the picture without its key, a row of dates, a row of the key
HEIGHT, DATES, KEY_ROW = 3.5, 0.24, 0.17
#: part of the picture without its key that the axes take, and entries of the key side by side
PANEL, KEY_COLUMNS = 0.66, 2


def picture(findings: Findings) -> Figure | None:
    """Treasury and unspent pools at month ends, as a fan, with the floor, the note's dates and other dated payments."""
    if "liquidity" not in findings.timelines:
        return None
    rows = -(-len(marks(findings)[1]) // KEY_COLUMNS)
    height = HEIGHT + KEY_ROW * rows
    figure = page(height)
    axes = figure.add_axes((0.085, (0.35 + KEY_ROW * rows) / height, 0.9, PANEL * HEIGHT / height))
    draw(axes, findings)
    title(
        figure,
        "Group liquidity",
        "Treasury and unspent pools at month ends; line: median; bands: P25 to P75, P10 to P90",
    )
    return figure


def draw(axes: Axes, findings: Findings, colour: str = PALETTE[0]) -> None:
    """The fan, the floor and the dates, on given axes."""
    calendar, currency, series = findings.calendar, findings.scenario.currency, findings.timelines["liquidity"]
    divisor = money_axis(axes, float(np.abs(series["p90"]).max()), currency, "liquidity")
    date_axis(axes, calendar, 0, calendar.last_day)
    fan(axes, calendar.closing_days, series, colour, divisor=divisor)
    low = min(0.0, float(series["p10"].min()) / divisor * 1.05)
    axes.set_ylim(low, float(series["p90"].max()) / divisor * 1.08)
    treasury = findings.scenario.treasury
    if treasury is not None and treasury.floor is not None:
        floor = mean(treasury.floor)
        level(axes, floor / divisor, f"floor: {money(floor, currency)}", ALARM)
    once, often = marks(findings)
    dated_marks(axes, once)
    for n, (name, days) in enumerate(often.items()):
        axes.plot(days, [low] * len(days), ls="", marker="^v<>"[n % 4], ms=4, color=INK, clip_on=False, label=name)
    if often:
        # below the dates: inside the axes, the lines of single payments would run through the words
        axes.legend(
            loc="upper right", bbox_to_anchor=(1.0, -DATES / (PANEL * HEIGHT)), ncols=KEY_COLUMNS, labelcolor=INK
        )


def marks(findings: Findings) -> tuple[list[tuple[float, str]], dict[str, list[float]]]:
    """Payments that come on a date: day and name of those that come once or twice, days of the others by name."""
    once = [*_of_notes(findings), *_of_debts(findings)]
    often: dict[str, list[float]] = {}
    treasury, currency = findings.scenario.treasury, findings.scenario.currency
    for name, outflow in (treasury.outflows if treasury else {}).items():
        if not isinstance(outflow, Path) or outflow.dimension != Dimension.MONEY:
            continue
        amounts = [mean(value) for value in outflow.values]
        if len(amounts) > 2:
            each = f"{money(min(amounts), currency)}" + (
                f" to {money(max(amounts), currency)}" * (min(amounts) < max(amounts))
            )
            often[f"{label(name)}, {each} each"] = [float(day) for day in outflow.days]
        else:
            named = zip(outflow.days, amounts, strict=True)
            once += [(float(day), f"{label(name)} -{money(amount, currency)}") for day, amount in named]
    return once, often


def _of_notes(findings: Findings) -> Iterator[tuple[float, str]]:
    calendar, currency = findings.calendar, findings.scenario.currency
    for name, note in notes_of(findings.scenario).items():
        yield calendar.day_of(note.settles), f"{label(name)} +{money(mean(note.net), currency)}"
        for put in note.put:
            yield calendar.day_of(put), f"put -{money(mean(note.face), currency)}"
        if note.matures <= calendar.end:
            yield calendar.day_of(note.matures), f"{label(name)} matures"


def _of_debts(findings: Findings) -> Iterator[tuple[float, str]]:
    """Bonds on the day on which they are repaid."""
    calendar, currency = findings.calendar, findings.scenario.currency
    for name, funding in findings.scenario.funding.items():
        if isinstance(funding, Bullet) and funding.matures <= calendar.end:
            yield calendar.day_of(funding.matures), f"{label(name)} -{money(mean(funding.face), currency)}"
