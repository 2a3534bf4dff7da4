"""Scenarios worked out by hand: the arithmetic stands beside the expected numbers in each file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from simulator.cases.index import FIRST_RESOURCE, MONEY, TRIGGER
from simulator.engine.simpy_engine import simulate
from simulator.findings.expected import misses
from simulator.metrics.measure import measured
from simulator.scenario.load import load_scenario
from simulator.trace import Kind
from tests.worlds import cases_of, rows_of

FILES = sorted(Path(__file__).parent.glob("*.yaml"))
CERTAIN = [path for path in FILES if not path.stem.startswith("real_option")]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_the_file_expects_comes_out(path: Path) -> None:
    scenario = load_scenario(path)
    cases = cases_of(scenario, scenario.simulation.replications)
    found = measured(simulate(cases), cases)
    assert scenario.expect
    assert misses(scenario.expect, found.metrics) == []
    assert (found.trial_balance == 0).all()


@pytest.mark.parametrize("path", CERTAIN, ids=lambda path: path.stem)
def test_replications_without_uncertainty_are_identical(path: Path) -> None:
    cases = cases_of(load_scenario(path), 3)
    trace = simulate(cases)
    first, last = (trace.take(trace.replication == r) for r in (0, 2))
    for column in ("day", "until", "kind", "subject", "amount"):
        np.testing.assert_array_equal(getattr(first, column), getattr(last, column))


def waits_of(name: str) -> list[tuple[int, int, int, int]]:
    """(stage, cause, from, until) of every wait of the first replication."""
    cases = cases_of(load_scenario(Path(__file__).parent / f"{name}.yaml"), 1)
    causes = len(cases.index.causes)
    return [(s // causes, s % causes, day, until) for day, until, s, _ in rows_of(cases, simulate(cases), Kind.WAITED)]


def test_who_waits_for_a_crew_says_so() -> None:
    assert waits_of("two_projects_one_crew") == [(0, FIRST_RESOURCE, 0, 30)]


def test_a_stall_is_a_wait_for_money_with_the_crew_kept() -> None:
    assert waits_of("overrun") == [(0, MONEY, 80, 181), (1, FIRST_RESOURCE, 0, 201)]


def test_a_hard_earmark_makes_the_hall_wait_for_money_to_the_end() -> None:
    assert waits_of("hard_earmark") == [(0, MONEY, 0, 365)]


def test_a_trigger_is_waited_for_until_its_review() -> None:
    assert waits_of("trigger") == [(0, TRIGGER, 0, 272)]


@pytest.mark.parametrize(
    ("base", "cloud", "commerce"),
    [
        ("net", 2_504_000_000, 626_000_000),
        ("face", 2_560_000_000, 640_000_000),
        ("net_of_call", 2_357_008_000, 589_252_000),
    ],
)
def test_the_plan_is_the_same_with_the_note_inside_it(base: str, cloud: int, commerce: int) -> None:
    """12 bn in all reach the cloud pool, whatever part of it the note brings; the note comes in on its day."""
    cases = cases_of(load_scenario(Path(__file__).parent / f"note_split_{base}.yaml"), 1)
    rows = rows_of(cases, simulate(cases), Kind.TRANCHE)
    by_allotment: dict[tuple[str, str], int] = {}
    for _, _, allotment, cents in rows:
        name = cases.index.allotments[allotment]
        by_allotment[name] = by_allotment.get(name, 0) + cents
    assert by_allotment["note", "cloud"] == cloud * 100
    assert by_allotment["note", "commerce"] == commerce * 100
    assert by_allotment["plan", "cloud"] + by_allotment["note", "cloud"] == 12_000_000_000 * 100
    settled = cases.calendar.day_of(date(2025, 9, 16))
    before = [cents for day, _, allotment, cents in rows if day < settled]
    assert before == [1_000_000_000 * 100] * 3
