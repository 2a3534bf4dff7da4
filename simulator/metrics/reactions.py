"""Metrics of how a portfolio reacts: rules that fire, risks that strike, projects given up, limits that bind."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from simulator.closing import may_be_given_up
from simulator.closing.rows import summed
from simulator.metrics.options import decided_before, decided_day, may_begin, starting_cause
from simulator.metrics.registry import Values, metric
from simulator.metrics.view import View, reached
from simulator.trace import Kind, Trace


@metric("rule.<rule>.fired", "0/1", "neither")
def rule_fired(view: View) -> Values:
    """Whether the rule fired within the horizon."""
    for x, name in _rules(view):
        yield (name,), (view.decisions.fired[:, x] > 0).astype(float)


@metric("rule.<rule>.fired_day", "day", "neither", event=True)
def rule_fired_day(view: View) -> Values:
    """Day of the review at which the rule first fired."""
    for x, name in _rules(view):
        yield (name,), reached(view.decisions.fired_day[:, x], view.cases.calendar)


def _rules(view: View) -> list[tuple[int, str]]:
    """The rules of the file, by number; triggers of projects have their own metrics."""
    trigger = view.cases.rules.trigger
    return [(x, name) for x, name in enumerate(view.cases.index.rules) if trigger[x] < 0]


@metric("risk.<risk>.struck", "0/1", "neither")
def risk_struck(view: View) -> Values:
    """Whether the risk struck within the horizon."""
    for k, name in enumerate(view.cases.index.risks):
        yield (name,), (view.decisions.struck_day[:, k] <= view.cases.calendar.last_day).astype(float)


@metric("risk.<risk>.struck_day", "day", "neither", event=True)
def risk_struck_day(view: View) -> Values:
    """Day on which the risk struck."""
    for k, name in enumerate(view.cases.index.risks):
        yield (name,), reached(view.decisions.struck_day[:, k], view.cases.calendar)


@metric("project.<project>.exercised", "0/1", "neither")
def project_exercised(view: View) -> Values:
    """Whether the rule or trigger that alone starts the project, or each of its waves, did so."""
    options = starting_cause(view.cases) >= 0
    started = view.decisions.exercised_day <= view.cases.calendar.last_day
    for name, waves in view.waves.items():
        if options[waves].any():
            yield (name,), started[:, waves[options[waves]]].all(axis=1).astype(float)


@metric("project.<project>.awaits_option", "0/1", "neither")
def project_awaits_option(view: View) -> Values:
    """Whether the project, or any of its waves, cannot begin since nobody exercises an option that it follows."""
    stages, options = view.cases.stages, starting_cause(view.cases) >= 0
    follows = may_begin(stages, decided_before(stages, options[None]))[0]
    if follows.any():
        day = may_begin(stages, decided_before(stages, decided_day(view.books)))
        for name, waves in view.waves.items():
            if follows[waves].any():
                yield (name,), (day[:, waves] > view.cases.calendar.last_day).any(axis=1).astype(float)


@metric("project.<project>.abandoned", "0/1", "neither")
def project_abandoned(view: View) -> Values:
    """Whether the project, or any of its waves, was given up; of projects that a rule or a risk may end."""
    for name, day in _days_given_up(view):
        yield (name,), (day <= view.cases.calendar.last_day).astype(float)


@metric("project.<project>.abandoned_day", "day", "neither", event=True)
def project_abandoned_day(view: View) -> Values:
    """Day on which the project, or the first of its waves, was given up."""
    for name, day in _days_given_up(view):
        yield (name,), reached(day, view.cases.calendar)


def _days_given_up(view: View) -> Iterator[tuple[str, np.ndarray]]:
    """(R,) the day of each project that may be given up, and of waves under their common name."""
    may, given_up = may_be_given_up(view.cases), view.books.closing.assets.abandoned
    for name, waves in view.waves.items():
        if may[waves].any():
            yield name, given_up[:, waves].min(axis=1)


@metric("write_offs", "money", "lower")
def write_offs(view: View) -> Values:
    """Construction in progress that was written off as projects were given up."""
    if may_be_given_up(view.cases).any():
        yield (), _total(view.books.closing.assets.written_off)


@metric("cancellation_cost", "money", "lower")
def cancellation_cost(view: View) -> Values:
    """Paid for cancelling projects that were given up."""
    if may_be_given_up(view.cases).any():
        yield (), _total(view.books.rows[Kind.CANCELLED])


def _total(rows: Trace) -> np.ndarray:
    """(R,) money of all rows."""
    return summed(rows, 0, 1)[:, 0] / 100.0


@metric("limit.<tag>.bound", "0/1", "neither")
def limit_bound(view: View) -> Values:
    """Whether the limit on a tag over the whole horizon held a stage back, or its least was not committed."""
    yield from _bound(view, parts=1)


@metric("limit.<tag>.<period>.bound", "0/1", "neither")
def limit_of_period_bound(view: View) -> Values:
    """Whether the limit on a tag held a stage back in any period, or its least was not committed in one."""
    yield from _bound(view, parts=2)


def _bound(view: View, parts: int) -> Values:
    """Limits whose name has so many parts."""
    first = view.cases.limits.period.first
    for z, name in enumerate(view.cases.index.limits):
        places = tuple(name.split("."))
        if len(places) == parts:
            yield places, view.decisions.bound[:, first[z] : first[z + 1]].any(axis=1).astype(float)
