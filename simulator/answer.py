"""A question, answered: from its folder if it was asked before, else by a run that is put there."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from shutil import rmtree
from typing import Any

from simulator import __version__
from simulator.errors import SimulatorError
from simulator.figures import FORMATS, drawable
from simulator.findings import Findings, findings_of
from simulator.findings.stored import FIGURES, PAGE, StoredRun, open_run, run_id, write_findings
from simulator.montecarlo.block import Question, asked
from simulator.montecarlo.kept import KeptBlocks
from simulator.montecarlo.precision import Precision
from simulator.montecarlo.replications import Means, Progress, Run, Workers, run, run_until
from simulator.report.summary import as_markdown
from simulator.scenario.document import Document
from simulator.scenario.writer import yaml_text
from simulator.store.folders import BLOCKS, claimed, home_of, newest, publish, write_file
from simulator.store.manifest import MANIFEST, About, Manifest, manifest_of, read_manifest, write_manifest
from simulator.store.surroundings import surroundings

SUMMARY = "summary.md"
#: no more replications than this for the sake of precision, unless told
MOST = 10_000


@dataclass(frozen=True)
class Manner:
    """How a question is to be answered; none of it changes the answer.

    Attributes
    ----------
    out : folder of all results
    jobs : processes, one a core unless given
    plots : whether pictures are drawn
    force : run again, although the answer is known
    command : as typed, for the manifest
    resume : go on with the blocks of an earlier run that was interrupted or killed
    precision : how sure a mean must be; the question's replications are then the fewest, and ``most`` the most
    workers : what runs the blocks, instead of processes of this machine
    """

    out: Path = Path("results")
    jobs: int | None = None
    plots: bool = True
    force: bool = False
    command: Sequence[str] = ()
    resume: bool = False
    precision: Precision | None = None
    most: int = MOST
    workers: Workers | None = None


@dataclass(frozen=True)
class Answer:
    """A run in its folder, and whether it was there before."""

    run: StoredRun
    known: bool


def answer(
    question: Question, document: Document, manner: Manner, progress: Progress = lambda done, total: None
) -> Answer:
    """The answer of a question about the scenario of a document; missing pictures are added to a known one.

    Raises
    ------
    RunError
        If the run fails, or its folder cannot be written or read; nothing is then left that reads as a run.
    """
    home = home_of(manner.out, question.scenario.name)
    name = named(question, document)
    known = known_answer(question, document, home, manner)
    if known is None:
        claim = f"{name}.onwards" if manner.precision else name
        with claimed(home, claim, resume=manner.resume) as folder:
            known = known_answer(question, document, home, manner)
            if known is None:
                return _made(question, document, folder, manner, progress)
    return Answer(_with_pictures(open_run(known), document, manner.plots), known=True)


def named(question: Question, document: Document) -> str:
    """The run id of a question about the scenario of a document."""
    return run_id(yaml_text(resolved(document, question)), question, __version__)


def known_answer(question: Question, document: Document, home: Path, manner: Manner) -> Path | None:
    """The folder of a run that answers a question; with a precision, one that stopped where this would."""
    if manner.force:
        return None
    if manner.precision is None:
        return newest(home, named(question, document), MANIFEST)
    for n in _counts(home, question, manner.most):
        folder = newest(home, named(asked(question.scenario, question.engine, replications=n), document), MANIFEST)
        if folder and manner.precision.stops_at(open_run(folder).findings.metrics, question.replications, manner.most):
            return folder
    return None


def _counts(home: Path, question: Question, most: int) -> list[int]:
    """How many replications the runs in a folder have, as far as that may do."""
    counts = set()
    for path in home.glob(f"*/{MANIFEST}"):
        with suppress(SimulatorError):
            counts.add(read_manifest(path.parent).replications)
    return sorted(n for n in counts if question.replications <= n <= most)


def resolved(document: Document, question: Question) -> dict[str, Any]:
    """The data of the scenario, self-contained, with the seed, replications and design of the question."""
    simulation = question.scenario.simulation
    stated = {"replications": simulation.replications, "seed": simulation.seed, "design": simulation.design}
    return {**document.data, "simulation": stated}


def _made(question: Question, document: Document, folder: Path, manner: Manner, progress: Progress) -> Answer:
    """Run, write all that belongs to the run into a folder of its own, and move that into place."""
    began, clock = datetime.now(UTC), time.perf_counter()
    found = _simulated(question, folder, manner, progress)
    question, name = found.question, named(found.question, document)
    if manner.precision and not manner.force and (known := newest(folder.parent, name, MANIFEST)):
        return Answer(_with_pictures(open_run(known), document, manner.plots), known=True)
    findings = findings_of(found)
    write_findings(folder, findings, resolved(document, question), {SUMMARY: as_markdown(findings)})
    if manner.plots:
        _draw(folder, findings, ())
    rmtree(folder / BLOCKS)
    about = _about(question, name, findings, manner.command, began, time.perf_counter() - clock)
    manifest = _written_up(folder, findings, document, about)
    return Answer(StoredRun(publish(folder, name), manifest, findings), known=False)


def _simulated(question: Question, folder: Path, manner: Manner, progress: Progress) -> Run:
    """The run that a question asks for, its finished blocks kept in a folder."""
    here = surroundings()
    kept = KeptBlocks(folder / BLOCKS, repr([here.version, here.python, here.platform, here.numeric]))
    precision, jobs, workers = manner.precision, manner.jobs, manner.workers
    if precision is None:
        return run(question, jobs=jobs, progress=progress, workers=workers, kept=kept)
    means = Means(jobs=jobs, progress=progress, workers=workers, kept=kept)
    return run_until(question, lambda metrics: precision.replications(metrics[precision.metric]), manner.most, means)


def _about(
    question: Question, name: str, findings: Findings, command: Sequence[str], began: datetime, seconds: float
) -> About:
    simulation, here = question.scenario.simulation, surroundings()
    return About(
        scenario=question.scenario.name,
        run_id=name,
        seed=simulation.seed,
        replications=simulation.replications,
        design=simulation.design,
        engine=question.engine,
        version=here.version,
        python=here.python,
        platform=here.platform,
        libraries=dict(here.libraries),
        command=tuple(command),
        began=began.isoformat(timespec="seconds"),
        seconds=round(seconds, 3),
        checks=findings.checks,
    )


def _draw(folder: Path, findings: Findings, done: Sequence[str]) -> bool:
    """Add the pictures that are not ``done``; whether there were any."""
    from simulator.figures.drawing import drawn

    added = False
    for name, content in drawn(findings, done):
        write_file(folder / FIGURES / name, content)
        added = True
    return added


def _written_up(folder: Path, findings: Findings, document: Document, about: About) -> Manifest:
    """The page of a run, of all that lies in its folder, and then the manifest of all that, page included."""
    from simulator.report.page import write_page

    write_page(folder, findings, document, manifest_of(folder, about))
    manifest = manifest_of(folder, about)
    write_manifest(folder, manifest)
    return manifest


def _with_pictures(stored: StoredRun, document: Document, plots: bool) -> StoredRun:
    """A run with all its pictures and its page; both are written again if a picture was missing."""
    done = [Path(path).name for path in stored.files if path.startswith(f"{FIGURES}/")]
    every = {f"{name}.{kind}" for name in drawable(stored.findings.scenario) for kind in FORMATS}
    added = plots and not every <= set(done) and _draw(stored.folder, stored.findings, done)
    if not added and PAGE in stored.files:
        return stored
    listed = tuple(entry for entry in stored.manifest.files if entry.path != PAGE)
    write_manifest(stored.folder, stored.manifest.model_copy(update={"files": listed}))  # whole, if it ends here
    manifest = _written_up(stored.folder, stored.findings, document, stored.manifest)
    return StoredRun(stored.folder, manifest, stored.findings)
