"""The small scenario with rules, risks and limits, for tests of what is said and drawn of decisions."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from simulator.findings import Findings, findings_of
from simulator.montecarlo.block import asked
from simulator.montecarlo.replications import run
from simulator.scenario.load import load_scenario

DECIDED = Path(__file__).with_name("decided.yaml")


@lru_cache(maxsize=1)
def decided_findings() -> Findings:
    """What comes of it."""
    return findings_of(run(asked(load_scenario(DECIDED)), jobs=1))
