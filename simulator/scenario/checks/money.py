"""Faults of money over time: horizon, valuation, appropriations, notes, payments, and what stands beside them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from simulator.quantities.quantity import Path
from simulator.quantities.units import Dimension
from simulator.scenario.checks.finding import ROUNDING, Finding, Loc, outside, total_of, unknown
from simulator.scenario.funding import Appropriation
from simulator.scenario.raises import Refinancing
from simulator.scenario.schema import Scenario
from simulator.scenario.tranches import tranche_dates


def check_horizon(scenario: Scenario) -> Iterator[Finding]:
    """The end comes after the start, and not a lifetime after it."""
    horizon = scenario.horizon
    if horizon.end <= horizon.start:
        yield Finding(("horizon", "end"), "is not after the start", f"a date after {horizon.start}")
    elif (horizon.end - horizon.start).days > 80 * 366:
        yield Finding(("horizon", "end"), "is too far away", "a horizon of at most 80 years")


def check_valuation(scenario: Scenario) -> Iterator[Finding]:
    """What goes on for ever needs a discount rate."""
    stated = scenario.valuation
    if stated and stated.terminal == "perpetuity" and stated.discount_rate.value <= 0:
        yield Finding(("valuation", "terminal"), "has no value without a discount rate", "a rate above 0 %/year")


def check_funding(scenario: Scenario) -> Iterator[Finding]:
    """Sources pay into pools that exist, all of their money and no more, within the horizon."""
    for name, funding in scenario.funding.items():
        loc: Loc = ("funding", name)
        if isinstance(funding, Refinancing):
            continue
        for pool in funding.into:
            yield from unknown((*loc, "into", pool), pool, scenario.pools, "pool")
        total = total_of(funding.into.values())
        if (funding.into or isinstance(funding, Appropriation)) and abs(total - 1.0) > ROUNDING:
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


def check_outflows(scenario: Scenario) -> Iterator[Finding]:
    """Amounts by date fall within the horizon; what was paid before it is in the opening balance."""
    for name, outflow in scenario.treasury.outflows.items() if scenario.treasury else ():
        if outflow.dimension is Dimension.MONEY and isinstance(outflow, Path):
            for day in outflow.days:
                date_ = scenario.horizon.start + timedelta(days=day)
                yield from outside(("treasury", "outflows", name, date_.isoformat()), date_, scenario)


def check_benchmarks(scenario: Scenario) -> Iterator[Finding]:
    """Days of comparison lie within the horizon."""
    for name, benchmark in scenario.benchmarks.items():
        yield from outside(("benchmarks", name, "on"), benchmark.on, scenario)
