"""Units of written amounts: `bn USD`, `months`, `%/year`, `mn USD/MW/year`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from functools import lru_cache

from simulator.quantities.exchange import Context
from simulator.quantities.fault import QuantityError, shown
from simulator.registry import meant, suggest

__all__ = ["Context", "Dimension", "QuantityError", "Unit", "converted", "read_unit"]


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

SCALES = {"thousand": 3, "mn": 6, "million": 6, "bn": 9, "billion": 9, "tn": 12, "trillion": 12}
POWERS = {"kW": Fraction(1, 1000), "MW": Fraction(1), "GW": Fraction(1000)}
DAYS = {
    "day": Fraction(1),
    "week": Fraction(7),
    "month": Fraction(365, 12),
    "quarter": Fraction(365, 4),
    "year": Fraction(365),
}
CURRENCY = re.compile(r"[A-Z]{3}")
#: what people write for the words of the language
MEANT = {
    "thousand": ("k", "K"),
    "mn": ("M", "m", "mio", "mln"),
    "bn": ("B", "b", "bln"),
    "tn": ("T", "t"),
    "kW": ("kw", "KW"),
    "MW": ("mw", "Mw", "MWs"),
    "GW": ("gw", "Gw", "GWs"),
    "%": ("pct", "percent"),
    "USD": ("$", "US$", "usd", "dollars"),
    "CNY": ("¥", "cny", "yuan"),
    "EUR": ("€", "eur", "euros"),
    "days": ("d",),
    "weeks": ("w", "wk"),
    "months": ("mo",),
    "quarters": ("q", "Q"),
    "years": ("y", "yr", "a"),
}
CALLED = {word: meant for meant, words in MEANT.items() for word in words}
#: what a unit may be divided by, as (dimension above, by power, by time)
QUOTIENTS = {
    (Dimension.MONEY, False, True): Dimension.MONEY_PER_YEAR,
    (Dimension.MONEY, True, False): Dimension.MONEY_PER_MW,
    (Dimension.MONEY, True, True): Dimension.MONEY_PER_MW_YEAR,
    (Dimension.POWER, False, True): Dimension.POWER_PER_TIME,
    (Dimension.SHARE, False, True): Dimension.RATE,
    (Dimension.COUNT, False, True): Dimension.COUNT_PER_TIME,
}
#: supplies are counted by fiscal quarter, all other flows by year
BY_QUARTER = (Dimension.POWER_PER_TIME, Dimension.COUNT_PER_TIME)


@dataclass(frozen=True)
class Unit:
    """A unit: its dimension, the exact factor to the internal one, and its currency if it is money.

    Internal units are currency units, MW, days, 1/year and fractions; a supply counts by quarter.
    """

    dimension: Dimension
    factor: Fraction
    currency: str = ""


@lru_cache(maxsize=4096)
def read_unit(text: str) -> Unit:
    """The unit that follows a number, scale word included; without one, that of a count.

    Raises
    ------
    QuantityError
        If the text is not a unit.

    >>> unit = read_unit("mn USD/MW/year")
    >>> unit.dimension.value, int(unit.factor), unit.currency
    ('money a MW and year', 1000000, 'USD')
    """
    words = text.strip().split(maxsplit=1)
    scale = SCALES.get(words[0], 0) if words else 0
    rest = text.strip() if not scale else "".join(words[1:])
    unit = _unit(rest)
    if unit is None:
        raise _unknown(text.strip(), rest)
    if scale and unit.dimension not in (Dimension.COUNT, Dimension.COUNT_PER_TIME) and not unit.currency:
        raise QuantityError(f"{shown(text.strip())} is not a unit", "scale words go with money and counts")
    return Unit(unit.dimension, unit.factor * 10**scale, unit.currency)


def _unit(text: str) -> Unit | None:
    """A unit without a scale word."""
    head, *below = (part.strip() for part in text.split("/"))
    top = _single(head)
    if top is None or not below:
        return top
    powers = [POWERS[part] for part in below if part in POWERS]
    times = [DAYS[part] for part in below if part in DAYS]
    if len(powers) + len(times) != len(below) or len(powers) > 1 or len(times) > 1:
        return None
    dimension = QUOTIENTS.get((top.dimension, bool(powers), bool(times)))
    if dimension is None or (dimension is Dimension.RATE and below != ["year"]):
        return None
    whole = DAYS["quarter"] if dimension in BY_QUARTER else DAYS["year"]
    by_time = whole / times[0] if times else Fraction(1)
    return Unit(dimension, top.factor * by_time / (powers[0] if powers else 1), top.currency)


def _single(word: str) -> Unit | None:
    """A unit without a quotient."""
    if word == "":
        return Unit(Dimension.COUNT, Fraction(1))
    if word == "%":
        return Unit(Dimension.SHARE, Fraction(1, 100))
    if word in POWERS:
        return Unit(Dimension.POWER, POWERS[word])
    if word.removesuffix("s") in DAYS:
        return Unit(Dimension.DURATION, DAYS[word.removesuffix("s")])
    return Unit(Dimension.MONEY, Fraction(1), word) if CURRENCY.fullmatch(word) else None


def _unknown(text: str, rest: str) -> QuantityError:
    """What to say of a text that is not a unit, with a hint where one of its words is almost right."""
    allowed = "as in 53 bn USD, 18 months, 26 %/year, 40 MW"
    words = [word for word in re.split(r"[\s/]+", rest) if word and _single(word) is None and word not in SCALES]
    for word in words:
        near = CALLED.get(word) or suggest(word, [*SCALES, *POWERS, *(f"{day}s" for day in DAYS)])
        if near:
            return QuantityError(f"{shown(text)} is not a unit{meant(near)}", allowed)
    if rest.replace(" ", "").startswith("%/"):
        allowed = "rates are by year: 26 %/year"
    return QuantityError(f"{shown(text)} is not a unit", allowed)


def converted(
    unit: Unit, accepts: tuple[Dimension, ...], written: object, context: Context, day: date
) -> tuple[Dimension, float]:
    """The accepted dimension that a unit has, and the exchange rate that divides its amounts.

    Raises
    ------
    QuantityError
        If no accepted dimension fits, or the currency has no rate.
    """
    dimension = _fitting(unit.dimension, accepts)
    if dimension is None:
        bare = unit.dimension is Dimension.COUNT
        problem = f"{shown(written)} {'has no unit' if bare else f'is {unit.dimension.value}'}"
        raise QuantityError(problem, f"write {wanted(accepts)}")
    return dimension, context.rate(unit.currency, day) if unit.currency else 1.0


def wanted(accepts: tuple[Dimension, ...]) -> str:
    """What a place takes, in words with examples.

    >>> wanted((Dimension.DURATION,))
    'a length of time (18 months)'
    """
    return " or ".join(f"{dimension.value} ({EXAMPLES[dimension]})" for dimension in accepts)


def _fitting(dimension: Dimension, accepts: tuple[Dimension, ...]) -> Dimension | None:
    """The accepted dimension that a written one fits: a bare number is a count or a number."""
    if dimension in accepts:
        return dimension
    bare = dimension is Dimension.COUNT and Dimension.NUMBER in accepts
    return Dimension.NUMBER if bare else None
