"""A run goes on until a mean is known as well as was asked for, and not much further."""

from __future__ import annotations

import dataclasses
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats

from simulator.answer import Answer, Manner, answer, named
from simulator.errors import UserError
from simulator.montecarlo.block import asked
from simulator.montecarlo.precision import Precision, read_precision, width_of
from simulator.montecarlo.replications import Means, run, run_until
from simulator.scenario.load import Loaded, load
from simulator.store.folders import BLOCKS, claimed
from tests.montecarlo.test_run import assert_same
from tests.small import SMALL, small_question


def test_the_half_width_is_that_of_scipys_interval() -> None:
    values = np.random.default_rng(3).normal(5.0, 2.0, 40)
    low, high = stats.t.interval(0.95, 39, loc=values.mean(), scale=stats.sem(values))
    assert width_of(values) == pytest.approx((high - low) / 2, rel=1e-12)


def test_intervals_of_that_width_hold_the_mean_as_often_as_they_say() -> None:
    samples = np.random.default_rng(4).normal(1.0, 1.0, (4000, 20))
    held = np.mean([abs(sample.mean() - 1.0) <= width_of(sample) for sample in samples])
    assert held == pytest.approx(0.95, abs=4 * math.sqrt(0.95 * 0.05 / 4000))


@pytest.mark.parametrize("values", [[], [1.0], [np.nan, np.nan, 2.0]])
def test_too_few_values_have_no_width(values: list[float]) -> None:
    assert Precision("npv", 1.0, False).reached(np.array(values)) == math.inf


def test_a_share_of_a_mean_of_zero_is_never_reached_unless_nothing_varies() -> None:
    assert Precision("npv", 0.5, True).reached(np.array([-1.0, 1.0])) == math.inf
    assert Precision("npv", 0.5, True).reached(np.zeros(9)) == 0.0


def test_replications_grow_with_the_square_of_the_width_by_four_at_most() -> None:
    values = np.array([9.0, 11.0] * 50)
    width = width_of(values)
    for wanted, expected in ((width, 100), (width / 1.2, 150), (width / 1.9, 400), (width / 100, 400)):
        assert Precision("npv", wanted, False).replications(values) == expected


def read(text: str, most: int = 1000, **simulation: Any) -> Precision:
    return read_precision(text, asked(small_question().scenario, **simulation), most)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("npv: 1 %", Precision("npv", 0.01, True, "USD", True)),
        ("npv:0.5%", Precision("npv", 0.005, True, "USD", True)),
        ("npv: 2 mn USD", Precision("npv", 2e6, False, "USD", True)),
        ("finish_day: 2 weeks", Precision("finish_day", 14.0, False, "day")),
        ("payback_years: 6 months", Precision("payback_years", 0.5, False, "years")),
        ("irr: 0.5 %/year", Precision("irr", 0.005, False, "1/year")),
        ("note.put: 0.01", Precision("note.put", 0.01, False, "0/1")),
    ],
)
def test_a_precision_is_read_in_the_unit_of_its_metric(written: str, expected: Precision) -> None:
    found = read(written)
    assert dataclasses.replace(found, wanted=expected.wanted) == expected
    assert found.wanted == pytest.approx(expected.wanted, rel=1e-12)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("npv", "'npv' is not a metric and a half-width; write METRIC: HALF-WIDTH"),
        (": 1 %", "': 1 %' is not a metric and a half-width"),
        ("npc: 1 %", r"'npc' is not a metric of this scenario \(did you mean 'npv'\?\)"),
        ("npv: 3 MW", "'3 MW' is power; write money"),
        ("npv: 0 %", "'0 %' is never reached; must be above 0"),
        ("npv: 0 USD", "'0 USD' is never reached"),
        ("npv: 1.2.3 %", r"'1\.2\.3 %' is not a share"),
        ("npv: -1 %", "npv: '-1 %' is percent; write money"),
        ("npv: normal(2, 1) USD", "is drawn"),
        ("finish_day: 9", "finish_day: '9' has no unit; write a length of time"),
    ],
)
def test_what_is_no_precision_is_told(written: str, said: str) -> None:
    with pytest.raises(UserError, match=f"^--precision: .*{said}"):
        read(written)


@pytest.mark.parametrize("design", ["latin_hypercube", "sobol"])
def test_designs_that_cannot_be_added_to_are_refused(design: str) -> None:
    with pytest.raises(UserError, match=f"--precision: .*'{design}'.*simulation.design must be random"):
        read("npv: 1 %", design=design)


def test_more_replications_from_the_start_than_at_most_are_refused() -> None:
    with pytest.raises(UserError, match="--max-replications: 20 is fewer than the 30 to begin with"):
        read("npv: 1 %", most=20)


def test_a_run_that_went_on_is_the_run_of_as_many() -> None:
    wanted = Precision("npv", 0.55, True)
    grown = run_until(
        small_question(), lambda metrics: wanted.replications(metrics["npv"]), 1000, Means(jobs=1, block=40)
    )
    n = grown.replications
    assert 30 < n <= 1000
    assert wanted.reached(grown.metrics["npv"]) <= 0.55
    assert wanted.reached(grown.metrics["npv"][:30]) > 0.55
    assert grown.question == asked(small_question().scenario, replications=n)
    assert_same(grown, run(asked(small_question().scenario, replications=n), jobs=1))


def test_no_more_than_at_most_are_run() -> None:
    grown = run_until(small_question(), lambda metrics: 10**6, 77, Means(jobs=1))
    assert grown.replications == 77


def loaded() -> Loaded:
    return load(SMALL, ["simulation.replications=6"])


def answered(out: Path, width: float, most: int = 200, **manner: object) -> Answer:
    scenario = loaded()
    how = Manner(out, jobs=1, plots=False, precision=Precision("npv", width, True), most=most)
    how = dataclasses.replace(how, **manner)  # type: ignore[arg-type]
    return answer(asked(scenario.scenario), scenario.document, how)


def test_the_run_id_is_that_of_the_replications_that_were_run(tmp_path: Path) -> None:
    found = answered(tmp_path, 0.7)
    manifest = found.run.manifest
    assert 6 < manifest.replications < 200
    same = asked(loaded().scenario, replications=manifest.replications)
    assert manifest.run_id == named(same, loaded().document)
    again = answer(same, loaded().document, Manner(tmp_path, jobs=1, plots=False))
    assert again.known
    assert [path.name for path in (tmp_path / "small").iterdir()] == [manifest.run_id]


def test_the_same_precision_is_served_from_its_folder_and_another_is_not(tmp_path: Path) -> None:
    first = answered(tmp_path, 0.7)
    assert not first.known
    assert answered(tmp_path, 0.7).run.folder == first.run.folder
    assert answered(tmp_path, 0.7).known
    assert not answered(tmp_path, 0.3, most=400).known
    assert answered(tmp_path, 0.7).known


def test_a_run_of_as_many_that_is_there_already_is_the_answer(tmp_path: Path) -> None:
    n = answered(tmp_path / "elsewhere", 0.7).run.manifest.replications
    plain = answer(asked(loaded().scenario, replications=n), loaded().document, Manner(tmp_path, jobs=1, plots=False))
    found = answered(tmp_path, 0.7)
    assert found.known
    assert found.run.folder == plain.run.folder


def test_an_interrupted_search_for_precision_goes_on(tmp_path: Path) -> None:
    whole = answered(tmp_path / "whole", 0.5)

    def stopped(done: int, total: int) -> None:
        if done > 6:
            raise KeyboardInterrupt

    scenario = loaded()
    how = Manner(tmp_path / "r", jobs=1, plots=False, precision=Precision("npv", 0.5, True), most=200)
    with pytest.raises(KeyboardInterrupt):
        answer(asked(scenario.scenario), scenario.document, how, stopped)
    assert len(list(tmp_path.glob(f"r/small/.*.partial/{BLOCKS}/*.block"))) >= 2
    again = answered(tmp_path / "r", 0.5, resume=True)
    assert again.run.manifest.run_id == whole.run.manifest.run_id
    tables = [path.name for path in whole.run.folder.glob("*.parquet")]
    for name in tables:
        assert (again.run.folder / name).read_bytes() == (whole.run.folder / name).read_bytes(), name
    with claimed(tmp_path / "r" / "small", "any"):
        pass
    assert [path.name for path in (tmp_path / "r" / "small").iterdir()] == [whole.run.manifest.run_id]
