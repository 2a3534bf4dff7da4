"""When projects finish and serve, and what was paid, by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulator.metrics import measure, view_of
from simulator.trace import Kind
from tests.factories import BUILD, trace_by_hand, world

WAVES = {
    "x_1": {**BUILD, "capacity": "5 MW", "wave_of": "x", "wave": 1},
    "x_2": {**BUILD, "capacity": "5 MW", "wave_of": "x", "wave": 2},
    "other": BUILD,
}


def found(*rows: Any) -> dict[str, float]:
    cases = world(projects=WAVES)
    return {name: float(values[0]) for name, values in measure(view_of(trace_by_hand(*rows), cases)).items()}


def test_waves_are_summed_up_under_their_common_name() -> None:
    rows = (
        (0, 30, Kind.PAID, 0, 1000),
        (10, 10, Kind.PAID, 2, 700),
        (40, 40, Kind.IN_SERVICE, 1, 5000),
        (40, 40, Kind.FINISHED, 0, 0),
        (70, 70, Kind.IN_SERVICE, 3, 5000),
        (70, 70, Kind.FINISHED, 1, 0),
    )
    metrics = found(*rows)
    assert metrics["project.x.paid"] == 17.0
    assert metrics["project.x.finish_day"] == 70
    assert metrics["project.x.in_service_day"] == 40
    assert metrics["project.x_2.in_service_day"] == 70
    assert metrics["project.x_1.paid"] == 10.0


def test_what_is_unfinished_has_no_day() -> None:
    metrics = found((40, 40, Kind.FINISHED, 0, 0))
    assert metrics["project.x_1.finish_day"] == 40
    assert np.isnan(metrics["project.x.finish_day"])
    assert np.isnan(metrics["finish_day"])
    assert np.isnan(metrics["project.x.in_service_day"])


def test_a_project_that_brings_nothing_has_no_day_of_service() -> None:
    assert "project.other.in_service_day" not in found()


def test_what_happens_on_the_last_day_counts() -> None:
    rows = [(364, 364, Kind.FINISHED, p, 0) for p in range(3)]
    assert found(*rows)["finish_day"] == 364


def test_a_payment_that_runs_past_the_end_counts_up_to_it() -> None:
    # 100 days of 1.00 from day 345: 20 days of it lie within the year
    assert found((345, 445, Kind.PAID, 4, 10_000))["project.other.paid"] == pytest.approx(20.0)


def test_the_peak_of_stranded_capital_is_that_of_its_worst_month_end() -> None:
    rows = ((5, 15, Kind.WORKED, 0, 10), (5, 15, Kind.PAID, 0, 5000), (100, 120, Kind.WORKED, 1, 20))
    assert found(*rows)["stranded_capital_peak"] == 50.0
