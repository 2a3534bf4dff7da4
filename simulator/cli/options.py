"""Options that several commands have."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from simulator.errors import UserError, shown
from simulator.registry import hint


def whole(low: int, high: int) -> Callable[[str], int]:
    """Reads a whole number between two bounds, both included; an error shows what was written.

    >>> whole(1, 9)("3")
    3
    """

    def read(text: str) -> int:
        if not re.fullmatch(r"\d{1,20}", str(text)) or not low <= int(text) <= high:
            raise typer.BadParameter(f"{shown(str(text))} is not a whole number from {low:,} to {high:,}")
        return int(text)

    return read


def named(option: str, kind: str, names: Callable[[], Iterable[str]]) -> Callable[[str], str]:
    """Reads one of some names, which are looked up when they are needed; an error says which was meant.

    >>> named("--fruit", "a fruit", lambda: ["apple", "pear"])("pear")
    'pear'
    >>> named("--fruit", "a fruit", lambda: ["apple", "pear"])("peer")
    Traceback (most recent call last):
    simulator.errors.UserError: --fruit: 'peer' is not a fruit (did you mean 'pear'?); one of: apple, pear
    """

    def read(text: str) -> str:
        known = [str(name) for name in names()]
        if text in known:
            return str(text)
        near = hint(text, known)
        raise UserError(f"{option}: {shown(text)} is not {kind}{near}; one of: {', '.join(known)}")

    return read


def edits(sets: Sequence[str] | None, without_rules: bool) -> tuple[str, ...]:
    """The edits that options state, in the order in which they are made.

    >>> edits(["projects.a.budget*=2"], without_rules=True)
    ('projects.a.budget*=2', 'reviews.rules=false')
    """
    from simulator.studies.sides import WITHOUT_RULES

    return (*(sets or ()), *([WITHOUT_RULES] if without_rules else ()))


def _engines() -> Iterable[str]:
    from simulator.montecarlo.engines import engines

    return engines


File = Annotated[Path, typer.Argument(metavar="FILE", help="A scenario file.", show_default=False)]
Files = Annotated[list[Path], typer.Argument(metavar="FILE...", help="Scenario files.", show_default=False)]
RunFolder = Annotated[Path, typer.Argument(metavar="RUN", help="The folder of a run.", show_default=False)]
Replications = Annotated[
    int | None,
    typer.Option(
        "-n", "--replications", parser=whole(1, 1_000_000), metavar="N", help="Worlds drawn; else as the scenario says."
    ),
]
Seed = Annotated[
    int | None,
    typer.Option(
        "--seed", parser=whole(0, 2**63 - 1), metavar="S", help="Names the set of worlds; else as the scenario says."
    ),
]
Jobs = Annotated[
    int | None, typer.Option("--jobs", parser=whole(1, 1024), metavar="J", help="Processes; else one a core.")
]
Engine = Annotated[
    str,
    typer.Option(
        "--engine",
        parser=named("--engine", "an engine", _engines),
        metavar="NAME",
        help="What runs the cases; see `capsim list engines`.",
    ),
]
Sets = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="PATH=VALUE", help="Edit a value; `+=` and `*=`, too. Repeatable.", show_default=False
    ),
]
WithoutRules = Annotated[
    bool, typer.Option("--without-rules", help="Let no rule fire, as --set reviews.rules=false does.")
]
Resume = Annotated[bool, typer.Option("--resume", help="Go on with a run that was interrupted or killed.")]
HalfWidth = Annotated[
    str | None,
    typer.Option(
        "--precision",
        metavar="'METRIC: WIDTH'",
        help="Run on until the 95 % interval of a mean is that narrow on each side: 'npv: 1 %', 'npv: 200 mn USD'.",
        show_default=False,
    ),
]
MaxReplications = Annotated[
    int,
    typer.Option(
        "--max-replications", parser=whole(1, 1_000_000), metavar="N", help="Where --precision ends at the latest."
    ),
]
Backend = Annotated[str, typer.Option("--backend", metavar="NAME", help="What runs the blocks: processes, or dask.")]
Scheduler = Annotated[
    str | None,
    typer.Option(
        "--scheduler", metavar="ADDRESS", help="A dask scheduler, as 127.0.0.1:8786; else one of this machine's own."
    ),
]
Out = Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder of all results.")]
Force = Annotated[bool, typer.Option("--force", help="Run again, beside the run that is there.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object on stdout, and nothing else.")]
Excel = Annotated[bool, typer.Option("--excel", help="Write the run as one workbook, too: run.xlsx in its folder.")]
NoPlots = Annotated[bool, typer.Option("--no-plots", help="Draw no pictures.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="No table, no bar, no warnings.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show where an error comes from.")]
