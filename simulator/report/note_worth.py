"""What a convertible note is worth: its parts, the capped call beside its cost, and what its price implies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from simulator.cases.build import calendar_of
from simulator.cases.holders import convertible_of, market_of
from simulator.cases.share_price import rate_of
from simulator.errors import UserError
from simulator.instruments.capped_call import capped_call_value
from simulator.instruments.convertible import Convertible
from simulator.instruments.market import Market
from simulator.scenario.raises import ConvertibleNote
from simulator.scenario.schema import Scenario

#: volatilities and spreads among which implied ones are looked for, and steps of the tree that looks
VOLATILITIES, SPREADS, STEPS = (0.01, 1.5), (0.0, 0.5), 300


@dataclass(frozen=True)
class Implied:
    """What a price says about the market; None where nothing within reason explains it.

    Attributes
    ----------
    volatility : 1/sqrt(year), at which the note is worth its face, at which it was sold
    credit_spread : 1/year, likewise
    call_volatility : 1/sqrt(year), the highest one at which the capped call is worth what it cost
    call_most : money, the most that the capped call is worth at any volatility
    """

    volatility: float | None
    credit_spread: float | None
    call_volatility: float | None
    call_most: float | None


@dataclass(frozen=True)
class Valuation:
    """A note on a day; money in the reporting currency.

    Attributes
    ----------
    on : the day, by whose end everything is
    price, priced_on : of a certificate, and the day of it
    price_remark : what is said of a price that is of another day than the valuation; None where it is of that day
    volatility : 1/sqrt(year), of the share's walk and jumps together
    volatility_of_walk : 1/sqrt(year), as the scenario states it
    risk_free, credit_spread, dividend_yield : as the scenario states them
    total, floor, option : the note, without the right to convert, and that right
    of_face : the total as a share of face
    call : the capped call, None without one
    call_cost : what was paid for it
    implied : at issue only
    """

    on: date
    price: float
    priced_on: date
    price_remark: str | None
    volatility: float
    volatility_of_walk: float
    risk_free: float
    credit_spread: float
    dividend_yield: float
    total: float
    floor: float
    option: float
    of_face: float
    call: float | None
    call_cost: float | None
    implied: Implied | None


def missing(name: str, note: ConvertibleNote, scenario: Scenario) -> tuple[str, ...]:
    """Paths of what a valuation cannot do without and the scenario does not state."""
    equity = scenario.equity
    lacking = [f"equity.{key}" for key in ("price", "volatility", "risk_free") if getattr(equity, key, None) is None]
    lacking += [f"funding.{name}.{key}" for key in ("conversion_rate", "credit_spread") if getattr(note, key) is None]
    return tuple(lacking)


def valued(
    note: ConvertibleNote, scenario: Scenario, on: date | None = None, *, price_of_the_day: bool = False
) -> Valuation | None:
    """A note on a day, or on the day of its issue; None where market data or terms of conversion are missing.

    The share price is of ``equity.as_of``, without that of the horizon's first day; or of the day of the valuation, if
    the price was given for it.

    Raises
    ------
    UserError
        If the day is not between issue and maturity.
    """
    calendar, equity = calendar_of(scenario), scenario.equity
    terms, market = convertible_of(note, calendar), market_of(note, scenario)
    if terms is None or market is None or note.credit_spread is None or equity is None or equity.price is None:
        return None
    day = calendar.day_of(on or note.settles)
    if not terms.issued <= day < terms.maturity:
        until = calendar.date_of(terms.maturity - 1)
        raise UserError(f"--date: {on} is not between issue and maturity; from {note.settles} to {until}")
    from simulator.instruments.quantlib import convertible_worth

    price, call = equity.price.value, note.capped_call
    worth = convertible_worth(terms, market, price, day)
    bought = call is not None and call.cap.value > terms.conversion_price
    valued_on = calendar.date_of(day)
    priced_on = valued_on if price_of_the_day else equity.as_of or calendar.start
    return Valuation(
        on=valued_on,
        price=price,
        priced_on=priced_on,
        price_remark=price_remark(valued_on, priced_on),
        volatility=market.volatility,
        volatility_of_walk=rate_of(equity.volatility),
        risk_free=market.risk_free,
        credit_spread=market.credit_spread,
        dividend_yield=market.dividend_yield,
        total=worth.total,
        floor=worth.floor,
        option=worth.option,
        of_face=worth.total / terms.face,
        call=call_worth(note, terms, market, price, day) if bought else None,
        call_cost=call.cost.value if call else None,
        implied=implied(note, terms, market, price) if day == terms.issued else None,
    )


def price_remark(on: date, priced_on: date) -> str | None:
    """What is said of a price of another day.

    >>> price_remark(date(2028, 3, 31), date(2025, 9, 11))
    'none of 2028-03-31 is given: that of 2025-09-11 is used'
    """
    return None if on == priced_on else f"none of {on} is given: that of {priced_on} is used"


def call_worth(note: ConvertibleNote, terms: Convertible, market: Market, price: float, day: int) -> float:
    """The capped call, which ends with the note."""
    assert note.capped_call is not None
    cap, years = note.capped_call.cap.value, (terms.maturity - day) / 365.0
    strike = terms.conversion_price
    return float(capped_call_value(np.array(price), terms.certificates, strike, cap, years, market))


def implied(note: ConvertibleNote, terms: Convertible, market: Market, price: float) -> Implied:
    """What the price of the issue, face, and that of the capped call say about the market."""
    from simulator.instruments.quantlib import tree_value

    def richness(given: Market) -> float:
        both = [tree_value(terms, given, price, terms.issued, steps) for steps in (STEPS, STEPS + 1)]
        return sum(both) / 2 / terms.face - 1.0

    call, worth, volatility = note.capped_call, np.zeros(0), np.arange(0.01, 1.5, 0.001)
    if call is not None and call.cap.value > terms.conversion_price:
        worth = np.array(
            [call_worth(note, terms, replace(market, volatility=v), price, terms.issued) for v in volatility]
        )
    dear_enough = volatility[worth >= call.cost.value] if call is not None and len(worth) else np.zeros(0)
    return Implied(
        volatility=root(lambda v: richness(replace(market, volatility=v)), *VOLATILITIES),
        credit_spread=root(lambda s: richness(replace(market, credit_spread=s)), *SPREADS),
        call_volatility=float(dear_enough[-1]) if len(dear_enough) else None,
        call_most=float(worth.max()) if len(worth) else None,
    )


def root(function: Callable[[float], float], low: float, high: float) -> float | None:
    """Where a function crosses zero between two values, None if it has the same sign at both.

    >>> round(root(lambda x: x * x - 4, 0.0, 10.0), 6), root(lambda x: x + 1, 0.0, 10.0)
    (2.0, None)
    """
    if function(low) * function(high) > 0:
        return None
    from scipy.optimize import brentq

    return float(brentq(function, low, high, xtol=1e-8))
