"""A `not` around what has to last holds at the first reviews whatever they see: nothing has lasted yet."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from simulator.scenario.checks.conditions import conditions_of, parts_of
from simulator.scenario.checks.finding import Finding, Loc
from simulator.scenario.checks.reach import Outlook
from simulator.scenario.schema import Scenario


def held_at_first(scenario: Scenario) -> Iterator[Finding]:
    """Conditions on which a rule may fire at a review before which so many as it denies were not held."""
    outlook, every = Outlook(scenario), scenario.reviews.every
    for outer, condition in conditions_of(scenario):
        firing = outlook.chance(condition).may & _may_start(scenario, outer, outlook.days)
        for loc, part in parts_of(condition, outer):
            if part.not_ is None:
                continue
            _, lasting = part.not_.longest(every)
            early = np.arange(len(firing)) < lasting.reviews(every) - 1
            if (firing & early & outlook.held(part.not_).may).any():
                first = outlook.date_of(int(outlook.days[firing][0]))
                problem = f"holds on {first} whatever that review sees, since nothing has lasted for {lasting} by then"
                yield Finding((*loc, "not"), problem, "fine if that is meant; else join it with a later `date`")


def _may_start(scenario: Scenario, loc: Loc, days: np.ndarray) -> np.ndarray:
    """(V,) bool: the reviews at which a condition may fire, those of a project from its date on."""
    project = scenario.projects.get(str(loc[1])) if loc[0] == "projects" else None
    since = project.start.not_before if project is not None else None
    return days >= (0 if since is None else (since - scenario.horizon.start).days)
