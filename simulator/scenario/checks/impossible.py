"""What conditions ask for that can never be: levels out of reach, and two things that exclude each other."""

from __future__ import annotations

from simulator.quantities.value import Constant, is_constant
from simulator.scenario.conditions import Condition, ProjectState, StageState
from simulator.scenario.project import Project
from simulator.scenario.risks import CurrencyHit, StageHit
from simulator.scenario.schema import Scenario
from simulator.scenario.selection import stages_named

#: conditions that look at a level, which is above or below a bound
LEVELS = ("utilisation", "demand", "price", "treasury", "liquidity")


def opposed(one: Condition, other: Condition) -> bool:
    """Whether two conditions never hold at one review.

    One is `not` the other, they say two things of one state, or they want a level above and below what leaves no room.
    """
    apart = any(_no_room(getattr(one, kind), getattr(other, kind)) for kind in LEVELS)
    states = [(getattr(one, kind), getattr(other, kind)) for kind in ("stage", "project")]
    two = [(a, b) for a, b in states if a is not None and b is not None and a.name == b.name]
    flipped = any(a != b and a.late_by is None and b.late_by is None and _said(a) == _said(b) for a, b in two)
    return one.not_ == other or other.not_ == one or flipped or apart


def _no_room(one: object, other: object) -> bool:
    """Whether of two bounds on one level the lower is no lower than the upper."""
    if one is None or other is None or getattr(one, "market", None) != getattr(other, "market", None):
        return False
    bounds = [(getattr(a, "above", None), getattr(b, "below", None)) for a, b in ((one, other), (other, one))]
    return any(above is not None and below is not None and above.value >= below.value for above, below in bounds)


def _said(state: StageState | ProjectState) -> set[str]:
    """What of a stage or project a condition looks at."""
    return {key for key in ("done", "started") if getattr(state, key, None) is not None}


def out_of_reach(condition: Condition, scenario: Scenario) -> bool:
    """Whether a level is one that its quantity never passes: full is the most, nothing is the least."""
    share, least = condition.utilisation, condition.utilisation or condition.demand or condition.price
    if share is not None and share.above is not None and share.above.value >= 1:
        return True
    if condition.overrun is not None and condition.overrun.above.value >= 0:
        return costs_as_stated(condition.overrun.project, scenario)
    return least is not None and least.below is not None and least.below.value <= 0


def costs_as_stated(name: str, scenario: Scenario) -> bool:
    """Whether a project cannot cost more than its budget: nothing of its cost is drawn, moves, or may be hit."""
    project = scenario.projects[name]
    return _is_certain(project) and not _moves(scenario) and not _may_be_hit(name, scenario)


def _is_certain(project: Project) -> bool:
    factor = project.cost_factor
    costs = all(is_constant(stage.cost) for stage in project.stages.values())
    return costs and isinstance(factor, Constant) and factor.value <= 1


def _moves(scenario: Scenario) -> bool:
    """Whether an exchange rate is uncertain, so that costs in its currency are."""
    hits = (hit for risk in scenario.risks.values() for hit in risk.hits)
    return any(not isinstance(rate, float | int) for rate in scenario.fx.values()) or any(
        isinstance(hit, CurrencyHit) for hit in hits
    )


def _may_be_hit(name: str, scenario: Scenario) -> bool:
    """Whether a risk may make a stage of a project dearer, or have it done again."""
    stages = {f"{name}.{stage}" for stage in scenario.projects[name].stages}
    return any(
        isinstance(hit, StageHit)
        and (hit.cost is not None or hit.rework is not None)
        and not stages.isdisjoint(stages_named(scenario, hit.stages, hit.tag))
        for risk in scenario.risks.values()
        for hit in risk.hits
    )


def earliest_lateness(condition: Condition) -> float:
    """Days after which something may be so late at the earliest: its plan ends on the first day or later."""
    late = (state.late_by for state in (condition.stage, condition.project) if state is not None)
    return next((days.value for days in late if days is not None), -1.0)
