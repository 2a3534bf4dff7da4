"""Capital allocation, simulated: where a plan's money goes, what it turns into and when, and what holds it up.

load(path)               YAML files -> a scenario without faults, and where each value comes from
asked(scenario)          a scenario, its seed and replications, an engine: a question
draws_of(scenario)       all randomness: one uniform for each replication and uncertain input
build_cases(…, draws)    scenario and draws -> flat arrays, names replaced by indices
simulate(cases)          arrays -> dated events; deterministic, the only part that runs on SimPy
measured(trace, cases)   events -> closed books, series by month, one number a metric and replication
run(question)            all of this for every replication, in blocks, side by side
findings_of(run)         replications -> means, quantiles, tables: all that pictures and reports show
answer(question, …)      the same from, or into, the run's folder, with its pictures
open_run(folder)         the folder of a run, checked, and read back
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

#: the module of each public name; it is imported when the name is first used
HOMES = {
    "load": "simulator.scenario.load",
    "asked": "simulator.block",
    "draws_of": "simulator.cases.draws",
    "build_cases": "simulator.cases.build",
    "simulate": "simulator.engine.simpy_engine",
    "measured": "simulator.metrics",
    "run": "simulator.montecarlo",
    "findings_of": "simulator.findings",
    "answer": "simulator.answer",
    "open_run": "simulator.store",
}

if TYPE_CHECKING:
    from simulator.answer import answer
    from simulator.block import asked
    from simulator.cases.build import build_cases
    from simulator.cases.draws import draws_of
    from simulator.engine.simpy_engine import simulate
    from simulator.findings import findings_of
    from simulator.metrics import measured
    from simulator.montecarlo import run
    from simulator.scenario.load import load
    from simulator.store import open_run

__all__ = [
    "__version__",
    "answer",
    "asked",
    "build_cases",
    "draws_of",
    "findings_of",
    "load",
    "measured",
    "open_run",
    "run",
    "simulate",
]


def __getattr__(name: str) -> Any:
    if name not in HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(HOMES[name]), name)
