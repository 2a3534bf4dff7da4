"""Where money raised from outside went: to the cent, whatever pools lend or rules move."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
import pytest

from simulator.montecarlo.replications import Run, run
from simulator.scenario.raises import ConvertibleNote
from simulator.scenario.tranches import split_of
from tests.raised import LENT, MOVED, run_of
from tests.small import small_question


def cents(of: Run, series: str) -> np.ndarray:
    return np.asarray(np.rint(of.timelines[series].values * 100), np.int64)


def quarters(of: Run) -> np.ndarray:
    """Positions of the fiscal quarters' ends among the closings."""
    return np.asarray(np.searchsorted(of.calendar.closing_days, of.calendar.fiscal_quarter_ends))


@lru_cache(maxsize=1)
def small() -> Run:
    return run(small_question(), jobs=1)


RUNS: dict[str, Callable[[], Run]] = {"small": small, "lent": lambda: run_of(LENT), "moved": lambda: run_of(MOVED)}


@pytest.mark.parametrize("which", list(RUNS))
def test_allocated_and_unallocated_are_the_net_proceeds_in_every_replication_and_quarter(which: str) -> None:
    of = RUNS[which]()
    note = of.question.scenario.funding["note"]
    assert isinstance(note, ConvertibleNote)
    split, ends = split_of(note), quarters(of)
    after = ends[of.calendar.closing_days[ends] >= of.calendar.day_of(note.settles)]
    parts = [cents(of, f"note.{part}.{pool}") for part in ("allocated", "unallocated") for pool in split]
    whole = np.sum(parts, axis=0)
    assert (whole[:, after] == sum(split.values())).all()
    assert len(after) >= 4
    assert (of.metrics["note.unaccounted"] == 0).all()


def test_a_pool_that_lends_nothing_keeps_its_part() -> None:
    for pool, part in {"cloud": 80_000_000_00, "commerce": 20_000_000_00}.items():
        left = cents(small(), f"note.unallocated.{pool}")[:, -1]
        assert (cents(small(), f"note.allocated.{pool}")[:, -1] + left == part).all()
    assert not [name for name in small().timelines if ".lent." in name or ".moved." in name]


def test_what_programmes_got_is_all_that_was_allocated() -> None:
    programmes = [name for name in small().metrics if name.startswith("note.spent_on.") and name.count(".") == 2]
    projects = [name for name in small().metrics if name.startswith("note.spent_on.") and name.count(".") == 3]
    allocated = small().metrics["note.allocated.cloud"] + small().metrics["note.allocated.commerce"]
    for names in (programmes, projects):
        np.testing.assert_allclose(sum(small().metrics[name] for name in names), allocated)


def test_waves_are_told_together() -> None:
    assert "note.spent_on.tools.tools" in small().metrics
    assert "note.spent_on.tools.tools_1" not in small().metrics


def test_what_an_idle_pool_lends_is_logged_as_drift() -> None:
    # the hall needs 80: 60 of cloud, and 20 of the 30 that the shop leaves
    of = run_of(LENT)
    assert (of.metrics["note.spent_on.hall"] == 80e6).all()
    assert (of.metrics["note.spent_on.shop"] == 10e6).all()
    lent = of.timelines["note.lent.commerce.cloud"].values[0, quarters(of)]
    assert lent[-1] == 20e6
    assert lent[0] == 0
    assert (of.timelines["note.lent.cloud.commerce"].values == 0).all()
    assert of.timelines["note.allocated.commerce"].values[0, -1] == 30e6
    assert of.timelines["note.unallocated.commerce"].values[0, -1] == 10e6


def test_what_a_rule_moves_is_logged_as_drift() -> None:
    # half of the 30 that the shop leaves: cloud then holds 75, 5 less than the hall needs
    of = run_of(MOVED)
    ends = quarters(of)
    for pool, moved in {"cloud": 15e6, "commerce": -15e6}.items():
        series = of.timelines[f"note.moved.{pool}"].values[0, ends]
        assert series[0] == moved
        assert series[-1] == moved
    assert of.timelines["note.unallocated.cloud"].values[0, ends[0]] == 75e6
    assert of.timelines["note.unallocated.commerce"].values[0, ends[0]] == 15e6
    assert of.timelines["note.lent.commerce.cloud"].values[0, ends[-1]] == 5e6
    assert of.metrics["note.unallocated.commerce"][0] == 10e6
