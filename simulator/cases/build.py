"""Scenario and draws in, cases out: text and distributions become flat arrays, names become indices."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import chain

import numpy as np

from simulator.cases.cash import business_day, cash_of
from simulator.cases.conditions import Names
from simulator.cases.demand import markets_of
from simulator.cases.drawn import Drawn
from simulator.cases.exchange import exchange_of
from simulator.cases.expectation import belief_of
from simulator.cases.index import Index
from simulator.cases.limits import limit_names, limits_of
from simulator.cases.portfolio import plan_of, programme_of, projects_of, stages_of
from simulator.cases.risks import risks_of
from simulator.cases.rules import all_actions, all_steps, rule_names, rules_of
from simulator.cases.sources import allotments_of, tranches_of
from simulator.cases.supply import pools_of, resources_of
from simulator.cases.types import Cases, Money, Note, Valuation
from simulator.quantities.calendar import Calendar
from simulator.quantities.money import to_cents
from simulator.sampling import Draws
from simulator.scenario.funding import Appropriation
from simulator.scenario.raises import ConvertibleNote
from simulator.scenario.schema import Scenario
from simulator.scenario.tranches import note_split


def build_cases(scenario: Scenario, draws: Draws) -> Cases:
    """The cases of a block: one replication for each row of ``draws``."""
    calendar, index = calendar_of(scenario), index_of(scenario)
    drawn = Drawn(draws, len(draws.rows))
    return Cases(
        calendar=calendar,
        index=index,
        rows=draws.rows,
        projects=projects_of(scenario, index, calendar, drawn),
        stages=stages_of(scenario, index, calendar, drawn),
        resources=resources_of(scenario, calendar),
        pools=pools_of(scenario, index),
        cash=cash_of(scenario, index, calendar, drawn, tranches_of(scenario, calendar, drawn)),
        markets=markets_of(scenario, calendar, drawn),
        exchange=exchange_of(scenario, calendar, drawn),
        money=money_of(scenario, index, calendar, drawn),
        valuation=valuation_of(scenario),
        believed=partial(belief_of, scenario, build_cases),
        rules=rules_of(scenario, index, calendar),
        risks=risks_of(scenario, index, calendar, drawn),
        limits=limits_of(scenario, index, calendar),
        policy=scenario.allocation.policy,
        blocking=scenario.allocation.blocking,
    )


def calendar_of(scenario: Scenario) -> Calendar:
    """The calendar of a scenario's horizon."""
    horizon = scenario.horizon
    return Calendar(horizon.start, horizon.end, horizon.fiscal_year_end)


def index_of(scenario: Scenario) -> Index:
    """The names of a scenario in file order."""
    projects = scenario.projects
    programmes = [*scenario.programmes, *(programme_of(name, p) for name, p in projects.items())]
    named = Index(
        projects=tuple(projects),
        stages=tuple(f"{name}.{stage}" for name, project in projects.items() for stage in project.stages),
        programmes=tuple(dict.fromkeys(programmes)),
        markets=tuple(scenario.markets),
        resources=tuple(scenario.resources),
        pools=tuple(scenario.pools),
        fundings=tuple(scenario.funding),
        allotments=allotments_of(scenario),
        outflows=tuple(scenario.treasury.outflows) if scenario.treasury else (),
        asset_classes=tuple(scenario.asset_classes),
        rules=rule_names(scenario),
        steps=(),
        actions=(),
        risks=tuple(scenario.risks),
        limits=limit_names(scenario),
    )
    names = Names(scenario, named, calendar_of(scenario))
    steps, actions = chain(*all_steps(names)), chain(*all_actions(names))
    return replace(named, steps=tuple(s.words for s in steps), actions=tuple(a.words for a in actions))


def money_of(scenario: Scenario, index: Index, calendar: Calendar, drawn: Drawn) -> Money:
    """The terms of funding that metrics compare with."""
    treasury, plan = scenario.treasury, plan_of(scenario)
    appropriations, notes = {}, []
    for f, (name, funding) in enumerate(scenario.funding.items()):
        if isinstance(funding, Appropriation):
            appropriations[f] = to_cents(drawn.of(f"funding.{name}.amount", funding.amount))
        else:
            notes.append(note_of(f, name, funding, scenario, index, calendar))
    floor = treasury.floor if treasury else None
    return Money(
        treasury=treasury is not None,
        floor=to_cents(drawn.of("treasury.floor", floor)) if floor else None,
        plan=index.fundings.index(plan) if plan else None,
        appropriations=appropriations,
        notes=tuple(notes),
        shares=scenario.equity.shares.value if scenario.equity else None,
    )


def note_of(
    funding: int, name: str, note: ConvertibleNote, scenario: Scenario, index: Index, calendar: Calendar
) -> Note:
    """A note's terms in days and cents."""
    face, net = (int(to_cents(np.array(quantity.value))) for quantity in (note.face, note.net))
    rate = note.conversion_rate
    split = {index.allotments.index((name, pool)): cents for pool, cents in note_split(note).items()}
    return Note(
        funding=funding,
        settles=calendar.day_of(note.settles),
        put=business_day(calendar, calendar.day_of(note.put)) if note.put else None,
        matures=business_day(calendar, calendar.day_of(note.matures)),
        face=face,
        net=net,
        bears_interest=note.coupon.value != 0.0,
        new_shares=note.face.value * note.face.rate / 1000 * rate * note.ads_ratio if rate else None,
        split=split,
    )


def valuation_of(scenario: Scenario) -> Valuation | None:
    """How flows become one number, if the scenario says."""
    stated = scenario.valuation
    if stated is None:
        return None
    return Valuation(stated.discount_rate.value, stated.convention == "mid_month", stated.terminal)
