"""Faults of money over time: horizon, valuation, appropriations, notes, payments, and what stands beside them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import takewhile

from simulator.quantities.quantity import Path
from simulator.quantities.units import Dimension
from simulator.scenario.checks.finding import ROUNDING, Finding, Loc, number_of, outside, total_of, unknown
from simulator.scenario.funding import Appropriation
from simulator.scenario.raises import ConvertibleNote
from simulator.scenario.schema import Scenario
from simulator.scenario.tranches import Notes, note_split, still_to_come, tranche_dates


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


def check_notes(scenario: Scenario) -> Iterator[Finding]:
    """Dates of a note in their order, no more received than owed, and room for it in the plan."""
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
        if number_of(note.face) < number_of(note.net):
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
    if not isinstance(plan.profile, str) and len(plan.profile) != len(tranche_dates(plan)):
        return
    part, left = note_split(note)[pool] / 100, still_to_come(plan, pool, note, earlier)
    if round(left, 2) < part:
        problem = f"the note brings {part:,.0f} into {pool}, and only {left:,.0f} of {loc[-1]} is still to come"
        yield Finding(loc, problem, "a smaller note, an earlier one, or a larger plan")


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
