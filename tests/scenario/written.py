"""Scenario files that tests write, and what is said about them."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent
from typing import Any

from simulator.errors import ScenarioFaults
from simulator.scenario.document import Document, load_document
from simulator.scenario.load import load_scenario

#: a small scenario in which most sections stand
BASE = """\
name: base
horizon: {start: 2025-01-01, end: 2030-12-31}
fx: {CNY: 7.25}
treasury: {opening: 10 bn CNY, outflows: {dividends: 1 bn CNY/year}}
pools: {build: {earmark: hard}}
funding:
  plan: {kind: appropriation, amount: 900 mn USD, from: 2025-01-01, over: 3 years, every: quarter, into: {build: 100 %}}
resources: {crews: {capacity: 2}}
markets:
  mexico: {demand: 8 MW, growth: {2025-01-01: 45 %/year, 2027-01-01: 20 %/year}, price: 12 mn USD/MW/year}
templates:
  campus:
    stages:
      permits: {duration: "pert(6, 9, 18) months", cost: 10 %}
      power: {after: permits, duration: "pert(12, 24, 42) months", cost: 90 %, needs: {crews: 1}}
projects:
  mexico_1: {template: campus, pool: build, market: mexico, budget: 100 mn USD, capacity: 20 MW, tags: [latam]}
  mexico_2: {template: campus, pool: build, market: mexico, budget: 200 mn USD, capacity: 20 MW, start: 2026-01-01}
  china: {template: campus, pool: build, budget: 50 mn USD, repeat: {count: 3, every: 6 months}}
"""
#: the same with rules, risks, limits and a driver
DECIDED = (Path(__file__).parent / "decided.yaml").read_text(encoding="utf-8")


def write(folder: Path, name: str, content: str) -> Path:
    """A file in a folder, its text without the indentation of the test."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dedent(content), encoding="utf-8")
    return path


def resolved(path: Path, *sets: str) -> dict[str, Any]:
    """The data of a file that resolves without faults."""
    document = document_of(path, *sets)
    return document.data


def document_of(path: Path, *sets: str) -> Document:
    """The document of a file that resolves without faults."""
    document = load_document(path, sets)
    assert not document.faults, [str(fault) for fault in document.faults]
    return document


def told(path: Path, *sets: str) -> list[str]:
    """The messages about a file, with its folder left out."""
    try:
        load_scenario(path, sets)
    except ScenarioFaults as error:
        return str(error).replace(f"{path.parent}/", "").split("\n")
    return []
