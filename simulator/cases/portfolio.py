"""Projects and stages of a scenario as flat arrays."""

from __future__ import annotations

from datetime import date
from typing import TypeGuard

import numpy as np

from simulator.cases.drawn import Drawn
from simulator.cases.index import Index
from simulator.cases.types import Projects, Ragged, Stages
from simulator.quantities.calendar import Calendar
from simulator.quantities.money import allocate, cents, to_cents
from simulator.quantities.quantity import Constant, Quantity, Sampled, mean, quantile
from simulator.quantities.units import Dimension
from simulator.scenario.funding import Appropriation
from simulator.scenario.precedence import predecessors_of
from simulator.scenario.project import Capital, DrivenFactor, Project, Stage
from simulator.scenario.reference_classes import multiple_of
from simulator.scenario.schema import Scenario
from simulator.scenario.selection import projects_named, started_by_rule
from simulator.scenario.uncertain import moving_currencies

MILLI = 1000
DRAWN_OF_PROJECTS = (
    "capacity",
    "ramp",
    "life",
    "renewal_cost",
    "renewal_over",
    "benefit_yearly",
    "benefit_ramp",
    "benefit_life",
)


def whole_days(drawn: np.ndarray, quantity: Quantity) -> np.ndarray:
    """Days rounded to whole ones, at least one unless zero is written."""
    zero = isinstance(quantity, Constant) and quantity.value == 0.0
    return np.asarray(np.maximum(np.rint(drawn), 0 if zero else 1).astype(np.int64))


def milli(drawn: np.ndarray) -> np.ndarray:
    """MW or crews as whole thousandths."""
    return np.asarray(np.rint(drawn * MILLI).astype(np.int64))


def day_or_zero(day: date | None, calendar: Calendar) -> int:
    """The day number of a date, 0 without one."""
    return calendar.day_of(day) if day is not None else 0


def projects_of(scenario: Scenario, index: Index, calendar: Calendar, drawn: Drawn) -> Projects:
    """The projects' arrays."""
    named = list(scenario.projects.items())
    uses = _uses(scenario, index)
    plan = plan_of(scenario)
    plan_index = index.fundings.index(plan) if plan else -1
    position = {name: p for p, name in reversed(list(enumerate(p.wave_of or n for n, p in named)))}
    started = projects_named(scenario, started_by_rule(scenario))
    own = [[index.pools.index(pool) for pool in project.pool] for _, project in named]
    memo = {q for q, pool in enumerate(scenario.pools.values()) if pool.earmark == "memo"}
    may_wait = [bool(pools) and memo.isdisjoint(pools) for pools in own]
    soft = [q for q, pool in enumerate(scenario.pools.values()) if pool.earmark == "soft"]
    return Projects(
        programme=np.array([index.programmes.index(programme_of(n, p)) for n, p in named], np.int64),
        market=np.array([_position(index.markets, project.market) for _, project in named], np.int64),
        uses=uses,
        in_plan=uses == plan_index if plan else np.ones(len(named), bool),
        wave_of=np.array([position[project.wave_of or name] for name, project in named], np.int64),
        repeated=np.array([project.wave_of is not None for _, project in named], bool),
        pools=Ragged.of(own),
        lenders=Ragged.of(
            [[q for q in soft if q not in pools] if waits else [] for pools, waits in zip(own, may_wait, strict=True)]
        ),
        by_rule=np.array([name in started for name, _ in named], bool),
        not_before=np.array([day_or_zero(p.start.not_before, calendar) for _, p in named], np.int64),
        renewed=np.array([project.renewal is not None for _, project in named], bool),
        renewal_pool=np.array(
            [_position(index.pools, p.renewal.pool if p.renewal else None) for _, p in named], np.int64
        ),
        at_finish=np.array([not p.capacity_by_stage and bool(p.capacity or p.benefit) for _, p in named], bool),
        **_drawn_of_projects(named, drawn),
    )


def _drawn_of_projects(named: list[tuple[str, Project]], drawn: Drawn) -> dict[str, np.ndarray]:
    """The (R, P) arrays."""
    columns: dict[str, list[np.ndarray]] = {}
    nothing = np.zeros(drawn.replications, np.int64)
    for name, project in named:
        path = f"projects.{name}"
        budget = drawn.of(f"{path}.budget", project.budget) if project.budget else np.zeros(drawn.replications)
        renewal, benefit, life = project.renewal, project.benefit, project.life
        values = {
            "capacity": milli(drawn.of(f"{path}.capacity", project.capacity)) if project.capacity else nothing,
            "ramp": whole_days(drawn.of(f"{path}.ramp", project.ramp), project.ramp),
            "life": whole_days(drawn.of(f"{path}.life", life), life) if life else nothing,
            "renewal_cost": nothing,
            "renewal_over": nothing,
            "benefit_yearly": nothing,
            "benefit_ramp": nothing,
            "benefit_life": nothing,
        }
        if renewal:
            values["renewal_cost"] = _of_budget(drawn, f"{path}.renewal.cost", renewal.cost, budget)
            values["renewal_over"] = whole_days(drawn.of(f"{path}.renewal.over", renewal.over), renewal.over)
        if benefit:
            values["benefit_yearly"] = _of_budget(drawn, f"{path}.benefit.yearly", benefit.yearly, budget)
            values["benefit_ramp"] = whole_days(drawn.of(f"{path}.benefit.ramp", benefit.ramp), benefit.ramp)
            values["benefit_life"] = whole_days(drawn.of(f"{path}.benefit.life", benefit.life), benefit.life)
        for key, value in values.items():
            columns.setdefault(key, []).append(value)
    empty = np.zeros((drawn.replications, 0), np.int64)
    return {key: np.stack(columns[key], axis=1) if columns else empty for key in DRAWN_OF_PROJECTS}


def _of_budget(drawn: Drawn, path: str, quantity: Quantity, budget: np.ndarray) -> np.ndarray:
    """(R,) cents: money, or a share of the budget."""
    value = drawn.of(path, quantity)
    return to_cents(value * budget if quantity.dimension == Dimension.SHARE else value)


def stages_of(scenario: Scenario, index: Index, calendar: Calendar, drawn: Drawn) -> Stages:
    """The stages' arrays, project by project."""
    projects = list(scenario.projects.values())
    named = [(p, name, s) for p, project in enumerate(projects) for name, s in project.stages.items()]
    number = {name: s for s, name in enumerate(index.stages)}
    before = [[number[name] for name in names] for names in predecessors_of(scenario).values()]
    needs = [[(index.resources.index(r), round(_level(u) * MILLI)) for r, u in s.needs.items()] for _, _, s in named]
    classes = [_asset_class(projects[p], stage) for p, _, stage in named]
    counts = [len(project.stages) for project in projects]
    project_of = np.array([p for p, _, _ in named], np.int64)
    first = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    cost, budget = _costs(scenario, drawn)
    moving = moving_currencies(scenario)
    return Stages(
        project=project_of,
        first_of_project=first,
        predecessors=Ragged.of(before),
        successors=Ragged.of(successors_of(before)),
        not_before=np.array([_not_before(projects[p], stage, calendar) for p, _, stage in named], np.int64),
        needed=Ragged.of([[resource for resource, _ in of] for of in needs]),
        need=Ragged.of([[units for _, units in of] for of in needs]),
        priority=np.array([_priority(projects[p], stage) for p, _, stage in named], np.int64),
        budget=budget,
        expensed=np.array([_treatment(projects[p], stage) == "expense" for p, _, stage in named], bool),
        asset_class=np.array([_position(index.asset_classes, name) for name in classes], np.int64),
        serves=np.array([name in projects[p].capacity_by_stage for p, name, _ in named], bool),
        cost=cost,
        currency=np.array([_currency(moving, projects[p], stage) for p, _, stage in named], np.int64),
        **_drawn_of_stages(scenario, index, drawn),
    )


def successors_of(before: list[list[int]]) -> list[list[int]]:
    """Stage numbers that wait for each stage, in file order.

    >>> successors_of([[], [0], [0, 1]])
    [[1, 2], [2], []]
    """
    after: list[list[int]] = [[] for _ in before]
    for s, predecessors in enumerate(before):
        for predecessor in predecessors:
            after[predecessor].append(s)
    return after


def _drawn_of_stages(scenario: Scenario, index: Index, drawn: Drawn) -> dict[str, np.ndarray]:
    """The (R, S) arrays, costs apart."""
    nothing = np.zeros(drawn.replications, np.int64)
    lives = {
        name: whole_days(drawn.of(f"asset_classes.{name}.life", c.life), c.life)
        for name, c in scenario.asset_classes.items()
    }
    columns: dict[str, list[np.ndarray]] = {"duration": [], "capacity": [], "life": []}
    for name, project in scenario.projects.items():
        for stage_name, stage in project.stages.items():
            path = f"projects.{name}.stages.{stage_name}.duration"
            served = project.capacity_by_stage.get(stage_name)
            served_path = f"projects.{name}.capacity_by_stage.{stage_name}"
            columns["duration"].append(whole_days(drawn.of(path, stage.duration), stage.duration))
            columns["capacity"].append(milli(drawn.of(served_path, served)) if served else nothing)
            columns["life"].append(lives.get(_asset_class(project, stage) or "", nothing))
    empty = np.zeros((drawn.replications, 0), np.int64)
    return {key: np.stack(column, axis=1) if column else empty for key, column in columns.items()}


def _costs(scenario: Scenario, drawn: Drawn) -> tuple[np.ndarray, np.ndarray]:
    """True cost (R, S) and commitment (S,) of all stages, in cents.

    Committed = stated cost × (1 + overrun of the uplift's class) × (1 + contingency): a share of what was uplifted.
    """
    costs, budgets = [], []
    for name, project in scenario.projects.items():
        factor = cost_factor(scenario, name, drawn)
        base, stated = _stated_costs(f"projects.{name}", project, drawn)
        costs.append(np.rint(base * factor[:, None]).astype(np.int64))
        raised = stated * multiple_of(project.uplift)
        budgets.append(np.rint(raised * (1.0 + _level(project.contingency))).astype(np.int64))
    if not costs:
        return np.zeros((drawn.replications, 0), np.int64), np.zeros(0, np.int64)
    return np.concatenate(costs, axis=1), np.concatenate(budgets)


def cost_factor(scenario: Scenario, name: str, drawn: Drawn) -> np.ndarray:
    """(R,) true cost over budget of a project: its own factor, times the values of the drivers that it names."""
    stated, path = scenario.projects[name].cost_factor, f"projects.{name}.cost_factor"
    if not isinstance(stated, DrivenFactor):
        return drawn.of(path, stated)
    factor = drawn.of(f"{path}.own", stated.own)
    for driver in stated.driver:
        value = scenario.drivers[driver].value
        factor = factor * drawn.of(f"drivers.{driver}.value", value) if value is not None else factor
    return factor


def _stated_costs(path: str, project: Project, drawn: Drawn) -> tuple[np.ndarray, np.ndarray]:
    """Cost before the cost factor (R, stages) and its stated basis (stages,), in cents.

    Shares divide the budget by largest remainders, so that they lose nothing; a share that is drawn is rounded.
    """
    shares = [s.cost.value if _is_fixed_share(s.cost) else 0.0 for s in project.stages.values()]
    budget, stated_budget = np.zeros(drawn.replications, np.int64), 0
    if project.budget:
        budget = to_cents(drawn.of(f"{path}.budget", project.budget))
        stated_budget = cents(basis(project.budget, project.budget_basis))
    weights = [*shares, max(0.0, 1.0 - sum(shares))]
    base, stated = allocate(budget, weights)[:, :-1], allocate(np.array(stated_budget), weights)[:-1]
    for s, (name, stage) in enumerate(project.stages.items()):
        if not _is_fixed_share(stage.cost):
            base[:, s] = _of_budget(drawn, f"{path}.stages.{name}.cost", stage.cost, budget / 100)
            whole = stated_budget / 100 if stage.cost.dimension == Dimension.SHARE else 1.0
            stated[s] = cents(basis(stage.cost, project.budget_basis) * whole)
    return base, stated


def _is_fixed_share(cost: Quantity) -> TypeGuard[Constant]:
    """Whether a cost is a share that is the same in every replication."""
    return isinstance(cost, Constant) and cost.dimension == Dimension.SHARE


def basis(quantity: Quantity, stated: str) -> float:
    """The one number that a budget takes for an uncertain cost: its mean, median or 80th percentile."""
    return mean(quantity) if stated == "mean" else quantile(quantity, {"p50": 0.5, "p80": 0.8}[stated])


def programme_of(name: str, project: Project) -> str:
    """The reporting line of a project."""
    return project.programme or project.wave_of or name


def plan_of(scenario: Scenario) -> str | None:
    """The name of the plan: the first appropriation of the file."""
    kinds = scenario.funding.items()
    return next((name for name, funding in kinds if isinstance(funding, Appropriation)), None)


def _uses(scenario: Scenario, index: Index) -> np.ndarray:
    """(P,) the appropriation that feeds each project's first pool, -1 without."""
    feeds = {}
    for name, funding in scenario.funding.items():
        if isinstance(funding, Appropriation):
            feeds.update({pool: index.fundings.index(name) for pool in funding.into if pool not in feeds})
    first = [project.pool[0] if project.pool else "" for project in scenario.projects.values()]
    return np.array([feeds.get(pool, -1) for pool in first], np.int64)


def _asset_class(project: Project, stage: Stage) -> str | None:
    treatment = _treatment(project, stage)
    return treatment.capital if isinstance(treatment, Capital) else None


def _treatment(project: Project, stage: Stage) -> str | Capital:
    return stage.treatment if stage.treatment is not None else project.treatment


def _currency(moving: list[str], project: Project, stage: Stage) -> int:
    """The moving currency in which a stage's cost is written, or the budget that it is a share of; -1 without."""
    written = stage.cost if stage.cost.dimension == Dimension.MONEY else project.budget
    currency = written.currency if isinstance(written, Constant | Sampled) else ""
    return moving.index(currency) if currency in moving else -1


def _priority(project: Project, stage: Stage) -> int:
    return stage.priority if stage.priority is not None else project.priority


def _not_before(project: Project, stage: Stage, calendar: Calendar) -> int:
    dates = (project.start.not_before, stage.earliest)
    return max(day_or_zero(day, calendar) for day in dates)


def _position(names: tuple[str, ...], name: str | None) -> int:
    return names.index(name) if name is not None else -1


def _level(quantity: Quantity | None) -> float:
    """The number of a quantity that may not be drawn."""
    return quantity.value if isinstance(quantity, Constant) else mean(quantity) if quantity else 0.0
