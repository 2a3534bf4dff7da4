"""Comparisons of the small scenario that has all subjects, for tests of what is made of comparisons."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from simulator.answer import Manner
from simulator.comparison import Comparison
from simulator.studies.compare import compare
from simulator.studies.sides import Asked, sides_of
from simulator.studies.waterfall import with_waterfalls
from tests.small import SMALL

#: edits by scenario, each of another kind
VARIANTS: dict[str, str] = {
    "later": "projects.north.stages.shell.duration: {shift: 5 months}",
    "busy": "{markets.town.growth: {multiply: 1.5}, projects.south.stages.shell.duration: {shift: -1 month}}",
    "note-moved": "funding.note.settles: 2025-09-15",
    "dearer": "projects.*.budget: {multiply: 1.2}",
}


def written(folder: Path, variants: Mapping[str, str] = VARIANTS) -> list[Path]:
    """The files of the small scenario and of variants of it."""
    base = folder / "small.yaml"
    base.write_text(SMALL.read_text())
    paths = [base]
    for name, edits in variants.items():
        change = edits if edits.startswith("{") else f"{{{edits}}}"
        paths.append(folder / f"{name}.yaml")
        paths[-1].write_text(f"extends: small.yaml\nname: {name}\nchange: {change}\n")
    return paths


def compared(folder: Path, *names: str, pair: bool = True, split: bool = False) -> Comparison:
    """The small scenario, compared with the named variants of it."""
    paths = written(folder, {name: VARIANTS[name] for name in names if name in VARIANTS})
    return compared_files(folder, paths, pair=pair, split=split)


def compared_files(folder: Path, paths: list[Path], pair: bool = True, split: bool = False) -> Comparison:
    """Scenario files compared, run in this process."""
    manner = Manner(folder / "results", jobs=1, plots=False)
    comparison = compare(sides_of(paths, Asked(pair=pair), manner), pair=pair)
    return with_waterfalls(comparison, "order", ("npv", "plan.paid"), manner) if split else comparison
