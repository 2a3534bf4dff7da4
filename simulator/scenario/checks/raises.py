"""Faults of money raised from outside: dates out of order, terms that contradict, no room in the plan."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from simulator.quantities.calendar import CalendarLength, add_length, next_business_day
from simulator.quantities.fault import QuantityError
from simulator.scenario.checks.finding import Finding, Loc, number_of, outside, unknown
from simulator.scenario.funding import Appropriation, Equity
from simulator.scenario.raises import Bullet, ConvertibleNote, Debt, EquityIssue, Raise, TermLoan
from simulator.scenario.schema import Scenario
from simulator.scenario.tranches import Raises, received, split_of, still_to_come, tranche_dates

#: a conversion price is told with two decimals; it may be off by this part of itself
ROUNDED = 5e-4
#: the least part of the face at which debt is sold: below, its effective interest is beyond all reckoning
LEAST = 0.01
#: a cap that lies above the conversion price by less offsets nothing
A_CENT = 0.005


def check_raises(scenario: Scenario) -> Iterator[Finding]:
    """Dates in their order, no more received than owed, terms that agree, and room in the plan."""
    for name, source in scenario.funding.items():
        loc: Loc = ("funding", name)
        if isinstance(source, Debt):
            yield from _dates(loc, source, scenario)
        if isinstance(source, Raise):
            yield from _inside(scenario, name, source)
        if isinstance(source, ConvertibleNote):
            yield from _terms(loc, source, scenario)
        if isinstance(source, EquityIssue):
            yield from outside((*loc, "settles"), source.settles, scenario)
            if source.price.value <= 0:
                yield Finding((*loc, "price"), "is nothing", "a price above 0")
            if source.net.value <= 0:
                yield Finding((*loc, "net"), "is nothing", "what is received, above 0")
        if isinstance(source, TermLoan):
            yield from _payments(loc, source)
    if scenario.equity:
        yield from _share(scenario.equity, scenario)


def _share(equity: Equity, scenario: Scenario) -> Iterator[Finding]:
    """There are shares, with a price of a day within the horizon or before, that pay dividends and do not take them."""
    if equity.shares.value <= 0:
        yield Finding(("equity", "shares"), "is nothing", "shares that exist, above 0")
    if equity.price is not None and equity.price.value <= 0:
        yield Finding(("equity", "price"), "is nothing", "a price above 0, or no price")
    if equity.as_of and equity.as_of > scenario.horizon.end:
        yield Finding(("equity", "as_of"), "is after the horizon", f"a date up to {scenario.horizon.end}")
    if equity.dividend_yield is not None and equity.dividend_yield.value < 0:
        yield Finding(("equity", "dividend_yield"), "is negative", "0 % or more")


def _dates(loc: Loc, debt: Debt, scenario: Scenario) -> Iterator[Finding]:
    if isinstance(debt, ConvertibleNote):
        yield from outside((*loc, "settles"), debt.settles, scenario)
    elif debt.settles > scenario.horizon.end:
        yield Finding((*loc, "settles"), "is outside the horizon", f"a date up to {scenario.horizon.end}")
    elif debt.settles < scenario.horizon.start and debt.into:
        yield Finding((*loc, "into"), "divides money that came before the horizon", "no `into`, or a later date")
    if debt.face.value <= 0:
        yield Finding((*loc, "face"), "is nothing", "what is owed, above 0")
    if debt.matures <= debt.settles:
        yield Finding((*loc, "matures"), "is not after the settlement", f"a date after {debt.settles}")
    elif debt.matures < scenario.horizon.start:
        yield Finding((*loc, "matures"), "is before the horizon", "debt that is still owed on its first day")
    if isinstance(debt, ConvertibleNote | Bullet) and number_of(debt.face) < received(debt):
        yield Finding((*loc, "net"), "is more than the face", "net proceeds of at most the face")
    elif 0 < received(debt) < LEAST * number_of(debt.face):
        yield Finding((*loc, "net"), "is less than 1 % of the face", "net proceeds nearer to it, or none")


def _terms(loc: Loc, note: ConvertibleNote, scenario: Scenario) -> Iterator[Finding]:
    if note.settles < note.matures:
        yield from _days_within(loc, note)
    if note.split_base == "net_of_call" and not note.capped_call:
        yield Finding((*loc, "split_base"), "names a capped call", "a `capped_call`, or net, or face")
    if note.capped_call and note.capped_call.cost.value > note.net.value:
        problem = f"is more than the net proceeds of {note.net.value:,.0f}"
        yield Finding((*loc, "capped_call", "cost"), problem, "at most what is received")
    if "amortised_to" in note.model_fields_set and note.amortised_to == "put" and not note.put:
        yield Finding((*loc, "amortised_to"), "names a put", "a `put`, or maturity")
    yield from _conversion(loc, note, scenario)


def _days_within(loc: Loc, note: ConvertibleNote) -> Iterator[Finding]:
    """Puts and conversions lie between settlement and maturity, and each put is paid on a day of its own."""
    for n, day in enumerate(note.put):
        place: Loc = (*loc, "put", n) if len(note.put) > 1 else (*loc, "put")
        if not note.settles < day <= note.matures:
            yield Finding(place, "is not between settlement and maturity", f"from {note.settles} to {note.matures}")
        elif (paid := next_business_day(day)) == next_business_day(note.matures):
            yield Finding(place, f"is paid on {paid}, as the maturity is", "a put that is paid before")
    if list(note.put) != sorted(set(note.put)):
        yield Finding((*loc, "put"), "is out of order", "dates that rise")
    elif len(set(map(next_business_day, note.put))) < len(note.put):
        yield Finding((*loc, "put"), "has puts that are paid on the same day", "business days that rise")
    if note.conversion_from and not note.settles <= note.conversion_from <= note.matures:
        allowed = f"from {note.settles} to {note.matures}"
        yield Finding((*loc, "conversion_from"), "is not between settlement and maturity", allowed)


def _conversion(loc: Loc, note: ConvertibleNote, scenario: Scenario) -> Iterator[Finding]:
    """Rate and price of conversion say the same, the cap lies above them, and fees within the discount."""
    rate = note.conversion_rate
    price = 1000.0 / rate / note.face.rate if rate else None
    stated = note.conversion_price
    if price is not None and stated is not None and abs(stated.value / price - 1.0) > ROUNDED:
        problem = f"contradicts the conversion rate: 1,000 over {rate} is {price:.2f}"
        yield Finding((*loc, "conversion_price"), problem, "the one or the other, or both that agree")
    if price is not None and note.capped_call and note.capped_call.cap.value < price + A_CENT:
        problem = f"is not above the conversion price of {price:.2f}"
        yield Finding((*loc, "capped_call", "cap"), problem, "a cap above it")
    discount = note.face.value - note.net.value
    if note.fees is not None and discount >= 0 and note.fees.value > discount + 0.005:
        yield Finding((*loc, "fees"), "is more than face less net", "fees within the discount")
    for key in ("credit_spread", "conversion_from", "conversion_price"):
        if getattr(note, key) is not None and rate is None:
            yield Finding((*loc, key), "belongs to a conversion", "a `conversion_rate`")
    if note.credit_spread is not None and note.credit_spread.value < 0:
        yield Finding((*loc, "credit_spread"), "is negative", "0 % or more")
    if rate is not None and note.credit_spread is not None:
        yield from _market(scenario)


def _market(scenario: Scenario) -> Iterator[Finding]:
    """A note that states a credit spread is to be valued, which needs market data."""
    equity = scenario.equity
    for key in ("price", "volatility", "risk_free"):
        if equity is None or getattr(equity, key) is None:
            yield Finding(("equity",), f"states no {key}", f"the market data of a valuation: `{key}`")


def _payments(loc: Loc, loan: TermLoan) -> Iterator[Finding]:
    """A loan's stated time between payments is no longer than the loan."""
    if "every" in loan.model_fields_set and loan.settles < loan.matures and longer(loan.every, loan):
        allowed = f"at most the time from {loan.settles} to {loan.matures}"
        yield Finding((*loc, "every"), "is longer than the loan", allowed)


def longer(every: CalendarLength, loan: TermLoan) -> bool:
    """Whether a length of calendar time is longer than a loan, counted back from its end as its payments are."""
    try:
        return add_length(loan.matures, every, -1) < loan.settles
    except QuantityError:
        return True


def _inside(scenario: Scenario, name: str, source: Raise) -> Iterator[Finding]:
    plans = {n: f for n, f in scenario.funding.items() if isinstance(f, Appropriation)}
    earlier = list(takewhile(lambda other: other is not source, scenario.funding.values()))
    for plan, pool in source.inside.items():
        loc: Loc = ("funding", name, "inside", plan)
        found = [
            *unknown(loc, plan, plans, "appropriation"),
            *unknown(loc, pool, source.into, "pool of the note"),
        ]
        yield from found
        if not found:
            before = [n for n in earlier if isinstance(n, Raise) and n.inside.get(plan) == pool]
            yield from _room(loc, plans[plan], pool, source, before)


def _room(loc: Loc, plan: Appropriation, pool: str, source: Raise, earlier: Raises) -> Iterator[Finding]:
    """Tranches still to come must be at least what the source brings into their pool."""
    if pool not in plan.into:
        yield Finding(loc, f"{loc[-1]} pays nothing into {pool}", f"one of: {', '.join(plan.into)}")
        return
    if not isinstance(plan.profile, str) and len(plan.profile) != len(tranche_dates(plan)):
        return
    part, left = split_of(source)[pool] / 100, still_to_come(plan, pool, source, earlier)
    if round(left, 2) < part:
        problem = f"the note brings {part:,.0f} into {pool}, and only {left:,.0f} of {loc[-1]} is still to come"
        yield Finding(loc, problem, "a smaller note, an earlier one, or a larger plan")
