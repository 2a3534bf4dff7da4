"""Metrics of delivery: when projects finish and serve, what was paid for them, and what lay idle."""

from __future__ import annotations

from simulator.closing.assets import serving_projects
from simulator.closing.rows import summed
from simulator.metrics.registry import Values, metric
from simulator.metrics.view import View, reached
from simulator.spreading import amount_by
from simulator.timelines import standing_capital, stranded_money_days
from simulator.trace import Kind


@metric("finish_day", "day", "lower")
def finish_day(view: View) -> Values:
    """Day on which the last stage of all ends."""
    if view.cases.index.projects:
        yield (), reached(view.books.closing.assets.finished.max(axis=1), view.cases.calendar)


@metric("project.<project>.finish_day", "day", "lower")
def project_finish_day(view: View) -> Values:
    """Day on which the last stage of the project, or of all its waves, ends."""
    for name, waves in view.waves.items():
        yield (name,), reached(view.books.closing.assets.finished[:, waves].max(axis=1), view.cases.calendar)


@metric("project.<project>.in_service_day", "day", "lower")
def project_in_service_day(view: View) -> Values:
    """Day of the project's first capacity or benefit."""
    serves = serving_projects(view.cases)
    for name, waves in view.waves.items():
        if serves[waves].any():
            yield (name,), reached(view.books.closing.assets.in_service[:, waves].min(axis=1), view.cases.calendar)


@metric("project.<project>.paid", "money", "neither")
def project_paid(view: View) -> Values:
    """Money paid for the project by the horizon's end, renewals not included."""
    rows, projects = view.books.rows[Kind.PAID], len(view.cases.index.projects)
    project = view.cases.stages.project[rows.subject // len(view.cases.index.allotments)]
    paid = summed(rows, project, projects, amount_by(rows, view.cases.calendar.last_day + 1))
    for name, waves in view.waves.items():
        yield (name,), paid[:, waves].sum(axis=1) / 100.0


@metric("stranded_capital_peak", "money", "lower")
def stranded_capital_peak(view: View) -> Values:
    """Most that was ever paid and not in service while no stage of its project was at work, at month ends."""
    if "stranded_capital" in view.timelines:
        yield (), view.timelines["stranded_capital"].values.max(axis=1)


@metric("stranded_capital_money_days", "money-days", "lower")
def stranded_capital_money_days(view: View) -> Values:
    """Stranded capital of every day of the horizon, added up: money times the days that it lay idle."""
    if view.cases.index.projects:
        yield (), stranded_money_days(view.books) / 100.0


@metric("standing_capital_peak", "money", "lower")
def standing_capital_peak(view: View) -> Values:
    """Most that ever stood in finished stages, not in service, while none that needs them had begun, at month ends."""
    if "standing_capital" in view.timelines:
        yield (), view.timelines["standing_capital"].values.max(axis=1)


@metric("standing_capital_money_days", "money-days", "lower")
def standing_capital_money_days(view: View) -> Values:
    """Standing capital of every day of the horizon, added up: money times the days that it stood waiting."""
    if view.cases.index.projects:
        yield (), standing_capital(view.books).money_days() / 100.0
