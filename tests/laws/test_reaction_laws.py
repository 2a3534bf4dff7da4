"""What holds of the books and numbers of every scenario in which projects are given up and money is moved."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given, settings

from simulator.closing import Books, books_of
from simulator.engine.simpy_engine import simulate
from simulator.metrics.measure import measured
from simulator.timelines import construction_in_progress, daily_liquidity, stranded_capital, timelines_of
from simulator.trace import Kind, Trace
from tests.laws.decisions import decided
from tests.worlds import cases_of, scenario_of, trace_of

LAWS = settings(max_examples=30, deadline=None)


def without(trace: Trace, *kinds: Kind) -> Trace:
    return trace.take(~np.isin(trace.kind, kinds))


def books(data: dict[str, Any]) -> tuple[Books, Trace]:
    cases, trace = trace_of(data, 4)
    return books_of(trace, cases), trace


@LAWS
@given(decided())
def test_moving_money_between_pools_leaves_the_liquidity_of_the_group_alone(data: dict[str, Any]) -> None:
    found, trace = books(data)
    unmoved = books_of(without(trace, Kind.MOVED), found.cases)
    np.testing.assert_array_equal(daily_liquidity(found), daily_liquidity(unmoved))
    ours, theirs = timelines_of(found), timelines_of(unmoved)
    pools = [f"pool.{name}" for name in found.cases.index.pools]
    before, after = (np.sum([series[name].values for name in pools], axis=0) for series in (theirs, ours))
    np.testing.assert_allclose(after, before, atol=0.01)
    np.testing.assert_allclose(ours["treasury"].values, theirs["treasury"].values, atol=0.01)


@LAWS
@given(decided())
def test_capital_that_was_paid_serves_is_written_off_or_is_in_progress(data: dict[str, Any]) -> None:
    found, _ = books(data)
    cases, assets, series = found.cases, found.closing.assets, timelines_of(found)
    in_progress = construction_in_progress(found)[:, :, -1]
    gone = np.zeros(cases.replications, np.int64)
    for rows in (assets.capitalised, assets.written_off):
        np.add.at(gone, rows.replication, rows.amount)
    capex = (series["capex"].values - series["renewals"].values).sum(axis=1)
    np.testing.assert_allclose((gone + in_progress.sum(axis=1)) / 100, capex, atol=0.01)
    given_up = assets.abandoned <= cases.calendar.last_day
    assert not in_progress[given_up].any()
    assert (in_progress >= 0).all()


@LAWS
@given(decided())
def test_a_project_that_is_given_up_is_never_heard_of_again(data: dict[str, Any]) -> None:
    found, _ = books(data)
    cases, abandoned = found.cases, found.closing.assets.abandoned
    for kind in (Kind.WORKED, Kind.WAITED, Kind.ENDED, Kind.UNFINISHED):
        rows = found.rows[kind]
        stage = rows.subject // len(cases.index.causes) if kind == Kind.WAITED else rows.subject
        last = abandoned[rows.replication, cases.stages.project[stage]]
        given_up = last <= cases.calendar.last_day
        assert (np.maximum(rows.day, rows.until) <= last)[given_up].all(), kind
    finished = found.rows[Kind.FINISHED]
    assert (abandoned[finished.replication, finished.subject] > cases.calendar.last_day).all()
    idle = stranded_capital(found)
    closing = found.closing.grid.ends[idle.closing] - 1
    assert (closing < abandoned[idle.replication, idle.project]).all()


@LAWS
@given(decided())
def test_causes_of_a_project_add_up_to_the_day_on_which_it_is_done_or_given_up(data: dict[str, Any]) -> None:
    cases, trace = trace_of(data, 4)
    days = measured(trace, cases).delays.by_project.sum(axis=-1)
    assets = books_of(trace, cases).closing.assets
    np.testing.assert_array_equal(days, np.minimum(assets.finished, assets.abandoned))


@settings(max_examples=15, deadline=None)
@given(decided())
def test_numbers_are_the_same_to_the_bit_in_any_block(data: dict[str, Any]) -> None:
    scenario = scenario_of(data)
    blocks = [cases_of(scenario, 5, rows=rows) for rows in (range(5), range(2), range(2, 5))]
    whole, *parts = (measured(simulate(cases), cases) for cases in blocks)
    for name, values in whole.metrics.items():
        np.testing.assert_array_equal(values, np.concatenate([part.metrics[name] for part in parts]), err_msg=name)
    for name, values in vars(whole.decisions).items():
        joined = np.concatenate([getattr(part.decisions, name) for part in parts])
        np.testing.assert_array_equal(values, joined, err_msg=name)
