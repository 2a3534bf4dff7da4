"""Capital that waits, stranded in projects or standing in finished stages, month by month, by what it waits for."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from simulator.figures.causes import colours_of_causes
from simulator.figures.shapes import stack
from simulator.figures.style import INK, MUTED, date_axis, label, money_axis, page, title
from simulator.findings import Findings
from simulator.findings.delays import idle_causes

#: what waits, in its own panel, and how that is told
KINDS = {
    "stranded_capital": "Nobody is at work on the project",
    "standing_capital": "Finished stages of which the next has not begun",
}
HIGH: dict[str, Any] = {"color": INK, "lw": 0.9, "ls": (0, (3, 2))}
#: inches: the heading, a panel, between two of them, below the last; a row of the key; its entries side by side
HEAD, PANEL, BETWEEN, FOOT, KEY_ROW, KEY_COLUMNS = 0.5, 1.9, 0.55, 0.3, 0.16, 4


def picture(findings: Findings) -> Figure | None:
    """Mean capital that lies idle, or stands unused, stacked by what is waited for, with P90 of all of it."""
    shown = {kind: causes for kind in KINDS if (causes := stranding(findings, kind))}
    if not shown:
        return None
    keys = _keys(findings, shown)
    head = HEAD + KEY_ROW * -(-len(keys) // KEY_COLUMNS) + 0.25
    height = head + len(shown) * (PANEL + BETWEEN) - BETWEEN + FOOT
    figure = page(height)
    for n, (kind, causes) in enumerate(shown.items()):
        bottom = height - head - n * (PANEL + BETWEEN) - PANEL
        draw(figure.add_axes((0.085, bottom / height, 0.9, PANEL / height)), findings, kind, causes)
    figure.legend(
        list(keys.values()), list(keys), loc="upper left", bbox_to_anchor=(0.075, 1 - HEAD / height + 0.02),
        ncols=KEY_COLUMNS, labelcolor=MUTED,
    )  # fmt: skip
    title(figure, "Capital that waits", "Paid, not in service: mean by what is waited for; dashed: P90 of all of it")
    return figure


def stranding(findings: Findings, kind: str) -> list[str]:
    """The causes for which capital of a kind waits, in their order; none where none ever does."""
    series = {cause: findings.timelines.get(f"{kind}.{cause}") for cause in findings.index.causes}
    return [cause for cause, fan in series.items() if fan is not None and fan["mean"].any()]


def draw(axes: Axes, findings: Findings, kind: str, causes: list[str]) -> None:
    """The areas and the line of a kind on given axes."""
    calendar, total = findings.calendar, findings.timelines[kind]
    days, high = calendar.closing_days, max(float(total["p90"].max()), float(total["mean"].max()))
    divisor = money_axis(axes, high, findings.scenario.currency, "idle")
    layers = {cause: findings.timelines[f"{kind}.{cause}"]["mean"] / divisor for cause in causes}
    stack(axes, days, layers, colours_of_causes(findings.index))
    axes.plot(days, total["p90"] / divisor, **HIGH)
    date_axis(axes, calendar, 0, calendar.last_day)
    axes.set_ylim(0, high / divisor * 1.08)
    axes.set_title(KINDS[kind])


def _keys(findings: Findings, shown: dict[str, list[str]]) -> dict[str, Patch | Line2D]:
    """What each colour and the dashed line mean, of all panels together."""
    colours, keys = colours_of_causes(findings.index), dict[str, Patch | Line2D]()
    for cause in findings.index.causes:
        for name in _names(findings, cause, [kind for kind, causes in shown.items() if cause in causes]):
            colour, hatch = colours[cause]
            keys[name] = Patch(facecolor=colour, hatch=hatch, edgecolor="white", lw=0.3)
    return keys | {"P90 of all of it": Line2D([], [], **HIGH)}


def _names(findings: Findings, cause: str, kinds: list[str]) -> list[str]:
    """What a cause is called in the panels that show it: one name, or two with where each holds."""
    names = [label(idle_causes(findings.index, kind)[cause], 26) for kind in kinds]
    if len(set(names)) < 2:
        return names[:1]
    return [f"{name} ({where})" for name, where in zip(names, ("above", "below"), strict=True)]
