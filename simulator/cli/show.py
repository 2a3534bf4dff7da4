"""`capsim show`: a scenario as resolved, and where each value comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from simulator.cli.options import Debug, File, Sets
from simulator.cli.terminal import say, warn
from simulator.words import visible

if TYPE_CHECKING:
    from simulator.scenario.load import Loaded
    from simulator.scenario.origin import Row


def show(
    file: File,
    sets: Sets = None,
    origin: Annotated[bool, typer.Option("--origin", help="Where each value comes from, and its evidence.")] = False,
    debug: Debug = False,
) -> None:
    """The resolved scenario: parents merged, facts cited, templates and waves written out, edits made."""
    from simulator.scenario.load import load

    loaded = load(file, sets or ())
    warn(loaded.document.warnings)
    say("\n".join(origin_lines(loaded)) if origin else loaded.document.to_yaml().rstrip("\n"))


def origin_lines(loaded: Loaded) -> list[str]:
    """A line a value: what stands where, the file and line that wrote it, how, and on what evidence."""
    from simulator.scenario.origin import origins

    return [_line(row) for row in origins(loaded)]


def _line(row: Row) -> str:
    evidence = ", ".join(part for part in (row.grade, row.source, row.as_of) if part)
    before = f" (before: {row.before})" if row.before else ""
    told = "; ".join(part for part in (row.place, f"{row.how}{before}", evidence) if part)
    return visible(f"{row.path}: {row.value}  # {told}")
