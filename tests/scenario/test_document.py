"""The resolved scenario: self-contained, and the same again when it is read again."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.scenario.document import load_document
from simulator.scenario.load import load
from simulator.scenario.origin import Row, origins
from tests.scenario.written import BASE, document_of, resolved, write

ROOT = Path(__file__).parents[2]
SHIPPED = sorted((ROOT / "scenarios").rglob("*.yaml"))


def rows(path: Path, *sets: str) -> dict[str, Row]:
    """The origins of a file's values, by path."""
    return {row.path: row for row in origins(load(path, sets))}


@pytest.fixture
def leaf(tmp_path: Path) -> Path:
    write(tmp_path, "facts.yaml", "total: {value: 53 bn USD, as_of: 2025-02, grade: reported, source: a newspaper}\n")
    write(tmp_path, "seen.csv", "3\n4.5\n")
    write(tmp_path, "base.yaml", BASE)
    return write(
        tmp_path,
        "leaf.yaml",
        """\
        extends: base.yaml
        name: leaf
        facts: facts.yaml
        funding:
          plan: {amount: {fact: total}}
        projects:
          mexico_1: {template: campus, ramp: empirical(seen.csv) months}
        change:
          projects.mexico_2.budget: {add: 1 mn USD}
        """,
    )


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_resolved_scenario_loads_to_itself(path: Path, tmp_path: Path) -> None:
    loaded = load(path)
    again = load(write(tmp_path, "again.yaml", loaded.document.to_yaml()))
    assert again.scenario == loaded.scenario
    assert again.document.data == loaded.document.data
    assert again.document.digest == loaded.document.digest
    assert again.document.to_yaml() == loaded.document.to_yaml()


def test_a_resolved_scenario_needs_no_other_file(leaf: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    document = document_of(leaf)
    assert set(document.data) & {"extends", "facts", "templates", "change"} == set()
    alone = write(tmp_path_factory.mktemp("alone"), "alone.yaml", document.to_yaml())
    assert load(alone).scenario == load(leaf).scenario


def test_the_digest_tells_scenarios_apart_and_not_their_layout(tmp_path: Path) -> None:
    path = write(tmp_path, "a.yaml", BASE)
    spaced = write(tmp_path, "b.yaml", "# a comment\n\n" + BASE.replace("}\n", "}   # another\n"))
    assert document_of(spaced).digest == document_of(path).digest
    assert document_of(path, "treasury.opening*=1.01").digest != document_of(path).digest


def test_the_order_of_projects_is_part_of_a_scenario(tmp_path: Path) -> None:
    first, second = (
        write(tmp_path, f"{a}.yaml", f"projects: {{{a}: {{budget: 1 USD}}, {b}: {{budget: 1 USD}}}}\n")
        for a, b in (("x", "y"), ("y", "x"))
    )
    assert load_document(first).digest != load_document(second).digest


def test_every_value_says_who_wrote_it(leaf: Path) -> None:
    found = rows(leaf, "simulation.seed=7", "resources.crews.capacity*=2")
    name = str(leaf.parent)
    assert found["name"] == Row("name", "leaf", f"{name}/leaf.yaml:2", "written", "")
    assert found["treasury.opening"] == Row(
        "treasury.opening", "10 bn CNY", f"{name}/base.yaml:4", "written", "estimate"
    )
    assert found["simulation.seed"].how == "--set"
    assert (found["resources.crews.capacity"].value, found["resources.crews.capacity"].before) == ("4", "2")


def test_a_fact_says_its_grade_and_its_source(leaf: Path) -> None:
    row = rows(leaf)["funding.plan.amount"]
    assert (row.how, row.grade, row.source, row.as_of) == ("fact total", "reported", "a newspaper", "2025-02")
    assert row.place.endswith("leaf.yaml:5")


def test_a_fact_that_was_edited_is_an_estimate(leaf: Path) -> None:
    row = rows(leaf, "funding.plan.amount*=2")["funding.plan.amount"]
    assert (row.value, row.how, row.grade, row.before) == ("106 bn USD", "--set", "estimate", "53 bn USD")


def test_edits_templates_waves_and_defaults_are_told_apart(leaf: Path) -> None:
    found = rows(leaf)
    assert (found["projects.mexico_2.budget"].how, found["projects.mexico_2.budget"].before) == ("edit", "200 mn USD")
    assert found["projects.mexico_1.stages.power.cost"].how == "template campus"
    assert found["projects.china_2.start"].how == "repeat"
    assert found["projects.mexico_1.priority"] == Row("projects.mexico_1.priority", "100", "", "default", "default")
    assert found["allocation.policy"].how == "default"


def test_every_leaf_of_the_data_has_one_row(leaf: Path) -> None:
    listed = [row.path for row in origins(load(leaf))]
    assert len(listed) == len(set(listed))
    assert {"horizon.start", "markets.mexico.growth.2027-01-01", "projects.mexico_1.tags[0]"} <= set(listed)


def test_a_variant_keeps_what_its_base_says(leaf: Path) -> None:
    assert resolved(leaf)["markets"] == resolved(leaf.parent / "base.yaml")["markets"]
