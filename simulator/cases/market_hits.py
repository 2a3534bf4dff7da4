"""What risks do to a market while they act: its demand, share, price and cost; its growth, whose effect stays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

import numpy as np

from simulator.cases.drawn import DAYS_A_YEAR, Drawn
from simulator.cases.struck import Struck
from simulator.quantities.quantity import Path, Quantity
from simulator.scenario.risks import GrowthChange, MarketHit, Scaling
from simulator.scenario.schema import Scenario
from simulator.scenario.uncertain import hit_path


@dataclass(frozen=True)
class MarketHits:
    """The hits of risks on one market: (index of the risk, path of the hit, hit)."""

    hits: tuple[tuple[int, str, MarketHit], ...]
    struck: Struck
    drawn: Drawn

    def on(self, quantity: str, values: np.ndarray, days: np.ndarray) -> np.ndarray:
        """(R, n) the values of `demand`, `share`, `price` or `opex` on days, times the multiples of acting risks."""
        for k, path, hit in self.hits:
            scaling: Scaling | None = getattr(hit, quantity)
            if scaling is not None:
                multiple = self.drawn.of(f"{path}.{quantity}.multiply", scaling.multiply)
                values = np.where(self.struck.active(k, days), values * multiple[:, None], values)
        return values

    def on_growth(self) -> list[Change]:
        """The changes of the growth rate, in the order of the file."""
        return [self._change(k, path, hit.growth) for k, path, hit in self.hits if hit.growth is not None]

    def _change(self, risk: int, path: str, growth: GrowthChange) -> Change:
        replications = self.drawn.replications
        multiple, more = np.ones(replications), np.zeros(replications)
        if growth.multiply is not None:
            multiple = self.drawn.of(f"{path}.growth.multiply", growth.multiply)
        if growth.add is not None:
            more = self.drawn.of(f"{path}.growth.add", growth.add)
        return Change(self.struck.begins[:, risk], self.struck.ends[:, risk], multiple, more)


@dataclass(frozen=True)
class Change:
    """A rate that becomes ``rate × multiple + more`` from ``begins`` on, before ``ends``; each (R,)."""

    begins: np.ndarray
    ends: np.ndarray
    multiple: np.ndarray
    more: np.ndarray


def hits_on(scenario: Scenario, market: str, drawn: Drawn, struck: Struck) -> MarketHits:
    """The hits of all risks on a market."""
    return MarketHits(tuple(_each_hit(scenario, market)), struck, drawn)


def _each_hit(scenario: Scenario, market: str) -> Iterator[tuple[int, str, MarketHit]]:
    for k, (name, risk) in enumerate(scenario.risks.items()):
        for n, hit in enumerate(risk.hits):
            if isinstance(hit, MarketHit) and any(fnmatchcase(market, one) for one in hit.market):
                yield k, hit_path(name, n), hit


def compounded_with(changes: list[Change], path: str, rate: Quantity, days: np.ndarray, drawn: Drawn) -> np.ndarray:
    """(R, n) the product of (1 + rate) ** (days / 365) until each day, the rate as changed while changes act.

    The rate is the same from one edge to the next: the dates of a path by date, the begins and ends of changes.
    """
    dates = np.array([0, *(max(day, 0) for day in rate.days[1:])] if isinstance(rate, Path) else [0])
    edges = [np.repeat(dates[None, :], drawn.replications, axis=0)]
    edges += [np.stack([change.begins, change.ends], axis=1) for change in changes]
    ordered = np.sort(np.concatenate(edges, axis=1), axis=1).astype(float)
    until = np.concatenate([ordered[:, 1:], np.full((drawn.replications, 1), np.inf)], axis=1)
    stated = drawn.on(path, rate, dates)
    factor = np.ones((drawn.replications, len(days)))
    for since, before in zip(ordered.T, until.T, strict=True):
        spent = np.clip(days, since[:, None], before[:, None]) - since[:, None]
        now = _in_force(changes, stated, dates, since)
        factor *= (1.0 + now[:, None]) ** (spent / DAYS_A_YEAR)
    return factor


def _in_force(changes: list[Change], stated: np.ndarray, dates: np.ndarray, day: np.ndarray) -> np.ndarray:
    """(R,) the rate on a day of each replication, -100 % at the least."""
    rows = np.arange(len(day))
    rate = stated[rows, np.searchsorted(dates, day, side="right") - 1]
    for change in changes:
        acts = (change.begins <= day) & (day < change.ends)
        rate = np.where(acts, np.maximum(rate * change.multiple + change.more, -1.0), rate)
    return rate
