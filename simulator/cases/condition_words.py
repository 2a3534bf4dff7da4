"""The condition of a rule in words."""

from __future__ import annotations

from simulator.cases.codes import Test
from simulator.cases.conditions import JOINING, Names, denied, steps_of
from simulator.scenario.rules import Rule


def condition_words(rule: Rule, names: Names) -> str:
    """What must hold for a rule to fire, in words."""
    told: list[str] = []
    for step in steps_of(rule.when, names, denying=False):
        if step.code in (Test.ALL, Test.ANY):
            joint = " and " if step.code == Test.ALL else " or "
            parts = [told.pop() for _ in range(step.subject)][::-1]
            told.append(f"({joint.join(parts)})" if len(parts) > 1 else parts[0])
        elif step.code == Test.NOT:
            told.append(_not(told.pop()))
        else:
            told.append(step.words)
        if step.lasting and step.code in JOINING:
            told[-1] += f" {step.lasting}"
    words = told[-1]
    return words[1:-1] if words.startswith("(") and words.endswith(")") else words


def _not(words: str) -> str:
    """The words of what does not hold, be it one condition, several, or one that lasts.

    >>> _not("campus done"), _not("(hall done and campus done)"), _not("campus done for 2 quarters")
    ('not campus done', 'not (hall done and campus done)', 'not (campus done for 2 quarters)')
    """
    joined = words.startswith("(") and words.endswith(")")
    return f"not {words}" if joined else denied(words)
