"""What is generated in docs/ is what the schema says today."""

from __future__ import annotations

import json
import runpy
from pathlib import Path

from simulator.scenario.json_schema import json_schema
from simulator.scenario.reference import reference

DOCS = Path(__file__).parents[2] / "docs"
UPDATE = "run `python docs/update.py`"


def test_the_page_on_the_language_is_up_to_date() -> None:
    made = runpy.run_path(str(DOCS / "update.py"))["scenarios_page"]
    page = (DOCS / "scenarios.md").read_text(encoding="utf-8")
    assert made(page) == page, UPDATE


def test_the_list_of_metrics_is_up_to_date() -> None:
    made = runpy.run_path(str(DOCS / "update.py"))["results_page"]
    page = (DOCS / "results.md").read_text(encoding="utf-8")
    assert made(page) == page, UPDATE


def test_the_schema_for_editors_is_up_to_date() -> None:
    assert json.loads((DOCS / "scenario.schema.json").read_text(encoding="utf-8")) == json_schema(), UPDATE


def test_the_reference_explains_every_key_of_a_market() -> None:
    from simulator.scenario.market import Market

    assert all(f"| `{key}` |" in reference() for key in Market.model_fields)
