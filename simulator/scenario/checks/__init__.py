"""Faults that no single key shows: names that do not exist, cycles, splits that do not add up, dates out of reach."""

from __future__ import annotations

from simulator.scenario.checks.at_first import held_at_first
from simulator.scenario.checks.conditions import check_conditions
from simulator.scenario.checks.contradictions import (
    abandoned_predecessors,
    contradictions,
    paused_for_good,
    unheeded_priorities,
)
from simulator.scenario.checks.decisions import check_actions, check_limits, check_starts
from simulator.scenario.checks.finding import Finding
from simulator.scenario.checks.hazards import check_risks
from simulator.scenario.checks.idle_hits import idle_hits
from simulator.scenario.checks.money import (
    check_benchmarks,
    check_funding,
    check_horizon,
    check_outflows,
    check_valuation,
)
from simulator.scenario.checks.odd_raises import odd_raises
from simulator.scenario.checks.portfolio import (
    check_budgets,
    check_needs,
    check_projects,
    check_references,
    check_stages,
)
from simulator.scenario.checks.raises import check_raises
from simulator.scenario.checks.reach import belated_rules, idle_rules, past_deferrals
from simulator.scenario.checks.refinancing import check_refinancing
from simulator.scenario.checks.relations import check_correlations, check_cost_factors, check_drivers
from simulator.scenario.checks.tight_limits import tight_limits
from simulator.scenario.checks.untouchable import untouchable_pools
from simulator.scenario.checks.uplift import check_uplifts, odd_uplifts
from simulator.scenario.schema import Scenario


def check(scenario: Scenario) -> list[Finding]:
    """All faults of a scenario whose keys and values are each well-formed."""
    checks = (
        check_horizon,
        check_valuation,
        check_funding,
        check_raises,
        check_refinancing,
        check_projects,
        check_stages,
        check_references,
        check_needs,
        check_budgets,
        check_uplifts,
        check_outflows,
        check_benchmarks,
        check_conditions,
        check_actions,
        check_starts,
        check_limits,
        check_risks,
        check_drivers,
        check_cost_factors,
        check_correlations,
    )
    return [finding for look in checks for finding in look(scenario)]


def oddities(scenario: Scenario) -> list[Finding]:
    """What a scenario without faults says that is worth a warning."""
    looks = (
        odd_uplifts,
        odd_raises,
        untouchable_pools,
        tight_limits,
        contradictions,
        idle_rules,
        belated_rules,
        past_deferrals,
        held_at_first,
        unheeded_priorities,
        abandoned_predecessors,
        paused_for_good,
        idle_hits,
    )
    acting = scenario if scenario.reviews.rules else scenario.model_copy(update={"rules": {}})
    return [finding for look in looks for finding in look(acting)]


__all__ = ["Finding", "check", "oddities"]
