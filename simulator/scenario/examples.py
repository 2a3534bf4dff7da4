"""How sections of a scenario are written that nest, or that come in several forms; each line of these is one form."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.scenario.conditions import Condition
from simulator.scenario.project import DrivenFactor, Start, Uplift
from simulator.scenario.risks import (
    AppropriationHit,
    CurrencyHit,
    MarketHit,
    ProjectHit,
    ResourceHit,
    Risk,
    StageHit,
)
from simulator.scenario.rules import Action, Limit, ReviewCalendar, Rule
from simulator.scenario.schema import Driver
from simulator.scenario.section import Section

EXAMPLES: Mapping[type[Section], tuple[str, ...]] = {
    Condition: (
        "{utilisation: {market: mexico, above: 80 %, for: 2 quarters}}",
        "{demand: {market: mexico, below: 20 MW}}",
        "{price: {market: mexico, above: 9 mn USD/MW/year}}",
        "{pool: {name: cloud, available_above: 200 mn USD}}",
        "{treasury: {below: 300 bn CNY}}",
        "{liquidity: {above: 40 bn USD}}",
        "{date: 2027-01-01}",
        "{date: {from: 2027-01-01, before: 2029-01-01}}",
        "{stage: {name: mexico_2.permits, done: true}}",
        "{stage: {name: mexico_2.power, late_by: 6 months}}",
        "{project: {name: mexico_2, started: true}}",
        "{overrun: {project: mexico_2, above: 10 %}}",
        "{risk: export_controls}",
        "{rule: expand_mexico}",
        "{not: {project: {name: mexico_2, done: true}}}",
        "{all: [{date: 2027-01-01}, {not: {risk: export_controls}}], for: 2 quarters}",
        "{any: [{rule: expand_mexico}, {project: {name: mexico_2, done: true}}]}",
    ),
    Rule: (
        "{when: {liquidity: {below: 20 bn USD}}, do: {pause: mexico_*}}",
        "{when: {date: 2027-01-01}, do: {defer: {project: china, by: 6 months}}, once: false}",
    ),
    Action: (
        "{start: mexico_3}",
        "{defer: {project: [mexico_3, china], until: 2028-01-01}}",
        "{defer: {project: china, by: 6 months}}",
        "{pause: mexico_*}",
        "{resume: mexico_*}",
        "{abandon: mexico_3}",
        "{abandon: {project: mexico_3, cost: 5 %}}",
        "{relocate: {from: mexico_3, to: thailand_2, cost: 20 mn USD}}",
        "{move: {from: cloud, to: stores, amount: 25 %}}",
        "{priority: {project: thailand_*, to: 1}}",
        "{scale: {appropriation: plan, by: 50 %}}",
    ),
    ReviewCalendar: ("{every: month, lag: 45 days}", "{rules: false}"),
    Limit: (
        "{tag: latam, per: year, at_most: 1 bn USD}",
        "{tag: gates, per: horizon, at_least: 200 mn USD, at_most: 4 bn USD}",
    ),
    Risk: (
        '{probability: 35 %, window: [2025-10-01, 2027-06-30], lasts: "pert(6, 9, 18) months", '
        "hits: {resource: accelerators, supply: {multiply: 40 %}}}",
        "{probability: 20 %, window: 2026-07-01, "
        "hits: [{stages: mexico_*.power, refused: true}, {market: mexico, demand: {multiply: 80 %}}]}",
    ),
    StageHit: (
        '{stages: mexico_*.power, duration: {multiply: "pert(1, 1.2, 2)", add: 3 months}}',
        "{stages: [mexico_2, china.halls], tag: latam, cost: {multiply: 130 %}}",
        "{stages: mexico_2.halls, rework: 25 %}",
        "{stages: mexico_2.permits, refused: true}",
    ),
    ProjectHit: ("{projects: '*', tag: latam, abandon: 15 %}",),
    ResourceHit: (
        "{resource: accelerators, supply: {multiply: 40 %}}",
        "{resource: crews, capacity: {multiply: 50 %}}",
    ),
    MarketHit: (
        "{market: mexico, demand: {multiply: 70 %}, price: {multiply: 90 %}}",
        "{market: [mexico, thailand], growth: {add: -10 %/year}}",
        "{market: '*', share: {multiply: 80 %}, opex: {multiply: 1.3}}",
    ),
    CurrencyHit: ("{fx: MXN, rate: {multiply: 120 %}}",),
    AppropriationHit: ("{appropriation: plan, delay: 6 months, cut: 20 %}",),
    Driver: (
        '{value: "lognormal(p50=1, p90=1.15)"}',
        "{loads: {projects.*.stages.power.duration: 0.6, markets.mexico.walk: -0.3}}",
    ),
    DrivenFactor: ('{driver: construction_prices, own: "lognormal(p50=1, p90=1.2)"}',),
    Uplift: ("{class: buildings, percentile: 80}",),
    Start: (
        "{when: {utilisation: {market: mexico, above: 80 %, for: 2 quarters}}}",
        "{not_before: 2027-01-01}",
    ),
}
