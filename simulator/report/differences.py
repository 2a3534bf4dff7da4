"""Numbers of a comparison as people read them: levels and changes in one unit, signs on changes."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from simulator.amounts import dated, decimals_for, fixed, money_unit
from simulator.comparison import Comparison, Outcome
from simulator.quantities.calendar import Calendar

#: units that are told in percent
SHARES = ("fraction", "1/year", "0/1")


@dataclass(frozen=True)
class Numbers:
    """How the numbers of one line are written.

    Attributes
    ----------
    unit, change_unit : of levels, and of changes where that is another one
    divisor : what amounts are divided by
    decimals, change_decimals : of levels, and of changes
    calendar : of day numbers, which are told as dates
    """

    unit: str
    change_unit: str
    divisor: float
    decimals: int
    change_decimals: int
    calendar: Calendar | None = None

    @classmethod
    def of(cls, levels: Iterable[float], unit: str, comparison: Comparison, change: float) -> Numbers:
        """The way to write levels and a change of a metric in ``unit``."""
        size = max((abs(level) for level in levels if math.isfinite(level)), default=0.0)
        if unit == "day":
            return cls("date", "days", 1.0, 0, 1, comparison.baseline.findings.calendar)
        divisor, shown = (0.01, "%") if unit in SHARES else (1.0, unit)
        if unit == "money":
            divisor, shown = money_unit(size, comparison.currency)
        decimals = 1 if unit in SHARES else decimals_for(size / divisor)
        finer = decimals_for(abs(change) / divisor) if math.isfinite(change) and change else decimals
        return cls(shown, shown, divisor, decimals, min(max(decimals, finer), 3))

    def level(self, number: float) -> str:
        """A mean."""
        if self.calendar is not None:
            return dated(number, self.calendar)
        return fixed(number / self.divisor, self.decimals)

    def size(self, number: float) -> str:
        """An amount without a sign of its own."""
        return fixed(number / self.divisor, self.change_decimals)

    def change(self, number: float) -> str:
        """A change, with its sign."""
        written = self.size(number)
        ending = " d" if self.calendar is not None and math.isfinite(number) else ""
        return f"{'+' if number > 0 and written.strip('0.,') else ''}{written}{ending}"

    def interval(self, low: float, high: float) -> str:
        """The bounds of a change."""
        return f"{self.size(low)} to {self.size(high)}" if math.isfinite(low) else "undefined"


@dataclass(frozen=True)
class Written:
    """The numbers of an outcome, written."""

    unit: str
    baseline: str
    value: str
    difference: str
    interval: str


def numbers_of(outcome: Outcome, comparison: Comparison) -> Written:
    """The numbers of an outcome as a line of a table shows them."""
    numbers = Numbers.of((outcome.baseline, outcome.value), outcome.unit, comparison, outcome.difference)
    return Written(
        numbers.unit,
        numbers.level(outcome.baseline),
        numbers.level(outcome.value),
        numbers.change(outcome.difference),
        numbers.interval(outcome.low, outcome.high),
    )
