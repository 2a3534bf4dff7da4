"""The only place that knows QuantLib: a convertible on its binomial tree.

QuantLib is imported when something is valued, not before.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from simulator.instruments.convertible import Convertible, bond_floor
from simulator.instruments.market import Market

#: the trees with this many steps and one more are averaged: within 0.05 % of trees of many thousand steps
STEPS = 1000


@dataclass(frozen=True)
class Worth:
    """A convertible in its parts: money on the day of valuation."""

    total: float
    floor: float

    @property
    def option(self) -> float:
        """What the right to convert is worth: the total less the bond floor."""
        return self.total - self.floor


def convertible_worth(note: Convertible, market: Market, price: float, day: int) -> Worth:
    """What a convertible is worth on a day, and its bond floor and option apart.

    The credit spread: QuantLib's tree follows Bardhan, Bergier, Derman, Dosembet & Kani (Goldman Sachs, 1994). At each
    node one value is discounted at one rate, a mixture of the risk-free rate and the issuer's rate by the chance of
    conversion. Tsiveriotis & Fernandes (1998) carry money and shares apart, the one discounted at the issuer's rate,
    the other at the risk-free rate. Without a spread both are the same; with one, the mixture is lower: near the
    conversion price by 0.3 % at a spread of 0.8 %, by 0.8 % at 2 % and by 1.5 % at 5 % (tests measure it).

    Interest: who converts on the day of a coupon has it too, as in ``continuation``; who converts between two coupons
    has nothing of what has accrued, which the tree cannot know of.

    Parameters
    ----------
    price : money a certificate, above 0
    day : before maturity; what is paid on it is not part of the value

    Returns
    -------
    Worth

    Raises
    ------
    ValueError
        If the price is not above 0, or the day not before maturity.

    3.2 bn at 147.16 USD, put after five years, 35 % volatility, 3.7 % and a spread of 0.8 %:

    >>> note = Convertible(face=3.2e9, certificates=3.2e6 * 5.1773, issued=0, maturity=2557, puts=((1826, 3.2e9),))
    >>> worth = convertible_worth(note, Market(0.35, 0.037, 0.008, 0.01), 147.16, 0)
    >>> [round(part / 1e6) for part in (worth.total, worth.floor, worth.option)]
    [3247, 2568, 679]
    """
    both = [tree_value(note, market, price, day, steps) for steps in (STEPS, STEPS + 1)]
    return Worth(sum(both) / 2, bond_floor(note, market, day))


def tree_value(note: Convertible, market: Market, price: float, day: int, steps: int, tree: str = "JR") -> float:
    """What a convertible is worth on QuantLib's tree of so many steps.

    The tree discounts by 1 / (1 + rate * step); rates are given to it such that this is what the market's rates say
    for the length of the step, so that a bond is worth exactly its discounted payments.

    Parameters
    ----------
    tree : JR (Jarrow & Rudd, which needs no volatility) or CRR (Cox, Ross & Rubinstein)

    Returns
    -------
    money on the day

    Raises
    ------
    ValueError
        If the price is not above 0, or the day not before maturity.

    A zero that cannot be converted at a profit, and without volatility: 100 / 1.05 ** 2

    >>> round(tree_value(Convertible(100, 1, 0, 730), Market(0.0, 0.04, 0.01), 1.0, 0, 50), 6)
    90.702948
    """
    if not (math.isfinite(price) and price > 0):
        raise ValueError(f"price {price}: must be above 0")
    if day >= note.maturity:
        raise ValueError(f"valued on day {day}: must be before maturity on day {note.maturity}")
    import QuantLib

    with evaluated_on(day):
        at_once, coupons = _coupons(note, market, day, steps)
        bond = _bond(QuantLib, note, day, coupons)
        engine = getattr(QuantLib, f"Binomial{tree}ConvertibleEngine")
        bond.setPricingEngine(engine(*_engine_arguments(QuantLib, note, market, price, day, steps)))
        return float(bond.NPV()) * note.face / 100.0 + at_once


@contextmanager
def evaluated_on(day: int) -> Iterator[None]:
    """QuantLib's date of valuation, which is global: set to a day, and afterwards to what it was.

    >>> import QuantLib
    >>> before = QuantLib.Settings.instance().evaluationDate
    >>> with evaluated_on(365):
    ...     print(QuantLib.Settings.instance().evaluationDate)
    January 1st, 2026
    >>> QuantLib.Settings.instance().evaluationDate == before
    True
    """
    import QuantLib

    settings = QuantLib.Settings.instance()
    before = settings.evaluationDate
    settings.evaluationDate = _date(QuantLib, day)
    try:
        yield
    finally:
        settings.evaluationDate = before


def _date(ql: Any, day: int) -> Any:
    """A day as one of QuantLib's dates; which date day 0 is makes no difference to act/365."""
    return ql.Date(1, 1, 2025) + int(day)


def _coupons(note: Convertible, market: Market, day: int, steps: int) -> tuple[float, dict[int, float]]:
    """What coupons within a step of a day are worth, and those after, each a step early and discounted for it.

    At a step the tree pays first and converts then, so that who converts forgoes a coupon of the same step, and none
    of the step before.
    """
    step = math.ceil((note.maturity - day) / steps)
    due, early = note.coupons_within(day, note.maturity + 1), float(market.credit_discount(step))
    at_once = sum(float(amount * market.credit_discount(at - day)) for at, amount in due if at - step <= day)
    return at_once, {at - step: amount * early for at, amount in due if at - step > day}


def _bond(ql: Any, note: Convertible, day: int, coupons: dict[int, float]) -> Any:
    """The convertible, per 100 of face, with what is still to come after a day."""
    ends = sorted({*coupons, note.maturity})
    rates = [coupons.get(end, 0.0) / note.face * 365.0 / (end - start) for start, end in pairwise([day, *ends])]
    schedule = ql.Schedule([_date(ql, at) for at in (day, *ends)])
    terms = _exercise(ql, note, day), note.certificates / note.face * 100.0, _options(ql, note, day)
    return ql.ConvertibleFixedCouponBond(*terms, _date(ql, day), 0, rates, ql.Actual365Fixed(), schedule, 100.0)


def _exercise(ql: Any, note: Convertible, day: int) -> Any:
    last = _date(ql, note.maturity)
    if note.convertible_from >= note.maturity:
        return ql.EuropeanExercise(last)
    return ql.AmericanExercise(_date(ql, max(day, note.convertible_from)), last)


def _options(ql: Any, note: Convertible, day: int) -> Any:
    """Puts and calls after a day, with what has accrued between coupons; a coupon of the day is paid on top."""
    options = ql.CallabilitySchedule()
    kinds = (ql.Callability.Put, note.puts), (ql.Callability.Call, note.calls)
    due = [(at, kind, amount) for kind, dues in kinds for at, amount in dues if day < at < note.maturity]
    for at, kind, amount in sorted(due):
        price = ql.BondPrice((amount + note.accrued_on(at)) / note.face * 100.0, ql.BondPrice.Dirty)
        options.append(ql.Callability(price, kind, _date(ql, at)))
    return options


def _engine_arguments(
    ql: Any, note: Convertible, market: Market, price: float, day: int, steps: int
) -> tuple[Any, ...]:
    """The share's process, steps and spread, with rates matched to the length of a step."""
    step = (note.maturity - day) / 365.0 / steps
    risk_free, credit = (math.expm1(force * step) / step for force in (market.risk_free_force, market.credit_force))
    dividends = market.dividend_force + risk_free - market.risk_free_force
    today, count = _date(ql, day), ql.Actual365Fixed()
    share = ql.QuoteHandle(ql.SimpleQuote(price))
    curves = [ql.YieldTermStructureHandle(ql.FlatForward(today, rate, count)) for rate in (dividends, risk_free)]
    volatility = ql.BlackConstantVol(today, ql.NullCalendar(), market.volatility, count)
    process = ql.BlackScholesMertonProcess(share, *curves, ql.BlackVolTermStructureHandle(volatility))
    return process, steps, ql.QuoteHandle(ql.SimpleQuote(credit - risk_free))
