"""`capsim run`: a scenario, run, and its headline numbers."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.cli.options import (
    Backend,
    Debug,
    Engine,
    Excel,
    File,
    Force,
    HalfWidth,
    Jobs,
    Json,
    MaxReplications,
    NoPlots,
    Out,
    Quiet,
    Replications,
    Resume,
    Scheduler,
    Seed,
    Sets,
    WithoutRules,
    edits,
)
from simulator.cli.tally import Tally
from simulator.cli.terminal import bar, complain, say, say_json, warn

if TYPE_CHECKING:
    from simulator.answer import Answer
    from simulator.montecarlo.precision import Precision
    from simulator.sampling.correlation import Dependence


def run(
    file: File,
    replications: Replications = None,
    seed: Seed = None,
    jobs: Jobs = None,
    engine: Engine = "simpy",
    sets: Sets = None,
    without_rules: WithoutRules = False,
    out: Out = Path("results"),
    force: Force = False,
    resume: Resume = False,
    precision: HalfWidth = None,
    max_replications: MaxReplications = 10_000,
    backend: Backend = "processes",
    scheduler: Scheduler = None,
    excel: Excel = False,
    json: Json = False,
    no_plots: NoPlots = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Run a scenario: its numbers, its pictures, and a folder that keeps both."""
    from simulator.answer import Manner, answer
    from simulator.cases.draws import related
    from simulator.montecarlo.backends import workers_of
    from simulator.montecarlo.block import asked
    from simulator.montecarlo.precision import read_precision
    from simulator.report.workbook import require_writer, with_workbook
    from simulator.scenario.load import load

    if excel:
        require_writer()
    loaded = load(file, edits(sets, without_rules))
    question = asked(loaded.scenario, engine, replications=replications, seed=seed)
    if not quiet:
        warn(loaded.document.warnings)
        warn(_repair(related(loaded.scenario)))
    wanted = read_precision(precision, question, max_replications) if precision is not None else None
    typed = ("capsim", *sys.argv[1:])
    with (
        _counted(out, loaded.scenario.name, quiet) as tally,
        workers_of(backend, scheduler, jobs) as workers,
        bar(not quiet and not json) as tally.onward,
    ):
        manner = Manner(out, jobs, not no_plots, force, typed, resume, wanted, max_replications, workers)
        found = answer(question, loaded.document, manner, tally)
    if excel:
        found = replace(found, run=with_workbook(found.run, loaded.document))
    if wanted and not quiet:
        warn(missed(wanted, found))
    if json:
        say_json(as_json(found, wanted))
    elif not quiet:
        say(as_text(found, [*reached(wanted, found), *([tally.resumed()] if resume and tally.total else [])]))


@contextmanager
def _counted(out: Path, scenario: str, quiet: bool) -> Iterator[Tally]:
    """Counts replications, and says how many there are to go on from if they are interrupted."""
    tally = Tally(lambda done, total: None)
    try:
        yield tally
    except KeyboardInterrupt:
        if (left := tally.interrupted(out, scenario)) and not quiet:
            complain(left)
        raise


def reached(wanted: Precision | None, found: Answer) -> list[str]:
    """What is to be said of a run that reached its precision."""
    if wanted is None or (width := wanted.reached(found.run.findings.metrics[wanted.metric])) > wanted.wanted:
        return []
    n, asked = found.run.manifest.replications, wanted.told(wanted.wanted)
    return [f"Precision: {wanted.metric} is known to {wanted.told(width)} after {n:,} replications; asked for: {asked}"]


def missed(wanted: Precision, found: Answer) -> list[str]:
    """What is to be said of a run that ended before its precision was reached."""
    metrics = found.run.findings.metrics
    if (width := wanted.reached(metrics[wanted.metric])) <= wanted.wanted:
        return []
    n = found.run.manifest.replications
    return [f"--precision: {wanted.metric} is known to {wanted.told(width)} after {n:,} replications, not more"]


def _repair(dependence: Dependence | None) -> list[str]:
    """What was done to correlations that no inputs can have."""
    if dependence is None or not dependence.repair:
        return []
    return [f"no inputs can have the stated correlations; the nearest ones differ by up to {dependence.repair:.2g}"]


def as_text(found: Answer, notes: Sequence[str] = ()) -> str:
    """The headline page, notes of how it came about, and where everything is."""
    from simulator.report import summary

    stored = found.run
    pictures = [path for path in stored.files if path.startswith("figures/") and path.endswith(".png")]
    how = "answered before, from its folder" if found.known else f"{stored.manifest.seconds:.1f} s"
    lines = [summary.as_text(stored.findings), "", *notes, *([""] if notes else []), f"Pictures ({how})"]
    lines += [f"  {stored.folder / path}" for path in pictures] or ["  none"]
    lines += ["", *(f"Workbook: {stored.folder / path}" for path in stored.files if path.endswith(".xlsx"))]
    lines += [f"All results: {stored.folder}"]
    return "\n".join(lines)


def as_json(found: Answer, wanted: Precision | None = None) -> dict[str, Any]:
    """The run as scripts read it."""
    from simulator.findings.statistics import exported
    from simulator.metrics import family_of

    stored, currency = found.run, found.run.findings.scenario.currency
    kept = ("scenario", "run_id", "seed", "replications", "engine", "seconds")
    told = {key: getattr(stored.manifest, key) for key in kept}
    metrics = {}
    for name in stored.findings.metrics:
        family = family_of(name)
        unit = (family.unit if family else "").replace("money", currency)
        metrics[name] = exported(stored.findings.summary(name), unit)
    precision = {"precision": _precision(wanted, found)} if wanted else {}
    checks = stored.manifest.checks
    return {"schema": 1, **told, "out": str(stored.folder), "metrics": metrics, "checks": checks, **precision}


def _precision(wanted: Precision, found: Answer) -> dict[str, Any]:
    """How narrow the interval of a mean was to be, and is."""
    from simulator.findings.statistics import finite

    reached = wanted.reached(found.run.findings.metrics[wanted.metric])
    return {
        "metric": wanted.metric,
        "relative": wanted.relative,
        "wanted": wanted.wanted,
        "reached": finite(reached),
    }
