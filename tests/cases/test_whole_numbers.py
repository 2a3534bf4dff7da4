"""What is drawn counts in whole days, thousandths and cents, with halves to even."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.cases.drawn import Drawn
from simulator.cases.whole_numbers import cents_of, milli, whole_days
from simulator.quantities.quantity import Constant
from simulator.quantities.units import Dimension

EXPECTED = Drawn(None, 2)


@pytest.mark.parametrize(("days", "whole"), [(0.0, 1), (0.4, 1), (1.5, 2), (2.5, 2), (399.6, 400)])
def test_work_takes_whole_days_and_one_at_the_least(days: float, whole: int) -> None:
    assert whole_days(np.array([days]), Constant(10.0, Dimension.DURATION)).tolist() == [whole]


def test_what_is_written_as_no_time_takes_none() -> None:
    assert whole_days(np.zeros(3), Constant(0.0, Dimension.DURATION)).tolist() == [0, 0, 0]


def test_power_is_whole_kilowatts() -> None:
    assert milli(np.array([[20.0, 0.0126], [1.0006, 0.0]])).tolist() == [[20_000, 13], [1_001, 0]]


@pytest.mark.parametrize(
    ("written", "cents"),
    [(Constant(0.3, Dimension.SHARE), [30_00, 75_00]), (Constant(12.5, Dimension.MONEY), [12_50] * 2)],
)
def test_a_share_is_one_of_the_budget_and_money_is_money(written: Constant, cents: list[int]) -> None:
    assert cents_of(np.array([100.0, 250.0]), "projects.a.renewal.cost", written, EXPECTED).tolist() == cents
