"""What metrics look at: the books of a block, its timelines, and what is derived from them once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from simulator.cases.types import Cases
from simulator.closing import Books, books_of
from simulator.metrics.decisions import Decisions, decisions_of
from simulator.metrics.delays import Delays, delays_of
from simulator.metrics.irr import internal_rate
from simulator.metrics.valuation import Value, value_of
from simulator.quantities.calendar import Calendar
from simulator.timelines import Timelines, available_each_day, daily_liquidity, timelines_of
from simulator.trace import Trace


@dataclass(frozen=True)
class View:
    """A block, seen from behind: everything that metrics are made of. What is asked for is computed once."""

    books: Books

    @property
    def cases(self) -> Cases:
        """What went into the engine."""
        return self.books.cases

    @cached_property
    def timelines(self) -> Timelines:
        """The series of the block."""
        return timelines_of(self.books)

    @cached_property
    def liquidity(self) -> np.ndarray:
        """(R, N) cents of group liquidity at the end of each day."""
        return daily_liquidity(self.books)

    @cached_property
    def pool_balances(self) -> np.ndarray:
        """(R, Q, N) cents in each pool that are promised to nobody, at the end of each day."""
        return available_each_day(self.books)

    @cached_property
    def value(self) -> Value | None:
        """The valuation, where the scenario has one."""
        return value_of(self.books)

    @cached_property
    def internal_rate(self) -> tuple[np.ndarray, np.ndarray]:
        """(R,) the plan's internal rate of return, and how many roots it has, where there is a valuation."""
        if self.value is None:
            nothing = np.full(self.cases.replications, np.nan)
            return nothing, nothing
        flow = self.value.net_flow.copy()
        flow[:, -1] += self.value.final
        return internal_rate(flow, self.value.time)

    @cached_property
    def delays(self) -> Delays:
        """What held the stages and projects up."""
        return delays_of(self.books)

    @cached_property
    def decisions(self) -> Decisions:
        """What rules, risks and limits did."""
        return decisions_of(self.books)

    @cached_property
    def waves(self) -> dict[str, np.ndarray]:
        """The projects behind each name; the waves of a repeated one stand under their common name too."""
        index, wave_of = self.cases.index, self.cases.projects.wave_of
        groups = {name: np.array([p]) for p, name in enumerate(index.projects)}
        for first in np.unique(wave_of[self.cases.projects.repeated]):
            groups[index.projects[first].rpartition("_")[0]] = np.flatnonzero(wave_of == first)
        return groups


def view_of(trace: Trace, cases: Cases) -> View:
    """The view of a block, out of its engine's trace."""
    return View(books_of(trace, cases))


def reached(day: np.ndarray, calendar: Calendar) -> np.ndarray:
    """Days as floats, NaN for what did not happen within the horizon."""
    return np.where(day > calendar.last_day, np.nan, day)
