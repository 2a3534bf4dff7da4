"""A run comes back from its folder as it was, or not at all."""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import duckdb
import numpy as np
import pytest

from simulator.answer import Answer, Manner, answer, resolved
from simulator.errors import StoreError, UserError
from simulator.findings import Findings
from simulator.findings.statistics import STATISTICS
from simulator.findings.stored import open_run, run_id
from simulator.montecarlo.block import asked
from simulator.scenario.load import load
from simulator.scenario.writer import yaml_text
from tests.factories import everything
from tests.small import SMALL


def answered(out: Path, *sets: str, **manner: object) -> Answer:
    loaded = load(SMALL, ["simulation.replications=6", *sets])
    how = Manner(out, jobs=1, plots=False, command=("capsim", "run"))
    return answer(asked(loaded.scenario), loaded.document, replace(how, **manner))  # type: ignore[arg-type]


def assert_equal(found: Findings, expected: Findings) -> None:
    assert list(found.metrics) == list(expected.metrics)
    for name, values in expected.metrics.items():
        assert found.metrics[name].tobytes() == values.tobytes(), name
    assert list(found.timelines) == list(expected.timelines)
    for name, fan in expected.timelines.items():
        assert found.timelines[name].unit == fan.unit
        assert found.timelines[name].statistics.tobytes() == fan.statistics.tobytes(), name
    assert list(found.paths) == list(expected.paths)
    for name, values in expected.paths.items():
        assert found.paths[name].tobytes() == values.tobytes(), name
    for table in ("delays", "schedule", "flows", "rules", "watched", "actions", "risks", "limits"):
        one, other = getattr(found, table), getattr(expected, table)
        assert list(one.keys) == list(other.keys)
        for name, column in one.keys.items():
            np.testing.assert_array_equal(column, other.keys[name], err_msg=name)
        np.testing.assert_array_equal(one.statistics, other.statistics)
    assert found.question == expected.question
    assert found.checks == expected.checks


def test_a_run_comes_back_as_it_was(tmp_path: Path) -> None:
    made = answered(tmp_path)
    assert not made.known
    assert_equal(open_run(made.run.folder).findings, made.run.findings)


def test_what_a_portfolio_reacted_to_comes_back_too(tmp_path: Path) -> None:
    written = tmp_path / "everything.yaml"
    written.write_text(yaml_text(everything()))
    loaded = load(written, ["simulation.replications=4"])
    made = answer(
        asked(loaded.scenario), loaded.document, Manner(tmp_path, jobs=1, plots=False, command=("capsim", "run"))
    )
    assert {"rules.parquet", "watched.parquet", "risks.parquet", "limits.parquet"} <= set(made.run.files)
    assert_equal(open_run(made.run.folder).findings, made.run.findings)


def test_paths_are_what_the_statistics_of_a_series_are_of(tmp_path: Path) -> None:
    findings = open_run(answered(tmp_path).run.folder).findings
    assert "liquidity" in findings.paths
    for name, values in findings.paths.items():
        assert values.shape == (6, len(findings.calendar.closing_days))
        np.testing.assert_allclose(values.mean(axis=0), findings.timelines[name]["mean"], rtol=1e-5, atol=1.0)


def test_the_folder_is_as_the_contract_says(tmp_path: Path) -> None:
    folder = answered(tmp_path, plots=True).run.folder
    assert folder.parent == tmp_path / "small"
    manifest = json.loads((folder / "run.json").read_text())
    listed = {entry["path"] for entry in manifest["files"]}
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert listed | {"run.json"} == present
    wanted = {"scenario.yaml", "metrics.parquet", "timelines.parquet", "delays.parquet", "summary.md"}
    assert wanted <= listed
    assert {"figures/gantt.png", "figures/gantt.svg"} <= listed
    told = "scenario run_id seed replications design engine version libraries command seconds"
    assert set(told.split()) <= set(manifest)
    assert manifest["state"] == "finished"
    assert manifest["checks"] == {"trial_balance_cents": 0, "failed_replications": 0}


def test_tables_answer_sql(tmp_path: Path) -> None:
    run = answered(tmp_path).run
    with duckdb.connect() as sql:
        metrics = sql.sql(f"select count(*), avg(npv) from '{run.folder}/metrics.parquet'").fetchall()[0]
        assert metrics[0] == 6
        assert metrics[1] == pytest.approx(run.findings.metrics["npv"].mean())
        query = f"select * from '{run.folder}/timelines.parquet' where series = 'liquidity' and statistic = 'p50'"
        rows = sql.sql(query).fetchall()
        assert len(rows) == 48
        assert str(rows[0][1]) == "2025-01-31"
        assert rows[0][4] == "USD"
        statistics = sql.sql(f"select distinct statistic from '{run.folder}/timelines.parquet'").fetchall()
        assert {name for (name,) in statistics} == set(STATISTICS)
        columns = sql.sql(f"select * from '{run.folder}/delays.parquet'").columns
        assert columns == ["project", "stage", "cause", *STATISTICS]


def test_the_same_question_is_answered_from_its_folder(tmp_path: Path) -> None:
    first, second = answered(tmp_path), answered(tmp_path, jobs=2)
    assert (first.known, second.known) == (False, True)
    assert second.run.folder == first.run.folder
    assert_equal(second.run.findings, first.run.findings)


def test_another_question_has_another_folder(tmp_path: Path) -> None:
    folders = [
        answered(tmp_path, *sets).run.folder
        for sets in ([], ["simulation.seed=2"], ["simulation.design=sobol"], ["projects.north.budget=251 mn USD"])
    ]
    assert len(set(folders)) == 4


def test_how_a_question_is_put_makes_no_difference() -> None:
    by_set = load(SMALL, ["simulation.replications=7", "simulation.seed=5"])
    by_option = load(SMALL)
    one, other = asked(by_set.scenario), asked(by_option.scenario, replications=7, seed=5)
    texts = [yaml_text(resolved(loaded.document, of)) for loaded, of in ((by_set, one), (by_option, other))]
    assert run_id(texts[0], one, "1") == run_id(texts[1], other, "1")
    assert run_id(texts[0], one, "1") != run_id(texts[0], one, "2")


def test_force_makes_a_second_folder_and_leaves_the_first(tmp_path: Path) -> None:
    first = answered(tmp_path)
    before = (first.run.folder / "run.json").read_bytes()
    second = answered(tmp_path, force=True)
    assert second.run.folder.name == f"{first.run.folder.name}.2"
    assert (first.run.folder / "run.json").read_bytes() == before
    assert answered(tmp_path).run.folder == second.run.folder


def test_missing_pictures_are_added_to_a_known_run(tmp_path: Path) -> None:
    bare = answered(tmp_path)
    assert not (bare.run.folder / "figures").exists()
    full = answered(tmp_path, plots=True)
    assert full.known
    assert full.run.folder == bare.run.folder
    assert "figures/liquidity.svg" in open_run(full.run.folder).files
    whole = answered(tmp_path / "other", plots=True)
    for path in (whole.run.folder / "figures").iterdir():
        assert (full.run.folder / "figures" / path.name).read_bytes() == path.read_bytes()


def test_the_stored_scenario_asks_the_same_question(tmp_path: Path) -> None:
    made = answered(tmp_path)
    loaded = load(made.run.folder / "scenario.yaml")
    again = answer(asked(loaded.scenario), loaded.document, Manner(tmp_path, jobs=1, plots=False))
    assert again.known
    assert again.run.folder == made.run.folder


@pytest.mark.parametrize("name", ["metrics.parquet", "timelines.parquet", "scenario.yaml", "summary.md"])
def test_a_flipped_bit_is_found(tmp_path: Path, name: str) -> None:
    folder = answered(tmp_path).run.folder
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / name).write_bytes(content)
    with pytest.raises(StoreError, match=rf"{name}: has .* but run\.json says"):
        open_run(folder)


def test_the_manifest_states_the_hash_of_the_resolved_scenario(tmp_path: Path) -> None:
    folder = answered(tmp_path).run.folder
    told = json.loads((folder / "run.json").read_text())
    assert told["schema"] == 1
    assert told["scenario_hash"] == sha256((folder / "scenario.yaml").read_bytes()).hexdigest()
    (folder / "run.json").write_text(json.dumps({**told, "scenario_hash": "0" * 64}))
    with pytest.raises(StoreError, match=r"scenario\.yaml: has sha256 .*, but run\.json says scenario_hash 0{12}…"):
        open_run(folder)


def test_a_run_of_before_there_was_that_hash_still_opens(tmp_path: Path) -> None:
    folder = answered(tmp_path).run.folder
    told = json.loads((folder / "run.json").read_text())
    del told["scenario_hash"]
    (folder / "run.json").write_text(json.dumps(told))
    assert open_run(folder).manifest.scenario_hash is None


def test_a_missing_file_is_found(tmp_path: Path) -> None:
    folder = answered(tmp_path).run.folder
    (folder / "delays.parquet").unlink()
    with pytest.raises(StoreError, match=r"delays\.parquet: cannot be read: No such file"):
        open_run(folder)


def test_a_folder_without_a_manifest_is_not_a_run(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "nothing", SMALL):
        with pytest.raises(UserError, match=r"is not a run, it has no run\.json"):
            open_run(place)


@pytest.mark.parametrize("content", ["", "[]", "{", '{"schema": 99}', '{"schema": 1, "files": 3}'])
def test_a_manifest_of_something_else_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "run.json").write_text(content)
    with pytest.raises(StoreError, match=r"run\.json"):
        open_run(tmp_path)


def test_a_manifest_that_points_outside_is_refused(tmp_path: Path) -> None:
    folder = answered(tmp_path).run.folder
    manifest = json.loads((folder / "run.json").read_text())
    manifest["files"][0]["path"] = "../../../etc/passwd"
    (folder / "run.json").write_text(json.dumps(manifest))
    with pytest.raises(StoreError, match="outside the run's folder"):
        open_run(folder)
