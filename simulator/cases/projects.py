"""Projects of a scenario as flat arrays."""

from __future__ import annotations

import numpy as np

from simulator.cases.drawn import Drawn
from simulator.cases.index import Index, number_of
from simulator.cases.types import Projects, Ragged
from simulator.cases.whole_numbers import cents_of, milli, whole_days
from simulator.quantities.calendar import Calendar
from simulator.scenario.funding import Appropriation
from simulator.scenario.plan import plan_of
from simulator.scenario.programmes import programme_of
from simulator.scenario.project import Benefit, Project, Renewal
from simulator.scenario.schema import Scenario
from simulator.scenario.selection import projects_named, started_by_rule

#: what is drawn of a project
DRAWN = (
    "capacity",
    "ramp",
    "life",
    "renewal_cost",
    "renewal_over",
    "benefit_yearly",
    "benefit_ramp",
    "benefit_life",
)


def projects_of(scenario: Scenario, index: Index, calendar: Calendar, drawn: Drawn) -> Projects:
    """The projects' arrays: (P,) where structure, (R, P) where drawn."""
    named = list(scenario.projects.items())
    uses, plan = _uses(scenario, index), plan_of(scenario)
    position = {name: p for p, name in reversed(list(enumerate(p.wave_of or n for n, p in named)))}
    started = projects_named(scenario, started_by_rule(scenario))
    own = [[index.pools.index(pool) for pool in project.pool] for _, project in named]
    renewed_by = [project.renewal.pool if project.renewal else None for _, project in named]
    return Projects(
        programme=np.array([index.programmes.index(programme_of(n, p)) for n, p in named], np.int64),
        market=np.array([number_of(index.markets, project.market) for _, project in named], np.int64),
        uses=uses,
        in_plan=uses == index.fundings.index(plan) if plan else np.ones(len(named), bool),
        wave_of=np.array([position[project.wave_of or name] for name, project in named], np.int64),
        repeated=np.array([project.wave_of is not None for _, project in named], bool),
        pools=Ragged.of(own),
        lenders=Ragged.of([_lenders(scenario, pools) for pools in own]),
        by_rule=np.array([name in started for name, _ in named], bool),
        not_before=np.array([calendar.day_of(p.start.not_before or calendar.start) for _, p in named], np.int64),
        renewed=np.array([project.renewal is not None for _, project in named], bool),
        renewal_pool=np.array([number_of(index.pools, pool) for pool in renewed_by], np.int64),
        at_finish=np.array([not p.capacity_by_stage and bool(p.capacity or p.benefit) for _, p in named], bool),
        **_all_drawn(named, drawn),
    )


def _lenders(scenario: Scenario, own: list[int]) -> list[int]:
    """Soft pools that may lend to a project of some pools; none where it never waits for money."""
    earmarks = [pool.earmark for pool in scenario.pools.values()]
    if not own or any(earmarks[pool] == "memo" for pool in own):
        return []
    return [q for q, earmark in enumerate(earmarks) if earmark == "soft" and q not in own]


def _all_drawn(named: list[tuple[str, Project]], drawn: Drawn) -> dict[str, np.ndarray]:
    """The (R, P) arrays."""
    each = [_drawn_of(f"projects.{name}", project, drawn) for name, project in named]
    empty = np.zeros((drawn.replications, 0), np.int64)
    return {key: np.stack([values[key] for values in each], axis=1) if each else empty for key in DRAWN}


def _drawn_of(path: str, project: Project, drawn: Drawn) -> dict[str, np.ndarray]:
    """(R,) what is drawn of a project, 0 where it has none of it."""
    capacity, life, nothing = project.capacity, project.life, np.zeros(drawn.replications, np.int64)
    budget = drawn.of(f"{path}.budget", project.budget) if project.budget else np.zeros(drawn.replications)
    return {
        **dict.fromkeys(DRAWN, nothing),
        **({"capacity": milli(drawn.of(f"{path}.capacity", capacity))} if capacity else {}),
        "ramp": whole_days(drawn.of(f"{path}.ramp", project.ramp), project.ramp),
        **({"life": whole_days(drawn.of(f"{path}.life", life), life)} if life else {}),
        **(_renewal(f"{path}.renewal", project.renewal, budget, drawn) if project.renewal else {}),
        **(_benefit(f"{path}.benefit", project.benefit, budget, drawn) if project.benefit else {}),
    }


def _renewal(path: str, renewal: Renewal, budget: np.ndarray, drawn: Drawn) -> dict[str, np.ndarray]:
    """(R,) cents and days of a renewal."""
    return {
        "renewal_cost": cents_of(budget, f"{path}.cost", renewal.cost, drawn),
        "renewal_over": whole_days(drawn.of(f"{path}.over", renewal.over), renewal.over),
    }


def _benefit(path: str, benefit: Benefit, budget: np.ndarray, drawn: Drawn) -> dict[str, np.ndarray]:
    """(R,) cents a year and days of a benefit."""
    return {
        "benefit_yearly": cents_of(budget, f"{path}.yearly", benefit.yearly, drawn),
        "benefit_ramp": whole_days(drawn.of(f"{path}.ramp", benefit.ramp), benefit.ramp),
        "benefit_life": whole_days(drawn.of(f"{path}.life", benefit.life), benefit.life),
    }


def _uses(scenario: Scenario, index: Index) -> np.ndarray:
    """(P,) the appropriation that feeds each project's first pool, -1 without."""
    feeds = {}
    for name, funding in scenario.funding.items():
        if isinstance(funding, Appropriation):
            feeds.update({pool: index.fundings.index(name) for pool in funding.into if pool not in feeds})
    first = [project.pool[0] if project.pool else "" for project in scenario.projects.values()]
    return np.array([feeds.get(pool, -1) for pool in first], np.int64)
