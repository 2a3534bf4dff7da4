"""The engines that can run cases, by name; each is loaded when it is first used."""

from __future__ import annotations

from collections.abc import Callable

from simulator.cases.types import Cases
from simulator.registry import Registry
from simulator.trace import Trace

Engine = Callable[[Cases], Trace]


def simpy(cases: Cases) -> Trace:
    """Generator processes on SimPy: the readable reference."""
    from simulator.engine.simpy_engine import simulate

    return simulate(cases)


engines: Registry[Engine] = Registry("engine")
engines.add("simpy", simpy, "generator processes on SimPy, the readable reference")
