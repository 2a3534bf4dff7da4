"""`capsim run`: a scenario, run, and its headline numbers."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.cli.options import Debug, Engine, File, Force, Jobs, Json, NoPlots, Out, Quiet, Replications, Seed, Sets
from simulator.cli.terminal import bar, say, say_json, warn

if TYPE_CHECKING:
    from simulator.answer import Answer
    from simulator.correlation import Dependence


def run(
    file: File,
    replications: Replications = None,
    seed: Seed = None,
    jobs: Jobs = None,
    engine: Engine = "simpy",
    sets: Sets = None,
    out: Out = Path("results"),
    force: Force = False,
    json: Json = False,
    no_plots: NoPlots = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Run a scenario: its numbers, its pictures, and a folder that keeps both."""
    from simulator.answer import Manner, answer
    from simulator.block import asked
    from simulator.cases.draws import related
    from simulator.scenario.load import load

    loaded = load(file, sets or ())
    question = asked(loaded.scenario, engine, replications=replications, seed=seed)
    if not quiet:
        warn(loaded.document.warnings)
        warn(_repair(related(loaded.scenario)))
    manner = Manner(out, jobs, not no_plots, force, ("capsim", *sys.argv[1:]))
    with bar(not quiet and not json) as progress:
        found = answer(question, loaded.document, manner, progress)
    if json:
        say_json(as_json(found))
    elif not quiet:
        say(as_text(found))


def _repair(dependence: Dependence | None) -> list[str]:
    """What was done to correlations that no inputs can have."""
    if dependence is None or not dependence.repair:
        return []
    return [f"no inputs can have the stated correlations; the nearest ones differ by up to {dependence.repair:.2g}"]


def as_text(found: Answer) -> str:
    """The headline page, and where everything is."""
    from simulator.report import summary

    stored = found.run
    pictures = [path for path in stored.files if path.startswith("figures/") and path.endswith(".png")]
    how = "answered before, from its folder" if found.known else f"{stored.manifest.seconds:.1f} s"
    lines = [summary.as_text(stored.findings), "", f"Pictures ({how})"]
    lines += [f"  {stored.folder / path}" for path in pictures] or ["  none"]
    lines += ["", f"All results: {stored.folder}"]
    return "\n".join(lines)


def as_json(found: Answer) -> dict[str, Any]:
    """The run as scripts read it."""
    from simulator.metrics import family_of
    from simulator.statistics import exported, summary

    stored, currency = found.run, found.run.findings.scenario.currency
    kept = ("scenario", "run_id", "seed", "replications", "engine", "seconds")
    told = {key: getattr(stored.manifest, key) for key in kept}
    metrics = {}
    for name, values in stored.findings.metrics.items():
        family = family_of(name)
        unit = (family.unit if family else "").replace("money", currency)
        metrics[name] = exported(summary(values), unit)
    return {"schema": 1, **told, "out": str(stored.folder), "metrics": metrics, "checks": stored.manifest.checks}
