"""Which monthly series a rule looks at, and at what level of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from simulator.amounts import readable
from simulator.scenario.conditions import SIDES, Condition

#: the series of a market by the condition that compares it with a level
OF_MARKET = {"utilisation": "utilisation", "demand": "demand_mw", "price": "price"}


@dataclass(frozen=True)
class Watched:
    """A monthly series, what it is called, and the level that it must pass, upwards or downwards."""

    series: str
    words: str
    level: float
    above: bool


def watched_by(condition: Condition) -> Iterator[Watched]:
    """The monthly series that a condition compares with a level, in its order.

    What is true or not, as a stage that is done or a risk that has struck, is no series.

    >>> full = Condition.model_validate({"utilisation": {"market": "mexico", "above": "80 %"}})
    >>> list(watched_by(full))
    [Watched(series='market.mexico.utilisation', words='utilisation of mexico', level=0.8, above=True)]
    """
    parts = (*(condition.all_of or ()), *(condition.any_of or ()), *([condition.not_] if condition.not_ else []))
    for part in parts:
        yield from watched_by(part)
    for kind, of in OF_MARKET.items():
        if (bound := getattr(condition, kind)) is not None:
            yield _watched(f"market.{bound.market}.{of}", f"{kind} of {readable(bound.market)}", bound)
    if condition.pool is not None:
        name = condition.pool.name
        yield _watched(f"pool.{name}.available", f"free money of {readable(name)}", condition.pool)
    for kind in ("treasury", "liquidity"):
        if (bound := getattr(condition, kind)) is not None:
            yield _watched(kind, kind, bound)


def _watched(series: str, words: str, bound: object) -> Watched:
    side, level = next((side, level) for side in SIDES if (level := getattr(bound, side, None)) is not None)
    return Watched(series, words, level.value, side.endswith("above"))
