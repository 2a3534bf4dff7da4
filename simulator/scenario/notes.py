"""The convertible notes of a scenario."""

from __future__ import annotations

from simulator.scenario.raises import ConvertibleNote
from simulator.scenario.schema import Scenario


def notes_of(scenario: Scenario) -> dict[str, ConvertibleNote]:
    """The convertible notes, by name, in the order of the file."""
    return {name: one for name, one in scenario.funding.items() if isinstance(one, ConvertibleNote)}
