"""A scenario file in a notebook: its values with their evidence, and edits of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cached_property
from html import escape
from pathlib import Path

import numpy as np

from simulator.notebook.columns import Columns
from simulator.scenario.document import Document
from simulator.scenario.load import Loaded, load
from simulator.scenario.origin import Row, origins
from simulator.scenario.schema import Scenario


@dataclass(frozen=True)
class ScenarioFile:
    """A scenario file with edits; it is read when it is first looked at, and then stays as it was read.

    Attributes
    ----------
    path : of the file
    edits : as ``--set`` of the command line takes them
    """

    path: Path
    edits: tuple[str, ...] = ()

    @cached_property
    def loaded(self) -> Loaded:
        """The scenario without faults, with where each value comes from.

        Raises
        ------
        ScenarioFaults
            All that is wrong with the file and the edits.
        """
        return load(self.path, self.edits)

    @property
    def scenario(self) -> Scenario:
        """The scenario."""
        return self.loaded.scenario

    @property
    def document(self) -> Document:
        """The scenario as resolved."""
        return self.loaded.document

    @property
    def name(self) -> str:
        """The scenario's own name."""
        return self.scenario.name

    @property
    def inputs(self) -> Columns:
        """Every value: path, value, place, how, grade, source, as_of, before the last edit."""
        rows = origins(self.loaded)
        names = [field.name for field in fields(Row)]
        return Columns({name: np.array([getattr(row, name) for row in rows], object) for name in names})

    def edited(self, *edits: str) -> ScenarioFile:
        """The same scenario with further edits: `PATH=VALUE`, `PATH+=VALUE`, `PATH*=VALUE`."""
        return ScenarioFile(self.path, (*self.edits, *edits))

    def __repr__(self) -> str:
        return f"ScenarioFile({', '.join([str(self.path), *self.edits])})"

    def _repr_html_(self) -> str:
        written = self.inputs.only("path", "value", "grade", "source", "place")
        about = escape(self.scenario.description)
        return f"<h4>{escape(self.name)}</h4><p>{about}</p>{written._repr_html_()}"


def load_scenario(path: str | Path, edits: Iterable[str] = ()) -> ScenarioFile:
    """The scenario of a file, with edits as ``--set`` takes them.

    Raises
    ------
    ScenarioFaults
        All that is wrong with it, in file order.
    """
    found = ScenarioFile(Path(path), tuple(edits))
    _ = found.loaded  # faults are told here, not where it is first used
    return found


#: what functions take for a scenario: a file, or one that was loaded
Source = ScenarioFile | str | Path


def scenario_of(source: Source) -> ScenarioFile:
    """A scenario that was loaded, or the file of a path."""
    return source if isinstance(source, ScenarioFile) else load_scenario(source)
