"""Faults that no single key shows: names that do not exist, cycles, splits that do not add up, dates out of reach."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import takewhile
from typing import NamedTuple

from simulator.correlation import dependence_of
from simulator.quantities.fault import QuantityError
from simulator.quantities.quantity import Constant, Path, Quantity, mean
from simulator.quantities.units import Dimension
from simulator.registry import suggest
from simulator.scenario.funding import Appropriation, ConvertibleNote
from simulator.scenario.precedence import cycle_of, predecessors_of
from simulator.scenario.project import Capital, Project
from simulator.scenario.schema import Consumable, Renewable, Scenario
from simulator.scenario.tranches import Notes, note_split, still_to_come, tranche_dates
from simulator.scenario.uncertain import uncertain_inputs

Loc = tuple[str | int, ...]
#: shares are read from decimals; a sum may be off by this much
ROUNDING = 1e-9


class Finding(NamedTuple):
    """What is wrong at a place of a scenario, and what is allowed there."""

    loc: Loc
    problem: str
    allowed: str


def check(scenario: Scenario) -> list[Finding]:
    """All faults of a scenario whose keys and values are each well-formed."""
    checks = (
        _horizon,
        _valuation,
        _funding,
        _notes,
        _projects,
        _stages,
        _references,
        _needs,
        _budgets,
        _outflows,
        _benchmarks,
        _drivers,
        _correlations,
    )
    return [finding for look in checks for finding in look(scenario)]


def unknown(loc: Loc, name: str, names: Iterable[str], what: str) -> Iterator[Finding]:
    """A finding if ``name`` is not one of ``names``."""
    known = list(names)
    if name not in known:
        near = suggest(name, known)
        hint = f" (did you mean {near!r}?)" if near else ""
        yield Finding(loc, f"no such {what}{hint}", f"one of: {', '.join(known)}" if known else f"no {what} is defined")


def outside(loc: Loc, day: date, scenario: Scenario) -> Iterator[Finding]:
    """A finding if a date is not within the horizon."""
    start, end = scenario.horizon.start, scenario.horizon.end
    if not start <= day <= end:
        yield Finding(loc, "is outside the horizon", f"a date from {start} to {end}")


def total_of(shares: Iterable[Quantity]) -> float:
    """The sum of shares, of those that are drawn the means."""
    return sum(mean(share) for share in shares)


def _horizon(scenario: Scenario) -> Iterator[Finding]:
    horizon = scenario.horizon
    if horizon.end <= horizon.start:
        yield Finding(("horizon", "end"), "is not after the start", f"a date after {horizon.start}")
    elif (horizon.end - horizon.start).days > 80 * 366:
        yield Finding(("horizon", "end"), "is too far away", "a horizon of at most 80 years")


def _valuation(scenario: Scenario) -> Iterator[Finding]:
    stated = scenario.valuation
    if stated and stated.terminal == "perpetuity" and stated.discount_rate.value <= 0:
        yield Finding(("valuation", "terminal"), "has no value without a discount rate", "a rate above 0 %/year")


def _funding(scenario: Scenario) -> Iterator[Finding]:
    for name, funding in scenario.funding.items():
        loc: Loc = ("funding", name)
        for pool in funding.into:
            yield from unknown((*loc, "into", pool), pool, scenario.pools, "pool")
        total = total_of(funding.into.values())
        if abs(total - 1.0) > ROUNDING:
            side = "over" if total > 1 else "under"
            yield Finding(
                (*loc, "into"), f"is {side}-split: the shares add up to {total:.6g}", "shares of 100 % in all"
            )
        if isinstance(funding, Appropriation):
            yield from outside((*loc, "from"), funding.start, scenario)
            yield from _profile(loc, funding)


def _profile(loc: Loc, funding: Appropriation) -> Iterator[Finding]:
    tranches = len(tranche_dates(funding))
    if not isinstance(funding.profile, str) and len(funding.profile) != tranches:
        stated = len(funding.profile)
        yield Finding((*loc, "profile"), f"has {stated} weights for {tranches} tranches", "one weight a tranche")


def _notes(scenario: Scenario) -> Iterator[Finding]:
    for name, note in scenario.funding.items():
        if not isinstance(note, ConvertibleNote):
            continue
        loc: Loc = ("funding", name)
        yield from outside((*loc, "settles"), note.settles, scenario)
        if note.matures <= note.settles:
            yield Finding((*loc, "matures"), "is not after the settlement", f"a date after {note.settles}")
        if note.put and not note.settles < note.put <= note.matures:
            yield Finding(
                (*loc, "put"),
                "is not between settlement and maturity",
                f"from {note.settles} to {note.matures}",
            )
        if _number(note.face) < _number(note.net):
            yield Finding((*loc, "net"), "is more than the face", "net proceeds of at most the face")
        if note.split_base == "net_of_call" and not note.capped_call:
            yield Finding((*loc, "split_base"), "names a capped call", "a `capped_call`, or net, or face")
        yield from _inside(scenario, name, note)


def _inside(scenario: Scenario, name: str, note: ConvertibleNote) -> Iterator[Finding]:
    plans = {n: f for n, f in scenario.funding.items() if isinstance(f, Appropriation)}
    earlier = list(takewhile(lambda other: other is not note, scenario.funding.values()))
    for plan, pool in note.inside.items():
        loc: Loc = ("funding", name, "inside", plan)
        found = [
            *unknown(loc, plan, plans, "appropriation"),
            *unknown(loc, pool, note.into, "pool of the note"),
        ]
        yield from found
        if not found:
            before = [n for n in earlier if isinstance(n, ConvertibleNote) and n.inside.get(plan) == pool]
            yield from _room(loc, plans[plan], pool, note, before)


def _room(loc: Loc, plan: Appropriation, pool: str, note: ConvertibleNote, earlier: Notes) -> Iterator[Finding]:
    """Tranches still to come must be at least what the note brings into their pool."""
    if pool not in plan.into:
        yield Finding(loc, f"{loc[-1]} pays nothing into {pool}", f"one of: {', '.join(plan.into)}")
        return
    part, left = note_split(note)[pool] / 100, still_to_come(plan, pool, note, earlier)
    if round(left, 2) < part:
        problem = f"the note brings {part:,.0f} into {pool}, and only {left:,.0f} of {loc[-1]} is still to come"
        yield Finding(loc, problem, "a smaller note, an earlier one, or a larger plan")


def _projects(scenario: Scenario) -> Iterator[Finding]:
    for name, project in scenario.projects.items():
        loc: Loc = ("projects", name)
        for pool in project.pool:
            yield from unknown((*loc, "pool"), pool, scenario.pools, "pool")
        if project.market is not None:
            yield from unknown((*loc, "market"), project.market, scenario.markets, "market")
        if project.start.when:
            watched = project.start.when.utilisation.market
            place = (*loc, "start", "when", "utilisation", "market")
            yield from unknown(place, watched, scenario.markets, "market")
        if project.start.not_before:
            yield from outside((*loc, "start"), project.start.not_before, scenario)
        if project.renewal and project.renewal.pool:
            yield from unknown((*loc, "renewal", "pool"), project.renewal.pool, scenario.pools, "pool")
        yield from _serving(loc, project)
        yield from _treated((*loc, "treatment"), project.treatment, scenario)
    known = {p.programme or p.wave_of or name for name, p in scenario.projects.items()}
    for n, programme in enumerate(scenario.programmes):
        yield from unknown(("programmes", n), programme, known, "programme")


def _serving(loc: Loc, project: Project) -> Iterator[Finding]:
    for stage in project.capacity_by_stage:
        yield from unknown((*loc, "capacity_by_stage", stage), stage, project.stages, "stage of this project")
    if project.capacity and project.capacity_by_stage:
        yield Finding((*loc, "capacity"), "is stated twice", "either `capacity` or `capacity_by_stage`")
    if project.renewal and not project.life:
        yield Finding((*loc, "renewal"), "has nothing that ends", "a `life` after which capacity is renewed")


def _treated(loc: Loc, treatment: object, scenario: Scenario) -> Iterator[Finding]:
    if isinstance(treatment, Capital):
        yield from unknown((*loc, "capital"), treatment.capital, scenario.asset_classes, "asset class")


def _stages(scenario: Scenario) -> Iterator[Finding]:
    for name, project in scenario.projects.items():
        for stage_name, stage in project.stages.items():
            loc: Loc = ("projects", name, "stages", stage_name)
            if stage.earliest:
                yield from outside((*loc, "earliest"), stage.earliest, scenario)
            yield from _treated((*loc, "treatment"), stage.treatment, scenario)
            for resource in stage.needs:
                yield from unknown((*loc, "needs", resource), resource, scenario.resources, "resource")


def _references(scenario: Scenario) -> Iterator[Finding]:
    """References that name nothing; where all name something, those that go round in a circle."""
    unresolved = [*_unresolved(scenario)]
    yield from unresolved or _cycles(scenario)


def _unresolved(scenario: Scenario) -> Iterator[Finding]:
    stages = {f"{name}.{stage}" for name, project in scenario.projects.items() for stage in project.stages}
    for name, project in scenario.projects.items():
        outer = [*scenario.projects, *sorted(stages)]
        for n, ref in enumerate(project.after):
            yield from unknown(("projects", name, "after", n), ref, outer, "project or project.stage")
        for stage_name, stage in project.stages.items():
            inner = [*project.stages, *scenario.projects, *sorted(stages)]
            for n, ref in enumerate(stage.after):
                loc: Loc = ("projects", name, "stages", stage_name, "after", n)
                if ref not in inner:
                    near = suggest(ref, inner)
                    hint = f" (did you mean {near!r}?)" if near else ""
                    allowed = f"a stage of this project ({', '.join(project.stages)}), a project, or project.stage"
                    yield Finding(loc, f"{ref!r} names nothing{hint}", allowed)


def _needs(scenario: Scenario) -> Iterator[Finding]:
    for name, project in scenario.projects.items():
        for stage_name, stage in project.stages.items():
            for resource_name, units in stage.needs.items():
                loc: Loc = ("projects", name, "stages", stage_name, "needs", resource_name)
                resource = scenario.resources.get(resource_name)
                if resource is not None and (units.dimension is Dimension.POWER) != _in_power(resource):
                    unit = "MW" if _in_power(resource) else "a plain number"
                    yield Finding(loc, f"is not in the unit of {resource_name}", f"{unit}, as the resource is stated")
                elif isinstance(resource, Renewable) and _number(units) > (most := _most(resource.capacity)):
                    yield Finding(loc, f"is more than there will ever be ({most:g})", f"at most {most:g}")


def _in_power(resource: Renewable | Consumable) -> bool:
    stated = resource.capacity if isinstance(resource, Renewable) else resource.supply
    return stated.dimension in (Dimension.POWER, Dimension.POWER_PER_TIME)


def _budgets(scenario: Scenario) -> Iterator[Finding]:
    for name, project in scenario.projects.items():
        shares = [s.cost for s in project.stages.values() if s.cost.dimension == Dimension.SHARE]
        total = total_of(shares)
        loc: Loc = ("projects", name)
        others = (project.benefit and project.benefit.yearly, project.renewal and project.renewal.cost)
        if project.budget is None and (total > 0 or any(of and of.dimension == Dimension.SHARE for of in others)):
            yield Finding((*loc, "budget"), "is missing, and shares of it are stated", "write a `budget`")
        all_shares = len(shares) == len(project.stages)
        if project.budget is not None and (total > 1 + ROUNDING or (total < 1 - ROUNDING and all_shares)):
            side = "over" if total > 1 else "under"
            problem = f"is {side}-split: the stages' shares add up to {total:.4%}"
            yield Finding((*loc, "budget"), problem, "shares of 100 % in all")


def _outflows(scenario: Scenario) -> Iterator[Finding]:
    """Amounts by date fall within the horizon; what was paid before it is in the opening balance."""
    for name, outflow in scenario.treasury.outflows.items() if scenario.treasury else ():
        if outflow.dimension is Dimension.MONEY and isinstance(outflow, Path):
            for day in outflow.days:
                date_ = scenario.horizon.start + timedelta(days=day)
                yield from outside(("treasury", "outflows", name, date_.isoformat()), date_, scenario)


def _benchmarks(scenario: Scenario) -> Iterator[Finding]:
    for name, benchmark in scenario.benchmarks.items():
        yield from outside(("benchmarks", name, "on"), benchmark.on, scenario)


def _drivers(scenario: Scenario) -> Iterator[Finding]:
    for name, driver in scenario.drivers.items():
        for path, load in driver.loads.items():
            if not -1.0 <= load <= 1.0:
                yield Finding(("drivers", name, "loads", path), "is not a correlation", "from -1 to 1")


def _correlations(scenario: Scenario) -> Iterator[Finding]:
    """Every path that is related must be one that is drawn."""
    if not scenario.drivers and not scenario.correlations:
        return
    inputs = uncertain_inputs(scenario)
    allowed = "the path of a value that is drawn, as projects.x.cost_factor, or a market's walk, as markets.x.walk"
    for name, driver in scenario.drivers.items():
        for path in dependence_of(inputs, drivers={name: driver.loads}).unmatched:
            yield Finding(("drivers", name, "loads", path), "matches nothing that is drawn", allowed)
    for n, pair in enumerate(scenario.correlations):
        try:
            missing = dependence_of(inputs, [(*pair.between, pair.rank)]).unmatched
        except QuantityError as error:
            yield Finding(("correlations", n, "between"), error.problem, error.allowed)
            continue
        for path in missing:
            yield Finding(("correlations", n, "between"), f"{path!r} is not drawn", allowed)


def _cycles(scenario: Scenario) -> Iterator[Finding]:
    cycle = cycle_of(predecessors_of(scenario))
    if cycle:
        project, _, stage = cycle[0].partition(".")
        loc: Loc = ("projects", project, "stages", stage, "after")
        yield Finding(loc, f"is a cycle: {' -> '.join(cycle)}", "an order in which something can come first")


def _number(quantity: Quantity) -> float:
    return quantity.value if isinstance(quantity, Constant) else 0.0


def _most(quantity: Quantity) -> float:
    parts = quantity.values if isinstance(quantity, Path) else (quantity,)
    return max(_number(part) for part in parts)
