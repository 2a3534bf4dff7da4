"""Everything that can be named has a meaning, a unit where it is a number, and a use."""

from __future__ import annotations

import inspect
import re
from functools import lru_cache
from importlib import import_module

import pytest

from simulator.cases.draws import draws_of
from simulator.figures import figures
from simulator.metrics import FAMILIES
from simulator.montecarlo.engines import engines
from simulator.policies import policies
from simulator.quantities.distributions import distributions
from simulator.scenario.templates import shipped_templates
from tests.small import small_findings
from tests.walls.source import ROOT

UNITS = {"money", "MW", "MW-months", "day", "years", "fraction", "1/year", "0/1", "count", "money-days"}


@lru_cache(maxsize=1)
def written() -> str:
    """All scenarios, tests and pages of the documentation."""
    folders = {"scenarios": "*.yaml", "tests": "*.*", "docs": "*.md", "simulator/library": "*.yaml"}
    files = [path for folder, kind in folders.items() for path in sorted((ROOT / folder).rglob(kind))]
    return "\n".join(path.read_text(errors="ignore") for path in files if path.suffix in (".yaml", ".py", ".md"))


@pytest.mark.parametrize("name", list(policies))
def test_policies_mean_something_and_are_used(name: str) -> None:
    assert policies.described()[name].description
    assert inspect.getdoc(policies[name].rank)
    assert re.search(rf"policy: {name}\b|[\"']{name}[\"']", written())


@pytest.mark.parametrize("name", list(distributions))
def test_distributions_mean_something_and_are_used(name: str) -> None:
    assert distributions.described()[name].description
    assert re.search(rf"\b{name}\(", written())


@pytest.mark.parametrize("pattern", list(FAMILIES))
def test_metrics_have_a_meaning_a_unit_and_a_use(pattern: str) -> None:
    family = FAMILIES[pattern]
    assert family.meaning
    assert inspect.getdoc(family.values)
    assert family.unit in UNITS
    assert family.better in ("higher", "lower", "neither")
    beginning, _, end = pattern.rpartition(">")
    word = end.lstrip(".") or beginning.split(".")[0] or pattern
    assert any(family.covers(name) for name in small_findings().metrics) or word in written()


@pytest.mark.parametrize("name", list(figures))
def test_figures_have_a_meaning_and_a_function(name: str) -> None:
    entry = figures.described()[name]
    assert entry.description
    assert entry.unit
    assert inspect.getdoc(import_module(f"simulator.figures.{figures[name]}").picture)


@pytest.mark.parametrize("name", list(engines))
def test_engines_have_a_meaning_and_run(name: str) -> None:
    from simulator.cases.build import build_cases

    assert engines.described()[name].description
    assert inspect.getdoc(engines[name])
    scenario = small_findings().scenario
    trace = engines[name](build_cases(scenario, draws_of(scenario, range(2))))
    assert trace.replications == 2


@pytest.mark.parametrize("name", list(shipped_templates()))
def test_templates_have_a_meaning_and_a_use(name: str) -> None:
    assert shipped_templates()[name]
    assert re.search(rf"template: {name}\b", written())
