"""Which projects move between scenarios, and by how much."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulator.amounts import percent
from simulator.comparison import Comparison, Outcome, Side
from simulator.figures.gantt import end_of_bar
from simulator.figures.overlays.sides import HEADING, KEY_ROW, Look, key, key_rows, looks
from simulator.figures.style import ALARM, INK, WIDTH, date_axis, label, page, title
from simulator.findings import WHOLE_PROJECT
from simulator.findings.endings import Ending, ending_of
from simulator.findings.groups import grouped
from simulator.findings.statistics import summary

#: days, or part of the replications, from which on a project counts as moved; scenarios whose spans find room
LEAST, LEAST_PART, MOST_LANES = 0.5, 0.005, 4
#: heights in inches: of all rows at most, of a lane, of a dot, between two projects, of the foot, of a line of text
TALLEST, LANE, DOT, BETWEEN, FOOT, LINE = 8.2, 0.13, 0.06, 0.1, 0.3, 0.12
#: widths in inches: of the names, of the shifts, of their numbers
NAMES, SHIFTS, TOLD = 1.35, 1.35, 1.45
#: days on either side of none that the axis of shifts has at least
LEAST_SPAN = 1.0


@dataclass(frozen=True)
class Span:
    """Median start and finish of a project, NaN where half the replications do not get there, and how they end."""

    start: float
    end: float
    ending: Ending


def picture(comparison: Comparison) -> Figure | None:
    """A row a project whose finish moves: its median span in each scenario, and the days by which it moves."""
    names = [name for name in grouped(comparison.baseline.findings.scenario) if _metric(name) in comparison.metrics]
    moved = sorted((name for name in names if _moves(comparison, name)), key=lambda name: -_shift(comparison, name))
    if not moved:
        return None
    each = max(LANE * min(len(comparison.sides), MOST_LANES), DOT * len(comparison.others)) + BETWEEN
    shown = moved[: int(TALLEST / each)]
    head = HEADING + LINE + KEY_ROW * key_rows(comparison) + 0.3
    rows = len(shown) * each
    height = head + rows + FOOT
    figure = page(height)
    title(figure, "Who moves, and by how much", _reading(comparison, len(names) - len(moved), len(moved) - len(shown)))
    key(figure, comparison, below=HEADING + LINE)
    shift = SHIFTS if len(comparison.others) == 1 else SHIFTS + TOLD - 0.15
    middle = WIDTH - NAMES - SHIFTS - TOLD - 0.25
    spans = figure.add_axes((NAMES / WIDTH, FOOT / height, middle / WIDTH, rows / height))
    shifts = figure.add_axes(((NAMES + middle + 0.2) / WIDTH, FOOT / height, shift / WIDTH, rows / height))
    draw_spans(spans, comparison, shown)
    draw_shifts(shifts, comparison, shown)
    return figure


def draw_spans(axes: Axes, comparison: Comparison, names: list[str]) -> None:
    """Median start to median finish of each project, a lane a scenario, on given axes."""
    calendar = comparison.baseline.findings.calendar
    sides = comparison.sides[:MOST_LANES]
    for row, name in enumerate(names):
        for lane, side in enumerate(sides):
            span = _span(side, name)
            if span is not None and not math.isnan(span.start):
                open_end = math.isnan(span.end)
                end = end_of_bar(span.end, span.ending, calendar.last_day)
                at = row + _lane(lane, len(sides))
                axes.barh(
                    at, end - span.start, left=span.start, height=0.72 / len(sides),
                    color=looks(comparison)[side.label].colour, alpha=0.35 if open_end else 0.85,
                )  # fmt: skip
                if span.ending.given_up >= LEAST_PART:
                    axes.plot([span.ending.day_given_up], [at], color=ALARM, marker="x", ms=3.5, mew=1.0)
    date_axis(axes, calendar, 0, calendar.last_day)
    _rows(axes, len(names))
    axes.set_yticks(range(len(names)), [_name(comparison, name) for name in names])
    of = "" if len(comparison.sides) <= MOST_LANES else f" of the first {MOST_LANES}"
    axes.set_title(f"median start to median finish{of}", fontsize=6.5, fontweight="normal")


def draw_shifts(axes: Axes, comparison: Comparison, names: list[str]) -> None:
    """Days by which each project finishes later or earlier, on given axes: mean, and P10 to P90 of the worlds."""
    for row, name in enumerate(names):
        for lane, side in enumerate(comparison.others):
            outcome = comparison.metrics[_metric(name)].get(side.label)
            if outcome is not None and outcome.n:
                at = row + _lane(lane, len(comparison.others))
                _draw_shift(axes, outcome, looks(comparison)[side.label], at)
            if outcome is not None and len(comparison.others) == 1:
                _tell(axes, outcome, row, _ended_otherwise(comparison, side, name))
    axes.axvline(0, color=INK, lw=0.7)
    low, high = axes.get_xlim()
    axes.set_xlim(min(low, -LEAST_SPAN), max(high, LEAST_SPAN))
    _rows(axes, len(names))
    axes.set_yticks([])
    axes.locator_params(axis="x", nbins=4 if len(comparison.others) == 1 else 6, integer=True)
    axes.set_title("days later (+) or earlier (-)", fontsize=6.5, fontweight="normal")


def _draw_shift(axes: Axes, outcome: Outcome, look: Look, at: float) -> None:
    low = high = outcome.difference
    if len(outcome.differences):
        low, high = (float(edge) for edge in np.quantile(outcome.differences, (0.1, 0.9)))
    axes.plot([low, high], [at, at], color=look.colour, lw=0.9, marker="|", ms=3)
    axes.plot([outcome.difference], [at], "o", ms=3, color=look.colour)


def _ended_otherwise(comparison: Comparison, side: Side, name: str) -> dict[str, float]:
    """In what share of the replications more than in the baseline a project is given up, or never started."""
    ours, base = (ending_of(of.findings, name) for of in (side, comparison.baseline))
    return {"given up": ours.given_up - base.given_up, "not started": ours.unexercised - base.unexercised}


def _tell(axes: Axes, outcome: Outcome, row: int, otherwise: dict[str, float]) -> None:
    shift = f"{outcome.difference:+,.0f} d" if abs(outcome.difference) >= LEAST else "0 d"
    parts = [shift] * (outcome.n > 0)
    lost = outcome.only_baseline - outcome.only_value
    total = outcome.n + outcome.only_baseline + outcome.only_value + outcome.neither
    if lost and abs(lost) / total >= LEAST_PART:
        parts.append(f"{percent(abs(lost) / total)} {'fewer' if lost > 0 else 'more'} finish")
    lines = [", ".join(parts)]
    for told, share in otherwise.items():
        if abs(share) >= LEAST_PART:
            lines.append(f"{percent(abs(share))} {'more' if share > 0 else 'fewer'} {told}")
    axes.annotate("\n".join(lines), (1.0, row), xycoords=("axes fraction", "data"), xytext=(5, 0),
                  textcoords="offset points", va="center", fontsize=6, color=INK)  # fmt: skip


def _rows(axes: Axes, count: int) -> None:
    axes.set_ylim(count - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.grid(visible=False, axis="y")


def _lane(lane: int, lanes: int) -> float:
    """Where a lane lies in its row, from the middle of the row."""
    return (lane - (lanes - 1) / 2) * 0.8 / lanes


def _metric(name: str) -> str:
    return f"project.{name}.finish_day"


def _moves(comparison: Comparison, name: str) -> bool:
    return any(_moved(outcome) for outcome in comparison.metrics[_metric(name)].values())


def _moved(outcome: Outcome) -> bool:
    total = max(outcome.n + outcome.only_baseline + outcome.only_value + outcome.neither, 1)
    shifted = outcome.n > 0 and abs(outcome.difference) >= LEAST
    return shifted or (outcome.only_baseline + outcome.only_value) / total >= LEAST_PART


def _shift(comparison: Comparison, name: str) -> float:
    """The largest mean shift of a project in any scenario."""
    outcomes = comparison.metrics[_metric(name)].values()
    return max((abs(outcome.difference) for outcome in outcomes if outcome.n), default=0.0)


def _span(side: Side, name: str) -> Span | None:
    """The span of a project, or from the first start to the last finish of its waves."""
    members = grouped(side.findings.scenario).get(name)
    if members is None:
        return None
    starts = side.findings.schedule.where(stage=WHOLE_PROJECT, event="start")
    medians = dict(zip(starts["project"].tolist(), starts["p50"].tolist(), strict=True))
    finish = summary(side.findings.metrics[_metric(name)])
    known = [medians[member] for member in members if not math.isnan(medians.get(member, math.nan))]
    end = finish["p50"] if finish.n > finish.unfinished else math.nan
    return Span(min(known, default=math.nan), end, ending_of(side.findings, name))


def _name(comparison: Comparison, name: str) -> str:
    waves = len(grouped(comparison.baseline.findings.scenario)[name])
    return label(name, 20) + (f" × {waves}" if waves > 1 else "")


def _reading(comparison: Comparison, unmoved: int, left_out: int) -> str:
    worlds = "on the same world: mean, P10 to P90" if comparison.paired else "of the mean"
    parts = ["pale: no finish in half", "×: given up"]
    parts += [f"{unmoved} not moved"] * (unmoved > 0) + [f"{left_out} more not shown"] * (left_out > 0)
    return f"Days of the finish less {label(comparison.baseline.label, 60)}, {worlds};\n{'; '.join(parts)}"
