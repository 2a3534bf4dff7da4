"""What rules are worth: a scenario with them against itself without, on the same worlds."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.answer import Manner, answer
from simulator.comparison import FLEXIBILITY, Comparison
from simulator.errors import UserError
from simulator.montecarlo.block import asked
from simulator.scenario.load import load
from simulator.studies.flexibility import flexibility
from simulator.studies.sides import Asked
from tests.studies.switched import RISKY, RULED, written

PAID = "project.annexe.paid"


def manner(folder: Path) -> Manner:
    return Manner(folder / "results", jobs=1, plots=False)


def study(path: Path, *metrics: str, sets: tuple[str, ...] = ()) -> Comparison:
    return flexibility(path, Asked(sets=sets), manner(path.parent), metrics)


def test_without_its_rule_a_project_never_starts(tmp_path: Path) -> None:
    found = study(written(tmp_path, RULED), PAID)
    assert found.study == FLEXIBILITY
    assert [side.label for side in found.sides] == ["ruled-without-rules", "ruled"]
    outcome = found.metrics[PAID]["ruled"]
    assert (outcome.baseline, outcome.value, outcome.difference) == (0.0, 4e6, 4e6)


def test_each_rule_is_told_with_its_share_of_the_worlds(tmp_path: Path) -> None:
    enlarge, save = study(written(tmp_path, RULED), PAID).occasions
    assert (enlarge.name, enlarge.share, save.name, save.share) == ("enlarge", 1.0, "save", 0.0)
    assert enlarge.day == 180  # 30 June, the first fiscal quarter's end after the first of June
    assert enlarge.there is not None
    assert enlarge.there.difference == 4e6
    assert save.there is None


def test_the_only_assumption_that_differs_is_whether_rules_fire(tmp_path: Path) -> None:
    (change,) = study(written(tmp_path, RULED), PAID).changes
    assert (change.path, change.old, change.new, change.group) == ("reviews.rules", "false", "true", "rules")


def test_the_side_with_rules_is_the_run_of_the_file_itself(tmp_path: Path) -> None:
    path = written(tmp_path, RULED)
    loaded = load(path)
    plain = answer(asked(loaded.scenario), loaded.document, manner(tmp_path))
    assert study(path, PAID).sides[1].run.manifest.run_id == plain.run.manifest.run_id


def test_rules_that_a_file_switches_off_fire_on_the_side_that_has_them(tmp_path: Path) -> None:
    path = written(tmp_path, RULED + "reviews: {rules: false}\n")
    assert study(path, PAID).metrics[PAID]["ruled"].difference == 4e6


def test_a_scenario_without_rules_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"--flexibility: .*risky.yaml has no rules"):
        study(written(tmp_path, RISKY))
