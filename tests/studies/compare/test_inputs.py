"""The input diff: every assumption that differs, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.report.comparison.summary import as_text
from simulator.scenario.document import load_document
from simulator.scenario.load import from_document
from simulator.studies.collapse import collapsed
from simulator.studies.groups import group_of
from simulator.studies.inputs import NOT_ASSUMED, differences, with_some
from simulator.studies.sides import Asked
from tests.case.shipped import BASE, VARIANTS
from tests.studies.compare.pairs import compared, variant, written


@pytest.mark.parametrize("path", VARIANTS, ids=lambda path: path.stem)
def test_all_differences_put_into_the_base_make_the_variant(path: Path) -> None:
    base, other = load_document(BASE), load_document(path)
    made = with_some(base, other, differences(base, other), "made")
    wanted = {key: value for key, value in other.data.items() if key not in NOT_ASSUMED}
    assert {key: value for key, value in made.data.items() if key not in NOT_ASSUMED} == wanted
    assert from_document(made).scenario.name == "made"


def test_an_edit_of_all_waves_is_one_line_with_all_its_values(tmp_path: Path) -> None:
    base = written(tmp_path, "base")
    found = compared(tmp_path, [base, variant(tmp_path, "later", **{"projects__second_*__start": "{shift: 1 month}"})])
    assert [(change.old, change.new) for change in found.changes] == [
        ("2025-01-01", "2025-02-01"),
        ("2025-04-01", "2025-05-01"),
    ]
    (told,) = collapsed(found.changes)
    assert told.path == "projects.second_*.start"
    text = as_text(found)
    assert "2025-04-01 -> 2025-05-01" in text
    assert "later.yaml:4, edit" in " ".join(text.split())


def test_what_is_removed_is_told_with_the_line_that_removes_it(tmp_path: Path) -> None:
    base = written(tmp_path, "base")
    (change,) = compared(tmp_path, [base, variant(tmp_path, "less", projects__second_2="{remove: true}")]).changes
    assert change.at.endswith("less.yaml:4")
    assert change.was_at.endswith("base.yaml:18")
    assert (change.how, change.new) == ("removed", None)


def test_an_edit_of_the_command_line_says_so(tmp_path: Path) -> None:
    base, other = written(tmp_path, "base"), variant(tmp_path, "other", markets__north__price="9 mn USD/MW/year")
    wanted = Asked(sets=("markets.north.price*=2",))
    (change,) = compared(tmp_path, [base, other], wanted).changes
    assert (change.old, change.new, change.at, change.how) == (
        "16 mn USD/MW/year",
        "18 mn USD/MW/year",
        "--set",
        "--set",
    )


def test_another_order_in_the_file_is_a_difference(tmp_path: Path) -> None:
    base = written(tmp_path, "base")
    text = base.read_text()
    first, second = text.index("  first:"), text.index("  second:")
    end = text.index("valuation:")
    turned = tmp_path / "turned.yaml"
    turned.write_text(text[:first] + text[second:end] + text[first:second] + text[end:])
    (change,) = compared(tmp_path, [base, turned]).changes
    assert (change.path, change.old) == ("projects", "order: first, second_1, second_2")


def test_a_sobol_design_with_other_inputs_is_warned_of(tmp_path: Path) -> None:
    base = written(tmp_path, "base")
    base.write_text(base.read_text().replace("seed: 3", "seed: 3, design: sobol").replace("40", "32"))
    more = variant(tmp_path, "more", projects__second_1__stages__shell__duration="9 months")
    assert "Sobol" in " ".join(compared(tmp_path, [base, more]).notes)
    assert compared(tmp_path, [base, base]).notes == ()


@pytest.mark.parametrize(
    ("path", "group"),
    [
        ("projects.a.stages.power.duration", "timing"),
        ("projects.a.stages.power.cost", "cost"),
        ("projects.a.budget", "cost"),
        ("projects.a.start.when.utilisation.above", "rules"),
        ("projects.a.start.not_before", "timing"),
        ("projects.a", "rest"),
        ("markets.a.growth", "demand"),
        ("markets.a.opex.fixed", "cost"),
        ("funding.note.face", "funding"),
        ("treasury.opening", "funding"),
        ("resources.crews.capacity", "timing"),
        ("allocation.policy", "rules"),
        ("valuation.discount_rate", "rest"),
        ("rules.expand.when", "rules"),
        ("reviews.lag", "rules"),
        ("limits", "rules"),
        ("risks.fire.probability", "risks"),
        ("projects.a.uplift", "cost"),
    ],
)
def test_an_assumption_belongs_to_the_group_that_an_analyst_expects(path: str, group: str) -> None:
    assert group_of(tuple(path.split("."))) == group
