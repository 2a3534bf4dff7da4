"""Scenarios, runs, comparisons and sweeps as objects: the same numbers as the commands, and nothing read as markup."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure

import simulator
from simulator.errors import ScenarioFaults, UserError
from simulator.notebook.columns import MOST, Columns
from simulator.notebook.comparisons import ComparisonResult
from simulator.notebook.runs import RunResult
from simulator.notebook.scenario import ScenarioFile
from simulator.notebook.sweeps import SweepResult
from simulator.store.tables import read_table
from tests.scenario.written import write
from tests.small import SMALL, small_findings
from tests.studies.switched import RULED, written

PRICE = "markets.town.price"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("results")


@pytest.fixture(scope="module")
def small(out: Path) -> RunResult:
    result: RunResult = simulator.run(SMALL, jobs=1, out=out)
    return result


def test_a_scenario_tells_its_values_and_where_they_come_from() -> None:
    scenario = simulator.load_scenario(SMALL)
    assert scenario.name == "small"
    row = scenario.inputs.where(path=PRICE)
    assert row["value"].tolist() == ["12 mn USD/MW/year"]
    assert row["grade"].tolist() == ["estimate"]
    assert row["place"][0].endswith("small.yaml:16")


def test_an_edited_scenario_leaves_the_other_as_it_was() -> None:
    scenario = simulator.load_scenario(SMALL)
    edited = scenario.edited(f"{PRICE}=14 mn USD/MW/year")
    assert edited.inputs.where(path=PRICE)["value"].tolist() == ["14 mn USD/MW/year"]
    assert scenario.inputs.where(path=PRICE)["value"].tolist() == ["12 mn USD/MW/year"]
    assert repr(edited) == f"ScenarioFile({SMALL}, {PRICE}=14 mn USD/MW/year)"


def test_faults_are_told_when_a_scenario_is_loaded(tmp_path: Path) -> None:
    with pytest.raises(ScenarioFaults, match="20 has no unit"):
        simulator.load_scenario(write(tmp_path, "bad.yaml", "name: bad\nhorizon: {start: 2025-01-01, end: 20}\n"))


def test_a_run_has_the_numbers_of_the_command(small: RunResult) -> None:
    expected = small_findings()
    np.testing.assert_array_equal(small.metrics["npv"], expected.metrics["npv"])
    assert small.metrics.rows == 30
    npv = small.summary.where(metric="npv")
    assert npv["unit"].tolist() == ["USD"]
    assert npv["mean"][0] == pytest.approx(expected.metrics["npv"].mean())
    assert npv["sd"][0] == pytest.approx(np.std(expected.metrics["npv"], ddof=1))


def test_tables_are_those_of_the_folder(small: RunResult) -> None:
    for name in ("metrics", "timelines", "delays", "schedule", "flows"):
        columns, stored = getattr(small, name), read_table(small.folder / f"{name}.parquet")
        assert list(columns) == list(stored)
        for column, values in stored.items():
            np.testing.assert_array_equal(columns[column], values)
    last = small.timelines.where(series="paid", statistic="mean")["value"][-1]
    assert last == pytest.approx(small_findings().timelines["paid"]["mean"][-1])


def test_the_same_run_is_read_from_its_folder(small: RunResult, out: Path) -> None:
    again = simulator.run(simulator.load_scenario(SMALL), out=out)
    assert again.folder == small.folder
    opened = simulator.open_run(small.folder)
    np.testing.assert_array_equal(opened.metrics["npv"], small.metrics["npv"])


def test_pictures_are_figures(small: RunResult) -> None:
    assert "gantt" in small.figures
    assert isinstance(small.figure("gantt"), Figure)
    with pytest.raises(UserError, match=r"'gant' is not a picture \(did you mean 'gantt'\?\)"):
        small.figure("gant")


def test_a_run_shows_its_headline(small: RunResult) -> None:
    assert "NPV after tax" in small._repr_html_()
    assert str(small).startswith("small: 30 replications")
    assert repr(small) == f"RunResult(small: 30 replications, seed 1, 2025-01-01 to 2028-12-31; {small.folder})"
    headline = small.headline.where(metric="npv")
    assert headline["what"].tolist() == ["NPV after tax"]


def test_a_run_has_a_workbook(small: RunResult) -> None:
    path = small.workbook()
    assert path == small.folder / "run.xlsx"
    assert path.is_file()
    simulator.open_run(small.folder)


def test_a_comparison_takes_files_edits_and_runs(small: RunResult, out: Path) -> None:
    edited = simulator.load_scenario(SMALL).edited(f"{PRICE}=14 mn USD/MW/year")
    result: ComparisonResult = simulator.compare(small, edited, out=out, jobs=1)
    inputs = result.tables["inputs"]
    assert inputs["path"].tolist() == [PRICE]
    npv = result.tables["metrics"].where(metric="npv")
    other = result.runs["small.2"].metrics["npv"]
    assert npv["difference"][0] == pytest.approx((other - small.metrics["npv"]).mean())
    assert isinstance(result.figure("differences"), Figure)
    assert [verdict.holds for verdict in result.verdicts("npv: no worse than 2 %")] == [True]
    assert PRICE in result._repr_html_()
    assert "small.2" in str(result)


def test_a_run_with_another_seed_decides_on_the_worlds_of_all(out: Path) -> None:
    seventh = simulator.run(SMALL, replications=5, seed=7, jobs=1, out=out)
    result = simulator.compare(SMALL, seventh, jobs=1, out=out)
    assert result.runs["small"].folder == seventh.folder
    assert result.tables["metrics"].where(metric="npv")["difference"].tolist() == [0.0]


def test_a_comparison_needs_two() -> None:
    with pytest.raises(UserError, match="1 given; a comparison needs two"):
        simulator.compare(SMALL)


def test_a_saved_comparison_has_a_page(small: RunResult, out: Path) -> None:
    edited = simulator.load_scenario(SMALL).edited("projects.north.budget=200 mn USD")
    folder = simulator.compare(small, edited, out=out, jobs=1, metrics=["npv"]).save()
    assert (folder / "compare.html").is_file()


def test_a_sweep_takes_what_a_file_would_say(out: Path) -> None:
    vary = {PRICE: "8:14:3 mn USD/MW/year", "projects.*.budget": {"multiply": [0.9, 1.1]}}
    result: SweepResult = simulator.sweep(SMALL, vary, replications=4, jobs=1, out=out, metrics=["npv"])
    npv = result.table.where(metric="npv")
    assert npv.rows == 6
    assert npv[f"{PRICE} (mn USD/MW/year)"].tolist() == [8, 8, 11, 11, 14, 14]
    np.testing.assert_array_equal(result.response("npv").statistics["mean"].ravel(), npv["mean"])
    assert isinstance(result.figure("npv"), Figure)
    assert "<h4>npv</h4>" in result._repr_html_()
    assert "6 points over markets.town.price, projects.*.budget" in repr(result)


def test_a_sweep_takes_options_and_edits(out: Path) -> None:
    source = simulator.load_scenario(SMALL, ["treasury.floor=1 bn USD"])
    result = simulator.sweep(source, [f"{PRICE}=8 mn USD/MW/year, 12 mn USD/MW/year"], replications=4, jobs=1, out=out)
    assert result.swept.points == [("8 mn USD/MW/year",), ("12 mn USD/MW/year",)]
    alone = simulator.run(source, replications=4, jobs=1, out=out)
    assert result.swept.runs[1] == alone.folder


def test_faults_of_what_is_varied_are_told() -> None:
    with pytest.raises(ScenarioFaults, match=r"vary of .*small.yaml:1: sweep.a.b: '5' is neither a list nor a range"):
        simulator.sweep(SMALL, {"a.b": 5})
    with pytest.raises(UserError, match="nothing to vary"):
        simulator.sweep(SMALL)


def test_a_long_table_shows_its_ends() -> None:
    shown = Columns({"n": np.arange(100), "x": np.linspace(0, 1, 100)})._repr_html_()
    assert shown.count("<tr>") == 1 + MOST + 1
    assert f"… {100 - MOST} more rows …" in shown
    assert "<td>99</td>" in shown


def test_columns_are_a_mapping() -> None:
    columns = Columns({"a": np.array([1, 2, 2]), "b": np.array(["x", "y", "z"], object)})
    assert dict(columns).keys() == {"a", "b"}
    assert columns.where(a=2, b="z").rows == 1
    assert list(columns.only("b")) == ["b"]
    assert repr(columns) == "Columns(3 rows: a, b)"
    assert Columns({}).rows == 0


def test_nothing_of_a_file_is_read_as_markup(tmp_path: Path) -> None:
    text = (
        "name: hostile\ndescription: '<script>alert(1)</script>'\nhorizon: {start: 2026-01-01, end: 2026-12-31}\n"
        "projects: {hall: {tags: ['<img src=x>'], stages: {build: {duration: 30 days}}}}\n"
    )
    scenario: ScenarioFile = simulator.load_scenario(write(tmp_path, "hostile.yaml", text))
    shown = scenario._repr_html_()
    assert "<script" not in shown
    assert "<img" not in shown
    assert "&lt;script&gt;" in shown


def test_a_scenario_is_compared_with_itself(tmp_path: Path) -> None:
    source = simulator.load_scenario(written(tmp_path, RULED))
    worth = simulator.compare(source, study="flexibility", metrics=["project.annexe.paid"], out=tmp_path, jobs=1)
    assert worth.comparison.metrics["project.annexe.paid"]["ruled"].difference == 4e6
    assert worth.tables["occasions"]["share"].tolist() == [1.0, 0.0]
    cheaper = source.edited("projects.annexe.budget=3 mn USD")
    less = simulator.compare(cheaper, study="flexibility", metrics=["project.annexe.paid"], out=tmp_path, jobs=1)
    assert less.comparison.metrics["project.annexe.paid"]["ruled"].difference == 3e6
    with pytest.raises(UserError, match="'flexibilty' is no study; one of: flexibility, risks"):
        simulator.compare(source, study="flexibilty", out=tmp_path)
    with pytest.raises(UserError, match="takes one scenario"):
        simulator.compare(source, source, study="risks", out=tmp_path)
