"""The page of a run: what it says, on what assumptions, with its pictures and its checks, in one HTML file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator.amounts import fixed, percent
from simulator.figures import figures
from simulator.findings import Findings
from simulator.findings.delays import LEAST_DAYS, WORKING, cause_names, delays_by_group
from simulator.findings.stored import FIGURES, PAGE
from simulator.report.assumptions import assumptions, evidence
from simulator.report.benchmarks import benchmark_lines
from simulator.report.headline import headline_rows
from simulator.report.html import pictures_of, rendered
from simulator.report.note_section import note_sections
from simulator.report.proceeds import proceeds
from simulator.report.programmes import programme_rows, without_notes
from simulator.report.reasons import attention_lines, delay_lines, value_lines
from simulator.report.statements import shown
from simulator.report.summary import heading_of, reactions
from simulator.report.treasury_view import HEADS, READING, treasury_view
from simulator.scenario.document import Document
from simulator.scenario.load import Loaded
from simulator.scenario.origin import origins
from simulator.store.folders import write_file
from simulator.store.manifest import Manifest
from simulator.words import readable

#: grades with a colour of their own
GRADES = ("reported", "derived", "estimate")
TOLD = ("name", "description", "simulation")
CHECKS = {
    "trial_balance_cents": "debits less credits, over all accounts and replications, in cents",
    "failed_replications": "replications that failed",
}
HEADINGS = {
    "summary": "Summary",
    "metrics": "Headline metrics",
    "figures": "Figures",
    "term_sheets": "The note",
    "proceeds": "Use of proceeds",
    "treasury": "What falls due",
    "delays": "Delays",
    "reactions": "Decisions and risks",
    "statements": "Statements",
    "benchmarks": "Benchmarks",
    "inputs": "Inputs and evidence",
    "ledger": "Ledger check",
    "manifest": "Manifest",
}


@dataclass(frozen=True)
class Grade:
    """How many amounts stand on evidence of a grade, and what share of all that is."""

    name: str
    count: int
    share: str


@dataclass(frozen=True)
class Check:
    """What the books were checked for, what was found, and whether that is as it must be."""

    what: str
    value: int

    @property
    def holds(self) -> bool:
        """Every check counts what should not be."""
        return self.value == 0


@dataclass(frozen=True)
class Delays:
    """Causes in words, and days by project and cause, then of all waiting and of work."""

    lines: list[str]
    causes: list[str]
    rows: list[tuple[str, list[str]]]


def write_page(folder: Path, findings: Findings, document: Document, manifest: Manifest) -> None:
    """Put the page of a run into its folder, with the pictures that are there.

    Raises
    ------
    StoreError
        If it cannot be written.
    """
    drawings = {}
    for name in figures:
        path = folder / FIGURES / f"{name}.svg"
        if path.is_file():
            drawings[name] = path.read_text(encoding="utf-8")
    write_file(folder / PAGE, run_page(findings, document, manifest, drawings).encode())


def run_page(findings: Findings, document: Document, manifest: Manifest, drawings: Mapping[str, str]) -> str:
    """The page as text.

    Parameters
    ----------
    document : says where each value of the scenario was written
    manifest : of the run's folder as it is without this page
    drawings : SVG files by the name of the picture; without any, the page has no section of figures
    """
    scenario, parts = findings.scenario, _parts(findings, drawings)
    return rendered(
        "run.html",
        name=scenario.name,
        description=scenario.description,
        heading=heading_of(findings),
        contents={anchor: heading for anchor, heading in HEADINGS.items() if parts.get(anchor, True)},
        treasury_heads=HEADS,
        treasury_reading=READING,
        **parts,
        **_summary(findings),
        **_inputs(Loaded(scenario, document)),
        **_kept(manifest),
    )


def _parts(findings: Findings, drawings: Mapping[str, str]) -> dict[str, Any]:
    """The sections that a page may lack, by their anchors: what each tells, empty or None where that is nothing."""
    return {
        "figures": pictures_of(drawings, figures.described()),
        "term_sheets": note_sections(findings.scenario),
        "proceeds": proceeds(findings),
        "treasury": treasury_view(findings),
        "delays": _delays(findings),
        "reactions": {heading: lines for heading, lines in reactions(findings).items() if lines},
        "statements": shown(findings) if len(findings.statements) else None,
        "benchmarks": benchmark_lines(findings),
    }


def _summary(findings: Findings) -> dict[str, Any]:
    """What stands at the head of the page."""
    return {
        "attention": attention_lines(findings),
        "value": _joined(value_lines(findings)),
        "programmes": programme_rows(findings),
        "notes": without_notes(findings),
        "headline": headline_rows(findings),
    }


def _inputs(loaded: Loaded) -> dict[str, Any]:
    """What was assumed, and on what evidence; without what is told at the head of the page, or in the manifest."""
    rows = origins(loaded)
    counted = evidence(rows, loaded.scenario)
    total = sum(count for _, count in counted)
    return {
        "evidence": [Grade(name, count, percent(count / total)) for name, count in counted],
        "inputs": {of: told for of, told in assumptions(rows, loaded.scenario).items() if of not in TOLD},
        "known": GRADES,
    }


def _kept(manifest: Manifest) -> dict[str, Any]:
    """What the run's folder says of itself."""
    return {
        "manifest": manifest,
        "checks": [Check(CHECKS.get(name, readable(name)), value) for name, value in manifest.checks.items()],
        "about": dict(_about(manifest)),
        "files": [entry for entry in manifest.files if entry.path != PAGE],
    }


def _joined(lines: list[str]) -> list[str]:
    """Lines whose indented continuations are put back to them."""
    whole: list[str] = []
    for line in lines:
        if line.startswith(" ") and whole:
            whole[-1] += f" {line.strip()}"
        else:
            whole.append(line)
    return whole


def _delays(findings: Findings) -> Delays | None:
    if not findings.index.projects:
        return None
    days, names = delays_by_group(findings), cause_names(findings.index)
    causes = [cause for cause in names if any(of.get(cause, 0.0) >= LEAST_DAYS for of in days.values())]
    waiting = {name: sum(of.values()) - of[WORKING] for name, of in days.items()}
    longest = sorted((name for name in days if waiting[name] >= LEAST_DAYS), key=lambda name: -waiting[name])
    rows = [
        (readable(name), [fixed(days[name].get(cause, 0.0), 0) for cause in causes]
         + [fixed(waiting[name], 0), fixed(days[name][WORKING], 0)])
        for name in longest
    ]  # fmt: skip
    return Delays(delay_lines(findings), [readable(names[cause]) for cause in causes], rows)


def _about(manifest: Manifest) -> Iterator[tuple[str, str]]:
    """What the manifest says, but for its files and checks, as text."""
    for name in type(manifest).model_fields:
        if name in ("files", "checks"):
            continue
        value = getattr(manifest, name)
        if isinstance(value, dict):
            yield name, ", ".join(f"{key} {of}" for key, of in value.items())
        elif isinstance(value, tuple):
            yield name, " ".join(value)
        else:
            yield name.rstrip("_").replace("_", " "), str(value)
