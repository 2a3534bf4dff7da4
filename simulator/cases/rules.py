"""Rules and projects' own triggers as codes and numbers."""

from __future__ import annotations

from itertools import chain

import numpy as np

from simulator.cases.actions import Act, actions_of
from simulator.cases.codes import Do
from simulator.cases.conditions import Names, Step, steps_of
from simulator.cases.index import Index
from simulator.cases.types import Rules
from simulator.quantities.calendar import Calendar
from simulator.scenario.schema import Scenario


def rules_of(scenario: Scenario, index: Index, calendar: Calendar) -> Rules:
    """The rules of a scenario that may fire, and the triggers of its projects."""
    names = Names(scenario, index, calendar)
    triggers = [p for p, project in enumerate(scenario.projects.values()) if project.start.when]
    steps, actions = all_steps(names), all_actions(names)
    flat, acts = list(chain(*steps)), list(chain(*actions))
    days = review_days(scenario, calendar)
    once = [rule.once for rule in scenario.rules.values()] + [True] * len(triggers)
    return Rules(
        trigger=np.array([-1] * len(scenario.rules) + triggers, np.int64),
        once=np.array(once, bool),
        first=_offsets(steps),
        code=np.array([step.code for step in flat], np.int64),
        subject=np.array([step.subject for step in flat], np.int64),
        above=np.array([step.above for step in flat], bool),
        level=np.array([step.level for step in flat], float),
        reviews=np.array([step.reviews for step in flat], np.int64),
        do_first=_offsets(actions),
        do=np.array([act.do for act in acts], np.int64),
        do_subject=np.array([act.subject for act in acts], np.int64),
        do_other=np.array([act.other for act in acts], np.int64),
        do_amount=np.array([act.amount for act in acts], np.int64),
        review_days=days,
        review_closing=np.searchsorted(calendar.closing_days, days) - 1,
        lag=round(scenario.reviews.lag.value),
        active=scenario.reviews.rules,
    )


def rule_names(scenario: Scenario) -> tuple[str, ...]:
    """The rules of the file, then the triggers, by their project."""
    triggers = [f"{name}.start" for name, project in scenario.projects.items() if project.start.when]
    return (*scenario.rules, *triggers)


def review_days(scenario: Scenario, calendar: Calendar) -> np.ndarray:
    """(V,) days on which reviews are held."""
    monthly = scenario.reviews.every == "month"
    return np.asarray(calendar.closing_days if monthly else calendar.fiscal_quarter_ends, np.int64)


def all_steps(names: Names) -> list[list[Step]]:
    """The condition of every rule, then of every trigger, in reverse Polish order."""
    conditions = [rule.when for rule in names.scenario.rules.values()]
    conditions += [project.start.when for project in names.scenario.projects.values() if project.start.when]
    return [list(steps_of(condition, names)) for condition in conditions]


def all_actions(names: Names) -> list[list[Act]]:
    """What every rule does, then what every trigger does."""
    rules = [list(actions_of(rule, names)) for rule in names.scenario.rules.values()]
    triggered = [(p, name) for p, (name, project) in enumerate(names.scenario.projects.items()) if project.start.when]
    return rules + [[Act(Do.START, p, words=f"start {name}")] for p, name in triggered]


def _offsets(lists: list[list[Step]] | list[list[Act]]) -> np.ndarray:
    return np.concatenate([[0], np.cumsum([len(of) for of in lists])]).astype(np.int64)
