"""A block of cases as Python lists: the engine's own copy, since Python numbers are faster than numpy scalars."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

import numpy as np

from simulator.cases.codes import Earmark, Test
from simulator.cases.expectation import planned_capacity
from simulator.cases.terms import Refinancing
from simulator.cases.types import Cases
from simulator.engine.playbook import Playbook, months_of, playbook_of
from simulator.policies import Policy, policies
from simulator.trace import Kind

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Script:
    """What is the same in every replication of a block."""

    cases: Cases
    last_day: int
    allotments: int
    causes: int
    policy: Policy
    reranks: bool
    earlier_first: bool
    blocking: bool
    rank: list[float]
    stage_project: list[int]
    predecessors: list[int]
    successors: list[list[int]]
    not_before: list[int]
    needs: list[list[tuple[int, int]]]
    budget: list[int]
    serves: list[bool]
    at_finish: list[bool]
    stages_of: list[int]
    project_capacity: list[list[int]]
    flows: list[tuple[int, int, int, int, int, int, bool]]
    pools_of_project: list[list[int]]
    pools_of: list[list[int]]
    lenders_of: list[list[int]]
    pool_allotments: list[list[int]]
    allotment_pool: list[int]
    unlimited: list[bool]
    lending: bool
    pro_rata: list[bool]
    kept_always: list[int]
    kept_from_new: list[int]
    limited: bool
    rights: dict[int, Refinancing]
    closing_days: list[int]
    currency: list[int]
    month_of: list[int]
    open: list[bool]
    allotment_at: dict[tuple[int, int], int]
    allotment_funding: list[int]
    consumable: list[bool]
    changes: list[tuple[int, int, int]]
    playbook: Playbook
    stages_in: list[range]
    months: list[tuple[int, int]]
    watched_market: list[int]
    renewed: list[bool]
    renewal_pool: list[int]
    programme_of: list[int]
    programme_budget: list[int]


def script_of(cases: Cases) -> Script:
    """The lists that the engine reads, out of the arrays of a block."""
    stages, projects, pools = cases.stages, cases.projects, cases.pools
    needed, need = stages.needed.lists(), stages.need.lists()
    policy, playbook = policies[cases.policy], playbook_of(cases)
    return Script(
        cases=cases,
        last_day=cases.calendar.last_day,
        allotments=len(cases.index.allotments),
        causes=len(cases.index.causes),
        policy=policy,
        reranks=policy.live is not None or playbook.floors,
        earlier_first=policy.earlier_first,
        blocking=cases.blocking,
        rank=policy.rank(cases).tolist(),
        stage_project=stages.project.tolist(),
        predecessors=[len(before) for before in stages.predecessors.lists()],
        successors=stages.successors.lists(),
        not_before=stages.not_before.tolist(),
        needs=[list(zip(names, units, strict=True)) for names, units in zip(needed, need, strict=True)],
        budget=stages.budget.tolist(),
        serves=stages.serves.tolist(),
        at_finish=projects.at_finish.tolist(),
        stages_of=(stages.first_of_project[1:] - stages.first_of_project[:-1]).tolist(),
        project_capacity=planned_capacity(cases).tolist(),
        flows=_flows(cases),
        pools_of_project=projects.pools.lists(),
        pools_of=_by_stage(cases, projects.pools.lists()),
        lenders_of=_by_stage(cases, projects.lenders.lists()),
        pool_allotments=pools.allotments.lists(),
        allotment_pool=pools.allotment_pool.tolist(),
        unlimited=_by_stage(cases, _unlimited(cases)),
        lending=len(projects.lenders.flat) > 0,
        pro_rata=pools.pro_rata.tolist(),
        kept_always=pools.floor.tolist(),
        kept_from_new=(pools.floor + pools.reserve).tolist(),
        open=playbook.open,
        currency=stages.currency.tolist(),
        month_of=_month_of(cases) if cases.exchange.currency else [],
        rights={debt: right for right in cases.money.refinancing for debt in right.of},
        closing_days=cases.calendar.closing_days.tolist(),
        limited=len(cases.index.limits) > 0,
        allotment_at=_allotment_at(cases),
        allotment_funding=pools.allotment_funding.tolist(),
        consumable=cases.resources.consumable.tolist(),
        changes=_changes(cases),
        playbook=playbook,
        stages_in=[range(a, b) for a, b in pairwise(stages.first_of_project.tolist())],
        months=months_of(cases),
        watched_market=_watched(cases, playbook),
        renewed=projects.renewed.tolist(),
        renewal_pool=projects.renewal_pool.tolist(),
        programme_of=_by_stage(cases, projects.programme.tolist()),
        programme_budget=_budget_by_programme(cases),
    )


def _by_stage(cases: Cases, of_project: list[T]) -> list[T]:
    """What each stage has from its project."""
    return [of_project[project] for project in cases.stages.project.tolist()]


def _unlimited(cases: Cases) -> list[bool]:
    """Projects that never wait for money: without a pool, or with one that is only tracked."""
    memo = (cases.pools.earmark == Earmark.MEMO).tolist()
    return [not own or any(memo[pool] for pool in own) for own in cases.projects.pools.lists()]


def _changes(cases: Cases) -> list[tuple[int, int, int]]:
    dated = cases.resources
    columns = (dated.change_day.tolist(), dated.change_resource.tolist(), dated.change_amount.tolist())
    return list(zip(*columns, strict=True))


def _flows(cases: Cases) -> list[tuple[int, int, int, int, int, int, bool]]:
    """Day and end, days since the flow before, phase, kind, subject, and whether it fills a pool, of each flow."""
    cash = cases.cash
    since, fills = np.diff(cash.day, prepend=0), cash.kind == Kind.TRANCHE
    columns = (cash.day, cash.until, since, cash.phase, cash.kind, cash.subject, fills)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def _watched(cases: Cases, playbook: Playbook) -> list[int]:
    """The market of each project whose capacity a rule may look at, else -1."""
    steps = [step for rule in playbook.rules for step in rule.steps]
    watched = {step.subject for step in steps if step.code == Test.UTILISATION}
    seen = playbook.looks_at_cash
    return [market if seen or market in watched else -1 for market in cases.projects.market.tolist()]


def _month_of(cases: Cases) -> list[int]:
    """(N,) the month of each day."""
    days = np.arange(cases.calendar.last_day + 1)
    months: list[int] = np.searchsorted(cases.calendar.closing_days, days).tolist()
    return months


def _allotment_at(cases: Cases) -> dict[tuple[int, int], int]:
    """The allotment of each source and pool."""
    pairs = zip(cases.pools.allotment_funding.tolist(), cases.pools.allotment_pool.tolist(), strict=True)
    return {pair: allotment for allotment, pair in enumerate(pairs)}


def _budget_by_programme(cases: Cases) -> list[int]:
    totals = [0] * len(cases.index.programmes)
    programme = cases.projects.programme[cases.stages.project].tolist()
    for g, budget in zip(programme, cases.stages.budget.tolist(), strict=True):
        totals[g] += budget
    return totals
