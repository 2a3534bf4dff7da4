"""Bonds that may refinance what falls due, with their days of payment: found beforehand, for engines know no dates."""

from __future__ import annotations

from collections.abc import Iterable

from simulator.cases.debt import periods
from simulator.cases.flow import business_day
from simulator.cases.index import Index
from simulator.cases.terms import Debt, Payments, Refinancing
from simulator.quantities.calendar import Calendar, CalendarLength, add_length
from simulator.scenario import raises
from simulator.scenario.schema import Scenario


def refinancing_of(
    scenario: Scenario, index: Index, calendar: Calendar, debts: Iterable[Debt]
) -> tuple[Refinancing, ...]:
    """The rights to refinance, in file order, with every bond that one of them may issue.

    Bonds may be needed on the days on which debt is repaid, and where they may be refinanced themselves on those of
    their own ends.
    """
    number = {name: f for f, name in enumerate(index.fundings)}
    rights = {number[name]: one for name, one in scenario.funding.items() if isinstance(one, raises.Refinancing)}
    right_to = {number[debt]: funding for funding, one in rights.items() for debt in one.of}
    bonds: dict[int, dict[int, Payments]] = {funding: {} for funding in rights}
    needed = [(right_to[debt.funding], day) for debt in debts if debt.funding in right_to for day in debt.due]
    while needed:
        funding, day = needed.pop()
        if day not in bonds[funding]:
            bonds[funding][day] = payments_of(day, rights[funding].lasts, calendar)
            end, *_ = bonds[funding][day][-1]
            if funding in right_to and end <= calendar.last_day:
                needed.append((right_to[funding], end))
    return tuple(
        Refinancing(
            funding,
            tuple(number[debt] for debt in one.of),
            one.coupon.value,
            one.per_shortfall.value,
            bonds[funding],
        )
        for funding, one in rights.items()
    )


def payments_of(issued: int, lasts: CalendarLength, calendar: Calendar) -> Payments:
    """Days of interest of a bond, half-yearly and counted back from its end, and the part of a year's that each pays.

    Payments roll to Monday; interest runs to the day itself.

    >>> from datetime import date
    >>> from simulator.quantities.calendar import read_length
    >>> calendar = Calendar(date(2026, 1, 1), date(2034, 12, 31))
    >>> payments = payments_of(calendar.day_of(date(2028, 6, 30)), read_length("1 year"), calendar)
    >>> [(str(calendar.date_of(day)), str(calendar.date_of(until)), part) for day, until, part in payments]
    [('2029-01-01', '2028-12-30', 0.5), ('2029-07-02', '2029-06-30', 0.5)]
    """
    since = calendar.date_of(issued)
    parts = [(calendar.day_of(one.until), one.part / 2) for one in periods(since, add_length(since, lasts))]
    return tuple((business_day(calendar, until), until, part) for until, part in parts)
