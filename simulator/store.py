"""Runs in folders: written under a temporary name and moved into place whole, read back only if they are whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from simulator.block import Question
from simulator.errors import StoreError, UserError
from simulator.findings import Fan, Findings, Table
from simulator.folders import write_file
from simulator.statistics import STATISTICS
from simulator.tables import read_table, write_table

SCHEMA = 1
MANIFEST, SCENARIO, FIGURES = "run.json", "scenario.yaml", "figures"
METRICS, TIMELINES = "metrics.parquet", "timelines.parquet"
#: tables of statistics by keys: the attribute of ``Findings`` that each holds
KEYED = {"delays.parquet": "delays", "schedule.parquet": "schedule", "flows.parquet": "flows"}
#: letters and digits that are not taken for each other
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
#: letters of a run id: 60 bits
ID_LENGTH = 12


@dataclass(frozen=True)
class StoredRun:
    """A run in its folder: what its manifest says, and its findings."""

    folder: Path
    manifest: dict[str, Any]
    findings: Findings

    @property
    def files(self) -> tuple[str, ...]:
        """The files that belong to the run, relative to its folder."""
        return tuple(entry["path"] for entry in self.manifest["files"])


def run_id(resolved: str, question: Question, version: str) -> str:
    """The name of a question: the same for the same resolved scenario, seed, replications, design, engine and version.

    Parameters
    ----------
    resolved : text of the resolved scenario, its `simulation` included
    """
    simulation = question.scenario.simulation
    key = [resolved, simulation.seed, simulation.replications, simulation.design, question.engine, version]
    number = int.from_bytes(hashlib.sha256(json.dumps(key).encode()).digest())
    return "".join(ALPHABET[number >> 5 * n & 31] for n in range(ID_LENGTH))


def write_findings(folder: Path, findings: Findings, resolved: str, texts: Mapping[str, str]) -> None:
    """Everything of a run but its pictures and its manifest; ``texts`` are further files by name."""
    write_file(folder / SCENARIO, resolved.encode())
    replication = np.arange(findings.question.replications, dtype=np.int32)
    write_table(folder / METRICS, {"replication": replication, **findings.metrics})
    write_table(folder / TIMELINES, _tidy(findings), dates=("month",))
    for name, attribute in KEYED.items():
        table: Table = getattr(findings, attribute)
        write_table(folder / name, {**table.keys, **dict(zip(STATISTICS, table.statistics, strict=True))})
    for name, text in texts.items():
        write_file(folder / name, text.encode())


def _tidy(findings: Findings) -> dict[str, np.ndarray]:
    """A row a series, month and statistic."""
    names, closings = list(findings.timelines), findings.calendar.closing_days
    months = np.datetime64(findings.calendar.start, "us") + closings.astype("timedelta64[D]")
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


def manifest_of(folder: Path, about: Mapping[str, Any]) -> dict[str, Any]:
    """The manifest of a folder: what is said ``about`` the run, and every file with its size and hash."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    files = [{"path": path.relative_to(folder).as_posix(), **_fingerprint(path)} for path in paths]
    return {"schema": SCHEMA, **about, "files": files}


def write_manifest(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Write the manifest, which makes a folder a run."""
    write_file(folder / MANIFEST, (json.dumps(manifest, indent=1, allow_nan=False) + "\n").encode())


def _fingerprint(path: Path) -> dict[str, Any]:
    content = path.read_bytes()
    return {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


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
    for entry in manifest["files"]:
        _check(folder, entry)
    return StoredRun(folder, manifest, _findings(folder, manifest))


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a run, whose files are not looked at."""
    path = folder / MANIFEST
    try:
        manifest = json.loads(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        raise UserError(f"{folder}: is not a run, it has no {MANIFEST}; the folder of a finished run") from None
    except (OSError, ValueError) as error:
        raise StoreError(f"{path}: cannot be read: {error}") from None
    if not isinstance(manifest, dict) or manifest.get("schema") != SCHEMA:
        found = manifest.get("schema") if isinstance(manifest, dict) else None
        raise StoreError(f"{path}: has schema {found!r}; this version reads schema {SCHEMA}")
    return manifest


def _check(folder: Path, entry: Mapping[str, Any]) -> None:
    path = folder / entry["path"]
    if not path.resolve().is_relative_to(folder.resolve()):
        raise StoreError(f"{path}: lies outside the run's folder")
    try:
        found = _fingerprint(path)
    except OSError as error:
        raise StoreError(f"{path}: cannot be read: {error.strerror}") from None
    for what, value in found.items():
        if value != entry[what]:
            raise StoreError(f"{path}: {what} {value}, but {MANIFEST} says {entry[what]}; run again with --force")


def _findings(folder: Path, manifest: Mapping[str, Any]) -> Findings:
    from simulator.scenario.load import load_scenario

    question = Question(load_scenario(folder / SCENARIO), manifest["engine"])
    metrics = {name: np.asarray(column, float) for name, column in read_table(folder / METRICS).items()}
    del metrics["replication"]
    tables = {attribute: _keyed(read_table(folder / name)) for name, attribute in KEYED.items()}
    return Findings(
        question, metrics, _fans(read_table(folder / TIMELINES), question), **tables, checks=manifest["checks"]
    )


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
