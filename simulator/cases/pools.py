"""Pools of a scenario as arrays, with the balances that sources keep in them."""

from __future__ import annotations

import numpy as np

from simulator.cases.codes import Earmark
from simulator.cases.index import Index
from simulator.cases.types import Pools, Ragged
from simulator.quantities.money import to_cents
from simulator.scenario.schema import Scenario


def pools_of(scenario: Scenario, index: Index) -> Pools:
    """The pools' arrays, allotments in the order in which a pool is drawn."""
    names = [(funding, pool) for funding, pool in index.allotments]
    sources = [[a for a, (_, pool) in enumerate(names) if pool == name] for name in index.pools]
    pools = scenario.pools.values()
    position = {name: n for n, name in enumerate(index.fundings)}
    return Pools(
        earmark=np.array([Earmark[pool.earmark.upper()] for pool in pools], np.int64),
        pro_rata=np.array([pool.draw == "pro_rata" for pool in pools], bool),
        reserve=to_cents(np.array([pool.reserve.value for pool in pools])),
        floor=to_cents(np.array([pool.floor.value for pool in pools])),
        allotments=Ragged.of(sources),
        allotment_pool=np.array([index.pools.index(p) if p else -1 for _, p in names], np.int64),
        allotment_funding=np.array([position.get(f, -1) for f, _ in names], np.int64),
    )
