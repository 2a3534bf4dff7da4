"""The state of one replication while it runs, and the only way to write into its trace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simpy.events import Event

from simulator.cases.index import PREDECESSOR
from simulator.engine.days import DayClock
from simulator.engine.script import Script
from simulator.trace import Kind

if TYPE_CHECKING:
    from simulator.engine.cash import Cash
    from simulator.engine.holds import Hold
    from simulator.engine.work import Job

WORKING = -1
#: sort key of a waiting request: rank, top-ups before new starts, earlier request, order in the file
Rank = tuple[float, bool, int, int]
#: what was drawn from which allotment, in the order of drawing
Draws = list[tuple[int, int]]
#: capacity of one age: start of its life, days of ramp, milli-MW, day from which it counts
Cohort = tuple[int, int, int, int]
#: resources and milli-units of each
Needs = list[tuple[int, int]]
WAITED = int(Kind.WAITED)


class Request(Event):
    """A stage that asks for its money and its crews, or for the rest of its money; fires when it has them.

    The value of the event is what was drawn for it, by source.
    """

    def __init__(self, env: DayClock, stage: int, amount: int, needs: Needs, rank: Rank, begun: bool) -> None:
        self.env = env
        self.callbacks = []
        self.stage = stage
        self.amount = amount
        self.needs = needs
        self.rank = rank
        self.begun = begun


class World:
    """One replication: its clock, what is free, who waits, and the rows written so far."""

    #: so many attributes are read faster from slots than from a dictionary
    __slots__ = (
        "allotted",
        "asked_more",
        "at_hand",
        "begun",
        "benefit_yearly",
        "capacity",
        "capacity_of",
        "cash",
        "cohorts",
        "committed",
        "cost",
        "demand",
        "duration",
        "ended_on",
        "env",
        "finish_capacity",
        "finished_on",
        "fired",
        "floor",
        "flows",
        "free",
        "given_up",
        "grants_due",
        "held_for",
        "history",
        "holds",
        "in_period",
        "jobs",
        "life",
        "more_days",
        "multiple",
        "pending",
        "playbook",
        "pooled",
        "project_capacity",
        "r",
        "ramp",
        "rank",
        "renewal_cost",
        "renewal_over",
        "risk_begins",
        "risk_ends",
        "rows",
        "script",
        "served",
        "settled",
        "started_on",
        "strain",
        "struck",
        "told",
        "tranche_factor",
        "tranches_until",
        "unfinished",
        "waiting",
        "waits_for",
        "waits_since",
        "worth",
        "write",
    )

    def __init__(self, script: Script, r: int) -> None:
        cases = script.cases
        self.script = script
        self.r = r
        self.rows: list[int] = []
        self.write = self.rows.extend
        self.env = DayClock()
        self.duration: list[int] = cases.stages.duration[r].tolist()
        self.cost: list[int] = cases.stages.cost[r].tolist()
        self.capacity: list[int] = cases.stages.capacity[r].tolist()
        self.finish_capacity: list[int] = cases.projects.capacity[r].tolist()
        self.life: list[int] = cases.projects.life[r].tolist()
        self.ramp: list[int] = cases.projects.ramp[r].tolist()
        self.renewal_cost: list[int] = cases.projects.renewal_cost[r].tolist()
        self.renewal_over: list[int] = cases.projects.renewal_over[r].tolist()
        self.project_capacity = script.project_capacity[r]
        self.flows: list[int] = cases.cash.amount[r].tolist()
        self.demand: list[list[int]] = (
            cases.markets.demand[r].tolist() if script.playbook.rules or script.playbook.looks_at_cash else []
        )
        self.pending = script.predecessors.copy()
        self.unfinished = script.stages_of.copy()
        self.waits_for = [PREDECESSOR] * len(script.budget)
        self.waits_since = [0] * len(script.budget)
        self.ended_on: dict[int, int] = {}
        self.free = [0] * len(script.consumable)
        self.allotted = [0] * script.allotments
        self.pooled = [0] * len(script.pool_allotments)
        self.committed = [0] * len(script.programme_budget)
        self.waiting: list[Request] = []
        self.grants_due = False
        self.served = [0] * len(script.stages_of)
        self.settled: list[int] = cases.markets.installed[r].tolist() if script.playbook.looks_at_capacity else []
        self.cohorts: list[list[Cohort]] = [[] for _ in self.settled]
        self.history: list[list[Cohort]] = [[] for _ in self.settled]
        self.benefit_yearly: list[int] = cases.projects.benefit_yearly[r].tolist()
        self.worth: list[list[float]] = cases.exchange.factor[r].tolist()
        self.take_up(r)

    def take_up(self, r: int) -> None:
        """The state that rules, risks and limits look at and change."""
        script, playbook, risks = self.script, self.script.playbook, self.script.cases.risks
        self.playbook = playbook
        self.rank = script.rank
        self.begun = [False] * len(script.budget)
        self.holds: dict[int, Hold] = {}
        self.started_on: dict[int, int] = {}
        self.given_up: set[int] = set()
        self.jobs: dict[int, Job] = {}
        self.finished_on: dict[int, int] = {}
        self.asked_more = [0] * len(script.stages_of)
        self.fired: set[int] = set()
        self.held_for = [0] * len(script.cases.rules.code)
        self.cash: Cash | None = None
        floor = script.cases.money.floor
        self.floor = int(floor[r]) if floor is not None else 0
        self.tranche_factor: dict[int, float] = {}
        self.tranches_until: dict[int, int] = {}
        self.struck = [False] * risks.begins.shape[1]
        self.risk_begins: list[int] = risks.begins[r].tolist()
        self.risk_ends: list[int] = risks.ends[r].tolist()
        self.multiple: list[float] = risks.multiple[r].tolist()
        self.more_days: list[int] = risks.days[r].tolist()
        self.capacity_of = [0] * len(script.consumable)
        self.at_hand = [0] * len(script.consumable)
        self.strain: dict[int, float] = {}
        self.in_period = [0] * len(playbook.at_most)
        self.told = [False] * len(playbook.at_most)

    def record(self, kind: int, subject: int, amount: int) -> None:
        """Write down what happens now."""
        now = self.env.now
        self.write((now, now, kind, subject, amount))

    def record_until(self, until: int, kind: int, subject: int, amount: int) -> None:
        """Write down what goes on from now up to a later day."""
        self.write((self.env.now, until, kind, subject, amount))

    def wait(self, stage: int, cause: int) -> None:
        """The stage waits for ``cause`` from today; the wait that it was in, if any, is over."""
        waited = self.waits_for[stage]
        if waited == cause:
            return
        now = self.env.now
        since = self.waits_since[stage]
        if waited != WORKING and now > since:
            subject = stage * self.script.causes + waited
            self.write((since, now, WAITED, subject, now - since))
        self.waits_for[stage] = cause
        self.waits_since[stage] = now
