"""`capsim sweep`: a grid of runs, one table, and how metrics answer to what is varied."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from simulator.cli.options import (
    Debug,
    Engine,
    File,
    Force,
    Jobs,
    Json,
    NoPlots,
    Out,
    Quiet,
    Replications,
    Seed,
    Sets,
    WithoutRules,
    edits,
)
from simulator.cli.terminal import bar, kept_if_interrupted, say, say_json, warn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.scenario.vary import Varied
    from simulator.studies.sweep import Swept

Vary = Annotated[
    list[str] | None,
    typer.Option(
        "--vary",
        metavar="PATH=VALUES",
        help="V1,V2,... or lo:hi:n with a unit; `+=` and `*=`, too. Repeatable, crossed.",
        show_default=False,
    ),
]
Metric = Annotated[
    list[str] | None,
    typer.Option("--metric", metavar="NAME", help="What is told and drawn. Repeatable.", show_default=False),
]
Yes = Annotated[bool, typer.Option("--yes", help="Run a grid of more than 10,000 points.")]


def sweep(
    file: File,
    vary: Vary = None,
    metric: Metric = None,
    yes: Yes = False,
    replications: Replications = None,
    seed: Seed = None,
    jobs: Jobs = None,
    engine: Engine = "simpy",
    sets: Sets = None,
    without_rules: WithoutRules = False,
    out: Out = Path("results"),
    force: Force = False,
    json: Json = False,
    no_plots: NoPlots = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Run a scenario at every combination of values, given by --vary or under `sweep:` in the file."""
    from simulator.answer import Manner
    from simulator.studies.sweep import Grid, told_metrics
    from simulator.studies.sweep import sweep as swept_over
    from simulator.studies.sweep_folder import keep

    edited = edits(sets, without_rules)
    grid = Grid(file, varied_in(file, vary or (), edited, yes), edited, engine, replications, seed)
    manner = Manner(out, jobs, force=force, command=("capsim", *sys.argv[1:]))
    with kept_if_interrupted(quiet), bar(not quiet and not json) as progress:
        swept = swept_over(grid, manner, metric or (), progress)
    told = told_metrics(metric or (), swept.metrics)
    folder = keep(swept, out, () if no_plots else told)
    if json:
        say_json(as_json(swept, folder, metric or swept.metrics))
    elif not quiet:
        say(as_text(swept, folder, told))


def varied_in(file: Path, vary: Sequence[str], sets: Sequence[str], yes: bool) -> tuple[Varied, ...]:
    """What is varied: by options, else by the file.

    Raises
    ------
    UserError
        If that makes more than 10,000 points, unless they are wanted.
    """
    from simulator.errors import UserError
    from simulator.scenario.load import load
    from simulator.scenario.vary import read_options
    from simulator.studies.sweep import MANY, points_of

    if vary:
        varied = read_options(vary)
    else:
        document = load(file, sets).document
        warn(document.warnings)
        varied = document.sweep
    points = points_of(varied)
    if points > MANY and not yes:
        raise UserError(f"the grid has {points:,} points, more than {MANY:,}; --yes runs them all")
    return varied


def as_text(swept: Swept, folder: Path, metrics: Sequence[str]) -> str:
    """The tables, and where everything is."""
    from simulator.report.comparison import grid
    from simulator.studies.sweep_folder import CSV, picture_files

    drawn = [folder / name for metric in metrics for name in picture_files(metric) if name.endswith(".png")]
    pictures = [f"  {path}" for path in drawn if path.is_file()] or ["  none"]
    return "\n".join([grid.as_text(swept, metrics), "", "Pictures", *pictures, "", f"Table: {folder / CSV}"])


def as_json(swept: Swept, folder: Path, metrics: Sequence[str]) -> dict[str, Any]:
    """The grid as scripts read it: points, then by metric a list with the statistics of each point."""
    from simulator.findings.statistics import finite
    from simulator.studies.sweep_folder import about

    told: dict[str, Any] = {}
    for name in metrics:
        at, unit = swept.metrics.index(name), swept.unit(name).replace("money", swept.scenario.currency)
        columns = {key: values[:, at].tolist() for key, values in swept.statistics.items()}
        points = [dict(zip(columns, map(finite, row), strict=True)) for row in zip(*columns.values(), strict=True)]
        told[name] = {"unit": unit, "points": points}
    return {**about(swept), "out": str(folder), "known": swept.known, "metrics": told}
