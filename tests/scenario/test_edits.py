"""`change:` and `--set`: edits by path."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from simulator.scenario.nodes import node_at, plain
from simulator.scenario.paths import path_text, read_path
from tests.scenario.written import BASE, document_of, resolved, told, write


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return write(tmp_path, "base.yaml", BASE)


def changed(base: Path, *lines: str) -> dict[str, Any]:
    """The data of a variant with some edits."""
    text = "extends: base.yaml\nchange:\n" + "".join(f"  {line}\n" for line in lines)
    return resolved(write(base.parent, "leaf.yaml", text))


def at(data: dict[str, Any], path: str) -> Any:
    """The value at a plain path of data."""
    for segment in read_path(path):
        data = data[segment.name]
    return data


@pytest.mark.parametrize(
    ("edit", "path", "value"),
    [
        ("treasury.opening: 3 bn USD", "treasury.opening", "3 bn USD"),
        ("treasury.opening: {set: 3 bn USD}", "treasury.opening", "3 bn USD"),
        ("treasury.opening: {add: 500 mn CNY}", "treasury.opening", "10.5 bn CNY"),
        ("treasury.opening: {add: -500 mn CNY}", "treasury.opening", "9.5 bn CNY"),
        ("treasury.opening: {multiply: 1.1}", "treasury.opening", "11 bn CNY"),
        ("resources.crews.capacity: {multiply: 2}", "resources.crews.capacity", 4),
        ("resources.crews.capacity: {add: 1}", "resources.crews.capacity", 3),
        ("fx.CNY: {multiply: 2}", "fx.CNY", 14.5),
        ("horizon.end: {shift: 3 months}", "horizon.end", "2031-03-31"),
        ("horizon.end: {shift: -1 year}", "horizon.end", "2029-12-31"),
        ("horizon.end: {add: 2 weeks}", "horizon.end", "2031-01-14"),
        (
            "projects.mexico_1.stages.power.duration: {shift: 9 months}",
            "projects.mexico_1.stages.power.duration",
            "pert(12, 24, 42) months + 9 months",
        ),
        (
            "projects.mexico_1.stages.power.duration: {multiply: 1.5}",
            "projects.mexico_1.stages.power.duration",
            "pert(12, 24, 42) months * 1.5",
        ),
        (
            "markets.mexico.growth: {multiply: 1.5}",
            "markets.mexico.growth",
            {"2025-01-01": "67.5 %/year", "2027-01-01": "30 %/year"},
        ),
        (
            "markets.mexico.growth: {add: 5 %/year}",
            "markets.mexico.growth",
            {"2025-01-01": "50 %/year", "2027-01-01": "25 %/year"},
        ),
        (
            "markets.mexico.growth: {shift: 1 year}",
            "markets.mexico.growth",
            {"2026-01-01": "45 %/year", "2028-01-01": "20 %/year"},
        ),
        ("markets.mexico.growth.2027-01-01: 1 %/year", "markets.mexico.growth.2027-01-01", "1 %/year"),
        ("projects.mexico_1.tags: [a, b]", "projects.mexico_1.tags", ["a", "b"]),
        ("projects.mexico_1.tags[0]: b", "projects.mexico_1.tags", ["b"]),
        ("treasury.outflows: {tax: 1 USD}", "treasury.outflows", {"tax": "1 USD"}),
        # a key that the schema knows begins to exist
        ("projects.mexico_1.priority: 5", "projects.mexico_1.priority", 5),
        ("simulation.seed: 5", "simulation.seed", 5),
        ("projects.mexico_1.start.not_before: 2026-01-01", "projects.mexico_1.start", {"not_before": "2026-01-01"}),
    ],
)
def test_an_edit_does_what_it_says(base: Path, edit: str, path: str, value: Any) -> None:
    assert at(changed(base, edit), path) == value


def test_what_is_removed_is_gone(base: Path) -> None:
    data = changed(
        base, "funding: {remove: true}", "projects.mexico_*: {remove: true}", "markets.mexico.growth: {remove: true}"
    )
    assert "funding" not in data
    assert list(data["projects"]) == ["china_1", "china_2", "china_3"]
    assert list(data["markets"]["mexico"]) == ["demand", "price"]


def test_stars_and_brackets_select(base: Path) -> None:
    data = changed(
        base,
        "projects.mexico_*.budget: {multiply: 2}",
        "projects[tag=latam].capacity: 5 MW",
        "projects[market=mexico].priority: 7",
        "projects.*_2[pool=build].ramp: 1 year",
        "projects.*.stages.per*.cost: 20 %",
    )
    projects = data["projects"]
    assert [projects[name]["budget"] for name in projects] == ["200 mn USD", "400 mn USD", *["50 mn USD"] * 3]
    assert [projects[name].get("capacity") for name in projects] == ["5 MW", "20 MW", None, None, None]
    assert [projects[name].get("priority") for name in projects] == [7, 7, None, None, None]
    assert [name for name in projects if "ramp" in projects[name]] == ["mexico_2", "china_2"]
    assert {projects[name]["stages"]["permits"]["cost"] for name in projects} == {"20 %"}


def test_a_repeated_project_stands_for_its_waves(base: Path) -> None:
    projects = changed(
        base,
        "projects.china.budget: {multiply: 2}",
        "projects.china.start: {shift: 1 year}",
        "projects.china_2.budget: 1 USD",
    )["projects"]
    waves = [projects[f"china_{n}"] for n in (1, 2, 3)]
    assert [wave["budget"] for wave in waves] == ["100 mn USD", "1 USD", "100 mn USD"]
    assert [wave["start"] for wave in waves] == ["2026-01-01", "2026-07-01", "2027-01-01"]


def test_edits_of_what_projects_are_written_out_from_come_first(base: Path) -> None:
    data = changed(
        base,
        "projects.china_4.budget: 9 USD",
        "projects.china.repeat.count: 4",
        "templates.campus.stages.power.duration: 1 year",
        "projects.mexico_2.template: leased_hall",
        "horizon.start: {shift: 1 month}",
    )
    assert data["projects"]["china_4"]["budget"] == "9 USD"
    assert data["projects"]["china_4"]["stages"]["power"]["duration"] == "1 year"
    assert data["projects"]["china_1"]["start"] == "2025-02-01"
    assert "lease" in data["projects"]["mexico_2"]["stages"]


def test_a_project_that_an_edit_adds_is_written_out_too(base: Path) -> None:
    path = write(base.parent, "leaf.yaml", "extends: base.yaml\nchange: {projects.china_1.after: x}\n")
    data = resolved(path, "projects.x={template: campus, budget: 1 USD, repeat: {count: 2, every: 1 year}}")
    assert list(data["projects"])[-2:] == ["x_1", "x_2"]
    assert data["projects"]["china_1"]["after"] == ["x_1", "x_2"]


def test_edits_of_the_base_come_before_those_of_its_variants_and_options_last(base: Path) -> None:
    write(base.parent, "middle.yaml", "extends: base.yaml\nchange: {treasury.opening: {add: 1 bn CNY}}\n")
    text = "extends: middle.yaml\nchange: {treasury.opening: {multiply: 2}}\n"
    leaf = write(base.parent, "leaf.yaml", text)
    assert resolved(leaf, "treasury.opening+=3 bn CNY", "treasury.opening*=10")["treasury"]["opening"] == "250 bn CNY"


@pytest.mark.parametrize(
    ("option", "path", "value"),
    [
        ("treasury.opening=1 bn USD", "treasury.opening", "1 bn USD"),
        ("treasury.opening = 1 bn USD", "treasury.opening", "1 bn USD"),
        ("simulation.seed=3", "simulation.seed", 3),
        ("treasury.outflows.tax=1 USD", "treasury.outflows.tax", "1 USD"),
        ("projects.mexico_1.budget=pert(1, 2, 3) mn USD", "projects.mexico_1.budget", "pert(1, 2, 3) mn USD"),
        ("projects[tag=latam].budget*=2", "projects.mexico_1.budget", "200 mn USD"),
        ("horizon.end+=1 year", "horizon.end", "2031-12-31"),
        ("pools.build={earmark: soft}", "pools.build.earmark", "soft"),
        ("horizon.end={shift: 1 year}", "horizon.end", "2031-12-31"),
        ("projects.mexico_1.tags=[a, b]", "projects.mexico_1.tags", ["a", "b"]),
        ("description=a = b", "description", "a = b"),
    ],
)
def test_an_option_does_what_it_says(base: Path, option: str, path: str, value: Any) -> None:
    assert at(resolved(base, option), path) == value


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (
            "projects.mexco_*.budget: 3 USD",
            "leaf.yaml:3: projects.mexco_*.budget: 'mexco_*' matches nothing in projects (did you mean 'mexico_2'?); "
            "one of: mexico_1, mexico_2, china_1, china_2, china_3",
        ),
        (
            "projects.mexico_1.stages.powr.duration: 3 days",
            "leaf.yaml:3: projects.mexico_1.stages.powr.duration: 'powr' matches nothing in "
            "projects.mexico_1.stages (did you mean 'power'?); one of: permits, power",
        ),
        (
            "projects[tag=asia].budget: 3 USD",
            "leaf.yaml:3: projects[tag=asia].budget: 'projects[tag=asia]' selects nothing; one of: latam",
        ),
        (
            "treasury.outflows.dividend: 3 USD",
            "leaf.yaml:3: treasury.outflows.dividend: 'dividend' matches nothing in treasury.outflows "
            "(did you mean 'dividends'?); one of: dividends",
        ),
        (
            "projects.mexico_1.cost_factor: {multiply: 2}",
            "leaf.yaml:3: projects.mexico_1.cost_factor: 'cost_factor' is not written in projects.mexico_1, "
            "so there is nothing to multiply; one of: stages, pool, market, budget, capacity, tags",
        ),
        (
            "treasury.opening.x: 3",
            "leaf.yaml:3: treasury.opening.x: 'x' matches nothing in treasury.opening",
        ),
        (
            "treasury.opening: {multiply: 2, add: 3 USD}",
            "leaf.yaml:3: treasury.opening: mixes multiply and add; one of set, add, multiply, shift, remove, alone",
        ),
        ("treasury.opening: {remove: no}", "leaf.yaml:3: treasury.opening: no says not what to remove; {remove: true}"),
        (
            "horizon.end: {multiply: 2}",
            "leaf.yaml:3: horizon.end: '2030-12-31' is a date; dates shift: {shift: 9 months}",
        ),
        (
            "treasury.opening: {shift: 9 months}",
            "leaf.yaml:3: treasury.opening: '10 bn CNY' is neither a date nor a length of time; "
            "those shift; others take add or multiply",
        ),
        (
            "treasury.opening: {multiply: 2 USD}",
            "leaf.yaml:3: treasury.opening: '10 bn CNY', '2 USD' is not a factor; a finite number, as 1.1",
        ),
        (
            "treasury.opening: {add: [1]}",
            "leaf.yaml:3: treasury.opening: '10 bn CNY' cannot add [1]; a quantity with its unit",
        ),
        (
            "projects.mexico_1.market: {multiply: 2}",
            "leaf.yaml:3: projects.mexico_1.market: 'mexico' is not a quantity; "
            "a number with its unit, or a distribution with its unit",
        ),
        (
            "treasury: {multiply: 2}",
            "leaf.yaml:3: treasury: {opening: 10 bn CNY, outflows: {dividends: 1 bn CNY/year}} holds several values; "
            "the path of one of them: opening, outflows",
        ),
        (
            "horizon.end: {shift: soon}",
            "leaf.yaml:3: horizon.end: '2030-12-31', 'soon' is not a length of calendar time; "
            "a whole number, as 3 years, 1 quarter, 6 months, 2 weeks",
        ),
        (
            "a..b: 3",
            "leaf.yaml:3: a..b: is not a path; keys joined by points, as projects.mexico_*.budget or "
            "projects[tag=latam].budget",
        ),
    ],
)
def test_an_edit_that_cannot_be_made_is_a_fault_of_its_line(base: Path, edit: str, said: str) -> None:
    leaf = write(base.parent, "leaf.yaml", f"extends: base.yaml\nchange:\n  {edit}\n")
    assert told(leaf) == [said]


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("x", "--set: 'x' is not an edit; PATH=VALUE, PATH+=VALUE or PATH*=VALUE"),
        ("=3", "--set: '=3' is not an edit; PATH=VALUE, PATH+=VALUE or PATH*=VALUE"),
        (
            "markets.mexcio.demand=3",
            "--set: markets.mexcio.demand: 'mexcio' matches nothing in markets (did you mean 'mexico'?); "
            "one of: mexico",
        ),
        (
            "name=[",
            "--set: name: '[' has a comma too many, or a { or [ that is not closed; values separated by one comma each",
        ),
        ("name=!!str x", "--set: name: tag:yaml.org,2002:str is a tag; values without tags"),
        ("name=*x", "--set: name: *x repeats nothing that is written before it; an anchor that is complete"),
        ("treasury.opening=-3 mn USD", "--set: treasury.opening: '-3 mn USD' is negative; must be 0 or more"),
        ("treasury.opening*=x", "--set: treasury.opening: '10 bn CNY', 'x' is not a factor; a finite number, as 1.1"),
        ("treasury.opening=", "--set: treasury.opening: nothing is not a quantity; write money (700 mn USD)"),
    ],
)
def test_a_fault_of_an_option_says_so_in_place_of_the_file(base: Path, option: str, said: str) -> None:
    assert told(base, option) == [said]


def test_an_edit_that_changes_nothing_is_a_warning(base: Path) -> None:
    leaf = write(base.parent, "leaf.yaml", "extends: base.yaml\nchange:\n  treasury.opening: {multiply: 1}\n")
    warnings = [str(warning).replace(f"{base.parent}/", "") for warning in document_of(leaf).warnings]
    assert warnings == ["leaf.yaml:3: treasury.opening: changes nothing"]


def test_an_edited_value_remembers_what_it_was(base: Path) -> None:
    leaf = write(base.parent, "leaf.yaml", "extends: base.yaml\nchange:\n  treasury.opening: {multiply: 2}\n")
    node = document_of(leaf, "treasury.opening=1 USD").node(("treasury", "opening"))
    assert node is not None
    assert [(step.how, step.place.line, step.before) for step in node.origin.steps] == [
        ("edit", 3, "10 bn CNY"),
        ("--set", 0, "20 bn CNY"),
    ]


def test_a_path_reads_back_as_it_is_written(base: Path) -> None:
    root = document_of(base).root
    for loc in [("horizon", "end"), ("projects", "mexico_1", "tags", 0), ("drivers", "a", "loads", "projects.*.x")]:
        segments = read_path(path_text(loc))
        keys = [key for segment in segments for key in (segment.name, segment.index) if key is not None]
        assert tuple(keys) == loc
    assert plain(node_at(root, ("projects", "mexico_1", "tags", 0)) or root) == "latam"
