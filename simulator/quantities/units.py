"""Numbers with units, as they are written: `53 bn USD`, `18 months`, `26 %/year`, `7.5 mn USD/MW`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import lru_cache
from typing import Any


class QuantityError(ValueError):
    """A value that cannot be read: what is wrong with it, and what is allowed in its place."""

    def __init__(self, problem: str, allowed: str = "") -> None:
        super().__init__(f"{problem}; {allowed}" if allowed else problem)
        self.problem = problem
        self.allowed = allowed


class Dimension(Enum):
    """What a quantity measures; the value is how it is called in messages."""

    MONEY = "money"
    MONEY_PER_YEAR = "money a year"
    MONEY_PER_MW = "money a MW"
    MONEY_PER_MW_YEAR = "money a MW and year"
    POWER = "power"
    POWER_PER_TIME = "power a quarter"
    DURATION = "a length of time"
    RATE = "percent a year"
    SHARE = "percent"
    NUMBER = "a number"
    COUNT = "a count"
    COUNT_PER_TIME = "a count a quarter"


EXAMPLES = {
    Dimension.MONEY: "700 mn USD",
    Dimension.MONEY_PER_YEAR: "140 bn CNY/year",
    Dimension.MONEY_PER_MW: "7.5 mn USD/MW",
    Dimension.MONEY_PER_MW_YEAR: "12 mn USD/MW/year",
    Dimension.POWER: "20 MW",
    Dimension.POWER_PER_TIME: "150 MW/quarter",
    Dimension.DURATION: "18 months",
    Dimension.RATE: "26 %/year",
    Dimension.SHARE: "80 %",
    Dimension.NUMBER: "1.1",
    Dimension.COUNT: "2",
    Dimension.COUNT_PER_TIME: "5 /quarter",
}

NUMBER = re.compile(r"[+-]?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?")
SCALES = {"thousand": 1e3, "mn": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9, "tn": 1e12, "trillion": 1e12}
POWERS = {"kW": 1e-3, "MW": 1.0, "GW": 1e3}
DAYS = {"day": 1.0, "week": 7.0, "month": 365 / 12, "quarter": 365 / 4, "year": 365.0}
#: what an internal flow is counted by: supplies by fiscal quarter, everything else by year
DAYS_A_QUARTER, DAYS_A_YEAR = 365 / 4, 365.0
CURRENCY = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True)
class Context:
    """What a written amount needs to become a number of the scenario.

    ``fx`` gives units of a currency per unit of the reporting currency, as a number or by date. A plain amount
    converts at the rate on ``start``; a value of a path by date converts at the rate on its own date.
    """

    currency: str = "USD"
    fx: Mapping[str, Any] = field(default_factory=dict)
    start: date = date(2025, 1, 1)

    def rate(self, currency: str, day: date) -> float:
        """Units of ``currency`` per unit of the reporting currency on a day."""
        if currency == self.currency:
            return 1.0
        written = self.fx.get(currency)
        if written is None:
            known = ", ".join([self.currency, *self.fx])
            raise QuantityError(f"no exchange rate for {currency}", f"a currency of `currency` or `fx`: {known}")
        if isinstance(written, Mapping):
            dated = sorted((str(since), rate) for since, rate in written.items())
            earlier = [rate for since, rate in dated if since <= day.isoformat()]
            written = earlier[-1] if earlier else dated[0][1]
        return float(written)


@dataclass(frozen=True)
class Unit:
    """A unit: its dimension, the factor to the internal one, and its currency if it is money."""

    dimension: Dimension
    factor: float
    currency: str = ""


@lru_cache(maxsize=4096)
def read_unit(text: str) -> Unit:
    """The unit that follows a number, scale word included.

    >>> read_unit("mn USD/MW/year")
    Unit(dimension=<Dimension.MONEY_PER_MW_YEAR: 'money a MW and year'>, factor=1000000.0, currency='USD')
    """
    scale, rest = 1.0, text.strip()
    word = re.match(r"[a-z]+\b", rest)
    if word and word[0] in SCALES:
        scale, rest = SCALES[word[0]], rest[word.end() :].strip()
    head, *below = [part.strip() for part in rest.split("/")]
    unit = _plain_unit(head) if not below else _compound_unit(head, below)
    if unit is None:
        raise QuantityError(f"{text.strip()!r} is not a unit", "as in 53 bn USD, 18 months, 26 %/year, 40 MW")
    if scale != 1.0 and not (unit.currency or unit.dimension in (Dimension.COUNT, Dimension.COUNT_PER_TIME)):
        raise QuantityError(f"{text.strip()!r} is not a unit", "scale words go with money and counts")
    return Unit(unit.dimension, unit.factor * scale, unit.currency)


def _plain_unit(head: str) -> Unit | None:
    if head == "":
        return Unit(Dimension.COUNT, 1.0)
    if head == "%":
        return Unit(Dimension.SHARE, 0.01)
    if head in POWERS:
        return Unit(Dimension.POWER, POWERS[head])
    if head.removesuffix("s") in DAYS:
        return Unit(Dimension.DURATION, DAYS[head.removesuffix("s")])
    return Unit(Dimension.MONEY, 1.0, head) if CURRENCY.fullmatch(head) else None


def _compound_unit(head: str, below: list[str]) -> Unit | None:
    top = _plain_unit(head)
    power = [POWERS[part] for part in below if part in POWERS]
    time = [DAYS[part] for part in below if part in DAYS]
    if top is None or len(power) + len(time) != len(below) or len(power) > 1 or len(time) > 1:
        return None
    kinds = {
        (Dimension.MONEY, 0, 1): Dimension.MONEY_PER_YEAR,
        (Dimension.MONEY, 1, 0): Dimension.MONEY_PER_MW,
        (Dimension.MONEY, 1, 1): Dimension.MONEY_PER_MW_YEAR,
        (Dimension.POWER, 0, 1): Dimension.POWER_PER_TIME,
        (Dimension.SHARE, 0, 1): Dimension.RATE,
        (Dimension.COUNT, 0, 1): Dimension.COUNT_PER_TIME,
    }
    kind = kinds.get((top.dimension, len(power), len(time)))
    if kind is None:
        return None
    supply = kind in (Dimension.POWER_PER_TIME, Dimension.COUNT_PER_TIME)
    whole = DAYS_A_QUARTER if supply else DAYS_A_YEAR
    by_time = whole / time[0] if time else 1.0
    return Unit(kind, top.factor * by_time / (power[0] if power else 1.0), top.currency)


def converted(unit: Unit, accepts: tuple[Dimension, ...], written: str, context: Context, day: date) -> Unit:
    """The unit as one of the accepted dimensions, with the factor into the reporting currency.

    Raises
    ------
    QuantityError
        If no accepted dimension fits, or the currency has no rate.
    """
    dimension = fitting(unit.dimension, accepts)
    if dimension is None:
        wanted = " or ".join(f"{d.value} ({EXAMPLES[d]})" for d in accepts)
        bare = unit.dimension is Dimension.COUNT
        problem = "has no unit" if bare else f"is {unit.dimension.value}"
        if accepts == (Dimension.DURATION,) and bare:
            wanted = "write a length of time (8 years, 18 months, 12 weeks, 90 days)"
        raise QuantityError(f"{written} {problem}" if bare else problem, wanted)
    rate = context.rate(unit.currency, day) if unit.currency else 1.0
    return Unit(dimension, unit.factor / rate, unit.currency)


def fitting(dimension: Dimension, accepts: tuple[Dimension, ...]) -> Dimension | None:
    """The accepted dimension that a written one fits: a bare number is a count or a number."""
    if dimension in accepts:
        return dimension
    if dimension is Dimension.COUNT and Dimension.NUMBER in accepts:
        return Dimension.NUMBER
    return None
