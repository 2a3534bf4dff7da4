"""What a comparison says in a terminal: differences in digits that show them, and nothing that n does not bear."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from simulator.comparison import Comparison, Outcome, Regret
from simulator.report.comparison.differences import numbers_of
from simulator.report.comparison.summary import (
    as_text,
    further_lines,
    outcome_lines,
    regret_lines,
    unclear_lines,
)
from simulator.studies.paired import paired
from simulator.words import WIDTH
from tests.comparisons import compared, compared_files, written


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    return compared(tmp_path_factory.mktemp("busy"), "busy")


def moved(unit: str, by: float, *, around: float, spread: float = 0.0, n: int = 60) -> Outcome:
    """A metric of about ``around`` that differs by ``by``, more in some pairs than in others."""
    one = around * np.linspace(0.9, 1.1, n)
    return paired(one, one + by + spread * np.where(np.arange(n) % 2, 1, -1), unit, "higher")


@pytest.mark.parametrize(
    ("outcome", "difference", "interval"),
    [
        (moved("money", 2e6, around=-1e9, spread=5e6), "+2.00 mn USD", "0.70 to 3.30 mn"),
        (moved("money", -2e6, around=-1e9, spread=5e6), "-2.00 mn USD", "-3.30 to -0.70 mn"),
        (moved("money", 2e9, around=5e10), "+2.00", "2.00 to 2.00"),
        (moved("money", 2e9, around=-9e8), "+2.00", "2.00 to 2.00"),
        (moved("money", 1e3, around=5e10, spread=5e8), "0.00 mn USD", "-130.25 to 130.25 mn"),
        (moved("fraction", 1.2e-5, around=0.07), "+0.0012", "0.0012 to 0.0012"),
        (moved("MW", 0.0, around=6000.0), "0", "0 to 0"),
        (moved("day", 0.02, around=500.0), "+0.020 d", "0.020 to 0.020"),
    ],
)
def test_a_difference_is_told_in_digits_that_show_it(
    outcome: Outcome, difference: str, interval: str, busy: Comparison
) -> None:
    told = numbers_of(outcome, busy)
    assert (told.difference, told.interval) == (difference, interval)


@pytest.mark.parametrize("by", [0.0, 1e-8, 1e-6, 1e-3])
def test_columns_of_the_table_never_run_together(by: float, busy: Comparison) -> None:
    outcome = moved("fraction", -by, around=0.068, spread=by / 1e3)
    told = replace(busy, metrics={"irr": {"busy": outcome}}, headline=("irr",))
    written = numbers_of(outcome, busy)
    row = outcome_lines(told, told.others[0])[2]
    cells = [written.baseline, written.value, written.difference, *written.interval.split(), "0", "%"]
    assert row.split()[3:-1] == cells
    assert len(row) <= WIDTH


def test_a_bound_that_is_not_zero_is_not_told_as_zero(busy: Comparison) -> None:
    outcome = replace(moved("money", 2e6, around=1e9, spread=5e6), low=3e3)
    assert outcome.distinguishable
    assert numbers_of(outcome, busy).interval.startswith("0.003 to ")


def test_small_shortfalls_are_told_beside_large_ones(busy: Comparison) -> None:
    rows = (
        Regret("npv", "money", "small", 60, 0.5, 2e6, 0.0, 3e9),
        Regret("npv", "money", "busy", 60, 0.5, 0.0, 0.0, 0.0),
    )
    head, row = regret_lines(replace(busy, regrets=rows))[1:3]
    assert head.startswith("npv mn USD")
    assert row.split()[-3:] == ["2.00", "0.00", "3,000.00"]


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (moved("MW", 0.1, around=9.0, spread=1.0, n=2), "at n = 2; too few pairs to say"),
        (replace(moved("MW", 0.1, around=9.0, spread=1.0), needed=60), "at n = 60; too few pairs to say"),
        (moved("MW", 0.1, around=9.0, spread=1.0), "at n = 60; about 810 would tell"),
    ],
)
def test_never_as_many_would_tell_as_there_are(outcome: Outcome, words: str, busy: Comparison) -> None:
    told = replace(busy, metrics={"npv": {"busy": outcome}}, headline=("npv",))
    (line,) = unclear_lines(told, "busy")
    assert words in line


def test_a_programme_that_is_not_done_is_named_with_its_value(tmp_path: Path) -> None:
    comparison = compared_files(tmp_path, written(tmp_path, {"bare": "projects.tools_*: {remove: true}"}))
    (line,) = [line for line in further_lines(comparison, comparison.others[0]) if line.startswith("Not done in bare")]
    assert line.startswith("Not done in bare: tools (NPV ")
    assert "npv.tools" not in as_text(comparison)
