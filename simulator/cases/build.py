"""Scenario and draws in, cases out: text and distributions become flat arrays, names become indices."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import chain

from simulator.cases.cash import cash_of
from simulator.cases.conditions import Names
from simulator.cases.demand import markets_of
from simulator.cases.drawn import Drawn
from simulator.cases.exchange import exchange_of
from simulator.cases.expectation import belief_of
from simulator.cases.holders import holders_of
from simulator.cases.index import Index
from simulator.cases.limits import limit_names, limits_of
from simulator.cases.money import money_of
from simulator.cases.pools import pools_of
from simulator.cases.projects import projects_of
from simulator.cases.raised import raised_of
from simulator.cases.resources import resources_of
from simulator.cases.risks import risks_of
from simulator.cases.rules import all_actions, all_steps, rule_names, rules_of
from simulator.cases.share_price import share_prices
from simulator.cases.sources import allotments_of, tranches_of
from simulator.cases.stages import stages_of
from simulator.cases.struck import struck_of
from simulator.cases.types import Cases, Valuation
from simulator.quantities.calendar import Calendar
from simulator.sampling.uniforms import Draws
from simulator.scenario.programmes import programme_of
from simulator.scenario.schema import Scenario


def build_cases(scenario: Scenario, draws: Draws) -> Cases:
    """The cases of a block: one replication for each row of ``draws``."""
    calendar, index = calendar_of(scenario), index_of(scenario)
    drawn = Drawn(draws, len(draws.rows))
    struck = struck_of(scenario, calendar, drawn)
    exchange = exchange_of(scenario, calendar, drawn, struck)
    prices = share_prices(scenario, calendar, drawn)
    held = holders_of(scenario, calendar, prices, drawn.replications)
    tranches = tranches_of(scenario, calendar, drawn)
    raised = raised_of(scenario, index, calendar, held, drawn.replications)
    return Cases(
        calendar=calendar,
        index=index,
        rows=draws.rows,
        projects=projects_of(scenario, index, calendar, drawn),
        stages=stages_of(scenario, index, calendar, drawn),
        resources=resources_of(scenario, calendar),
        pools=pools_of(scenario, index),
        cash=cash_of(scenario, index, calendar, drawn, exchange, tranches, raised),
        markets=markets_of(scenario, calendar, drawn, exchange, struck),
        exchange=exchange,
        money=money_of(scenario, index, calendar, drawn, prices, held),
        valuation=valuation_of(scenario),
        believed=partial(belief_of, scenario, build_cases),
        rules=rules_of(scenario, index, calendar),
        risks=risks_of(scenario, index, drawn, struck),
        limits=limits_of(scenario, index, calendar),
        policy=scenario.allocation.policy,
        blocking=scenario.allocation.blocking,
        capitalise_interest=scenario.accounting.capitalise_interest,
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


def valuation_of(scenario: Scenario) -> Valuation | None:
    """How flows become one number, if the scenario says."""
    stated = scenario.valuation
    if stated is None:
        return None
    return Valuation(stated.discount_rate.value, stated.convention == "mid_month", stated.terminal)
