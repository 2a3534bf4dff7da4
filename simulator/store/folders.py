"""Folders that appear whole or not at all, one writer at a time, and never in place of another."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

from simulator.errors import RunError, StoreError

try:
    import fcntl
except ImportError:  # not on Windows, where two writers of the same run do not wait for each other
    fcntl = None  # type: ignore[assignment]

#: within a folder that is written: finished parts of a run that goes on
BLOCKS = "blocks"
#: seconds for which they are kept when nobody goes on with them
STALE = 7 * 24 * 3600


def home_of(out: Path, scenario: str) -> Path:
    """Where the runs of a scenario lie.

    Raises
    ------
    StoreError
        If that is not inside ``out``.
    """
    home = out / scenario
    if not home.resolve().is_relative_to(out.resolve()):
        raise StoreError(f"{home}: lies outside {out}; nothing is written there")
    return home


def newest(home: Path, name: str, marker: str) -> Path | None:
    """The last made of ``name``, ``name.2``, ``name.3`` … that holds ``marker``, or None."""
    found = None
    for folder in _named(home, name):
        if not folder.exists():
            return found
        if (folder / marker).is_file():
            found = folder
    return found


def _named(home: Path, name: str) -> Iterator[Path]:
    yield home / name
    yield from (home / f"{name}.{n}" for n in count(2))


@contextmanager
def claimed(home: Path, name: str, *, resume: bool = False) -> Iterator[Path]:
    """A folder to write into, ``.<name>.partial``, of which no other process has one at the same time.

    It is empty, but for a folder ``blocks`` if what an earlier writer left in that is wanted (``resume``). Unless
    published it is gone afterwards, and so are the folders above it that were made for it; but ``blocks`` stays
    when a run was interrupted, or its workers were killed. What others were killed over is cleared away.

    Raises
    ------
    StoreError
        If it cannot be made.
    """
    made = [folder for folder in (home, *home.parents) if not folder.exists()]
    partial = home / f".{name}.partial"
    spared = BLOCKS if resume else ""
    try:
        with told(partial):
            descriptor = _locked(partial)
            _clear(partial, spared)
            _sweep(home)
        spared = ""
        try:
            yield partial
        except BaseException as error:
            spared = BLOCKS if _is_resumable(error) else ""
            raise
        finally:
            if _is_open_as(descriptor, partial):  # else it was published, and another writer may have the name
                with suppress(OSError):
                    _clear(partial, spared)
                    partial.rmdir()
            os.close(descriptor)
    finally:
        _removed_if_empty(made)


def _is_resumable(error: BaseException) -> bool:
    """Whether a run that ended so may go on another time; books that do not balance never will, a disk stays full."""
    return isinstance(error, KeyboardInterrupt) or type(error) is RunError


def _clear(folder: Path, spared: str = "") -> None:
    """Remove all that is in a folder, but for what has a name that is spared."""
    for left in folder.iterdir():
        if left.name == spared:
            continue
        shutil.rmtree(left) if left.is_dir() else left.unlink()


def _sweep(home: Path) -> None:
    """Remove what writers left who were killed: at once if there is nothing to resume, else after a week."""
    for left in home.glob(".*.partial") if fcntl is not None else ():
        if (left / BLOCKS).is_dir() and time.time() - (left / BLOCKS).stat().st_mtime < STALE:
            continue
        with suppress(OSError):
            descriptor = os.open(left, os.O_RDONLY | os.O_DIRECTORY)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(left)
            finally:
                os.close(descriptor)


@contextmanager
def told(path: Path) -> Iterator[None]:
    """What the system refuses, as an error of the store."""
    try:
        yield
    except OSError as error:
        raise StoreError(f"{path}: cannot be written: {error.strerror or error}") from error


def _locked(folder: Path) -> int:
    """Make a folder and lock it until the descriptor is closed; waits for whoever has it."""
    while True:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder, os.O_RDONLY)
        if fcntl is not None:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        if _is_open_as(descriptor, folder):
            break
        os.close(descriptor)  # published or given up by its holder while this process waited
    return descriptor


def _is_open_as(descriptor: int, folder: Path) -> bool:
    """Whether a descriptor is of the folder that now has this name."""
    return folder.exists() and folder.stat().st_ino == os.fstat(descriptor).st_ino


def _removed_if_empty(folders: list[Path]) -> None:
    for folder in folders:
        try:
            folder.rmdir()
        except OSError:
            return


def publish(partial: Path, name: str) -> Path:
    """Move a finished folder to the first free one of ``name``, ``name.2`` …, all of it on disk before."""
    with told(partial):
        for path in (partial, *partial.rglob("*")):
            _sync(path)
        home = partial.parent
        target = next(folder for folder in _named(home, name) if not folder.exists())
        partial.rename(target)
        _sync(home)
    return target


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole: under a temporary name, to disk, then in place of what was there.

    Raises
    ------
    StoreError
        If that cannot be done; what was there before is then as it was.
    """
    temporary = path.with_name(f".{path.name}.partial")
    with told(path):
        path.parent.mkdir(exist_ok=True)
        try:
            with temporary.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
