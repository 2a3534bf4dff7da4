"""The terms of funding that metrics and figures compare with."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from simulator.cases.debt import loan_payments
from simulator.cases.drawn import Drawn
from simulator.cases.flow import business_day
from simulator.cases.holders import Held, amortised_to, certificates_of
from simulator.cases.index import Index
from simulator.cases.liabilities import liability_of
from simulator.cases.refinancing import refinancing_of
from simulator.cases.terms import Debt, Money, Note
from simulator.quantities.calendar import Calendar
from simulator.quantities.money import cents, to_cents
from simulator.scenario import raises
from simulator.scenario.funding import Appropriation
from simulator.scenario.plan import plan_of
from simulator.scenario.raises import Bullet, ConvertibleNote, TermLoan
from simulator.scenario.schema import Scenario
from simulator.scenario.tranches import received, split_of


def money_of(
    scenario: Scenario,
    index: Index,
    calendar: Calendar,
    drawn: Drawn,
    prices: np.ndarray | None,
    held: dict[str, Held],
) -> Money:
    """The terms of funding.

    Parameters
    ----------
    prices : (R, T) of a certificate at each closing, if there are any
    held : what the holders of each convertible note do
    """
    treasury, plan, funding = scenario.treasury, plan_of(scenario), scenario.funding
    number = {name: f for f, name in enumerate(index.fundings)}
    floor = treasury.floor if treasury else None
    debts = tuple(debts_of(scenario, index, calendar, held, drawn.replications))
    return Money(
        treasury=treasury is not None,
        floor=to_cents(drawn.of("treasury.floor", floor)) if floor else None,
        plan=number[plan] if plan else None,
        appropriations={
            number[name]: to_cents(drawn.of(f"funding.{name}.amount", one.amount))
            for name, one in funding.items()
            if isinstance(one, Appropriation)
        },
        notes=tuple(
            note_of(name, one, index, calendar, held[name])
            for name, one in funding.items()
            if isinstance(one, ConvertibleNote)
        ),
        debts=debts,
        shares=scenario.equity.shares.value if scenario.equity else None,
        share_price=prices,
        refinancing=refinancing_of(scenario, index, calendar, debts),
    )


def note_of(name: str, note: ConvertibleNote, index: Index, calendar: Calendar, held: Held) -> Note:
    """A note's terms in days and cents, and what its holders do."""
    return Note(
        funding=index.fundings.index(name),
        settles=calendar.day_of(note.settles),
        puts=tuple(business_day(calendar, calendar.day_of(date)) for date in note.put),
        matures=business_day(calendar, calendar.day_of(note.matures)),
        face=cents(note.face.value),
        net=cents(note.net.value),
        bears_interest=note.coupon.value != 0.0,
        certificates=certificates_of(note),
        ads_ratio=note.ads_ratio,
        cap=note.capped_call.cap.value if note.capped_call else None,
        amortised_to=amortised_to(note, calendar),
        put_on=held.put_on,
        converted_on=held.converted_on,
        settlement=note.settlement,
        split={index.allotments.index((name, pool)): part for pool, part in split_of(note).items()},
    )


def debts_of(
    scenario: Scenario, index: Index, calendar: Calendar, held: dict[str, Held], replications: int
) -> Iterator[Debt]:
    """Everything that is owed to outsiders, in file order."""
    for name, one in scenario.funding.items():
        if not isinstance(one, ConvertibleNote | Bullet | TermLoan):
            continue
        matures = business_day(calendar, calendar.day_of(one.matures))
        amortised = amortised_to(one, calendar) if isinstance(one, ConvertibleNote) else matures
        yield Debt(
            funding=index.fundings.index(name),
            settles=calendar.day_of(one.settles),
            matures=matures,
            face=cents(one.face.value),
            net=cents(received(one)),
            amortised_to=amortised,
            liability=None if isinstance(one, TermLoan) else liability_of(one, amortised, calendar),
            ends=held[name].ends if isinstance(one, ConvertibleNote) else np.full(replications, matures),
            due=due_days(one, calendar),
        )


def due_days(debt: raises.Debt, calendar: Calendar) -> tuple[int, ...]:
    """Days within the horizon on which some of a debt may be repaid: puts and maturity, or parts of a loan."""
    if isinstance(debt, ConvertibleNote):
        dates = [*debt.put, debt.matures]
    elif isinstance(debt, TermLoan):
        parts = loan_payments(debt, cents(debt.face.value))
        dates = [period.until for period, _, principal in parts if principal]
    else:
        dates = [debt.matures]
    days = {business_day(calendar, calendar.day_of(date)) for date in dates}
    return tuple(sorted(day for day in days if 0 <= day <= calendar.last_day))
