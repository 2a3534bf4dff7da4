"""`capsim verify`: a run, run again from its manifest, and compared to the bit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.cli.options import Backend, Debug, Jobs, Json, Quiet, RunFolder, Scheduler
from simulator.cli.terminal import bar, say, say_json, warn
from simulator.errors import DifferenceError

if TYPE_CHECKING:
    from simulator.findings.stored import StoredRun
    from simulator.verification import Verification

#: differences that are told one by one
TOLD = 12


def verify(
    run: RunFolder,
    jobs: Jobs = None,
    backend: Backend = "processes",
    scheduler: Scheduler = None,
    json: Json = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Run a run again from its manifest, and compare every number to the bit; exit code 3 if one differs."""
    from simulator.findings.stored import open_run
    from simulator.montecarlo.backends import workers_of
    from simulator.verification import verified

    stored = open_run(run)
    with workers_of(backend, scheduler, jobs) as workers, bar(not quiet and not json) as progress:
        found = verified(stored, jobs=jobs, progress=progress, workers=workers)
    if not quiet:
        warn(f"{what} was {then}, is {now}" for what, then, now in found.moved)
    if json:
        say_json(as_json(stored, found))
    if found.differences:
        raise DifferenceError(as_text(stored, found))
    if not json and not quiet:
        n = stored.manifest.replications
        say(f"{stored.folder}: all {found.compared:,} numbers of {n:,} replications are the same to the bit")


def as_text(stored: StoredRun, found: Verification) -> str:
    """What differs, and whether versions or the machine explain it."""
    n = len(found.differences)
    lines = [f"{stored.folder}: {n} {'columns differ' if n > 1 else 'column differs'}"]
    lines += [f"  {difference}" for difference in found.differences[:TOLD]]
    if n > TOLD:
        lines.append(f"  and {n - TOLD} more; --json has them all")
    return "\n".join([*lines, f"  {kind(found)}"])


def kind(found: Verification) -> str:
    """Of what kind the differences are."""
    beyond = sum(not difference.is_rounding for difference in found.differences)
    if found.explained:
        return "all within rounding: other versions or another processor make such differences"
    if not found.moved:
        return "made with the same versions on the same kind of machine: nothing of that kind explains it"
    if any(what == "capsim" for what, _, _ in found.moved):
        return f"{beyond} beyond rounding; another version of capsim may answer differently, see its changelog"
    return f"{beyond} beyond rounding: other last bits explain these only where they moved a day or an order of events"


def as_json(stored: StoredRun, found: Verification) -> dict[str, Any]:
    """The verification as scripts read it."""
    from simulator.findings.statistics import finite

    told = [
        {
            "file": difference.file,
            "column": difference.column,
            "differ": difference.count,
            "of": difference.of,
            "largest": finite(difference.largest),
            "rounding": difference.is_rounding,
        }
        for difference in found.differences
    ]
    moved = [{"what": what, "then": then, "now": now} for what, then, now in found.moved]
    return {
        "schema": 1,
        "run_id": stored.manifest.run_id,
        "out": str(stored.folder),
        "same": not found.differences,
        "compared": found.compared,
        "explained": found.explained,
        "differences": told,
        "surroundings": moved,
    }
