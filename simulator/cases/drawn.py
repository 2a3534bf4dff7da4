"""Quantities of a scenario as arrays over a block: constants spread out, distributions drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from simulator.quantities.quantity import Constant, Path, Quantity, Sampled, mean
from simulator.sampling.uniforms import Draws
from simulator.scenario.uncertain import part_path

DAYS_A_YEAR = 365


@dataclass(frozen=True)
class Drawn:
    """The values that the quantities of a scenario take in a block of replications; without draws, their means.

    Every method takes the quantity's path in the scenario, which names its column of uniforms.
    """

    draws: Draws | None
    replications: int

    def of(self, path: str, quantity: Quantity) -> np.ndarray:
        """(R,) float, in internal units; a path by date at its first value."""
        if isinstance(quantity, Path):
            return self._parts(path, quantity)[0]
        return self._one(path, quantity)

    def on(self, path: str, quantity: Quantity, days: np.ndarray) -> np.ndarray:
        """(R, n) float: the value in force on each day; a path by date is a step function."""
        if not isinstance(quantity, Path):
            return np.repeat(self._one(path, quantity)[:, None], len(days), axis=1)
        parts = self._parts(path, quantity)
        return np.asarray(np.stack(parts)[step(quantity, days)].T)

    def until(self, path: str, quantity: Quantity, days: np.ndarray) -> np.ndarray:
        """(R, n) float: a yearly rate added up from day 0 to the start of each day, act/365."""
        total = np.zeros((self.replications, len(days)))
        for part, spent in self.segments(path, quantity, days):
            total += part[:, None] * (spent / DAYS_A_YEAR)
        return total

    def compounded(self, path: str, quantity: Quantity, days: np.ndarray) -> np.ndarray:
        """(R, n) float: the product of (1 + rate) ** (days / 365) over the values in force until each day."""
        factor = np.ones((self.replications, len(days)))
        for part, spent in self.segments(path, quantity, days):
            factor *= (1.0 + part[:, None]) ** (spent / DAYS_A_YEAR)
        return factor

    def compounded_since(self, path: str, rate: Quantity, stated: Quantity, days: np.ndarray) -> np.ndarray:
        """(R, n) float: ``rate`` compounded until each day from the date at which the value in force was stated.

        A value that is not a path by date was stated on day 0; so was one of an earlier date. Before its first date
        a path's first value holds as it is.
        """
        return since_stated(stated, days, lambda until: self.compounded(path, rate, until))

    def segments(self, path: str, quantity: Quantity, days: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Each value (R,) with the days (n,) for which it was in force before each of ``days``."""
        if not isinstance(quantity, Path):
            yield self._one(path, quantity), np.asarray(days, float)
            return
        dates = [max(day, 0) for day in quantity.days[1:]]
        since, until = [0, *dates], [*dates, np.inf]
        for part, a, b in zip(self._parts(path, quantity), since, until, strict=True):
            yield part, np.clip(days, a, b) - a

    def _parts(self, path: str, quantity: Path) -> list[np.ndarray]:
        named = zip(quantity.days, quantity.values, strict=True)
        return [self._one(part_path(path, day), value) for day, value in named]

    def _one(self, path: str, quantity: Constant | Sampled) -> np.ndarray:
        if self.draws is not None and isinstance(quantity, Sampled):
            return quantity.at(self.draws.uniforms(path))
        return np.full(self.replications, mean(quantity))


def since_stated(stated: Quantity, days: np.ndarray, compounded: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    """(R, n) float: what is ``compounded`` until each day, over what it was when the value in force was stated."""
    since = np.zeros(len(days), np.int64)
    if isinstance(stated, Path):
        since = np.clip(np.array(stated.days)[step(stated, days)], 0, days)
    factor = compounded(np.concatenate([days, since]))
    now, then = factor[:, : len(days)], factor[:, len(days) :]
    return np.asarray(np.divide(now, then, out=np.zeros_like(now), where=then > 0))


def step(quantity: Path, days: np.ndarray) -> np.ndarray:
    """(n,) which value of a path by date is in force on each day; before the first date, the first."""
    return np.maximum(np.searchsorted(quantity.days, days, side="right") - 1, 0)
