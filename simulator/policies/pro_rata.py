"""The policy that spreads money: next is the programme furthest behind its share."""

from __future__ import annotations


def served_so_far(committed: int, budget: int) -> float:
    """The part of a programme's budget that is committed; the smallest is served next.

    Budgets are granted whole, so shares are met as closely as whole stages allow.

    >>> served_so_far(25, 100)
    0.25
    """
    return committed / budget if budget else 0.0
