"""Where a scenario file says that something of the baseline is to go."""

from __future__ import annotations

from pathlib import Path

from simulator.errors import Fault
from simulator.scenario.document import Document
from simulator.scenario.edits import read_changes
from simulator.scenario.inherit import read_chain
from simulator.scenario.nodes import Loc
from simulator.scenario.targets import targets_of


def removals(path: Path, baseline: Document) -> dict[Loc, str]:
    """File and line of the edit that removes it, by the location of what stands in the baseline."""
    faults: list[Fault] = []
    edits = [edit for source in read_chain(path, faults) for edit in read_changes(source.root.get("change"), faults)]
    return {
        target.loc: str(edit.place)
        for edit in edits
        if edit.verb == "remove"
        for target in targets_of(baseline.root, edit)
    }
