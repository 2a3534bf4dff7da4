"""Limits on what may be committed to projects of a tag, as arrays."""

from __future__ import annotations

import numpy as np

from simulator.cases.index import Index
from simulator.cases.types import Limits, Ragged
from simulator.quantities.calendar import Calendar
from simulator.quantities.money import to_cents
from simulator.scenario.rules import Limit
from simulator.scenario.schema import Scenario
from simulator.scenario.selection import stages_named, tagged


def limits_of(scenario: Scenario, index: Index, calendar: Calendar) -> Limits:
    """The limits' arrays."""
    position = {name: s for s, name in enumerate(index.stages)}
    stages = [[position[s] for s in stages_named(scenario, tagged(scenario, one.tag))] for one in scenario.limits]
    most = [one.at_most.value if one.at_most else -0.01 for one in scenario.limits]
    least = [one.at_least.value if one.at_least else 0.0 for one in scenario.limits]
    return Limits(
        stages=Ragged.of(stages),
        period=Ragged.of([periods(one, calendar) for one in scenario.limits]),
        at_most=to_cents(np.array(most)),
        at_least=to_cents(np.array(least)),
    )


def limit_names(scenario: Scenario) -> tuple[str, ...]:
    """What each limit is called: its tag, and the period where it is not the whole time."""
    return tuple(one.tag if one.per == "horizon" else f"{one.tag}.{one.per}" for one in scenario.limits)


def periods(limit: Limit, calendar: Calendar) -> list[int]:
    """First day of each period: fiscal quarters or years, the first of them cut off by the horizon's start."""
    if limit.per == "horizon":
        return [0]
    starts = calendar.fiscal_quarter_starts if limit.per == "quarter" else calendar.fiscal_year_starts
    return [0, *(day for day in starts.tolist() if day > 0)]
