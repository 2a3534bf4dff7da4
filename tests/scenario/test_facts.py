"""Facts cited by id, and observed values from files."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.scenario.nodes import Citation, Place
from tests.scenario.written import BASE, document_of, resolved, told, write

OUT_OF_REACH = "is out of reach; a file under the working directory or the scenario's own folder"
FACTS = """\
plan.total: {value: 53 bn USD, as_of: 2025-02, grade: reported, source: a newspaper}
crews: {value: 3, grade: estimate}
growth: {value: {2025-01-01: 45 %/year, 2027-01-01: 20 %/year}, grade: derived}
tags: {value: [latam, phase_1]}
wrong: {value: 53 bn USDD}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, "facts.yaml", FACTS)
    write(tmp_path, "base.yaml", f"facts: facts.yaml\n{BASE}")
    return tmp_path


def test_a_fact_stands_wherever_a_value_stands(folder: Path) -> None:
    leaf = write(
        folder,
        "leaf.yaml",
        """\
        extends: base.yaml
        funding: {plan: {amount: {fact: plan.total}}}
        resources: {crews: {capacity: {fact: crews}}}
        markets: {mexico: {growth: {fact: growth}}}
        projects: {mexico_1: {tags: {fact: tags}}}
        """,
    )
    data = resolved(leaf)
    assert data["funding"]["plan"]["amount"] == "53 bn USD"
    assert data["resources"]["crews"]["capacity"] == 3
    assert data["markets"]["mexico"]["growth"] == {"2025-01-01": "45 %/year", "2027-01-01": "20 %/year"}
    assert data["projects"]["mexico_1"]["tags"] == ["latam", "phase_1"]


def test_a_cited_value_carries_its_evidence(folder: Path) -> None:
    leaf = write(folder, "leaf.yaml", "extends: base.yaml\nfunding:\n  plan: {amount: {fact: plan.total}}\n")
    document = document_of(leaf)
    node = document.node(("funding", "plan", "amount"))
    assert node is not None
    place = Place(str(folder / "facts.yaml"), 1, 1)
    assert node.origin.citation == Citation("plan.total", "reported", "a newspaper", "2025-02", place)
    assert node.origin.place.line == 3


def test_edits_and_options_may_cite_facts(folder: Path) -> None:
    leaf = write(folder, "leaf.yaml", "extends: base.yaml\nchange: {funding.plan.amount: {fact: plan.total}}\n")
    data = resolved(leaf, "resources.crews.capacity={fact: crews}")
    assert (data["funding"]["plan"]["amount"], data["resources"]["crews"]["capacity"]) == ("53 bn USD", 3)


def test_the_facts_of_a_variant_go_before_those_of_its_base(folder: Path) -> None:
    write(folder, "more.yaml", "crews: {value: 9}\n")
    leaf = write(
        folder, "leaf.yaml", "extends: base.yaml\nfacts: more.yaml\nresources: {crews: {capacity: {fact: crews}}}\n"
    )
    data = resolved(leaf, "funding.plan.amount={fact: plan.total}")
    assert (data["resources"]["crews"]["capacity"], data["funding"]["plan"]["amount"]) == (9, "53 bn USD")


def test_a_fact_that_nobody_stated_is_a_fault_of_the_citation(folder: Path) -> None:
    leaf = write(folder, "leaf.yaml", "extends: base.yaml\nfunding:\n  plan: {amount: {fact: plan.totl}}\n")
    assert told(leaf) == [
        "leaf.yaml:3: funding.plan.amount: 'plan.totl' is not a fact (did you mean 'plan.total'?); "
        "the id of a fact in the file that `facts` names"
    ]


def test_a_fact_that_does_not_fit_is_told_with_its_id(folder: Path) -> None:
    leaf = write(folder, "leaf.yaml", "extends: base.yaml\nfunding:\n  plan: {amount: {fact: wrong}}\n")
    (message,) = told(leaf)
    assert message.startswith("leaf.yaml:3: funding.plan.amount: ")
    assert "'53 bn USDD'" in message
    assert "(fact wrong, facts.yaml:5)" in message


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("a: 3\n", "facts.yaml:1: a: is not a fact; {value, as_of, grade, source, note}"),
        ("a: {grade: x}\n", "facts.yaml:1: a: has no value; {value, as_of, grade, source, note}"),
        (
            "b: {value: 1}\na: {value: 3, grad: x}\n",
            "facts.yaml:2: a: has the unknown key 'grad' (did you mean 'grade'?); {value, as_of, grade, source, note}",
        ),
        (
            "a: {value: 1}\na: {value: 2}\n",
            "facts.yaml:2: a: is written twice, the first time in line 1; each key once",
        ),
        ("", "facts.yaml: is empty; facts: `key: value` lines"),
        ("- a\n", "facts.yaml:1: is not a map of keys and values; facts: `key: value` lines"),
    ],
)
def test_a_faulty_file_of_facts_is_told_at_its_own_lines(folder: Path, content: str, said: str) -> None:
    write(folder, "facts.yaml", content)
    assert said in told(folder / "base.yaml")


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("fact.yaml", "'fact.yaml', no such file (did you mean 'facts.yaml'?); a file of facts"),
        (
            "/etc/passwd",
            "'/etc/passwd' is out of reach; a file under the working directory or the scenario's own folder",
        ),
        ("../x.yaml", "'../x.yaml' is out of reach; a file under the working directory or the scenario's own folder"),
        (".", "'.' is a directory; a file of facts"),
    ],
)
def test_a_scenario_reads_only_what_is_within_its_reach(folder: Path, named: str, said: str) -> None:
    leaf = write(folder, "leaf.yaml", BASE + f"facts: {named}\n")
    assert told(leaf) == [f"leaf.yaml:{BASE.count(chr(10)) + 1}: facts: {said}"]


def test_a_link_does_not_lengthen_the_reach(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = write(tmp_path_factory.mktemp("elsewhere"), "secret.yaml", FACTS)
    (folder / "link.yaml").symlink_to(elsewhere)
    leaf = write(folder, "leaf.yaml", BASE + "facts: link.yaml\n")
    assert "'link.yaml' is out of reach" in told(leaf)[0]


def test_a_folder_of_scenarios_reaches_what_lies_beside_it(folder: Path) -> None:
    write(folder, "seeds/facts.yaml", FACTS)
    leaf = write(folder, "scenarios/some/leaf.yaml", BASE + "facts: ../../seeds/facts.yaml\n")
    assert resolved(leaf, "funding.plan.amount={fact: plan.total}")["funding"]["plan"]["amount"] == "53 bn USD"


def test_observed_values_are_put_in_as_numbers(folder: Path) -> None:
    write(folder, "data/delays.csv", "months\n7\n9.5\n\n12\n")
    write(folder, "data/facts.yaml", "delay: {value: empirical(delays.csv) months}\n")
    base = write(folder, "base.yaml", BASE + "facts: data/facts.yaml\n")
    leaf = write(
        folder,
        "leaf.yaml",
        """\
        extends: base.yaml
        templates: {campus: {stages: {permits: {duration: {fact: delay}}}}}
        change: {projects.mexico_1.stages.power.duration: {set: empirical('data/delays.csv') weeks * 2}}
        """,
    )
    stages = resolved(leaf)["projects"]["mexico_1"]["stages"]
    assert stages["permits"]["duration"] == "empirical(7, 9.5, 12) months"
    assert stages["power"]["duration"] == "empirical(7, 9.5, 12) weeks * 2"
    assert told(base) == []
    assert told(leaf) == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("a\nb\n", "holds 'b', which is not a number (line 2 of that file); one number a line"),
        ("1,2\n", "has 2 columns (line 1 of that file); one column of numbers"),
        ("months\n", "holds no numbers; one number a line"),
        ("1\nnan\n", "holds 'nan', which is not a number (line 2 of that file)"),
        ('1\n"2\n', "is not CSV: unexpected end of data (line 2 of that file)"),
    ],
)
def test_a_file_of_observations_that_is_none_is_told(folder: Path, content: str, said: str) -> None:
    write(folder, "seen.csv", content)
    leaf = write(
        folder, "leaf.yaml", "extends: base.yaml\nchange:\n  projects.mexico_1.budget: empirical(seen.csv) USD\n"
    )
    (message,) = told(leaf)
    assert message.startswith("leaf.yaml:3: change.\"projects.mexico_1.budget\": 'empirical(seen.csv) USD' ")
    assert said in message


def test_a_file_of_observations_that_is_missing_is_told(folder: Path) -> None:
    (message,) = told(folder / "base.yaml", "projects.mexico_1.budget=empirical(/dev/null.csv) USD")
    assert message.startswith("--set: projects.mexico_1.budget: 'empirical(/dev/null.csv) USD' is out of reach;")
