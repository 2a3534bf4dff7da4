"""Pools of which more is to stay than ever comes in."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.quantities.quantity import Quantity, Sampled
from simulator.scenario.checks.decisions import actions_of
from simulator.scenario.checks.finding import Finding, most_of
from simulator.scenario.funding import Appropriation
from simulator.scenario.raises import Raise
from simulator.scenario.schema import Scenario
from simulator.scenario.tranches import split_of


def untouchable_pools(scenario: Scenario) -> Iterator[Finding]:
    """Floor and reserve of a pool above all that funding may bring, unless rules bring it more."""
    for name, pool in scenario.pools.items():
        kept = pool.floor.value + pool.reserve.value
        if kept > 0 and name not in _filled_by_rules(scenario) and kept > (most := _most_into(scenario, name)):
            key, other = ("floor", "reserve") if pool.floor.value else ("reserve", "floor")
            both = f" with the {other}" if pool.floor.value and pool.reserve.value else ""
            problem = f"is more{both} than all funding brings into {name} ({most:,.0f}), so that nothing starts with it"
            yield Finding(("pools", name, key), problem, "less than the pool receives")


def _filled_by_rules(scenario: Scenario) -> set[str]:
    actions = [action for _, action in actions_of(scenario)]
    projects = [scenario.projects[action.relocate.target] for action in actions if action.relocate]
    return {action.move.target for action in actions if action.move} | {pool for one in projects for pool in one.pool}


def _most_into(scenario: Scenario, pool: str) -> float:
    """Money that may come into a pool in all; a note inside a plan only takes the place of tranches."""
    total = 0.0
    for funding in scenario.funding.values():
        if isinstance(funding, Appropriation) and pool in funding.into:
            total += _most(funding.amount) * funding.into[pool].value
        elif isinstance(funding, Raise) and pool in funding.into and pool not in funding.inside.values():
            total += split_of(funding)[pool] / 100
    return total


def _most(amount: Quantity) -> float:
    return amount.support()[1] if isinstance(amount, Sampled) else most_of(amount)
