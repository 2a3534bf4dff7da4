"""Faults of rights to refinance: debt that is not there or has a right already, no debt at all, bonds too short, no
floor to keep."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from simulator.quantities.calendar import CalendarLength, add_length
from simulator.quantities.fault import QuantityError
from simulator.scenario.checks.finding import Finding, Loc, unknown
from simulator.scenario.raises import Debt, Refinancing, owing
from simulator.scenario.schema import Scenario

#: the shortest month, which the shortest bond lasts
MONTH = date(2025, 2, 1), date(2025, 3, 1)


def check_refinancing(scenario: Scenario) -> Iterator[Finding]:
    """Each debt has one right at most, and bonds last a month or more, up to a date that there is."""
    debts = [name for name, one in scenario.funding.items() if isinstance(one, Debt | Refinancing)]
    may_owe, taken = owing(scenario.funding), dict[str, str]()
    for right, source in scenario.funding.items():
        if isinstance(source, Refinancing):
            loc: Loc = ("funding", right)
            for n, name in enumerate(source.of):
                yield from unknown((*loc, "of", n), name, debts, "debt")
                if name in taken:
                    yield Finding((*loc, "of", n), f"is refinanced by {taken[name]} already", "each debt once")
                taken.setdefault(name, right)
            if set(source.of) <= set(debts) and right not in may_owe:
                yield Finding(
                    (*loc, "of"), "has no debt behind it, so that nothing is ever issued", "debt that falls due"
                )
            yield from _lasts(loc, source.lasts, scenario.horizon.end)
            if scenario.treasury is None or scenario.treasury.floor is None:
                yield Finding(loc, "has no floor to keep", "a `treasury` with a `floor`")


def _lasts(loc: Loc, lasts: CalendarLength, latest: date) -> Iterator[Finding]:
    """The length of a bond that is issued on any day of the horizon."""
    first, last = MONTH
    try:
        add_length(latest, lasts)
    except QuantityError as error:
        yield Finding((*loc, "lasts"), error.problem, error.allowed)
        return
    if add_length(first, lasts) < last:
        yield Finding((*loc, "lasts"), "is shorter than a month", "1 month or more")
