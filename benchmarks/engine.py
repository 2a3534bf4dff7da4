# ruff: noqa: T201
"""How fast the SimPy engine is, beside a bare loop of as many timeouts on the same machine in the same minute.

    python benchmarks/engine.py [SCENARIO] [REPLICATIONS]

The engine's time is that of ``simulate`` alone: cases are built before, books are closed after. An event is what SimPy
pops from its heap. The two are timed in turns, and the best round of each counts, so that a busy machine slows neither
alone.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable

import simpy
from simpy.events import ProcessGenerator

from simulator.cases.build import build_cases
from simulator.cases.draws import draws_of
from simulator.cases.types import Cases
from simulator.engine.simpy_engine import simulate_counted
from simulator.montecarlo.block import asked
from simulator.scenario.load import load_scenario

ROUNDS = 5


def main(scenario: str = "scenarios/base.yaml", replications: str = "100") -> None:
    """Print the figures of a scenario."""
    question = asked(load_scenario(scenario), replications=int(replications))
    cases = build_cases(question.scenario, draws_of(question.scenario))
    events = simulate_counted(cases)[1]
    engine, bare = fastest(cases, events)
    n = cases.replications
    print(f"{scenario}, {n} replications, {len(cases.index.stages)} stages, best of {ROUNDS} rounds")
    print(f"replications per second       {n / engine:12,.0f}")
    print(f"events per second             {events / engine:12,.0f}")
    print(f"events per replication        {events / n:12,.0f}")
    print(f"engine, us per event          {engine / events * 1e6:12.2f}")
    print(f"bare env.timeout, us per event{bare / events * 1e6:12.2f}")
    print(f"ratio                         {engine / bare:12.2f}")


def fastest(cases: Cases, events: int) -> tuple[float, float]:
    """The best seconds of the engine, and of a bare loop of as many events, timed in turns."""
    engine, bare = [], []
    for _ in range(ROUNDS):
        engine.append(seconds(lambda: simulate_counted(cases)))
        bare.append(seconds(lambda: bare_loop(cases.replications, events)))
    return min(engine), min(bare)


def bare_loop(replications: int, events: int) -> None:
    """As many timeouts, in one process a replication."""

    def ticking(env: simpy.Environment, ticks: int) -> ProcessGenerator:
        for _ in range(ticks):
            yield env.timeout(1)

    for _ in range(replications):
        env = simpy.Environment()
        env.process(ticking(env, events // replications))
        env.run()


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds of some work, without the garbage collector, as blocks run."""
    gc.collect()
    gc.disable()
    try:
        before = time.process_time()
        work()
        return time.process_time() - before
    finally:
        gc.enable()


if __name__ == "__main__":
    main(*sys.argv[1:])
