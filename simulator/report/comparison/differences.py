"""Numbers of a comparison as people read them: each in the unit that shows it, signs on changes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from simulator.amounts import (
    PERCENT,
    dated,
    decimals_for,
    difference_unit,
    fixed,
    largest,
    level_unit,
    multiple_of,
    with_sign,
)
from simulator.comparison import Comparison, Outcome, Regret, Waterfall
from simulator.quantities.calendar import Calendar

#: a change is told in digits that show this share of the bounds of its interval
LEAST = 0.01
#: decimals at most
MOST_DECIMALS = 6


@dataclass(frozen=True)
class Numbers:
    """How the numbers of one line are written.

    Attributes
    ----------
    unit, change_unit : of levels, and of changes
    divisor, change_divisor : what levels and changes are divided by
    decimals, change_decimals : of levels, and of changes
    calendar : of day numbers, which are told as dates
    """

    unit: str
    change_unit: str
    divisor: float
    change_divisor: float
    decimals: int
    change_decimals: int
    calendar: Calendar | None = None

    @classmethod
    def of(
        cls,
        levels: Iterable[float],
        unit: str,
        comparison: Comparison,
        change: float,
        bounds: tuple[float, float] = (math.nan, math.nan),
    ) -> Numbers:
        """The way to write levels and a change of a metric in ``unit``, and the bounds of the change."""
        size, change = largest(levels), max(largest([change]), LEAST * largest(bounds))
        if unit == "day":
            finer = _decimals_of(change) if 0 < change < 0.1 else 1
            return cls("date", "days", 1.0, 1.0, 0, finer, comparison.baseline.findings.calendar)
        divisor, shown = level_unit(unit, size, comparison.currency)
        apart, told = difference_unit(unit, change or size, comparison.currency)
        if apart > divisor:
            apart, told = divisor, shown
        decimals = 1 if unit in PERCENT else decimals_for(size / divisor)
        finer = max(_decimals_of(change / apart), _decimals_until(bounds, apart))
        return cls(shown, told, divisor, apart, decimals, finer if apart < divisor else max(decimals, finer))

    def level(self, number: float) -> str:
        """A mean."""
        if self.calendar is not None:
            return dated(number, self.calendar)
        return fixed(number / self.divisor, self.decimals)

    def size(self, number: float) -> str:
        """An amount without a sign or a unit of its own."""
        return fixed(number / self.change_divisor, self.change_decimals)

    def change(self, number: float) -> str:
        """A change, with its sign, and its unit where levels have another one."""
        if not math.isfinite(number):
            return self.size(number)
        ending = "d" if self.calendar is not None else self.change_unit if self._apart else ""
        return f"{self._signed(number)} {ending}".rstrip()

    def said(self, number: float) -> str:
        """A change, with its sign and its unit."""
        if self.calendar is not None:
            return self.change(number)
        return f"{self._signed(number)} {self.change_unit}".rstrip()

    def interval(self, low: float, high: float) -> str:
        """The bounds of a change."""
        if not math.isfinite(low):
            return "undefined"
        multiple = multiple_of(self.change_divisor)[1] if self._apart else ""
        return f"{self.size(low)} to {self.size(high)} {multiple}".rstrip()

    def _signed(self, number: float) -> str:
        return with_sign(number / self.change_divisor, self.change_decimals)

    @property
    def _apart(self) -> bool:
        """Whether changes have another unit than levels."""
        return self.change_divisor != self.divisor


def _decimals_of(size: float) -> int:
    """The decimals that show a change: three digits or so, two of one below 1.

    >>> [_decimals_of(size) for size in (53.0, 3.4, 0.32, 0.0032, 0.0)]
    [1, 2, 2, 4, 0]
    """
    if size == 0 or size >= 1:
        return decimals_for(size)
    return min(1 - math.floor(math.log10(size)), MOST_DECIMALS)


def _decimals_until(bounds: tuple[float, float], divisor: float) -> int:
    """The decimals that tell bounds from zero, of a change that is not zero for certain."""
    low, high = bounds
    if not (low > 0 or high < 0):
        return 0
    nearest = min(abs(low), abs(high)) / divisor
    return max(0, min(math.ceil(-math.log10(nearest)), MOST_DECIMALS))


@dataclass(frozen=True)
class Written:
    """The numbers of an outcome, written; ``said`` is the difference with its unit."""

    unit: str
    baseline: str
    value: str
    difference: str
    interval: str
    said: str


def numbers_of(outcome: Outcome, comparison: Comparison) -> Written:
    """The numbers of an outcome as a line of a table shows them."""
    levels, bounds = (outcome.baseline, outcome.value), (outcome.low, outcome.high)
    numbers = Numbers.of(levels, outcome.unit, comparison, outcome.difference, bounds)
    return Written(
        numbers.unit,
        numbers.level(outcome.baseline),
        numbers.level(outcome.value),
        numbers.change(outcome.difference),
        numbers.interval(outcome.low, outcome.high),
        numbers.said(outcome.difference),
    )


def numbers_of_fall(fall: Waterfall, comparison: Comparison) -> Numbers:
    """The way to write a split difference: all parts in the unit of the largest one."""
    most = largest([fall.difference, *(part.amount for part in fall.parts)])
    return Numbers.of([fall.baseline, fall.value], fall.unit, comparison, most)


def numbers_of_regret(rows: Sequence[Regret], comparison: Comparison) -> Numbers:
    """The way to write shortfalls: in digits that show the smallest mean of them."""
    most = largest(row.largest for row in rows)
    smallest = min((row.mean for row in rows if row.mean > 0), default=most)
    return Numbers.of([most], rows[0].unit, comparison, smallest, (-most / 10, most / 10))
