"""Capital allocation, simulated: where a plan's money goes, what it turns into and when, and what holds it up.

In a notebook, each of these returns an object with tables, pictures and a way to show itself:

load_scenario(path)      a scenario file without faults: its values, their evidence, and edits of them
run(scenario)            its run: out of the folder that keeps it, or into one
compare(one, other, …)   what differs between scenarios, and every metric on the same worlds
sweep(scenario, vary)    a metric over a grid of values
open_run(folder)         the run of a folder, every file of it checked

Under them is a pipeline, whose steps are public, too:

load(path)               YAML files -> a scenario without faults, and where each value comes from
asked(scenario)          a scenario, its seed and replications, an engine: a question
draws_of(scenario)       all randomness: one uniform for each replication and uncertain input
build_cases(…, draws)    scenario and draws -> flat arrays, names replaced by indices
simulate(cases)          arrays -> dated events; deterministic, the only part that runs on SimPy
measured(trace, cases)   events -> closed books, series by month, one number a metric and replication
replicated(question)     all of this for every replication, in blocks, side by side
findings_of(run)         replications -> means, quantiles, tables: all that pictures and reports show
answered(question, …)    the same from, or into, the run's folder, with its pictures
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

#: where each public name lives, as ``module:name``; the module is imported when the name is first used
HOMES = {
    "load_scenario": "simulator.notebook.scenario:load_scenario",
    "run": "simulator.notebook.runs:run",
    "compare": "simulator.notebook.comparisons:compare",
    "sweep": "simulator.notebook.sweeps:sweep",
    "open_run": "simulator.notebook.runs:open_run",
    "load": "simulator.scenario.load:load",
    "asked": "simulator.montecarlo.block:asked",
    "draws_of": "simulator.cases.draws:draws_of",
    "build_cases": "simulator.cases.build:build_cases",
    "simulate": "simulator.engine.simpy_engine:simulate",
    "measured": "simulator.metrics:measured",
    "replicated": "simulator.montecarlo.replications:run",
    "findings_of": "simulator.findings:findings_of",
    "answered": "simulator.answer:answer",
}

if TYPE_CHECKING:
    from simulator.answer import answer as answered
    from simulator.cases.build import build_cases
    from simulator.cases.draws import draws_of
    from simulator.engine.simpy_engine import simulate
    from simulator.findings import findings_of
    from simulator.metrics import measured
    from simulator.montecarlo.block import asked
    from simulator.montecarlo.replications import run as replicated
    from simulator.notebook.comparisons import compare
    from simulator.notebook.runs import open_run, run
    from simulator.notebook.scenario import load_scenario
    from simulator.notebook.sweeps import sweep
    from simulator.scenario.load import load

__all__ = [
    "__version__",
    "answered",
    "asked",
    "build_cases",
    "compare",
    "draws_of",
    "findings_of",
    "load",
    "load_scenario",
    "measured",
    "open_run",
    "replicated",
    "run",
    "simulate",
    "sweep",
]


def __getattr__(name: str) -> Any:
    if name not in HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, _, attribute = HOMES[name].partition(":")
    return getattr(import_module(module), attribute)


def __dir__() -> list[str]:
    return sorted(__all__)
