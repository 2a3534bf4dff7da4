"""What decision makers expect: means of what is uncertain, the same for every block and never the draw."""

from __future__ import annotations

import numpy as np

from simulator.cases.demand import markets_of
from simulator.cases.drawn import Drawn
from simulator.cases.index import Index
from simulator.cases.portfolio import projects_of, stages_of
from simulator.cases.types import Belief
from simulator.quantities.calendar import Calendar
from simulator.scenario.schema import Scenario


def belief_of(scenario: Scenario, index: Index, calendar: Calendar) -> Belief:
    """Every input at its mean, demand without shocks.

    Expected utilisation of a market = mean demand over installed and planned capacity, at most 1.
    """
    expected = Drawn(None, 1)
    projects = projects_of(scenario, index, calendar, expected)
    stages = stages_of(scenario, index, calendar, expected)
    markets = markets_of(scenario, calendar, expected)
    capacity = stages.capacity[0]
    by_project = projects.capacity[0] + np.bincount(stages.project, capacity, len(index.projects))
    planned = np.bincount(projects.market + 1, by_project, len(index.markets) + 1)[1:]
    total = (markets.installed[0] + planned)[:, None]
    demand = markets.demand[0].astype(float)
    return Belief(
        duration=stages.duration[0],
        capacity=by_project,
        margin=markets.price[0] - markets.sold_cost[0],
        fixed_cost=markets.fixed_cost[0],
        utilisation=np.minimum(1.0, np.divide(demand, total, out=np.zeros_like(demand), where=total > 0)),
        benefit_yearly=projects.benefit_yearly[0],
        benefit_life=projects.benefit_life[0],
        life=projects.life[0],
    )
