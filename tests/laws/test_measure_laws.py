"""What holds of the books and the numbers of every scenario."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given, settings

from simulator.engine.simpy_engine import simulate
from simulator.metrics.measure import Measures, measured
from tests.laws.portfolios import portfolios
from tests.laws.test_engine_laws import in_other_currency
from tests.worlds import cases_of, scenario_of

LAWS = settings(max_examples=40, deadline=None)


def measures_of(data: dict[str, Any], replications: int, rows: range | None = None) -> Measures:
    cases = cases_of(scenario_of(data), replications, rows=rows)
    return measured(simulate(cases), cases)


@LAWS
@given(portfolios())
def test_the_books_balance_in_every_replication(data: dict[str, Any]) -> None:
    assert (measures_of(data, 4).trial_balance == 0).all()


@LAWS
@given(portfolios())
def test_numbers_are_the_same_to_the_bit_in_any_block(data: dict[str, Any]) -> None:
    whole = measures_of(data, 7)
    parts = [measures_of(data, 7, rows) for rows in (range(3), range(3, 7))]
    for name, values in whole.metrics.items():
        joined = np.concatenate([part.metrics[name] for part in parts])
        np.testing.assert_array_equal(values, joined, err_msg=name)
    for name, series in whole.timelines.items():
        joined = np.concatenate([part.timelines[name].values for part in parts])
        np.testing.assert_array_equal(series.values, joined, err_msg=name)


@LAWS
@given(portfolios())
def test_money_scales_with_the_currency(data: dict[str, Any]) -> None:
    before, after = measures_of(data, 3), measures_of(in_other_currency(data), 3)
    for name in ("revenue", "operating_cash", "plan.paid", "npv", "liquidity_min"):
        np.testing.assert_allclose(after.metrics[name], 8 * before.metrics[name], rtol=1e-6, atol=50, err_msg=name)
    for name in ("finish_day", "capacity_mw"):
        np.testing.assert_array_equal(after.metrics[name], before.metrics[name])


@LAWS
@given(portfolios())
def test_the_causes_of_a_project_add_up_to_the_day_it_is_done(data: dict[str, Any]) -> None:
    cases = cases_of(scenario_of(data), 3)
    found = measured(simulate(cases), cases)
    days = found.delays.by_project.sum(axis=-1)
    for p, name in enumerate(cases.index.projects):
        finish = found.metrics[f"project.{name}.finish_day"]
        expected = np.where(np.isnan(finish), cases.calendar.last_day + 1, finish)
        np.testing.assert_array_equal(days[:, p], expected)
