"""How a metric answers to what is varied: statistics over a grid of runs, ready to be drawn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.quantities.calendar import Calendar


@dataclass(frozen=True)
class Axis:
    """Something that is varied: its path, its values as shown, and as numbers in ``unit`` where they are such."""

    path: str
    labels: tuple[str, ...]
    numbers: np.ndarray | None = None
    unit: str = ""


@dataclass(frozen=True)
class Response:
    """A metric over a grid.

    Attributes
    ----------
    metric, unit : its name, and its unit as of its family
    currency, calendar : of the scenario: what ``money`` and ``day`` are
    axes : what is varied
    statistics : ``mean``, ``se``, ``p10`` …, each of one dimension an axis, NaN where undefined
    """

    metric: str
    unit: str
    currency: str
    calendar: Calendar
    axes: tuple[Axis, ...]
    statistics: dict[str, np.ndarray]

    def at(self, axis: int, n: int) -> Response:
        """The part of the grid with value ``n`` on an axis, which it then has no more."""
        axes = tuple(kept for k, kept in enumerate(self.axes) if k != axis)
        statistics = {name: np.take(values, n, axis) for name, values in self.statistics.items()}
        return Response(self.metric, self.unit, self.currency, self.calendar, axes, statistics)
