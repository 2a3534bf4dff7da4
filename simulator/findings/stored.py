"""Runs in folders: written under a temporary name and moved into place whole, read back only if they are whole."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from simulator.findings.run import Fan, Findings
from simulator.findings.statistics import STATISTICS
from simulator.findings.table import Table
from simulator.montecarlo.block import Question
from simulator.scenario.document import Document
from simulator.scenario.restored import restored
from simulator.scenario.writer import yaml_text
from simulator.store.folders import write_file
from simulator.store.identity import identity
from simulator.store.manifest import Manifest, check_files, read_manifest
from simulator.store.tables import read_table, write_table

SCENARIO, DATA, FIGURES, PAGE = "scenario.yaml", "scenario.json", "figures", "report.html"
METRICS, TIMELINES, PATHS = "metrics.parquet", "timelines.parquet", "paths.parquet"
#: tables of statistics by keys: the attribute of ``Findings`` that each holds
KEYED = {"delays.parquet": "delays", "schedule.parquet": "schedule", "flows.parquet": "flows"}
#: the same, which a folder of an older version may not have
OF_REACTIONS = {
    f"{name}.parquet": name
    for name in ("rules", "firings", "options", "watched", "actions", "risks", "limits", "statements")
}


@dataclass(frozen=True)
class StoredRun:
    """A run in its folder: what its manifest says, and its findings."""

    folder: Path
    manifest: Manifest
    findings: Findings

    @property
    def files(self) -> tuple[str, ...]:
        """The files that belong to the run, relative to its folder."""
        return tuple(entry.path for entry in self.manifest.files)


def run_id(resolved: str, question: Question, version: str) -> str:
    """The name of a question: the same for the same resolved scenario, seed, replications, design, engine and version.

    Parameters
    ----------
    resolved : text of the resolved scenario, its `simulation` included
    """
    simulation = question.scenario.simulation
    return identity([resolved, simulation.seed, simulation.replications, simulation.design, question.engine, version])


def write_findings(folder: Path, findings: Findings, resolved: Mapping[str, Any], texts: Mapping[str, str]) -> None:
    """Everything of a run but its pictures and its manifest.

    ``resolved`` are the data of its scenario; it is kept as YAML for people and as JSON for programs. ``texts`` are
    further files by name.
    """
    write_file(folder / SCENARIO, yaml_text(dict(resolved)).encode())
    write_file(folder / DATA, json.dumps(resolved, ensure_ascii=False).encode())
    replication = np.arange(findings.question.replications, dtype=np.int32)
    write_table(folder / METRICS, {"replication": replication, **findings.metrics})
    write_table(folder / TIMELINES, _tidy(findings), dates=("month",))
    if findings.paths:
        write_table(folder / PATHS, _by_month(findings), dates=("month",))
    for name, attribute in (KEYED | OF_REACTIONS).items():
        table: Table = getattr(findings, attribute)
        write_table(folder / name, {**table.keys, **dict(zip(STATISTICS, table.statistics, strict=True))})
    for name, text in texts.items():
        write_file(folder / name, text.encode())


def _months(findings: Findings) -> np.ndarray:
    """The days of the closings, as a table holds them."""
    return np.datetime64(findings.calendar.start, "us") + findings.calendar.closing_days.astype("timedelta64[D]")


def _by_month(findings: Findings) -> dict[str, np.ndarray]:
    """A row a replication and month, a column a series."""
    count, months = len(next(iter(findings.paths.values()))), _months(findings)
    keys = {"replication": np.repeat(np.arange(count, dtype=np.int32), len(months)), "month": np.tile(months, count)}
    return keys | {name: values.ravel() for name, values in findings.paths.items()}


def _tidy(findings: Findings) -> dict[str, np.ndarray]:
    """A row a series, month and statistic."""
    names, closings, months = list(findings.timelines), findings.calendar.closing_days, _months(findings)
    each = len(closings) * len(STATISTICS)
    units = [_unit(fan.unit, findings) for fan in findings.timelines.values()]
    values = [fan.statistics.T.ravel() for fan in findings.timelines.values()]
    return {
        "series": np.repeat(np.array(names, object), each),
        "month": np.tile(np.repeat(months, len(STATISTICS)), len(names)),
        "statistic": np.tile(np.array(STATISTICS, object), len(names) * len(closings)),
        "value": np.concatenate(values) if values else np.zeros(0),
        "unit": np.repeat(np.array(units, object), each),
    }


def _unit(unit: str, findings: Findings) -> str:
    return unit.replace("money", findings.scenario.currency)


def open_run(folder: str | Path) -> StoredRun:
    """Read a run, after checking the size and sha256 of every file that its manifest lists.

    Raises
    ------
    UserError
        If the folder is not a run.
    StoreError
        If a file is missing or differs from what the manifest says.
    """
    folder = Path(folder)
    manifest = read_manifest(folder)
    check_files(folder, manifest)
    return StoredRun(folder, manifest, _findings(folder, manifest))


def _findings(folder: Path, manifest: Manifest) -> Findings:
    from simulator.scenario.load import from_document

    question = Question(from_document(document_of(folder)).scenario, manifest.engine)
    metrics = {name: np.asarray(column, float) for name, column in read_table(folder / METRICS).items()}
    del metrics["replication"]
    listed = {entry.path for entry in manifest.files}
    kept = {name: attribute for name, attribute in (KEYED | OF_REACTIONS).items() if name in KEYED or name in listed}
    tables = {attribute: _keyed(read_table(folder / name)) for name, attribute in kept.items()}
    fans = _fans(read_table(folder / TIMELINES), question)
    paths = _paths(read_table(folder / PATHS)) if PATHS in listed else {}
    return Findings(question, metrics, fans, **tables, checks=manifest.checks, paths=paths)


def document_of(folder: Path) -> Document:
    """The scenario of a run as it was resolved."""
    return restored((folder / DATA).read_text(encoding="utf-8"), folder / SCENARIO)


def _paths(columns: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The paths of a series, a row a replication."""
    count = int(columns["replication"][-1]) + 1
    return {name: values.reshape(count, -1) for name, values in columns.items() if name not in ("replication", "month")}


def _keyed(columns: dict[str, np.ndarray]) -> Table:
    keys = {name: column for name, column in columns.items() if name not in STATISTICS}
    return Table(keys, np.array([columns[name].astype(float) for name in STATISTICS]))


def _fans(columns: dict[str, np.ndarray], question: Question) -> dict[str, Fan]:
    """The series out of their tidy rows, which are in the order in which they were written."""
    names = list(dict.fromkeys(columns["series"].tolist()))
    values = columns["value"].reshape(len(names), -1, len(STATISTICS)) if names else np.zeros((0, 0, 0))
    units = columns["unit"].reshape(len(names), -1)[:, 0].tolist() if names else []
    currency = question.scenario.currency
    named = zip(names, units, values, strict=True)
    return {name: Fan(unit.replace(currency, "money"), value.T.copy()) for name, unit, value in named}
