"""A question, answered: from its folder if it was asked before, else by a run that is put there."""

from __future__ import annotations

import platform
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from simulator import __version__
from simulator.block import Question
from simulator.figures import FORMATS, figures
from simulator.findings import Findings, findings_of
from simulator.folders import claimed, home_of, newest, publish, write_file
from simulator.manifest import MANIFEST, About, Manifest, manifest_of, write_manifest
from simulator.montecarlo import Progress, run
from simulator.report.summary import as_markdown
from simulator.scenario.document import Document
from simulator.scenario.writer import yaml_text
from simulator.store import FIGURES, PAGE, StoredRun, open_run, run_id, write_findings

SUMMARY = "summary.md"
LIBRARIES = (
    *("numpy", "scipy", "simpy", "pydantic", "ruamel.yaml", "joblib", "duckdb", "matplotlib", "jinja2", "typer"),
)


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
    """

    out: Path = Path("results")
    jobs: int | None = None
    plots: bool = True
    force: bool = False
    command: Sequence[str] = ()


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
    resolved = resolved_text(document, question)
    name, home = run_id(resolved, question, __version__), home_of(manner.out, question.scenario.name)
    known = None if manner.force else newest(home, name, MANIFEST)
    if known is None:
        with claimed(home, name) as folder:
            known = None if manner.force else newest(home, name, MANIFEST)
            if known is None:
                return Answer(_made(question, document, name, folder, manner, progress), known=False)
    return Answer(_with_pictures(open_run(known), document, manner.plots), known=True)


def resolved_text(document: Document, question: Question) -> str:
    """The scenario as YAML, self-contained, with the seed, replications and design of the question."""
    simulation = question.scenario.simulation
    stated = {"replications": simulation.replications, "seed": simulation.seed, "design": simulation.design}
    return yaml_text({**document.data, "simulation": stated})


def _made(
    question: Question, document: Document, name: str, folder: Path, manner: Manner, progress: Progress
) -> StoredRun:
    """Run, write all that belongs to the run into a folder of its own, and move that into place."""
    began, clock = datetime.now(UTC), time.perf_counter()
    findings = findings_of(run(question, jobs=manner.jobs, progress=progress))
    write_findings(folder, findings, resolved_text(document, question), {SUMMARY: as_markdown(findings)})
    if manner.plots:
        _draw(folder, findings, ())
    about = _about(question, name, findings, manner.command, began, time.perf_counter() - clock)
    manifest = _written_up(folder, findings, document, about)
    return StoredRun(publish(folder, name), manifest, findings)


def _about(
    question: Question, name: str, findings: Findings, command: Sequence[str], began: datetime, seconds: float
) -> About:
    simulation = question.scenario.simulation
    return About(
        scenario=question.scenario.name,
        run_id=name,
        seed=simulation.seed,
        replications=simulation.replications,
        design=simulation.design,
        engine=question.engine,
        version=__version__,
        python=platform.python_version(),
        platform=f"{platform.system()} {platform.machine()}",
        libraries={library: version(library) for library in LIBRARIES},
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
    every = {f"{name}.{kind}" for name in figures for kind in FORMATS}
    added = plots and not every <= set(done) and _draw(stored.folder, stored.findings, done)
    if not added and PAGE in stored.files:
        return stored
    listed = tuple(entry for entry in stored.manifest.files if entry.path != PAGE)
    write_manifest(stored.folder, stored.manifest.model_copy(update={"files": listed}))  # whole, if it ends here
    manifest = _written_up(stored.folder, stored.findings, document, stored.manifest)
    return StoredRun(stored.folder, manifest, stored.findings)
