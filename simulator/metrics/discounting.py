"""Discount factors by day, and their sums, with and without tax: present values of any row at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.cases.types import Cases, Valuation
from simulator.spreading import Grid
from simulator.trace import Trace


@dataclass(frozen=True)
class Discounting:
    """The worth, at the horizon's start, of one unit of money on each of N days.

    Attributes
    ----------
    time : (N,) days from the start at which a day's flows count
    factor : (N,) (1 + rate) ** (-time / 365)
    so_far : (N + 1,) sum of the factors before a day
    taxed_so_far : (J, N + 1) the same, each factor times the tax rate of jurisdiction j on its day
    tax : (J, N) fraction; jurisdiction j is market j, the last one is for what has no market
    same_tax : (J,) the first jurisdiction that has the same tax on every day
    """

    time: np.ndarray
    factor: np.ndarray
    so_far: np.ndarray
    taxed_so_far: np.ndarray
    tax: np.ndarray
    same_tax: np.ndarray

    def present_value(self, rows: Trace) -> np.ndarray:
        """(N,) of each row, evenly over the days of a spread one; nothing counts beyond the horizon."""
        return self._weighed(rows, self.factor, self.so_far, ())

    def tax_on(self, rows: Trace, jurisdiction: np.ndarray) -> np.ndarray:
        """(N,) present value of the tax on each row's amount, were it income."""
        return self._weighed(rows, self.factor * self.tax, self.taxed_so_far, (jurisdiction,))

    def _weighed(self, rows: Trace, weight: np.ndarray, so_far: np.ndarray, at: tuple[np.ndarray, ...]) -> np.ndarray:
        last = len(self.factor) - 1
        length = np.maximum(rows.until - rows.day, 1)
        within = so_far[(*at, np.minimum(rows.until, last + 1))] - so_far[(*at, rows.day)]
        spread = rows.amount * (within / length)
        worth: np.ndarray = np.where(rows.until > rows.day, spread, rows.amount * weight[(*at, rows.day)])
        return worth


def discounting_of(cases: Cases, valuation: Valuation) -> Discounting:
    """The factors of a scenario's valuation.

    `dated`: a flow counts on its own day, act/365. `mid_month`: every flow of a month counts half-way between
    the first and the last day of it that lie within the horizon.
    """
    days = cases.calendar.last_day + 1
    time = _middles(Grid.by_month(cases.calendar)) if valuation.mid_month else np.arange(days, dtype=float)
    factor = (1.0 + valuation.rate) ** (-time / 365.0)
    tax = cases.markets.tax
    return Discounting(time, factor, _before(factor), _before(factor * tax), tax, _first_alike(tax))


def _first_alike(tax: np.ndarray) -> np.ndarray:
    seen: dict[bytes, int] = {}
    return np.array([seen.setdefault(row.tobytes(), j) for j, row in enumerate(tax)])


def _middles(grid: Grid) -> np.ndarray:
    """(N,) for each day, the middle of its month."""
    first = grid.ends - grid.days
    return np.repeat((first + grid.ends - 1) / 2.0, grid.days)


def _before(weight: np.ndarray) -> np.ndarray:
    """Sums of what comes before each day, one more than there are days."""
    sums = np.cumsum(weight, axis=-1)
    return np.concatenate([np.zeros((*weight.shape[:-1], 1)), sums], axis=-1)
