"""`capsim compare` as users and scripts meet it."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from simulator.cli.app import command_line
from simulator.store.tables import read_table
from tests.case.shipped import BASE as BASE_CASE
from tests.case.shipped import VARIANTS
from tests.studies.compare.pairs import BASE, variant, written

OUTCOME = {"baseline", "value", "difference", "low", "high", "probability_better", "distinguishable"}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def capsim(*arguments: str | Path) -> int:
    return command_line(["compare", *map(str, arguments), "--jobs", "1", "--no-plots"])


def folder_of(home: Path, scenario: str) -> Path:
    """The folder of the one run of a scenario."""
    (found,) = (path for path in (home / "results" / scenario).iterdir() if not path.name.startswith("."))
    return found


def test_json_is_one_object_as_the_contract_says(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    late = variant(here, "late", projects__first__stages__permits__duration="{shift: 9 months}")
    assert capsim(written(here, "base"), late, "--json") == 0
    told = json.loads(capsys.readouterr().out, parse_constant=lambda name: pytest.fail(name))
    assert (told["schema"], told["baseline"], told["scenarios"]) == (1, "base", ["late"])
    (change,) = told["inputs"]
    assert change["path"] == "projects.first.stages.permits.duration"
    assert change["old"] == "pert(2, 4, 9) months"
    assert change["new"] == "pert(2, 4, 9) months + 9 months"
    assert change["at"].endswith("late.yaml:4")
    assert set(told["metrics"]["npv"]["late"]) >= OUTCOME
    assert json.loads((Path(told["out"]) / "comparison.json").read_text())["metrics"] == told["metrics"]


def test_the_folder_holds_tidy_tables(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    late = variant(here, "late", projects__first__stages__permits__duration="{shift: 9 months}")
    assert capsim(written(here, "base"), late, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    table = read_table(Path(told["out"]) / "metrics.parquet")
    place = table["metric"].tolist().index("npv")
    assert table["difference"][place] == told["metrics"]["npv"]["late"]["difference"]
    assert read_table(Path(told["out"]) / "inputs.parquet")["new"].tolist() == ["pert(2, 4, 9) months + 9 months"]


def test_the_same_question_has_the_same_folder(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = written(here, "base")
    folders = set()
    for _ in range(2):
        assert capsim(base, base, "--json") == 0
        folders.add(json.loads(capsys.readouterr().out)["out"])
    assert len(folders) == 1


def test_no_line_is_wider_than_the_page(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = variant(
        here,
        "a_name_that_is_much_longer_than_any_column_of_the_table",
        projects__first__stages__permits__duration="{shift: 9 months}",
        projects__second_1__budget="400 mn USD",
        markets__north__growth="{2025-01-01: 10 %/year, 2026-01-01: 20 %/year, 2027-01-01: 30 %/year}",
    )
    assert capsim(written(here, "base"), other, variant(here, "third"), "--waterfall", "shapley") == 0
    text = capsys.readouterr().out
    paths = ("All of it", "  base ", "  a_name", "  third ")
    assert [line for line in text.splitlines() if len(line) > 100 and not line.startswith(paths)] == []
    assert "What differs" in text
    assert text.index("What differs") < text.index("What comes of it")
    assert "Regret" in text
    assert "Where the difference comes from" in text


def test_runs_of_another_seed_are_not_paired_and_the_difference_is_named(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base, other = written(here, "base"), variant(here, "other")
    assert command_line(["run", str(base), "--no-plots", "--quiet", "--jobs", "1"]) == 0
    assert command_line(["run", str(other), "--no-plots", "--quiet", "--seed", "9", "-n", "7", "--jobs", "1"]) == 0
    folders = folder_of(here, "base"), folder_of(here, "other")
    capsys.readouterr()
    assert capsim(*folders) == 2
    told = capsys.readouterr().err
    assert "seed is 9" in told
    assert "replications is 7" in told
    assert "design" not in told
    assert "horizon" not in told
    assert capsim(*folders, "--unpaired", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["paired"] is False
    assert {one["name"]: (one["old"], one["new"]) for one in found["settings"]} == {
        "seed": ("3", "9"),
        "replications": ("40", "7"),
    }


def test_a_file_beside_a_folder_is_run_on_the_worlds_of_the_folder(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base, other = written(here, "base"), variant(here, "other")
    assert command_line(["run", str(other), "--no-plots", "--quiet", "--seed", "9", "-n", "7", "--jobs", "1"]) == 0
    assert capsim(base, folder_of(here, "other"), "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["seed"], found["replications"]) == (9, 7)


def test_scenarios_of_another_currency_are_refused(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = written(here, "base")
    euro = here / "euro.yaml"
    euro.write_text(BASE.replace("USD", "EUR").replace("name: base", "name: euro"))
    assert capsim(base, euro) == 2
    assert "base.yaml in USD" in capsys.readouterr().err
    assert not (here / "results").exists()
    assert capsim(base, euro, "--unpaired") == 2


def test_a_horizon_that_differs_is_not_paired(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    longer = here / "longer.yaml"
    longer.write_text(BASE.replace("2028-12-31", "2029-12-31").replace("name: base", "name: longer"))
    assert capsim(written(here, "base"), longer) == 2
    assert "horizon is 2025-01-01 to 2029-12-31" in capsys.readouterr().err
    assert capsim(written(here, "base"), longer, "--unpaired") == 0


def test_days_count_from_the_same_date_where_horizons_start_apart(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fixed = {"pert(2, 4, 9) months": "100 days", "pert(6, 8, 14) months": "200 days", "pert(8, 12, 30) months": "1 day"}
    text = BASE
    for old, new in fixed.items():
        text = text.replace(f'"{old}"', new)
    base, later = here / "base.yaml", here / "later.yaml"
    base.write_text(text)
    later.write_text(text.replace("2025-01-01", "2025-02-01").replace("name: base", "name: later"))
    assert capsim(base, later, "--unpaired", "-n", "2", "--json") == 0
    found = json.loads(capsys.readouterr().out)["metrics"]["project.first.finish_day"]["later"]
    assert (found["baseline"], found["value"], found["difference"]) == (300.0, 331.0, 31.0)


@pytest.mark.parametrize(
    ("claim", "code"),
    [
        ("npv: no worse than 2 %", 3),
        ("npv: no worse than 60 %", 0),
        ("npv: no worse than 1 mn USD", 3),
        ("npv: no worse than 1 bn USD", 0),
        ("npv: better", 3),
        ("npv: within 1 bn USD", 0),
        ("npv: the same", 3),
        ("project.second_1.finish_day: the same", 0),
        ("project.first.finish_day: no worse than 1 month", 3),
        ("project.first.finish_day: surely no worse than 10 months", 0),
        ("irr: nonsense", 2),
        ("npw: better", 2),
        ("npv: no worse than", 2),
        ("npv: no worse than 3 days", 2),
        ("npv: no worse than -3 %", 2),
        ("project.first.paid: better", 2),
    ],
)
def test_assertions_end_with_their_code(here: Path, claim: str, code: int) -> None:
    late = variant(here, "late", projects__first__stages__permits__duration="{shift: 9 months}")
    assert capsim(written(here, "base"), late, "--assert", claim, "--json") == code


def test_a_metric_that_is_not_there_is_told_with_the_one_that_was_meant(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base = written(here, "base")
    assert capsim(base, base, "--metric", "npw") == 2
    assert "'npw' is not a metric of these scenarios (did you mean 'npv'?)" in capsys.readouterr().err
    assert not list(here.rglob("run.json")), "nothing is run for it"


def test_a_folder_that_is_no_run_is_told(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "empty").mkdir()
    assert capsim(written(here, "base"), here / "empty") == 2
    assert "is not a run" in capsys.readouterr().err


def test_a_single_scenario_is_no_comparison(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert capsim(written(here, "base")) == 2
    assert "two" in capsys.readouterr().err


def test_a_metric_of_one_scenario_alone_is_said_to_be_so(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    less = variant(here, "less", projects__second_2="{remove: true}")
    assert capsim(written(here, "base"), less, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["absent"]["project.second_2.finish_day"] == ["base"]
    assert "project.second_2.finish_day" not in found["metrics"]
    (change,) = found["inputs"]
    assert (change["path"], change["new"], change["group"]) == ("projects.second_2", None, "rest")


def test_a_default_that_is_written_otherwise_is_told_with_what_it_was(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = written(here, "other", "allocation: {blocking: true}\n")
    assert capsim(written(here, "base"), other, "--json") == 0
    (change,) = json.loads(capsys.readouterr().out)["inputs"]
    assert (change["path"], change["old"], change["new"]) == ("allocation.blocking", "false", "true")
    assert change["at"].endswith("other.yaml:3")


def test_folders_give_the_same_numbers_as_the_files_that_they_are_of(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    late = variant(here, "late", projects__first__stages__permits__duration="{shift: 9 months}")
    assert capsim(written(here, "base"), late, "--json") == 0
    files = json.loads(capsys.readouterr().out)
    assert capsim(folder_of(here, "base"), folder_of(here, "late"), "--json") == 0
    folders = json.loads(capsys.readouterr().out)
    assert folders["metrics"] == files["metrics"]
    (change,) = folders["inputs"]
    assert change["at"] == str(folder_of(here, "late"))
    assert not any(
        isinstance(value, float) and math.isnan(value)
        for row in folders["metrics"]["npv"].values()
        for value in row.values()
    )


def test_a_run_cannot_be_edited(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = written(here, "base")
    assert command_line(["run", str(base), "--no-plots", "--quiet", "--jobs", "1"]) == 0
    assert capsim(base, folder_of(here, "base"), "--set", "projects.first.budget=1 mn USD") == 2
    assert "cannot be edited" in capsys.readouterr().err


def test_two_files_are_split_and_run_folders_are_compared_as_they_lie(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = variant(here, "other", projects__first__budget="210 mn USD", markets__north__growth="{multiply: 1.1}")
    base = written(here, "base")
    for path in (base, other):
        assert command_line(["run", str(path), "--no-plots", "--quiet", "--jobs", "1"]) == 0
    assert capsim(folder_of(here, "base"), folder_of(here, "other")) == 0
    assert "--waterfall order splits the difference" in " ".join(capsys.readouterr().out.split())
    assert not (here / "results" / "compare" / "parts").exists()
    assert capsim("base.yaml", "other.yaml", "--metric", "npv", "--json") == 0
    (fall,) = json.loads(capsys.readouterr().out)["waterfalls"]
    assert [part["groups"] for part in fall["parts"]] == [["demand"], ["cost"]]
    assert sum(part["amount"] for part in fall["parts"]) == fall["difference"]
    assert sorted(path.name for path in (here / "results" / "compare" / "parts").iterdir()) == [
        "base-with-cost",
        "base-with-demand",
    ]


def test_a_waterfall_of_another_kind_is_refused_before_anything_is_run(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base = written(here, "base")
    assert capsim(base, base, "--waterfall", "shaply") == 2
    assert "none, order, shapley" in capsys.readouterr().err
    assert not (here / "results").exists()


def test_all_shipped_scenarios_compare_with_the_base(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert capsim(BASE_CASE, *VARIANTS, "-n", "2", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert len(found["scenarios"]) == len(VARIANTS)
    for name in found["scenarios"]:
        assert any(change["scenario"] == name for change in found["inputs"])
