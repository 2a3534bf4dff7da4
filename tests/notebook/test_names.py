"""The names of the package: all there, none hidden by a module, none imported before it is used."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

import simulator

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", sorted(simulator.HOMES))
def test_a_public_name_is_there_and_no_module_hides_it(name: str) -> None:
    assert callable(getattr(simulator, name))
    assert find_spec(f"simulator.{name}") is None
    assert name in simulator.__all__
    assert f"\n{name}(" in (simulator.__doc__ or "")


def test_what_there_is_not_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'runn'"):
        simulator.runn  # noqa: B018


def test_a_name_costs_what_it_needs() -> None:
    code = (
        "import sys, simulator; assert 'numpy' not in sys.modules\n"
        "simulator.run, simulator.sweep, simulator.compare\n"
        "assert 'matplotlib' not in sys.modules and 'xlsxwriter' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)
