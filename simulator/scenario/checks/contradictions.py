"""What may be meant otherwise: deeds that undo each other, priorities that nobody heeds, projects left behind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, product
from typing import NamedTuple

from simulator.scenario.checks.decisions import actions_of, named_by
from simulator.scenario.checks.finding import Finding, Loc
from simulator.scenario.conditions import Condition
from simulator.scenario.precedence import predecessors_of
from simulator.scenario.risks import ProjectHit
from simulator.scenario.rules import Action, Rule
from simulator.scenario.schema import Scenario
from simulator.scenario.selection import projects_named

OPPOSITE = {"start": "abandon", "abandon": "start", "pause": "resume", "resume": "pause"}
#: projects that a message names
MOST_TOLD = 3


class Deed(NamedTuple):
    """What is done to projects, where it is written."""

    loc: Loc
    verb: str
    projects: list[str]


class Decider(NamedTuple):
    """A rule, or a project's own trigger: on what condition it does what."""

    name: str
    when: Condition
    deeds: list[Deed]


def contradictions(scenario: Scenario) -> Iterator[Finding]:
    """Deeds that undo each other at one review: of one rule, or of rules with equal conditions."""
    rules = [Decider(name, rule.when, _deeds_of(name, rule, scenario)) for name, rule in scenario.rules.items()]
    triggers = [
        Decider(name, project.start.when, [Deed(("projects", name, "start", "when"), "start", [name])])
        for name, project in scenario.projects.items()
        if project.start.when
    ]
    for n, rule in enumerate(rules):
        yield from _undone(combinations(rule.deeds, 2), "the same rule")
        for other in [*rules[n + 1 :], *triggers]:
            if rule.when == other.when:
                yield from _undone(product(rule.deeds, other.deeds), f"rule {rule.name}, on the same condition")


def _undone(pairs: Iterable[tuple[Deed, Deed]], by: str) -> Iterator[Finding]:
    for first, second in pairs:
        both = [name for name in second.projects if name in first.projects]
        if both and OPPOSITE[first.verb] == second.verb:
            problem = f"may undo `{first.verb}` of {_told(both)} by {by}, at one review"
            yield Finding(second.loc, problem, "the written order decides")


def _deeds_of(name: str, rule: Rule, scenario: Scenario) -> list[Deed]:
    actions = [(("rules", name, "do", n), action) for n, action in enumerate(rule.do)]
    return [deed for loc, action in actions for deed in _deeds(action, loc, scenario)]


def _deeds(action: Action, loc: Loc, scenario: Scenario) -> Iterator[Deed]:
    for where, names in named_by(action, loc):
        verb = str(where[len(loc)])
        if verb in OPPOSITE:
            yield Deed(where, verb, projects_named(scenario, names))
    if action.relocate:
        yield Deed((*loc, "relocate", "from"), "abandon", [action.relocate.source])
        yield Deed((*loc, "relocate", "to"), "start", [action.relocate.target])


def unheeded_priorities(scenario: Scenario) -> Iterator[Finding]:
    """Actions that change a priority, which the policy does not look at."""
    policy = scenario.allocation.policy
    for loc, action in actions_of(scenario):
        if action.priority and policy != "priority":
            problem = f"changes nothing under the policy {policy}, which looks at no priority"
            yield Finding((*loc, "priority"), problem, "allocation: {policy: priority}")


def abandoned_predecessors(scenario: Scenario) -> Iterator[Finding]:
    """Projects that may be abandoned, and that others come after, which would wait for ever."""
    followers = _followers(scenario)
    for loc, names in _given_up(scenario):
        left = [f"{one} waiting for {name}" for name in names for one in followers.get(name, ()) if one not in names]
        if left:
            yield Finding(loc, f"may leave {_told(left)} for ever", "fine if that is meant")


def paused_for_good(scenario: Scenario) -> Iterator[Finding]:
    """Projects that a rule may pause, and that no rule resumes, abandons or relocates."""
    deeds = [deed for loc, action in actions_of(scenario) for deed in _deeds(action, loc, scenario)]
    freed = {name for deed in deeds if deed.verb in ("resume", "abandon") for name in deed.projects}
    for deed in deeds:
        left = [name for name in deed.projects if name not in freed]
        if deed.verb == "pause" and left:
            yield Finding(deed.loc, f"may stop {_told(left)} for ever, which no rule resumes", "fine if that is meant")


def _given_up(scenario: Scenario) -> Iterator[tuple[Loc, list[str]]]:
    for loc, action in actions_of(scenario):
        for deed in _deeds(action, loc, scenario):
            if deed.verb == "abandon":
                yield deed.loc, deed.projects
    for name, risk in scenario.risks.items():
        for n, hit in enumerate(risk.hits):
            if isinstance(hit, ProjectHit) and hit.abandon.value > 0 < risk.probability.value:
                yield ("risks", name, "hits", n, "projects"), projects_named(scenario, hit.projects, hit.tag)


def _followers(scenario: Scenario) -> dict[str, list[str]]:
    """The projects that come after each project, or after a stage of it."""
    found: dict[str, dict[str, None]] = {}
    for stage, earlier in predecessors_of(scenario).items():
        project = stage.partition(".")[0]
        for before in earlier:
            found.setdefault(before.partition(".")[0], {})[project] = None
    return {name: [one for one in after if one != name] for name, after in found.items()}


def _told(names: Sequence[str]) -> str:
    more = [f"{len(names) - MOST_TOLD} more"] if len(names) > MOST_TOLD else []
    return ", ".join([*names[:MOST_TOLD], *more])
