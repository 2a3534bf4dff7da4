"""Hits of risks on a market that change nothing, or less than they say."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from simulator.quantities.value import Path, Quantity, Sampled
from simulator.scenario.checks.finding import Finding, Loc
from simulator.scenario.risks import MarketHit
from simulator.scenario.schema import Scenario


def idle_hits(scenario: Scenario) -> Iterator[Finding]:
    """Hits that multiply a growth of nothing, or a share that is as large as it may be."""
    for name, risk in scenario.risks.items():
        for n, hit in enumerate(risk.hits):
            if isinstance(hit, MarketHit):
                yield from _on_markets(hit, ("risks", name, "hits", n), scenario)


def _on_markets(hit: MarketHit, loc: Loc, scenario: Scenario) -> Iterator[Finding]:
    growth, share = hit.growth, hit.share
    for name, market in scenario.markets.items():
        if not any(fnmatchcase(name, pattern) for pattern in hit.market):
            continue
        if growth and growth.multiply is not None and growth.add is None and _extent(market.growth) == (0, 0):
            problem = f"multiplies the growth of {name}, which has none"
            yield Finding((*loc, "growth", "multiply"), problem, "`add`, as -10 %/year")
        if share and _extent(share.multiply)[1] * min(_extent(market.share)[1], 1.0) > 1:
            problem = f"may make the share of {name} more than all of its demand, and it stays at 100 %"
            yield Finding((*loc, "share", "multiply"), problem, "`demand`, or a smaller multiple")


def _extent(quantity: Quantity) -> tuple[float, float]:
    """The lowest and the highest value that a quantity may have on any day."""
    values = quantity.values if isinstance(quantity, Path) else (quantity,)
    ends = [one.support() if isinstance(one, Sampled) else (one.value, one.value) for one in values]
    return min(low for low, _ in ends), max(high for _, high in ends)
