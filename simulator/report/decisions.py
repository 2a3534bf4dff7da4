"""What was decided on the way: which rules fired, how often, when, and on what; and what limits held back."""

from __future__ import annotations

import numpy as np

from simulator.amounts import dated, percent, readable, visible
from simulator.cases.actions import actions_of
from simulator.cases.codes import Test
from simulator.cases.conditions import Names, steps_of
from simulator.findings import Findings
from simulator.scenario.rules import Rule


def decision_lines(findings: Findings) -> list[str]:
    """A line for each rule, in the order of the file."""
    scenario = findings.scenario
    if scenario.rules and not scenario.reviews.rules:
        return ["No rule fires: the scenario is run without its rules."]
    names = Names(scenario, findings.index, findings.calendar)
    return [visible(_rule_line(name, rule, names, findings)) for name, rule in scenario.rules.items()]


def _rule_line(name: str, rule: Rule, names: Names, findings: Findings) -> str:
    does = ", ".join(action.words for action in actions_of(rule, names)) or "nothing"
    told = f"{readable(name)} ({condition_words(rule, names)} -> {does})"
    return f"{told}: {often(findings, f'rule.{name}.fired', f'rule.{name}.fired_day', 'fires')}."


def often(findings: Findings, event: str, day: str, verb: str) -> str:
    """In what share of the replications something happened, and when first."""
    happened, days = findings.metrics[event] > 0, findings.metrics[day]
    if not happened.any():
        return f"never {verb}"
    low, middle, high = (dated(float(of), findings.calendar) for of in np.nanquantile(days, [0.1, 0.5, 0.9]))
    when = f"on {middle}" if low == high else f"in the median on {middle} (P10 {low}, P90 {high})"
    return f"{verb} in {percent(float(happened.mean()))} of the replications, {when}"


def condition_words(rule: Rule, names: Names) -> str:
    """What must hold for a rule to fire, in words."""
    told: list[str] = []
    for step in steps_of(rule.when, names):
        if step.code in (Test.ALL, Test.ANY):
            joint = " and " if step.code == Test.ALL else " or "
            parts = [told.pop() for _ in range(step.subject)][::-1]
            told.append(f"({joint.join(parts)})" if len(parts) > 1 else parts[0])
        elif step.code == Test.NOT:
            told.append(f"not {told.pop()}")
        else:
            told.append(step.words)
        if step.reviews > 1:
            told[-1] += f" for {step.reviews} reviews"
    words = told[-1]
    return words[1:-1] if words.startswith("(") and words.endswith(")") else words
