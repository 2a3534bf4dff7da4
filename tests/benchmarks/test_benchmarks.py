"""Benchmarks run, and print what they promise."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from tests.small import SMALL
from tests.walls.source import ROOT

#: measurements that may be spoilt by what else the machine does
ATTEMPTS = 12


def printed(script: str, replications: str) -> str:
    command = [sys.executable, f"benchmarks/{script}", str(SMALL), replications]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout


def test_the_engine_is_timed_beside_a_bare_loop() -> None:
    out = printed("engine.py", "20")
    numbers = {line[:30].strip(): float(line[30:].replace(",", "")) for line in out.splitlines()[1:]}
    ratio = numbers["engine, us per event"] / numbers["bare env.timeout, us per event"]
    assert numbers["ratio"] == pytest.approx(ratio, rel=0.1)
    assert numbers["events per second"] > numbers["replications per second"] > 0


def test_a_whole_run_is_timed() -> None:
    out = printed("run_base.py", "10")
    assert re.search(r"wall time, s +\d+\.\d", out)
    assert re.search(r"peak memory, MB +\d+ ", out)


@pytest.mark.alone
def test_an_event_of_the_engine_costs_at_most_four_of_a_bare_loop() -> None:
    command = [sys.executable, "benchmarks/engine.py", "scenarios/base.yaml", "60"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ratios = [9.0]
    while min(ratios) > 4.0 and len(ratios) <= ATTEMPTS:
        out = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout
        ratios.append(float(out.split()[-1]))
    assert min(ratios) <= 4.0, ratios
