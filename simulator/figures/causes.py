"""The colours of what projects wait for, the same in every picture of a report."""

from __future__ import annotations

from simulator.cases.index import Index
from simulator.figures.style import colours_of
from simulator.findings.delays import PLANNED, cause_names


def colours_of_causes(index: Index) -> dict[str, tuple[str, str]]:
    """A colour and a hatch for each cause of waiting, whichever of them a picture shows."""
    return colours_of([*cause_names(index), PLANNED])
