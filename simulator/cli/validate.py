"""`capsim validate`: all that is wrong with scenario files, nothing run."""

from __future__ import annotations

from typing import Annotated

import typer

from simulator.cli.options import Debug, Files, Quiet, Sets
from simulator.cli.terminal import complain, say, warn
from simulator.words import visible


def validate(
    files: Files,
    sets: Sets = None,
    expect: Annotated[bool, typer.Option("--expect", help="Run them, and compare with what they expect.")] = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """All faults of all files; nothing is run, unless `--expect` asks for it."""
    from simulator.scenario import load

    faults, warnings = load.validate(files, sets or ())
    if not quiet:
        warn(warnings)
    if faults:
        complain("\n".join(str(fault) for fault in faults))
        raise typer.Exit(2)
    missed = [line for file in files for line in _missed(str(file), sets)] if expect else []
    if missed:
        complain("\n".join(missed))
        raise typer.Exit(1)
    if not quiet:
        say("\n".join(visible(f"{file}: fine").replace("\n", "\\n") for file in files))


def _missed(file: str, sets: Sets) -> list[str]:
    """What a scenario expects and does not get."""
    from simulator.findings.expected import misses
    from simulator.montecarlo.block import asked
    from simulator.montecarlo.replications import run
    from simulator.scenario.load import load_scenario

    scenario = load_scenario(file, sets or ())
    return [f"{file}: {line}" for line in misses(scenario.expect, run(asked(scenario)).metrics)]
