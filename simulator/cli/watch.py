"""`capsim watch`: a scenario is run again whenever one of its files is saved."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.cli.options import Debug, Engine, File, Jobs, NoPlots, Out, Replications, Seed, Sets
from simulator.cli.terminal import bar, complain, say, warn
from simulator.errors import SimulatorError

if TYPE_CHECKING:
    from simulator.answer import Manner
    from simulator.findings import Findings
    from simulator.findings.stored import StoredRun

#: folder within that of the results where the pictures of the last run are, always under the same names
HOME = "watch"
#: what is shown of a run
SHOWN = (".png", ".svg", ".html")
CLEAR = "\x1b[2J\x1b[H"
Once = Annotated[bool, typer.Option("--once", help="Run once, as it would after a save, and end.")]


def watch(
    file: File,
    replications: Replications = None,
    seed: Seed = None,
    jobs: Jobs = None,
    engine: Engine = "simpy",
    sets: Sets = None,
    out: Out = Path("results"),
    no_plots: NoPlots = False,
    once: Once = False,
    debug: Debug = False,
) -> None:
    """Run a scenario again whenever it, or a file that it extends or cites, is saved; Ctrl-C ends it."""
    from simulator.answer import Manner
    from simulator.cli.saves import stamps_of, wait_for_save
    from simulator.scenario.family import files_behind

    manner = Manner(out, jobs, not no_plots, command=("capsim", *sys.argv[1:]))
    asked_so = (engine, replications, seed)
    before: Findings | None = None
    saved: list[Path] = []
    while True:
        seen = stamps_of(files_behind(file))
        try:
            before = _run(file, sets or (), asked_so, manner, before, saved)
        except SimulatorError as error:
            if once:
                raise
            complain(str(error))
        if once:
            return
        say(f"\n{len(seen)} files watched; Ctrl-C ends")
        saved = wait_for_save(seen)


def _run(
    file: Path,
    sets: Sequence[str],
    asked_so: tuple[str, int | None, int | None],
    manner: Manner,
    before: Findings | None,
    saved: list[Path],
) -> Findings:
    """Run, and show what came out beside what came out before."""
    from simulator.answer import answer
    from simulator.montecarlo.block import asked
    from simulator.scenario.load import load

    engine, replications, seed = asked_so
    _turn_page(saved)
    loaded = load(file, sets)
    warn(loaded.document.warnings)
    with bar(wanted=True) as progress:
        question = asked(loaded.scenario, engine, replications=replications, seed=seed)
        found = answer(question, loaded.document, manner, progress).run
    pictures = show_pictures(found, manner.out) if manner.plots else None
    say(as_text(found, before, pictures))
    return found.findings


def _turn_page(saved: list[Path]) -> None:
    """An empty screen, where there is one, and which file was saved."""
    if sys.stdout.isatty() and os.environ.get("TERM") != "dumb":
        sys.stdout.write(CLEAR)
    for path in saved:
        say(f"{datetime.now().astimezone():%H:%M:%S} saved: {os.path.relpath(path)}")


def as_text(found: StoredRun, before: Findings | None, pictures: Path | None) -> str:
    """What was run, the headline table with what changed, and where the pictures are."""
    from simulator.report.since import headline_since
    from simulator.report.summary import heading_of

    lines = [heading_of(found.findings), "", *headline_since(found.findings, before), ""]
    lines += [f"Pictures: {pictures}"] if pictures is not None else []
    return "\n".join([*lines, f"All results: {found.folder}"])


def show_pictures(found: StoredRun, out: Path) -> Path:
    """Copy the pictures of a run to where those of the last one lie, so that a viewer which shows them goes on."""
    from simulator.store.folders import home_of, write_file

    folder = home_of(out / HOME, found.findings.scenario.name)
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {Path(path).name: path for path in found.files if path.endswith(SHOWN)}
    for name, path in wanted.items():
        write_file(folder / name, (found.folder / path).read_bytes())
    for shown in folder.iterdir():
        if shown.name.endswith(SHOWN) and shown.name not in wanted:
            shown.unlink()
    return folder
