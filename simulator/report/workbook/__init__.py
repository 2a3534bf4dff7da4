"""A run as one workbook: inputs with evidence, headline numbers, sources and uses, projects, delays, live checks."""

from __future__ import annotations

from simulator.findings.stored import StoredRun
from simulator.report.workbook import cash, checks, delays, inputs, numbers, projects, statements
from simulator.report.workbook.book import Book, Cell, require_writer
from simulator.scenario.document import Document
from simulator.store.folders import write_file
from simulator.store.manifest import manifest_of, write_manifest

__all__ = ["FILE", "require_writer", "with_workbook", "workbook"]

FILE = "run.xlsx"


def workbook(stored: StoredRun, document: Document) -> bytes:
    """The content of the workbook of a run; the same run gives the same bytes.

    Parameters
    ----------
    document : the scenario as resolved, which says where its values come from

    Raises
    ------
    UserError
        If XlsxWriter is not installed.
    """
    book, findings = Book(), stored.findings
    _front(book, stored)
    numbers.write(book, findings)
    inputs.write(book, findings.scenario, document)
    balance = cash.write(book, findings)
    articulated = statements.write(book, findings)
    built = projects.write(book, findings, delays.write(book, findings))
    checks.write(book, findings, balance, built, articulated)
    return book.content()


def _front(book: Book, stored: StoredRun) -> None:
    """The sheet that says which run this is."""
    about, scenario = stored.manifest, stored.findings.scenario
    sheet = book.sheet("Run", scenario.name, scenario.description)
    horizon = f"{scenario.horizon.start} to {scenario.horizon.end}"
    told: dict[str, Cell] = {
        "run": about.run_id,
        "horizon": horizon,
        "reporting currency": scenario.currency,
        "replications": about.replications,
        "seed": str(about.seed),
        "design": about.design,
        "engine": about.engine,
        "version": about.version,
        "began": about.began,
        "command": " ".join(about.command),
    }
    for n, (name, value) in enumerate(told.items(), start=3):
        sheet.row(n, [name, value], ["part", "text"])
    sheet.widths(24, 60)


def with_workbook(stored: StoredRun, document: Document) -> StoredRun:
    """The run with its workbook in its folder, where it is not there yet; the manifest then lists it.

    Raises
    ------
    UserError
        If XlsxWriter is not installed.
    StoreError
        If it cannot be written.
    """
    if FILE in stored.files:
        return stored
    write_file(stored.folder / FILE, workbook(stored, document))
    manifest = manifest_of(stored.folder, stored.manifest)
    write_manifest(stored.folder, manifest)
    return StoredRun(stored.folder, manifest, stored.findings)
