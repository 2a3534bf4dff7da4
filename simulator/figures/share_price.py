"""The share price along its paths, with what the note's terms say of it, and how the note ends."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulator.amounts import fixed, percent
from simulator.cases.holders import certificates_of
from simulator.figures.dilution import convertible
from simulator.figures.shapes import dated_marks, fan, level
from simulator.figures.style import ALARM, INK, PALETTE, date_axis, label, page, title
from simulator.findings import Findings

#: heights in inches: of the fan, of the dates above and below it, of a bar, of the head and foot of the page
FAN, DATES, BAR, HEAD, FOOT = 2.0, 0.14, 0.24, 0.5, 0.3
#: how a note can end, and its colour
ENDS = {"put": PALETTE[1], "converted": PALETTE[2], "repaid": PALETTE[4], "outstanding": PALETTE[7]}


def picture(findings: Findings) -> Figure | None:
    """The price as a fan with conversion price, cap, put and maturity; below, how each note ended and when."""
    if "share_price" not in findings.timelines:
        return None
    bars = endings(findings)
    below = FOOT + (len(bars) * BAR + 0.4 if bars else 0.0)
    height = HEAD + DATES + FAN + below + 0.1
    figure = page(height)
    draw(figure.add_axes((0.085, (below + 0.1) / height, 0.9, FAN / height)), findings)
    if bars:
        _bars(figure.add_axes((0.33, FOOT / height, 0.635, len(bars) * BAR / height)), bars)
    title(figure, "Share price", "At month ends; line: median; bands: P25 to P75, P10 to P90; below: how the note ends")
    return figure


def draw(axes: Axes, findings: Findings, colour: str = PALETTE[0]) -> None:
    """The fan of the price with levels and dates, on given axes."""
    calendar, series, currency = findings.calendar, findings.timelines["share_price"], findings.scenario.currency
    date_axis(axes, calendar, 0, calendar.last_day)
    fan(axes, calendar.closing_days, series, colour)
    axes.set_ylabel(f"share price ({currency})")
    top, marks = float(series["p90"].max()), []
    for name, note in convertible(findings.scenario).items():
        certificates, called = certificates_of(note), label(name, 16)
        assert certificates is not None
        strike = note.face.value / certificates
        level(axes, strike, f"{called}: conversion price {fixed(strike, 2)}", INK)
        if note.capped_call:
            level(axes, note.capped_call.cap.value, f"cap {fixed(note.capped_call.cap.value, 2)}", ALARM)
        top = max(top, strike * 1.1, (note.capped_call.cap.value if note.capped_call else 0.0) * 1.1)
        dates = [*((day, "put") for day in note.put), (note.matures, "maturity")]
        marks += [(float(calendar.day_of(day)), what) for day, what in dates if day <= calendar.end]
    axes.set_ylim(0, top * 1.05)
    dated_marks(axes, marks)


def endings(findings: Findings) -> dict[str, dict[str, float]]:
    """How notes end, in parts of the replications, by the note and the date: ``note 2030-09-16``."""
    found: dict[str, dict[str, float]] = {}
    for name in convertible(findings.scenario):
        day = findings.metrics.get(f"{name}.ends_day")
        if day is None or f"{name}.converted" not in findings.metrics:
            continue
        ways = ways_of(findings, name)
        for at in np.unique(day[np.isfinite(day)]):
            date = findings.calendar.date_of(int(at))
            found[f"{label(name, 16)} on {date}"] = _parts(ways, day == at)
        if np.isnan(day).any():
            found[f"{label(name, 16)} at the end"] = _parts(ways, np.isnan(day))
    return found


def ways_of(findings: Findings, name: str) -> np.ndarray:
    """(R,) how a note ended in each replication, one of the names in ``ENDS``."""
    metrics = findings.metrics
    nothing = np.zeros(len(metrics[f"{name}.ends_day"]))
    put, converted = metrics.get(f"{name}.put", nothing) > 0, metrics[f"{name}.converted"] > 0
    ended = np.isfinite(metrics[f"{name}.ends_day"])
    return np.select([put, converted, ended], ["put", "converted", "repaid"], "outstanding")


def _parts(ways: np.ndarray, at: np.ndarray) -> dict[str, float]:
    """Parts of all replications that ended in each way among those chosen."""
    return {way: float((at & (ways == way)).mean()) for way in ENDS}


def _bars(axes: Axes, bars: dict[str, dict[str, float]]) -> None:
    """A bar a date, of all replications, in the order of time."""
    for n, parts in enumerate(bars.values()):
        left = 0.0
        for way, part in parts.items():
            axes.barh(n, part, left=left, height=0.72, color=ENDS[way], lw=0)
            if part >= 0.05:
                text = f"{way} {percent(round(part, 3))}" if part >= 0.2 else percent(round(part, 2))
                axes.text(left + part / 2, n, text, ha="center", va="center", fontsize=6, color=INK)
            left += part
    axes.set_yticks(range(len(bars)), list(bars))
    axes.set_xlim(0, 1)
    axes.set_ylim(len(bars) - 0.5, -0.5)
    axes.set_xticks([0, 0.5, 1], ["0 %", "50 %", "100 %"])
    axes.grid(visible=False)
    axes.set_title("how the note ends, of all replications", loc="left", fontsize=6.5)
    for right, way in zip((0.6, 0.74, 0.83, 1.0), ENDS, strict=True):
        axes.annotate(way, (right, 1.0), xycoords="axes fraction", xytext=(0, 4), textcoords="offset points",
                      ha="right", va="bottom", fontsize=6.5, color=ENDS[way], weight="bold")  # fmt: skip
