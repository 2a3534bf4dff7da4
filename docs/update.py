"""Writes what is generated in docs/: the reference of the language, the JSON Schema for editors, and the metrics."""

from __future__ import annotations

import json
from pathlib import Path

from simulator.metrics import FAMILIES
from simulator.scenario.json_schema import json_schema
from simulator.scenario.reference import reference

DOCS = Path(__file__).parent
MARK = "<!-- What follows is generated from the schema: python docs/update.py -->\n"
METRICS = "<!-- What follows is generated from the registry: python docs/update.py -->\n"


def scenarios_page(page: str) -> str:
    """The page on the language, its written part kept, its generated part made anew."""
    return f"{page.partition(MARK)[0]}{MARK}\n{reference()}"


def results_page(page: str) -> str:
    """The page on results, its written part kept, its list of metrics made anew."""
    rows = [f"| `{of.pattern}` | {of.unit} | {of.meaning} |" for of in FAMILIES.values()]
    table = "\n".join(["| metric | unit | what it is |", "|---|---|---|", *rows])
    return f"{page.partition(METRICS)[0]}{METRICS}\n{table}\n"


def main() -> None:
    """Write all files."""
    results = DOCS / "results.md"
    results.write_text(results_page(results.read_text(encoding="utf-8")), encoding="utf-8")
    page = DOCS / "scenarios.md"
    page.write_text(scenarios_page(page.read_text(encoding="utf-8")), encoding="utf-8")
    schema = json.dumps(json_schema(), indent=1, ensure_ascii=False)
    (DOCS / "scenario.schema.json").write_text(f"{schema}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
