"""Stranded capital: money sunk in assets that wait, month by month, by what they wait for."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulator.figures.shapes import stack
from simulator.figures.style import INK, MUTED, PALETTE, date_axis, label, money_axis, page, title
from simulator.findings import Findings
from simulator.findings.delays import cause_names

TOTAL = "stranded_capital"
HATCHES = ("", "////", "....")
#: inches: the picture without its key, a row of the key; entries of the key side by side
HEIGHT, KEY_ROW, KEY_COLUMNS = 3.0, 0.16, 4


def picture(findings: Findings) -> Figure | None:
    """Mean capital that lies idle, stacked by what its projects wait for, with P90 of all of it."""
    causes = stranding(findings)
    if not causes:
        return None
    key = KEY_ROW * -(-(len(causes) + 1) // KEY_COLUMNS)
    height = HEIGHT + key
    figure = page(height)
    axes = figure.add_axes((0.085, 0.3 / height, 0.9, 1 - (0.85 + key) / height))
    draw(axes, findings, causes)
    title(
        figure,
        "Stranded capital",
        "Paid, not in service, nobody at work: mean by what the project waits for; dashed: P90 of all of it",
    )
    return figure


def stranding(findings: Findings) -> list[str]:
    """The causes for which capital lies idle, in their order; none where none ever does."""
    if TOTAL not in findings.timelines:
        return []
    series = {cause: findings.timelines.get(f"{TOTAL}.{cause}") for cause in findings.index.causes}
    return [cause for cause, fan in series.items() if fan is not None and fan["mean"].any()]


def draw(axes: Axes, findings: Findings, causes: list[str]) -> None:
    """The areas and the line on given axes, with their key above."""
    calendar, total = findings.calendar, findings.timelines[TOTAL]
    days, high = calendar.closing_days, max(float(total["p90"].max()), float(total["mean"].max()))
    divisor = money_axis(axes, high, findings.scenario.currency, "idle")
    layers = {cause: findings.timelines[f"{TOTAL}.{cause}"]["mean"] / divisor for cause in causes}
    order = list(findings.index.causes)
    colours = {
        cause: (PALETTE[n % len(PALETTE)], HATCHES[n // len(PALETTE) % len(HATCHES)])
        for cause in causes
        for n in [order.index(cause)]
    }
    stack(axes, days, layers, colours)
    axes.plot(days, total["p90"] / divisor, color=INK, lw=0.9, ls=(0, (3, 2)))
    date_axis(axes, calendar, 0, calendar.last_day)
    axes.set_ylim(0, high / divisor * 1.08)
    names = cause_names(findings.index) | {"date": "a planned date"}
    handles = [*axes.collections, axes.lines[0]]
    texts = [*(label(names.get(cause, cause), 26) for cause in causes), "P90 of all of it"]
    axes.legend(handles, texts, loc="lower left", bbox_to_anchor=(0, 1.0), ncols=KEY_COLUMNS, labelcolor=MUTED)
