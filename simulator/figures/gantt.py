"""The portfolio in time: when projects work, and how sure their finish is."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulator.amounts import percent
from simulator.figures.shapes import LETTER
from simulator.figures.style import ALARM, INK, colours_of, date_axis, label, page, title
from simulator.findings import WHOLE_PROJECT, Findings
from simulator.findings.endings import Ending, ending_of
from simulator.findings.groups import grouped, programme_of_group
from simulator.findings.statistics import summary

#: groups and lines that find room on a page
MOST_GROUPS, MOST_LANES = 45, 120
#: heights in inches: of a line where there are few, of the page; and the room between two groups, in lines
TALLEST_LANE, TALLEST_PAGE, BETWEEN = 0.2, 8.2, 0.8
#: a share of the replications that is worth telling
LEAST = 0.005


@dataclass(frozen=True)
class Lane:
    """A line: median start, median finish (NaN if half the replications do not get there), P10 and P90 of the finish,
    and how the replications end."""

    start: float
    end: float
    low: float
    high: float
    ending: Ending


def picture(findings: Findings) -> Figure | None:
    """A line a project, waves together: from median start to median finish, with P10 to P90 of the finish."""
    groups = grouped(findings.scenario)
    if not groups:
        return None
    lanes = lanes_of(findings, groups)
    total = sum(len(of_group) + BETWEEN for of_group in lanes.values())
    height = min(TALLEST_PAGE, 0.8 + TALLEST_LANE * total)
    figure = page(height)
    names = [_name(name, len(groups[name]), of_group) for name, of_group in lanes.items()]
    left = 0.03 + LETTER * max(len(name) for name in names)
    axes = figure.add_axes((left, 0.25 / height, 0.985 - left, 1 - 0.75 / height))
    draw(axes, findings, lanes)
    left_out = len(groups) - len(lanes)
    more = f"; {left_out} more not shown" if left_out else ""
    given_up = any(lane.ending.given_up >= LEAST for of_group in lanes.values() for lane in of_group)
    cross = "; ×: median day of giving up" if given_up else ""
    reading = f"Line: median start to median finish, pale: no finish in half; whisker: its P10 to P90{cross}{more}"
    title(figure, "The portfolio in time", reading)
    return figure


def draw(axes: Axes, findings: Findings, lanes: dict[str, list[Lane]]) -> None:
    """The lines of every group on given axes, from the top."""
    date_axis(axes, findings.calendar, 0, findings.calendar.last_day)
    colours, groups = colours_of(findings.index.programmes), grouped(findings.scenario)
    top, places = 0.0, []
    for name, of_group in lanes.items():
        colour = colours[programme_of_group(findings.scenario, groups[name])]
        for n, lane in enumerate(of_group):
            _draw_lane(axes, lane, top + n + 0.5, colour, findings.calendar.last_day)
        places.append(top + len(of_group) / 2)
        top += len(of_group) + BETWEEN
    axes.set_ylim(top - BETWEEN + 0.3, -0.3)
    axes.set_yticks(places, [_name(name, len(groups[name]), of_group) for name, of_group in lanes.items()])
    axes.tick_params(axis="y", length=0)
    axes.grid(visible=False, axis="y")


def lanes_of(findings: Findings, groups: dict[str, list[str]]) -> dict[str, list[Lane]]:
    """The lines of each group: one a wave while there is room, else one in all."""
    shown = dict(list(groups.items())[:MOST_GROUPS])
    starts = _median_starts(findings)
    each = sum(len(members) for members in shown.values()) <= MOST_LANES
    lanes = {}
    for name, members in shown.items():
        rows = members if each else [name]
        first = {row: starts.get(row, min((starts[m] for m in members), default=math.nan)) for row in rows}
        lanes[name] = [_lane(findings, row, first[row]) for row in rows]
    return lanes


def _median_starts(findings: Findings) -> dict[str, float]:
    whole = findings.schedule.where(stage=WHOLE_PROJECT, event="start")
    return dict(zip(whole["project"].tolist(), whole["p50"].tolist(), strict=True))


def _lane(findings: Findings, name: str, start: float) -> Lane:
    finish, ending = summary(findings.metrics[f"project.{name}.finish_day"]), ending_of(findings, name)
    return Lane(start, finish["p50"] if ending.finished > 0.5 else math.nan, finish["p10"], finish["p90"], ending)


def _draw_lane(axes: Axes, lane: Lane, at: float, colour: tuple[str, str], last: int) -> None:
    if math.isnan(lane.start):
        return
    open_end = math.isnan(lane.end)
    width = end_of_bar(lane.end, lane.ending, last) - lane.start
    strength = 0.35 if open_end else 0.8
    axes.barh(
        at, width, left=lane.start, height=0.72, color=colour[0], hatch=colour[1], edgecolor="white", alpha=strength
    )
    if lane.ending.given_up >= LEAST:
        axes.plot([lane.ending.day_given_up], [at], color=ALARM, marker="x", ms=4, mew=1.1)
    if not math.isnan(lane.low):
        axes.plot([lane.low, lane.high], [at, at], color=INK, lw=0.8, marker="|", ms=3, mew=0.8)


def end_of_bar(finish: float, ending: Ending, last: int) -> float:
    """Where a bar ends: at the median finish, else where half are done or given up, else with the horizon."""
    return next((day for day in (finish, ending.day_over) if not math.isnan(day)), float(last))


def _name(name: str, waves: int, lanes: list[Lane]) -> str:
    """What stands beside a group: its name, its waves, and the shares of them that do not finish, and why."""
    count = f" × {waves}" if waves > 1 else ""
    shares = {
        told: float(np.mean([getattr(lane.ending, of) for lane in lanes]))
        for of, told in (("given_up", "given up"), ("unexercised", "not started"), ("unfinished", "unfinished"))
    }
    missing = "".join(f", {percent(share)} {told}" for told, share in shares.items() if share >= LEAST)
    return f"{label(name, 22)}{count}{missing}"
