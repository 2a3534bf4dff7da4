"""What is varied is read as it is written, on the command line and in files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.errors import ScenarioFaults
from simulator.scenario.document import load_document
from simulator.scenario.vary import read_options, read_vary, values_of
from tests.scenario.written import BASE, told, write


def fault_of(text: str) -> str:
    with pytest.raises(ScenarioFaults) as caught:
        read_vary(text)
    return str(caught.value)


def test_a_range_has_its_ends_and_even_steps_between_them() -> None:
    varied = read_vary("markets.mexico.price=8:14:4 mn USD/MW/year")
    assert varied.path == "markets.mexico.price"
    assert varied.values == ("8 mn USD/MW/year", "10 mn USD/MW/year", "12 mn USD/MW/year", "14 mn USD/MW/year")
    assert varied.amounts == ([8.0, 10.0, 12.0, 14.0], "mn USD/MW/year")


@given(
    low=st.decimals(-1000, 1000, places=2),
    high=st.decimals(-1000, 1000, places=2),
    count=st.integers(2, 30),
)
def test_a_range_is_what_linspace_says(low: object, high: object, count: int) -> None:
    if low == high:
        return
    values = [float(value.split()[0]) for value in values_of(f"{low:f}:{high:f}:{count} MW")]
    np.testing.assert_allclose(values, np.linspace(float(str(low)), float(str(high)), count), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("6 months, 12 months", ("6 months", "12 months")),
        ("pert(6, 9, 18) months,12 months", ("pert(6, 9, 18) months", "12 months")),
        ("[a, b],[c]", ("[a, b]", "[c]")),
        ('{2025-01-01: 3 %, 2026-01-01: 4 %}, "a, b"', ("{2025-01-01: 3 %, 2026-01-01: 4 %}", '"a, b"')),
        ("pert(1, pert(2, 3), 4), 5", ("pert(1, pert(2, 3), 4)", "5")),
        ("2025-01-01,2026-01-01", ("2025-01-01", "2026-01-01")),
        ("1:0:3 %", ("1 %", "0.5 %", "0 %")),
    ],
)
def test_commas_part_values_only_outside_brackets_and_quotes(text: str, values: tuple[str, ...]) -> None:
    assert read_vary(f"a.b={text}").values == values


def test_values_of_different_units_are_no_numbers_of_one_unit() -> None:
    assert read_vary("a.b=6 months,1 years").amounts is None
    assert read_vary("a.b=pert(6, 9, 18) months,6 months").amounts is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a.b", "--vary: 'a.b' is not a range; PATH=values with commas"),
        ("a.b=1,,2", "--vary: a.b: '1,,2' holds nothing between two commas; values with commas"),
        ("a.b=", "--vary: a.b: '' holds nothing between two commas"),
        ("a.b=1 MW,1 MW", "--vary: a.b: '1 MW,1 MW' holds '1 MW' twice; each value once"),
        ("a.b=8:8:3 MW", "--vary: a.b: '8:8:3 MW' is not a range; two different ends"),
        ("a.b=8:9:1 MW", "--vary: a.b: '8:9:1 MW' is not a range; two different ends"),
        ("a..b=1,2", "--vary: a..b: '1,2' is not a path; keys joined by points"),
    ],
)
def test_what_is_no_range_is_refused(text: str, said: str) -> None:
    assert fault_of(text).startswith(said)


def test_a_path_is_varied_once() -> None:
    with pytest.raises(ScenarioFaults, match=r"--vary: a\.b: is varied twice; each path once"):
        read_options(["a.b=1,2", "a.b*=1,2"])


SWEEP = """\
sweep:
  markets.mexico.price: 8:14:4 mn USD/MW/year
  projects.*.budget: {multiply: [0.9, 1.1]}
  templates.campus.stages.permits.duration: ["pert(6, 9, 18) months", 6 months]
"""


def test_a_file_may_say_what_is_varied(tmp_path: Path) -> None:
    document = load_document(write(tmp_path, "base.yaml", BASE + SWEEP))
    price, budget, duration = document.sweep
    assert price.values == read_vary("x=8:14:4 mn USD/MW/year").values
    assert (budget.sign, budget.labels) == ("*=", ("× 0.9", "× 1.1"))
    assert duration.labels == ("pert(6, 9, 18) months", "6 months")
    assert duration.edit(0) == 'templates.campus.stages.permits.duration="pert(6, 9, 18) months"'


def test_what_is_varied_is_no_part_of_the_scenario(tmp_path: Path) -> None:
    with_sweep = load_document(write(tmp_path, "one.yaml", BASE + SWEEP))
    without = load_document(write(tmp_path, "two.yaml", BASE))
    assert with_sweep.to_yaml() == without.to_yaml()


def test_a_variant_inherits_what_is_varied(tmp_path: Path) -> None:
    write(tmp_path, "base.yaml", BASE + SWEEP)
    variant = "extends: base.yaml\nname: variant\nsweep: {projects.*.budget: [1 mn USD, 2 mn USD]}\n"
    document = load_document(write(tmp_path, "variant.yaml", variant))
    assert [varied.path for varied in document.sweep][:2] == ["markets.mexico.price", "projects.*.budget"]
    assert document.sweep[1].values == ("1 mn USD", "2 mn USD")


@pytest.mark.parametrize(
    ("sweep", "said"),
    [
        ("sweep: 3\n", "sweep: '3' is not a map of paths; `path: [values]`"),
        ("sweep: {horizon.end: 5}\n", "sweep.horizon.end: '5' is neither a list nor a range; "),
        ("sweep: {horizon.end: []}\n", "sweep.horizon.end: '[]' holds no values; "),
        ("sweep: {a..b: [1, 2]}\n", "sweep.a..b: '[1, 2]' is not a path; "),
        ("swep: {a.b: [1, 2]}\n", "swep: unknown key (did you mean 'sweep'?)"),
    ],
)
def test_faults_of_the_section_are_told_at_their_line(sweep: str, said: str, tmp_path: Path) -> None:
    line = BASE.count("\n") + 1
    (message,) = told(write(tmp_path, "bad.yaml", BASE + sweep))
    assert message.startswith(f"bad.yaml:{line}: {said}")
