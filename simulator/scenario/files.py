"""Files that a scenario consists of: where they may lie, how they are named to the user, and their text."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from simulator.errors import Fault, ScenarioFaults
from simulator.registry import meant, suggest
from simulator.scenario.nodes import Node
from simulator.scenario.reader import LARGEST
from simulator.scenario.writer import node_text

YAML_ENDINGS = (".yaml", ".yml")


@dataclass(frozen=True)
class File:
    """A file on disk and the name that the user knows it by."""

    path: Path
    shown: str

    @property
    def folder(self) -> Path:
        """The folder in which it lies."""
        return self.path.parent

    def beside(self, written: str) -> File:
        """The file that this one names by a path relative to its own folder."""
        shown = os.path.normpath(os.path.join(os.path.dirname(self.shown), written))
        return File(Path(os.path.realpath(self.folder / written)), shown)


def named_by_user(name: str | Path) -> File:
    """The file that a user names, relative to the working directory."""
    return File(Path(os.path.realpath(name)), os.path.normpath(str(name)))


class UnreadableError(ValueError):
    """A file that cannot be read: what is wrong, what is allowed, and the line if there is one."""

    def __init__(self, problem: str, allowed: str, line: int = 0) -> None:
        super().__init__(problem)
        self.problem, self.allowed, self.line = problem, allowed, line

    def fault(self, file: File) -> Fault:
        """The fault of a file that the user named."""
        return Fault(file.shown, self.line, "", "", self.problem, self.allowed)

    def fault_at(self, node: Node, path: str) -> Fault:
        """The fault of a value that names the file."""
        place = node.origin.place
        where = f" (line {self.line} of that file)" if self.line else ""
        return Fault(place.file, place.line, path, node_text(node), self.problem + where, self.allowed, place.column)


def text_of(file: File, what: str = "a scenario file") -> str:
    """The text of a file.

    Raises
    ------
    UnreadableError
        If it is missing, a directory, a device, too large, not text, or not permitted.
    """
    try:
        status = os.stat(file.path)
        if stat.S_ISDIR(status.st_mode):
            raise UnreadableError("is a directory", what)
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableError("is not a regular file", what)
        if status.st_size > LARGEST:
            raise UnreadableError(f"is too large: {status.st_size:,} bytes", f"at most {LARGEST:,}")
        return decoded(file.path.read_bytes())
    except FileNotFoundError:
        raise UnreadableError(f"no such file{_hint(file.path)}", what) from None
    except (OSError, ValueError) as error:
        if isinstance(error, UnreadableError):
            raise
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise UnreadableError(f"cannot be read: {reason}", what) from None


def decoded(content: bytes) -> str:
    """The text of UTF-8 bytes.

    Raises
    ------
    UnreadableError
        If they are something else.
    """
    zero = content.find(b"\0")
    if zero >= 0:
        raise UnreadableError("is not text: it holds a zero byte", "text in UTF-8", content.count(b"\n", 0, zero) + 1)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnreadableError(
            f"is not text: byte 0x{content[error.start]:02x} is not UTF-8", "text in UTF-8", line
        ) from None


def _hint(path: Path) -> str:
    try:
        names = [p.stem for p in path.parent.iterdir() if p.suffix == path.suffix]
    except OSError:
        return ""
    near = suggest(path.stem, names[:1000])
    return meant(near and near + path.suffix)


def parent_of(file: File, written: str) -> File:
    """The file that ``extends`` names; it may lie anywhere, and is a YAML file.

    Raises
    ------
    UnreadableError
        If it is not named like a YAML file.
    """
    parent = _beside(file, written)
    if parent.path.suffix not in YAML_ENDINGS:
        raise UnreadableError("is not a YAML file", f"the path of a file that ends in {' or '.join(YAML_ENDINGS)}")
    return parent


def within_reach(file: File, written: str) -> File:
    """The data file that a scenario file names, if a scenario may read it.

    That is a file under the working directory or under the naming file's own folder; a file in a folder `scenarios`
    reaches what lies beside that folder.

    Raises
    ------
    UnreadableError
        If it lies elsewhere.
    """
    wanted = _beside(file, written)
    project = next((p.parent for p in (file.folder, *file.folder.parents) if p.name == "scenarios"), file.folder)
    if not any(wanted.path.is_relative_to(root) for root in (Path.cwd().resolve(), file.folder, project)):
        raise UnreadableError("is out of reach", "a file under the working directory or the scenario's own folder")
    return wanted


def _beside(file: File, written: str) -> File:
    if not written.strip() or "\0" in written:
        raise UnreadableError("is not a path", "a path relative to this file")
    return file.beside(written)


def text_of_user_file(file: File) -> str:
    """The text of the file that the user named, its faults as faults of that file."""
    try:
        return text_of(file)
    except UnreadableError as error:
        raise ScenarioFaults([error.fault(file)]) from None
