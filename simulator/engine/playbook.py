"""Rules, risks and limits of a block of cases as Python lists: the engine's own copy."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from simulator.cases.codes import STOPPING, Strike, Test
from simulator.cases.types import Cases, Rules
from simulator.engine.plan import Planned, plan_of


class Step(NamedTuple):
    """A step of a condition; ``number`` is its place among the steps of all rules, ``key`` its code and subject."""

    number: int
    code: int
    subject: int
    key: tuple[int, int]
    above: bool
    level: float
    reviews: int


class Act(NamedTuple):
    """An action; ``number`` is its place among the actions of all rules."""

    number: int
    do: int
    subject: int
    other: int
    amount: int


class Rule(NamedTuple):
    """A rule, or a project's trigger, which fires no earlier than the project's date.

    ``fires_from`` is the first review at which it may fire, ``looks_from`` the first whose state may matter to that.
    """

    number: int
    trigger: int
    once: bool
    fires_from: int
    looks_from: int
    steps: list[Step]
    acts: list[Act]


class Hit(NamedTuple):
    """What a risk does to some stages, projects, a resource or a funding."""

    number: int
    risk: int
    strike: int
    targets: list[int]


@dataclass(frozen=True, slots=True)
class Playbook:
    """What is the same in every replication of a block.

    ``open`` are the stages whose work may be stopped or changed while it goes on, ``hits_of`` what hits a stage by
    the kind of strike, ``limits_of`` the limits that count a stage, ``plan`` what lateness is counted from.
    """

    rules: list[Rule]
    reviews: list[tuple[int, int, int]]
    lag: int
    looks_at_cash: bool
    looks_at_capacity: bool
    hits: list[Hit]
    hits_of: list[list[Hit]]
    hits_of_funding: list[list[Hit]]
    open: list[bool]
    limits_of: list[list[int]]
    periods: list[list[int]]
    at_most: list[int]
    at_least: list[int]
    floors: bool
    plan: list[Planned]
    by_rule: list[int]


def playbook_of(cases: Cases) -> Playbook:
    """The lists that the engine reads, out of the arrays of a block."""
    rules, limits = rules_in_force(cases), cases.limits
    hits = _hits(cases)
    codes = {step.code for rule in rules for step in rule.steps}
    if cases.money.refinancing:
        codes.add(Test.LIQUIDITY)
    stages = range(len(cases.index.stages))
    limited = limits.stages.lists()
    return Playbook(
        rules=rules,
        reviews=_reviews(cases),
        lag=cases.rules.lag,
        looks_at_cash=bool(codes & {Test.TREASURY, Test.LIQUIDITY}),
        looks_at_capacity=bool(codes & {Test.TREASURY, Test.LIQUIDITY, Test.UTILISATION}),
        hits=hits,
        hits_of=[[hit for hit in hits if hit.strike <= Strike.REFUSED and s in hit.targets] for s in stages],
        hits_of_funding=[
            [hit for hit in hits if hit.strike >= Strike.DELAY and f in hit.targets]
            for f in range(len(cases.index.fundings))
        ],
        open=_open(cases, rules, hits),
        limits_of=[[z for z, members in enumerate(limited) if s in members] for s in stages],
        periods=limits.period.lists(),
        at_most=limits.at_most.tolist(),
        at_least=limits.at_least.tolist(),
        floors=bool(limits.at_least.any()),
        plan=plan_of(cases, _watched_for_lateness(cases, rules)),
        by_rule=np.flatnonzero(cases.projects.by_rule).tolist(),
    )


def rules_in_force(cases: Cases) -> list[Rule]:
    """The rules that may fire: those of the file unless they are switched off, and all triggers."""
    rules = cases.rules
    found = []
    for x, (trigger, once) in enumerate(zip(rules.trigger.tolist(), rules.once.tolist(), strict=True)):
        if rules.active or trigger >= 0:
            not_before = int(cases.projects.not_before[trigger]) if trigger >= 0 else 0
            fires_from = int(np.searchsorted(rules.review_days, not_before))
            steps = _steps(rules, x)
            before = sum(step.reviews - 1 for step in steps)
            found.append(Rule(x, trigger, once, fires_from, fires_from - before, steps, _acts(rules, x)))
    return found


def _steps(rules: Rules, x: int) -> list[Step]:
    at = slice(*rules.first[x : x + 2].tolist())
    columns = (rules.code, rules.subject, rules.above, rules.level, rules.reviews)
    rows = zip(*(column[at].tolist() for column in columns), strict=True)
    return [Step(n, code, subject, (code, subject), *level) for n, (code, subject, *level) in enumerate(rows, at.start)]


def _acts(rules: Rules, x: int) -> list[Act]:
    at = slice(*rules.do_first[x : x + 2].tolist())
    columns = (rules.do, rules.do_subject, rules.do_other, rules.do_amount)
    rows = zip(*(column[at].tolist() for column in columns), strict=True)
    return [Act(n, *row) for n, row in enumerate(rows, at.start)]


def _reviews(cases: Cases) -> list[tuple[int, int, int]]:
    """Number and day of each review, and the last closing before it; one that no closing precedes sees nothing."""
    rows = zip(cases.rules.review_days.tolist(), cases.rules.review_closing.tolist(), strict=True)
    return [(number, day, closing) for number, (day, closing) in enumerate(rows) if closing >= 0]


def _hits(cases: Cases) -> list[Hit]:
    risks = cases.risks
    rows = zip(risks.hit_risk.tolist(), risks.hit.tolist(), risks.targets.lists(), strict=True)
    return [Hit(n, *row) for n, row in enumerate(rows)]


def _open(cases: Cases, rules: list[Rule], hits: list[Hit]) -> list[bool]:
    """(S,) whether a rule may stop a stage at work, or a risk change it or give its project up."""
    stopped = {act.subject for rule in rules for act in rule.acts if act.do in STOPPING}
    stopped |= {p for hit in hits if hit.strike == Strike.ABANDON for p in hit.targets}
    touched = {s for hit in hits if hit.strike <= Strike.REFUSED for s in hit.targets}
    return [s in touched or project in stopped for s, project in enumerate(cases.stages.project.tolist())]


def _watched_for_lateness(cases: Cases, rules: list[Rule]) -> set[int]:
    """The stages whose planned end rules look at, those of a project all."""
    steps = [step for rule in rules for step in rule.steps]
    projects = {step.subject for step in steps if step.code == Test.PROJECT_LATE}
    of_projects = {s for s, project in enumerate(cases.stages.project.tolist()) if project in projects}
    return of_projects | {step.subject for step in steps if step.code == Test.STAGE_LATE}


def months_of(cases: Cases) -> list[tuple[int, int]]:
    """The days ``[since, until)`` that each closing closes."""
    until = (cases.calendar.closing_days + 1).tolist()
    return list(pairwise([0, *until]))
