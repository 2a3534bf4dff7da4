"""The manifest of a run: what was asked, with what it was answered, and every file that belongs to it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from simulator.errors import DamagedRunError, StoreError, UserError
from simulator.store.folders import write_file

MANIFEST = "run.json"
#: the resolved scenario of a run, of whose text the manifest states the hash
RESOLVED = "scenario.yaml"


class Entry(BaseModel):
    """A file of a run, relative to its folder."""

    model_config = ConfigDict(frozen=True)

    path: str
    bytes: int
    sha256: str


class About(BaseModel):
    """What a manifest says of a run, but for its files."""

    model_config = ConfigDict(frozen=True)

    state: Literal["finished"] = "finished"
    scenario: str
    run_id: str
    seed: int
    replications: int
    design: str
    engine: str
    version: str = Field(description="of this package")
    python: str
    platform: str
    libraries: dict[str, str]
    command: tuple[str, ...]
    began: str = Field(description="date and time, UTC")
    seconds: float = Field(description="from the first draw to the last picture")
    checks: dict[str, int]


class Manifest(About):
    """All of `run.json`."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)

    schema_: Literal[1] = Field(1, alias="schema")
    scenario_hash: str | None = Field(None, description="sha256 of the resolved scenario; runs of before have none")
    files: tuple[Entry, ...]


def manifest_of(folder: Path, about: About) -> Manifest:
    """The manifest of a folder as it is now."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    told = {name: getattr(about, name) for name in About.model_fields}
    files = tuple(entry_of(folder, path.relative_to(folder).as_posix()) for path in paths)
    return Manifest(**told, scenario_hash=_scenario_hash(files), files=files)


def _scenario_hash(files: tuple[Entry, ...]) -> str | None:
    """The sha256 of the resolved scenario among the files of a run."""
    return next((entry.sha256 for entry in files if entry.path == RESOLVED), None)


def entry_of(folder: Path, path: str) -> Entry:
    """A file with its size and hash."""
    content = (folder / path).read_bytes()
    return Entry(path=path, bytes=len(content), sha256=hashlib.sha256(content).hexdigest())


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest, which makes a folder a run."""
    write_file(folder / MANIFEST, (manifest.model_dump_json(indent=1, by_alias=True) + "\n").encode())


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a run, whose files are not looked at.

    Raises
    ------
    UserError
        If the folder is not a run.
    DamagedRunError
        If the manifest is not one.
    StoreError
        If it cannot be read.
    """
    path = folder / MANIFEST
    if folder.name.startswith(".") and folder.name.endswith(".partial"):
        raise UserError(f"{folder}: is not a run, it was not finished; the folder of a finished run")
    try:
        return Manifest.model_validate_json(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        raise UserError(f"{folder}: is not a run, it has no {MANIFEST}; the folder of a finished run") from None
    except OSError as error:
        raise StoreError(f"{path}: cannot be read: {error.strerror}") from None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"])
        raise DamagedRunError(f"{path}: is not a manifest of schema 1: {place or 'JSON'}: {first['msg']}") from None


def check_files(folder: Path, manifest: Manifest) -> None:
    """Compare the size and sha256 of every file, and the hash of the scenario, with what the manifest says.

    Raises
    ------
    DamagedRunError
        If a file is missing, differs, or lies elsewhere, or the scenario is another.
    StoreError
        If a file cannot be read.
    """
    for listed in manifest.files:
        path = folder / listed.path
        if not path.resolve().is_relative_to(folder.resolve()):
            raise DamagedRunError(f"{path}: lies outside the run's folder")
        try:
            found = entry_of(folder, listed.path)
        except FileNotFoundError:
            raise DamagedRunError(f"{path}: cannot be read: No such file or directory") from None
        except OSError as error:
            raise StoreError(f"{path}: cannot be read: {error.strerror}") from None
        if found != listed:
            told = f"{found.bytes} bytes, sha256 {found.sha256[:12]}…"
            raise DamagedRunError(
                f"{path}: has {told}, but {MANIFEST} says {listed.bytes} bytes, sha256 {listed.sha256[:12]}…; "
                "run again with --force"
            )
    _check_scenario(folder, manifest)


def _check_scenario(folder: Path, manifest: Manifest) -> None:
    """The scenario of a run is the one whose hash its manifest states, if it states one."""
    stated, found = manifest.scenario_hash, _scenario_hash(manifest.files)
    if stated is not None and stated != found:
        has = f"sha256 {found[:12]}…" if found else "no place in the run"
        raise DamagedRunError(
            f"{folder / RESOLVED}: has {has}, but {MANIFEST} says scenario_hash {stated[:12]}…; run again with --force"
        )
