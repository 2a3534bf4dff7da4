"""A grid of runs: each is the run that its edits alone would give, in the same worlds, and none is made twice."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import duckdb
import numpy as np
import pytest
from scipy import stats

from simulator.answer import Manner
from simulator.errors import ScenarioFaults, UserError
from simulator.montecarlo.block import asked
from simulator.montecarlo.replications import run
from simulator.scenario.load import load_scenario
from simulator.scenario.vary import read_options
from simulator.studies.columns import column_statistics
from simulator.studies.sweep import Grid, Swept, sweep
from simulator.studies.sweep_folder import keep
from tests.small import SMALL

PRICE = "markets.town.price=8:14:3 mn USD/MW/year"
BUDGET = "projects.north.budget=200 mn USD,250 mn USD"


def grid(*vary: str, sets: tuple[str, ...] = (), replications: int = 12) -> Grid:
    return Grid(SMALL, read_options(vary), sets, replications=replications)


def swept(out: Path, *vary: str, **asked_so: object) -> Swept:
    return sweep(grid(*vary, **asked_so), Manner(out, jobs=1))  # type: ignore[arg-type]


def metric_of(*sets: str) -> np.ndarray:
    return run(asked(load_scenario(SMALL, sets), replications=12), jobs=1).metrics["npv"]


def test_each_point_is_the_run_of_its_edits(tmp_path: Path) -> None:
    found = swept(tmp_path, PRICE, BUDGET)
    assert found.shape == (3, 2)
    npv = found.response("npv").statistics["mean"]
    assert npv.shape == (3, 2)
    alone = metric_of("markets.town.price=14 mn USD/MW/year", "projects.north.budget=200 mn USD")
    assert npv[2, 0] == pytest.approx(alone.mean())


def test_the_last_path_varies_fastest(tmp_path: Path) -> None:
    found = swept(tmp_path, PRICE, BUDGET)
    assert found.points[:3] == [
        ("8 mn USD/MW/year", "200 mn USD"),
        ("8 mn USD/MW/year", "250 mn USD"),
        ("11 mn USD/MW/year", "200 mn USD"),
    ]


def test_differences_are_paired_with_the_first_point(tmp_path: Path) -> None:
    found = swept(tmp_path, PRICE).response("npv").statistics
    first, last = metric_of("markets.town.price=8 mn USD/MW/year"), metric_of("markets.town.price=14 mn USD/MW/year")
    low, high = stats.ttest_rel(last, first).confidence_interval(0.95)
    assert found["difference"][2] == pytest.approx((last - first).mean())
    assert (found["low"][2], found["high"][2]) == pytest.approx((low, high))
    assert [found[name][0] for name in ("difference", "low", "high")] == [0, 0, 0]


def test_a_metric_that_the_edit_does_not_touch_differs_by_exactly_zero(tmp_path: Path) -> None:
    found = swept(tmp_path, PRICE).response("project.north.finish_day").statistics
    assert found["difference"].tolist() == found["high"].tolist() == [0, 0, 0]


def test_points_that_were_run_are_not_run_again(tmp_path: Path) -> None:
    assert swept(tmp_path, PRICE).known == 0
    wider = swept(tmp_path, "markets.town.price=8:14:4 mn USD/MW/year")
    assert wider.known == 2
    runs = [path for path in (tmp_path / "small").iterdir() if (path / "run.json").is_file()]
    assert len(runs) == 5


def test_the_order_of_paths_changes_no_run(tmp_path: Path) -> None:
    swept(tmp_path, PRICE, BUDGET)
    assert swept(tmp_path, BUDGET, PRICE).known == 6


def test_replications_in_which_only_one_of_two_is_defined_are_no_pairs() -> None:
    first, other = np.array([1.0, 2.0, np.nan, 4.0]), np.array([2.0, np.nan, 3.0, 7.0])
    found = column_statistics({"x": other}, {"x": first})["x"]
    assert found[0] == 3  # defined
    assert found[6] == pytest.approx(2.0)  # (1 + 3) / 2
    # sd of (1, 3) is sqrt 2, its error 1, t(0.975, 1) = 12.706
    assert found[8] - found[6] == pytest.approx(12.7062, abs=1e-3)


def test_a_single_replication_has_no_interval() -> None:
    found = column_statistics({"x": np.array([2.0])}, {"x": np.array([1.0])})["x"]
    assert found[6] == 1.0
    assert np.isnan(found[[2, 7, 8]]).all()


def test_a_metric_that_some_points_lack_has_no_row_there(tmp_path: Path) -> None:
    found = swept(tmp_path, "projects.south.market=town,null", replications=3)
    table = found.table()
    assert set(table["metric"]) >= {"npv.south"}
    for name in ("npv", "npv.south"):
        assert list(table["point"][table["metric"] == name]) == [0, 1]


def test_the_table_is_tidy_and_its_files_say_the_same(tmp_path: Path) -> None:
    found = swept(tmp_path, PRICE, "templates.hall.stages.shell.duration=pert(4, 6, 12) months,6 months")
    folder = keep(found, tmp_path)
    assert folder == tmp_path / "sweep" / found.id
    columns = duckdb.read_parquet(str(folder / "table.parquet")).fetchnumpy()
    with (folder / "table.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == list(columns)
    assert len(rows) == len(found.metrics) * 6
    npv = [row for row in rows if row["metric"] == "npv"]
    assert [float(row["markets.town.price (mn USD/MW/year)"]) for row in npv] == [8, 8, 11, 11, 14, 14]
    assert npv[1]["templates.hall.stages.shell.duration"] == "6 months"
    assert npv[0]["unit"] == "USD"
    at = columns["metric"] == "npv"
    np.testing.assert_array_equal([float(row["p90"]) for row in npv], columns["p90"][at])
    runs = {entry["run"] for entry in json.loads((folder / "sweep.json").read_text())["points"]}
    assert all((tmp_path / run / "run.json").is_file() for run in runs)


def test_a_sweep_has_one_folder(tmp_path: Path) -> None:
    folders = {keep(swept(tmp_path, PRICE), tmp_path, ["npv"]) for _ in range(2)}
    assert len(folders) == 1
    assert {path.name for path in (folders.pop() / "figures").iterdir()} == {"npv.png", "npv.svg"}


@pytest.mark.parametrize(
    ("vary", "said"),
    [
        ("markets.town.prize=1,2", "--vary: markets.town.prize"),
        ("markets.town.price=8 MW,9 MW", "--vary: markets.town.price: '8 MW' is power"),
        ("projects.nort.budget=1 mn USD,2 mn USD", "--vary: projects.nort.budget"),
    ],
)
def test_a_wrong_value_is_told_before_anything_is_run(vary: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(ScenarioFaults) as caught:
        swept(tmp_path, BUDGET, vary)
    assert said in str(caught.value)
    assert not list(tmp_path.iterdir())


def test_all_wrong_values_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(ScenarioFaults) as caught:
        swept(tmp_path, "markets.town.price=8 mn USD/MW/year,9 MW,10 days")
    assert len(caught.value.faults) == 2


@pytest.mark.parametrize("vary", ["simulation.seed=1,2", "simulation.replications=5,6"])
def test_what_would_part_the_worlds_is_not_varied(vary: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be compared"):
        sweep(Grid(SMALL, read_options([vary])), Manner(tmp_path, jobs=1))


def test_a_metric_that_does_not_exist_is_told_after_the_first_point(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"'npb' is not a metric of this scenario \(did you mean 'npv'\?\)"):
        sweep(grid(PRICE), Manner(tmp_path, jobs=1), ["npb"])
    assert len(list((tmp_path / "small").iterdir())) == 1


def test_without_anything_to_vary_there_is_no_sweep(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="nothing to vary"):
        swept(tmp_path)


def test_cells_of_the_table_cannot_become_formulas(tmp_path: Path) -> None:
    found = swept(tmp_path, "markets.town.growth=-5 %/year,{2025-01-01: 3 %/year}", replications=2)
    folder = keep(found, tmp_path)
    with (folder / "table.csv").open(newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    texts = [cell for cell in cells if not cell.lstrip("-").replace(".", "").replace("e-", "").isdigit()]
    assert "'-5 %/year" in texts
    assert not [cell for cell in texts if cell.startswith(("=", "+", "-", "@"))]
