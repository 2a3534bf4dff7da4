"""A run is the same however it is cut, and its replications are what they are in any other run."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import numpy as np
import pytest

from simulator.errors import UserError
from simulator.findings import UNSPENT, WHOLE_PROJECT, findings_of
from simulator.montecarlo.block import asked, run_block
from simulator.montecarlo.replications import Run, run
from simulator.scenario.load import load_scenario
from tests.small import SMALL, small_findings, small_question


def arrays_of(found: Run) -> Iterator[tuple[str, np.ndarray]]:
    """Every array of a run, by name."""
    yield from found.metrics.items()
    for name, series in found.timelines.items():
        yield f"series {name}", series.values
    yield from (("by stage", found.delays.by_stage), ("by project", found.delays.by_project))
    for field in dataclasses.fields(found):
        value = getattr(found, field.name)
        if isinstance(value, np.ndarray):
            yield f"field {field.name}", value


def assert_same(one: Run, other: Run, rows: slice = slice(None)) -> None:
    """Bit for bit, NaN included."""
    expected = dict(arrays_of(other))
    found = dict(arrays_of(one))
    assert list(found) == list(expected)
    for name, array in found.items():
        assert array[rows].tobytes() == expected[name][rows].tobytes(), name


@pytest.mark.parametrize("block", [1, 7, 29, 30, 500])
def test_any_size_of_block_gives_the_same_bits(block: int) -> None:
    assert_same(run(small_question(), jobs=1, block=block), run(small_question(), jobs=1, block=30))


def test_any_number_of_jobs_gives_the_same_bits() -> None:
    assert_same(run(small_question(), jobs=2, block=4), run(small_question(), jobs=1))


def test_more_replications_leave_the_first_ones_as_they_are() -> None:
    few = run(small_question(), jobs=1)
    many = run(asked(small_question().scenario, replications=41), jobs=1, block=11)
    for name, values in few.metrics.items():
        np.testing.assert_array_equal(values, many.metrics[name][:30], err_msg=name)


@pytest.mark.parametrize("design", ["latin_hypercube", "sobol"])
def test_designs_are_made_before_blocks_are_cut(design: str) -> None:
    question = asked(small_question().scenario, design=design)
    assert_same(run(question, jobs=1, block=8), run(question, jobs=1))


def test_another_seed_is_another_set_of_worlds() -> None:
    other = run(asked(small_question().scenario, seed=2), jobs=1)
    assert (other.metrics["npv"] != run(small_question(), jobs=1).metrics["npv"]).any()


def test_progress_ends_with_all_replications() -> None:
    seen: list[tuple[int, int]] = []
    run(small_question(), jobs=1, block=13, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(0, 30), (13, 30), (26, 30), (30, 30)]


def test_an_engine_that_does_not_exist_is_the_users_fault() -> None:
    with pytest.raises(UserError, match=r"'simpi' is not an engine; one of: simpy"):
        asked(load_scenario(SMALL), engine="simpi")


def test_money_spent_and_left_adds_up_to_what_sources_gave() -> None:
    block = run_block(small_question(), range(5))
    findings = small_findings()
    assert (block.moved[:, 1:] >= block.spent.sum(axis=2)[:, 1:]).all()
    note = findings.flows.where(source="note")
    assert note["mean"].sum() == pytest.approx(100e6, abs=0.01)
    assert note.where(pool="commerce")["mean"].sum() == pytest.approx(20e6, abs=0.01)
    plan = findings.flows.where(source="plan")
    assert plan["mean"].sum() == pytest.approx(520e6, abs=0.01)
    assert UNSPENT in plan["programme"]


def test_spending_by_flow_is_spending_by_project() -> None:
    findings = small_findings()
    for name in ("north", "south"):
        paid = float(findings.metrics[f"project.{name}.paid"].mean())
        assert findings.flows.where(programme=name)["mean"].sum() == pytest.approx(paid, abs=0.01)


def test_the_schedule_ends_where_the_metrics_say() -> None:
    findings = small_findings()
    for name in ("north", "south", "tools_1", "tools_2"):
        end = findings.schedule.where(project=name, stage=WHOLE_PROJECT, event="end")
        finish = findings.metrics[f"project.{name}.finish_day"]
        assert int(end["n"][0]) == (~np.isnan(finish)).sum()
        assert end["mean"][0] == pytest.approx(np.nanmean(finish))


def test_a_project_starts_with_the_first_of_its_stages() -> None:
    schedule = small_findings().schedule.where(project="north", event="start")
    assert schedule.where(stage=WHOLE_PROJECT)["p50"][0] == schedule.where(stage="shell")["p50"][0]


def test_delays_of_a_driving_path_add_up_to_its_finish() -> None:
    findings = small_findings()
    days = findings.delays.where(project="north", stage=WHOLE_PROJECT)
    assert days["mean"].sum() == pytest.approx(float(findings.metrics["project.north.finish_day"].mean()))


def test_timelines_are_reduced_over_replications() -> None:
    whole = run(small_question(), jobs=1)
    reduced = findings_of(whole).timelines["liquidity"]
    values = whole.timelines["liquidity"].values
    np.testing.assert_allclose(reduced["mean"], values.mean(axis=0))
    np.testing.assert_allclose(reduced["p90"], np.quantile(values, 0.9, axis=0))
