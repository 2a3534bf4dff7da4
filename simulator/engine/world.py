"""The state of one replication while it runs, and the only way to write into its trace."""

from __future__ import annotations

from simpy.events import Event

from simulator.cases.index import PREDECESSOR
from simulator.engine.days import DayClock
from simulator.engine.script import Script
from simulator.trace import Kind

WORKING = -1
#: sort key of a waiting request: rank, top-ups before new starts, earlier request, order in the file
Rank = tuple[float, bool, int, int]
#: what was drawn from which allotment, in the order of drawing
Draws = list[tuple[int, int]]
#: resources and milli-units of each
Needs = list[tuple[int, int]]
WAITED = int(Kind.WAITED)


class Request(Event):
    """A stage that asks for its money and its crews, or for the rest of its money; fires when it has them.

    The value of the event is what was drawn for it, by source.
    """

    def __init__(self, env: DayClock, stage: int, amount: int, needs: Needs, rank: Rank) -> None:
        self.env = env
        self.callbacks = []
        self.stage = stage
        self.amount = amount
        self.needs = needs
        self.rank = rank


class World:
    """One replication: its clock, what is free, who waits, and the rows written so far."""

    def __init__(self, script: Script, r: int) -> None:
        cases = script.cases
        self.script = script
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
        self.demand: list[list[int]] = cases.markets.demand[r].tolist() if script.triggers else []
        self.pending = script.predecessors.copy()
        self.unfinished = script.stages_of.copy()
        self.waits_for = [PREDECESSOR] * len(script.budget)
        self.waits_since = [0] * len(script.budget)
        self.ended = [False] * len(script.budget)
        self.free = [0] * len(script.consumable)
        self.allotted = [0] * script.allotments
        self.pooled = [0] * len(script.pool_allotments)
        self.committed = [0] * len(script.programme_budget)
        self.waiting: list[Request] = []
        self.grants_due = False
        self.fired: dict[int, Event] = {p: Event(self.env) for p, *_ in script.triggers}
        self.served = [0] * len(script.stages_of)
        self.settled: list[int] = cases.markets.installed[r].tolist() if script.triggers else []
        self.cohorts: list[list[tuple[int, int, int, int]]] = [[] for _ in self.settled]

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
