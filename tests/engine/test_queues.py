"""Crews against queueing theory: first come first served, as published long before this package.

Customers are projects of two stages. `arrive` of customer n follows `arrive` of customer n - 1, so that its length is
the time between arrivals; `serve` needs one of c crews. Discipline: first come, first served, no pre-emption.
"""

from __future__ import annotations

import heapq
import math
from typing import Any

import numpy as np
import pytest

from simulator.cases.index import FIRST_RESOURCE
from simulator.cases.types import Cases
from simulator.trace import Kind, Trace
from tests.worlds import trace_of


def queue(customers: int, servers: int, between: str, service: str) -> dict[str, Any]:
    projects: dict[str, Any] = {}
    for n in range(customers):
        arrive: dict[str, Any] = {"duration": between}
        if n:
            arrive["after"] = f"c{n - 1}.arrive"
        serve = {"after": "arrive", "duration": service, "needs": {"crews": 1}}
        projects[f"c{n}"] = {"stages": {"arrive": arrive, "serve": serve}}
    return {
        "name": "queue",
        "horizon": {"start": "2025-01-01", "end": "2104-12-31"},
        "resources": {"crews": {"capacity": servers}},
        "projects": projects,
        "allocation": {"policy": "first_come"},
    }


def waiting_days(cases: Cases, trace: Trace) -> np.ndarray:
    """(R, customers) days between arrival and the start of service."""
    waits = np.zeros((cases.replications, len(cases.index.projects)))
    rows = trace.where(Kind.WAITED)
    causes = len(cases.index.causes)
    for_crews = rows.take(rows.subject % causes == FIRST_RESOURCE)
    np.add.at(waits, (for_crews.replication, for_crews.subject // causes // 2), for_crews.amount)
    return waits


def lindley(between: list[int], service: list[int], servers: int) -> list[int]:
    """Waits by the recursion of Lindley (1952) for one server, Kiefer and Wolfowitz (1955) for several."""
    free = [0] * servers
    clock, waits = 0, []
    for gap, length in zip(between, service, strict=True):
        clock += gap
        start = max(clock, heapq.heappop(free))
        heapq.heappush(free, start + length)
        waits.append(start - clock)
    return waits


@pytest.mark.parametrize("servers", [1, 3])
def test_waits_equal_the_recursion_of_lindley_to_the_day(servers: int) -> None:
    data = queue(80, servers, "exponential(40) days", f"exponential({34 * servers}) days")
    cases, trace = trace_of(data, replications=5)
    waits = waiting_days(cases, trace)
    for r in range(cases.replications):
        lengths = cases.stages.duration[r].tolist()
        assert waits[r].tolist() == lindley(lengths[0::2], lengths[1::2], servers)


def erlang_c_wait(arrival: float, service: float, servers: int) -> float:
    """Mean wait of M/M/c: C(c, a) / (c mu - lambda), with Erlang's (1917) formula for C."""
    load = arrival / service
    top = load**servers / math.factorial(servers) * servers / (servers - load)
    chance = top / (sum(load**k / math.factorial(k) for k in range(servers)) + top)
    return chance / (servers * service - arrival)


@pytest.mark.slow
@pytest.mark.parametrize("servers", [1, 2])
def test_mean_wait_of_a_queue_at_60_percent_agrees_with_erlang(servers: int) -> None:
    """Replications are independent; the last customers of 120 have forgotten the empty start."""
    data = queue(120, servers, "exponential(100) days", f"exponential({60 * servers}) days")
    cases, trace = trace_of(data, replications=800)
    last = waiting_days(cases, trace)[:, 80:].mean(axis=1)
    expected = erlang_c_wait(1 / 100, 1 / (60 * servers), servers)
    error = last.std(ddof=1) / math.sqrt(len(last))
    assert abs(last.mean() - expected) < 3.5 * error + 1.0
