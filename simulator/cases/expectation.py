"""What decision makers expect: means over a pilot sample that is the same for every run, never the draw."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from simulator.cases.draws import draws_of
from simulator.cases.schedule import earliest_finishes, project_finishes
from simulator.cases.types import Belief, Cases
from simulator.sampling.uniforms import Draws
from simulator.scenario.schema import Scenario, Simulation

#: the worlds that a committee has in mind; their seed is one that no run can have, since those are 0 or more
PILOT = Simulation.model_construct(replications=200, seed=-1, design="latin_hypercube")

#: makes cases of a scenario and of draws
Build = Callable[[Scenario, Draws], Cases]


@dataclass(frozen=True)
class Keyed:
    """A scenario as the key of a cache: equal to another that says the same."""

    scenario: Scenario

    def __hash__(self) -> int:
        """Few scenarios of a process have a name in common."""
        return hash(self.scenario.name)


def belief_of(scenario: Scenario, build: Build) -> Belief:
    """The belief of a scenario's committee: means over the pilot sample.

    It depends on nothing but the scenario: not on the seed, the number or the design of a run's replications, nor on
    the block that is run. It is made once for each scenario of a process.
    """
    return pilot_belief(Keyed(scenario.model_copy(update={"simulation": PILOT})), build)


@lru_cache(maxsize=8)
def pilot_belief(keyed: Keyed, build: Build) -> Belief:
    """The means over a scenario's own replications, kept for the next block."""
    return expected(build(keyed.scenario, draws_of(keyed.scenario)))


def expected(pilot: Cases) -> Belief:
    """Means over the replications of some cases.

    ``finish`` is the earliest finish on the mean durations. Expected utilisation of a market = mean over paths of
    min(1, demand / capacity), the capacity installed and what projects add from that finish on.
    """
    projects, stages, markets = pilot.projects, pilot.stages, pilot.markets
    duration = stages.duration.mean(axis=0)
    finish = earliest_finishes(stages, duration)
    return Belief(
        duration=duration,
        finish=finish,
        capacity=planned_capacity(pilot).mean(axis=0),
        margin=(markets.price - markets.sold_cost).mean(axis=0),
        fixed_cost=markets.fixed_cost.mean(axis=0),
        utilisation=planned_utilisation(pilot, project_finishes(stages, finish)).mean(axis=0),
        benefit_yearly=projects.benefit_yearly.mean(axis=0),
        benefit_life=projects.benefit_life.mean(axis=0),
        life=projects.life.mean(axis=0),
    )


def planned_capacity(cases: Cases) -> np.ndarray:
    """What each project puts in service in all, by stage or at its finish; (R, P) milli-MW."""
    capacity = cases.projects.capacity.copy()
    np.add.at(capacity.T, cases.stages.project, cases.stages.capacity.T)
    return capacity


def planned_utilisation(cases: Cases, finish: np.ndarray) -> np.ndarray:
    """Demand over the capacity that there would be, at most 1; (R, M, T), 0 without capacity.

    Parameters
    ----------
    finish : (P,) day from which the capacity of each project is there, for good
    """
    there = (finish[:, None] <= cases.calendar.closing_days).astype(np.int64)
    capacity, market, demand = planned_capacity(cases), cases.projects.market, cases.markets.demand
    total = np.repeat(cases.markets.installed[:, :, None], there.shape[1], axis=2)
    for m in range(len(cases.index.markets)):
        total[:, m] += capacity[:, market == m] @ there[market == m]
    share = np.divide(demand, total, out=np.zeros(demand.shape), where=total > 0)
    return np.asarray(np.minimum(1.0, share))
