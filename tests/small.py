"""A small scenario with all subjects, as a question and as findings, for tests of what comes after the engine."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from simulator.findings import Findings, findings_of
from simulator.montecarlo.block import Question, asked
from simulator.montecarlo.replications import run
from simulator.scenario.load import load_scenario

SMALL = Path(__file__).with_name("small.yaml")


@lru_cache(maxsize=1)
def small_question() -> Question:
    """The question that the scenario asks."""
    return asked(load_scenario(SMALL))


@lru_cache(maxsize=1)
def small_findings() -> Findings:
    """Its answer."""
    return findings_of(run(small_question(), jobs=1))
