"""The examples in the reference of the language are of the language."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from simulator.quantities.units import Context
from simulator.scenario.conditions import KINDS, Condition
from simulator.scenario.examples import EXAMPLES
from simulator.scenario.files import named_by_user
from simulator.scenario.inherit import read_map
from simulator.scenario.nodes import plain
from simulator.scenario.reference import reference, section_text
from simulator.scenario.risks import MarketHit, ResourceHit, StageHit
from simulator.scenario.rules import Action
from simulator.scenario.section import Section
from tests.scenario.written import told, write

PAGE = Path(__file__).parents[2] / "docs" / "scenarios.md"
CASES = [(model, example) for model, examples in EXAMPLES.items() for example in examples]
#: what the examples on the page speak of
WORLD = """\
name: page
horizon: {start: 2025-01-01, end: 2033-12-31}
pools: {cloud: {earmark: soft}}
resources: {accelerators: {supply: 150 MW/quarter}}
markets: {mexico: {demand: 8 MW, price: 12 mn USD/MW/year}}
templates: {campus: {stages: {permits: {duration: 6 months}, power: {duration: 2 years, after: permits}}}}
projects:
  mexico_2: {template: campus, pool: cloud, tags: latam}
  mexico_3: {template: campus, pool: cloud, tags: latam}
  thailand_2: {template: campus, pool: cloud}
"""


def read(example: str) -> object:
    """An example as our own reader reads it."""
    return plain(read_map(f"example: {example}\n", named_by_user(PAGE), []))["example"]


@pytest.mark.parametrize(("model", "example"), CASES, ids=[f"{model.__name__}-{text[:30]}" for model, text in CASES])
def test_every_example_is_a_section_of_its_kind(model: type[Section], example: str) -> None:
    context = Context("USD", {"CNY": 7.25}, date(2025, 1, 1))
    assert model.model_validate(read(example), context=context).model_fields_set


@pytest.mark.parametrize("model", [Condition, Action, StageHit, ResourceHit, MarketHit])
def test_every_key_of_a_section_of_many_forms_is_shown(model: type[Section]) -> None:
    context = Context("USD", {"CNY": 7.25}, date(2025, 1, 1))
    read_ones = [model.model_validate(read(example), context=context) for example in EXAMPLES[model]]
    assert set().union(*(one.model_fields_set for one in read_ones)) == set(model.model_fields)


def test_a_condition_is_described_with_its_forms() -> None:
    text = section_text(Condition)
    assert text.count("\n| `") == len(KINDS) + 1
    assert "| `for` | a number of quarters, months or reviews, as `2 quarters` | `1 review` |" in text
    assert "- {all: [{date: 2027-01-01}, {not: {risk: export_controls}}], for: 2 quarters}" in text
    assert reference().count("## Condition\n") == 1


def test_the_rules_and_risks_on_the_page_are_a_scenario(tmp_path: Path) -> None:
    page = PAGE.read_text(encoding="utf-8")
    blocks = [block.partition("```")[0] for block in page.split("```yaml\n")[1:]]
    shown = [block for block in blocks if block.startswith(("rules:", "risks:"))]
    assert [block[:6] for block in shown] == ["rules:", "risks:"]
    assert told(write(tmp_path, "page.yaml", WORLD + "".join(shown))) == []
