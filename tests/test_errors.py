"""The error tree, and how faults and near misses are told."""

from __future__ import annotations

import pytest

from simulator.errors import (
    DifferenceError,
    Fault,
    LedgerError,
    RunError,
    ScenarioFaults,
    SimulatorError,
    StoreError,
    UserError,
    shown,
)
from simulator.registry import Registry, suggest


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        *((SimulatorError, 1), (UserError, 2), (ScenarioFaults, 2), (RunError, 1), (LedgerError, 1), (StoreError, 1)),
        (DifferenceError, 3),
    ],
)
def test_every_error_knows_the_exit_code_of_its_command(kind: type[SimulatorError], code: int) -> None:
    assert issubclass(kind, SimulatorError)
    assert kind.exit_code == code


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Fault("a.yaml", 3, "x.y", "20", "has no unit", "write a date"), "a.yaml:3: x.y: 20 has no unit; write a date"),
        (
            Fault("a.yaml", 3, "x.y", "20", "20 has no unit", "write a date"),
            "a.yaml:3: x.y: 20 has no unit; write a date",
        ),
        (Fault("a.yaml", 3, "x.y", "'a'", "'a' is not b", "c"), "a.yaml:3: x.y: 'a' is not b; c"),
        (Fault("a.yaml", 3, "x.y", "'ab'", "'b' is not a unit", "c"), "a.yaml:3: x.y: 'ab', 'b' is not a unit; c"),
        (Fault("a.yaml", 3, "x.y", "", "unknown key", "allowed: a"), "a.yaml:3: x.y: unknown key; allowed: a"),
        (Fault("a.yaml", 0, "", "", "no such file", ""), "a.yaml: no such file"),
        (Fault("--set", 0, "x.y", "'a'", "is negative", "0 or more"), "--set: x.y: 'a' is negative; 0 or more"),
    ],
)
def test_a_fault_reads_place_path_value_problem_allowed(fault: Fault, said: str) -> None:
    assert str(fault) == said


def test_faults_are_told_a_line_each_and_once() -> None:
    first, second = (Fault("a.yaml", line, "x", "", "is missing", "a") for line in (1, 2))
    assert str(ScenarioFaults([first, second, first])) == f"{first}\n{second}"


def test_values_in_messages_are_short_and_without_control_characters() -> None:
    assert shown("a\x1b[31m\n") == r"'a\x1b[31m\n'"
    assert len(shown("a" * 5000)) < 100


def test_near_misses_are_suggested_and_far_ones_are_not() -> None:
    names = ["after", "budget", "capacity", "cost", "market"]
    assert [suggest(name, names) for name in ("budgt", "capx", "markt", "zzz", "")] == [
        "budget",
        "capacity",
        "market",
        None,
        None,
    ]


def test_a_name_is_registered_once() -> None:
    colours: Registry[int] = Registry("colour")
    colours.add("red", 1, "like a stop light", "shade")
    with pytest.raises(KeyError, match="'red' is registered twice"):
        colours.add("red", 2, "again")
    assert (colours["red"], list(colours)) == (1, ["red"])
    assert colours.described()["red"].unit == "shade"
