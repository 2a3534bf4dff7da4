"""When risks strike, replication by replication, and when they are over."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.cases.drawn import Drawn
from simulator.cases.whole_numbers import whole_days
from simulator.quantities.calendar import Calendar
from simulator.scenario.risks import Risk
from simulator.scenario.schema import Scenario
from simulator.scenario.uncertain import day_path, strikes_path


@dataclass(frozen=True)
class Struck:
    """The days on which risks act: from ``begins`` on, before ``ends``.

    Attributes
    ----------
    begins : (R, K) day on which each risk strikes; N, the length of the horizon, if it does not
    ends : (R, K) day from which it is over; N if that never comes
    """

    begins: np.ndarray
    ends: np.ndarray

    def active(self, risk: int, days: np.ndarray) -> np.ndarray:
        """(R, n) bool: whether a risk acts on each day."""
        return np.asarray((self.begins[:, risk, None] <= days) & (days < self.ends[:, risk, None]))


def struck_of(scenario: Scenario, calendar: Calendar, drawn: Drawn) -> Struck:
    """When the risks of a scenario act; without draws none of them does."""
    never = calendar.last_day + 1
    begins = np.full((drawn.replications, len(scenario.risks)), never, np.int64)
    ends = begins.copy()
    for k, (name, risk) in enumerate(scenario.risks.items()):
        if drawn.draws is not None:
            strikes = drawn.draws.uniforms(strikes_path(name)) < risk.probability.value
            day = _day(risk, calendar, drawn.draws.uniforms(day_path(name)))
            begins[:, k] = np.where(strikes, np.minimum(day, never), never)
            ends[:, k] = np.where(strikes, np.minimum(_over(name, risk, day, drawn, never), never), never)
    return Struck(begins, ends)


def _day(risk: Risk, calendar: Calendar, uniforms: np.ndarray) -> np.ndarray:
    """(R,) a day of the window, all alike."""
    first, last = (calendar.day_of(day) for day in risk.window)
    return np.asarray(first + np.floor(uniforms * (last + 1 - first)).astype(np.int64))


def _over(name: str, risk: Risk, day: np.ndarray, drawn: Drawn, never: int) -> np.ndarray:
    """(R,) the day from which the risk is over."""
    if risk.lasts is None:
        return np.full(drawn.replications, never, np.int64)
    lasts = whole_days(drawn.of(f"risks.{name}.lasts", risk.lasts), risk.lasts)
    return np.asarray(day + np.maximum(lasts, 1))
