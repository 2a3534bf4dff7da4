"""The schema for editors: no false alarm on what loads, an alarm on what does not."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from simulator.scenario.files import named_by_user, text_of
from simulator.scenario.inherit import read_map
from simulator.scenario.json_schema import json_schema
from simulator.scenario.nodes import plain
from tests.scenario.written import BASE, DECIDED, told, write

ROOT = Path(__file__).parents[2]
SHIPPED = sorted((ROOT / "scenarios").rglob("*.yaml"))
KINDS: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
    "null": (type(None),),
}


@cache
def schema() -> dict[str, Any]:
    return json_schema()


def fits(data: Any, part: dict[str, Any]) -> bool:
    """Whether data fits a draft-07 schema, as far as ours uses its words."""
    if "$ref" in part:
        return fits(data, schema()["definitions"][part["$ref"].rpartition("/")[2]])
    checks = [
        "type" not in part or any(_is(data, kind) for kind in _listed(part["type"])),
        "const" not in part or data == part["const"],
        "enum" not in part or data in part["enum"],
        "anyOf" not in part or any(fits(data, one) for one in part["anyOf"]),
        "not" not in part or not fits(data, part["not"]),
        "if" not in part or fits(data, part["then"] if fits(data, part["if"]) else part["else"]),
        not _is(data, "number") or part.get("minimum", data) <= data <= part.get("maximum", data),
    ]
    return all(checks) and (not isinstance(data, dict) or _map_fits(data, part)) and _list_fits(data, part)


def _is(data: Any, kind: str) -> bool:
    return isinstance(data, KINDS[kind]) and (kind == "boolean") == isinstance(data, bool)


def _listed(kinds: Any) -> list[str]:
    return kinds if isinstance(kinds, list) else [kinds]


def _map_fits(data: dict[str, Any], part: dict[str, Any]) -> bool:
    named, others = part.get("properties", {}), part.get("additionalProperties", True)
    return (
        set(part.get("required", ())) <= set(data)
        and len(data) >= part.get("minProperties", 0)
        and all(fits(value, named[key]) for key, value in data.items() if key in named)
        and all(others is True or (others and fits(value, others)) for key, value in data.items() if key not in named)
    )


def _list_fits(data: Any, part: dict[str, Any]) -> bool:
    return not isinstance(data, list) or all(fits(item, part.get("items", {})) for item in data)


def written(path: Path) -> Any:
    """The data of one file, nothing resolved."""
    file = named_by_user(path)
    return plain(read_map(text_of(file), file, []))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_scenarios_fit(path: Path) -> None:
    assert fits(written(path), schema())


def test_the_example_of_the_tests_fits(tmp_path: Path) -> None:
    assert fits(written(write(tmp_path, "a.yaml", BASE)), schema())


def test_rules_risks_and_limits_fit(tmp_path: Path) -> None:
    assert fits(written(write(tmp_path, "a.yaml", DECIDED)), schema())


@pytest.mark.parametrize(
    ("old", "new", "fitting"),
    [
        ("do: {start: mexico_2}", "do: [{start: mexico_2}, {abandon: [brazil, peru]}]", True),
        ("do: {start: mexico_2}", "do: {start: mexico_2, abandon: {project: brazil, cost: 5 %}}", True),
        ("do: {start: mexico_2}", "do: {strat: mexico_2}", False),
        ("do: {start: mexico_2}", "do: start", False),
        ("for: 2 quarters", "for: 2", False),
        ("{date: 2026-01-01}", "{date: {from: 2026-01-01, before: 2027-01-01}}", True),
        ("{date: 2026-01-01}", "{date: {form: 2026-01-01}}", False),
        ("{not: {risk: embargo}}", "{not: {any: [{rule: slow}, {rule: shift}]}}", True),
        ("{not: {risk: embargo}}", "{nott: {risk: embargo}}", False),
        ("hits: {resource: chips, supply", "hits: {resource: chips, suply", False),
        ("window: [2025-10-01, 2027-06-30]", "window: 3", False),
        ("- {tag: latam, per: year", "- {tag: latam, per: week", False),
    ],
)
def test_a_rule_or_risk_fits_as_the_loader_says(tmp_path: Path, old: str, new: str, fitting: bool) -> None:
    assert old in DECIDED
    path = write(tmp_path, "a.yaml", DECIDED.replace(old, new, 1))
    assert fits(written(path), schema()) is fitting
    assert (told(path) == []) is fitting


def test_every_reference_leads_somewhere() -> None:
    def references(part: Any) -> list[str]:
        if isinstance(part, dict):
            own = [part["$ref"]] if "$ref" in part else []
            return own + [ref for value in part.values() for ref in references(value)]
        return [ref for item in part for ref in references(item)] if isinstance(part, list) else []

    names = {f"#/definitions/{name}" for name in schema()["definitions"]}
    assert set(references(schema())) <= names


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("name: base", "nme: base"),
        ("horizon: {start: 2025-01-01, end: 2030-12-31}", ""),
        ("{earmark: hard}", "{earmark: hrd}"),
        ("kind: appropriation", "kind: appropration"),
        ("budget: 100 mn USD", "budgt: 100 mn USD"),
        ("repeat: {count: 3, every: 6 months}", "repeat: {count: three, every: 6 months}"),
        ("tags: [latam]", "tags: {a: latam}"),
    ],
)
def test_what_is_wrong_does_not_fit(tmp_path: Path, old: str, new: str) -> None:
    assert old in BASE
    assert not fits(written(write(tmp_path, "a.yaml", BASE.replace(old, new))), schema())


@pytest.mark.parametrize(
    ("line", "fitting"),
    [
        ("projects: {x: {budget: 3 USD}}", True),
        ("projects: {x: {priority: {fact: x}}}", True),
        ("funding: {note: {into: {a: 80 %}}}", True),
        ("change: {projects.x.budget: {multiply: 1.1}}", True),
        ("change: {projects.x: {budget: 3 USD}}", True),
        ("change: {projects.x.budget: {multiply: 1.1, add: 3 USD}}", False),
        ("change: {projects.x.budget: {remove: 3}}", False),
        ("projects: {x: {budgt: 3 USD}}", False),
        ("extend: x.yaml", False),
    ],
)
def test_a_variant_need_not_be_complete(tmp_path: Path, line: str, fitting: bool) -> None:
    path = write(tmp_path, "a.yaml", f"extends: base.yaml\n{line}\n")
    assert fits(written(path), schema()) is fitting
