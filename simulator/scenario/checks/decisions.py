"""Faults of what is decided: actions and limits on names that do not exist, or on money that may not move."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from simulator.quantities.units import Dimension
from simulator.scenario.checks.finding import Finding, Loc, outside, unknown, unmatched
from simulator.scenario.funding import Appropriation
from simulator.scenario.rules import Action, Move, Relocate
from simulator.scenario.schema import Scenario
from simulator.scenario.selection import projects_named


def actions_of(scenario: Scenario) -> Iterator[tuple[Loc, Action]]:
    """What all rules do, with the places."""
    for name, rule in scenario.rules.items():
        for n, action in enumerate(rule.do):
            yield ("rules", name, "do", n), action


def check_actions(scenario: Scenario) -> Iterator[Finding]:
    """Projects, pools and appropriations of actions exist, and money moves only where it may."""
    for loc, action in actions_of(scenario):
        for where, names in named_by(action, loc):
            yield from unmatched(where, names, scenario)
        if action.defer and action.defer.until:
            yield from outside((*loc, "defer", "until"), action.defer.until, scenario)
        if action.scale:
            plans = [name for name, funding in scenario.funding.items() if isinstance(funding, Appropriation)]
            place = (*loc, "scale", "appropriation")
            yield from unknown(place, action.scale.appropriation, plans, "appropriation")
        if action.move:
            yield from _moved((*loc, "move"), action.move, scenario)
        if action.relocate:
            yield from _relocated((*loc, "relocate"), action.relocate, scenario)


def named_by(action: Action, loc: Loc) -> Iterator[tuple[Loc, tuple[str, ...]]]:
    """The projects that an action names or matches, with the place; those of ``relocate`` are apart."""
    for key, names in (("start", action.start), ("pause", action.pause), ("resume", action.resume)):
        if names is not None:
            yield (*loc, key), names
    for key, deed in (("defer", action.defer), ("abandon", action.abandon), ("priority", action.priority)):
        if deed is not None:
            yield (*loc, key, "project"), deed.project


def _moved(loc: Loc, move: Move, scenario: Scenario) -> Iterator[Finding]:
    for key, pool in (("from", move.source), ("to", move.target)):
        missing = [*unknown((*loc, key), pool, scenario.pools, "pool")]
        yield from missing
        if not missing and scenario.pools[pool].earmark != "soft":
            soft = [name for name, other in scenario.pools.items() if other.earmark == "soft"]
            kind = scenario.pools[pool].earmark
            yield Finding((*loc, key), f"is a {kind} pool", _one_of("money moves between soft pools", soft))
    if move.amount.dimension == Dimension.SHARE and move.amount.value > 1:
        yield Finding((*loc, "amount"), "is more than all that the pool holds", "at most 100 %")
    if move.source == move.target:
        yield Finding((*loc, "to"), "is the pool that the money comes from", "another pool")


def _relocated(loc: Loc, relocate: Relocate, scenario: Scenario) -> Iterator[Finding]:
    ends = (("from", relocate.source), ("to", relocate.target))
    missing = [one for key, name in ends for one in unknown((*loc, key), name, scenario.projects, "project")]
    yield from missing
    if missing:
        return
    if relocate.source == relocate.target:
        yield Finding((*loc, "to"), "is the project that is given up", "another project")
        return
    source, target = (scenario.projects[name].pool for _, name in ends)
    if source and not target:
        yield Finding((*loc, "to"), "has no pool for the budget to go to", "a project with a pool")
    for name in source:
        pool = scenario.pools.get(name)
        if target and pool and pool.earmark == "hard" and name != target[0]:
            problem = f"is paid from {name}, a hard pool, whose money cannot go to {target[0]}"
            yield Finding((*loc, "from"), problem, "projects of one pool, or a source with a soft pool")


def check_starts(scenario: Scenario) -> Iterator[Finding]:
    """A project starts when its own condition holds or when a rule says so, not both."""
    for loc, action in actions_of(scenario):
        for name in projects_named(scenario, action.start or ()):
            if scenario.projects[name].start.when:
                problem = f"starts {name}, which has a `start.when` of its own"
                yield Finding((*loc, "start"), problem, "a rule that starts it, or its own condition")


def check_limits(scenario: Scenario) -> Iterator[Finding]:
    """Limits are of tags that projects have, one a tag and period, the least no more than the most."""
    tags = tags_of(scenario)
    for n, limit in enumerate(scenario.limits):
        yield from unknown(("limits", n, "tag"), limit.tag, tags, "tag of a project")
        if limit.at_most and limit.at_least and limit.at_least.value > limit.at_most.value:
            yield Finding(("limits", n, "at_least"), "is more than `at_most`", "at most as much")
        if any((limit.tag, limit.per) == (other.tag, other.per) for other in scenario.limits[:n]):
            yield Finding(("limits", n, "tag"), f"is limited twice per {limit.per}", "one limit a tag and period")


def tags_of(scenario: Scenario) -> list[str]:
    """All tags of projects, in file order."""
    return list(dict.fromkeys(tag for project in scenario.projects.values() for tag in project.tags))


def _one_of(rule: str, names: Iterable[str]) -> str:
    known = ", ".join(names)
    return f"{rule}: {known}" if known else f"{rule}, and there is none"
