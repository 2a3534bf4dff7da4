"""Where words go: results to stdout, everything else to stderr, neither ever in the way of a command."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO

from simulator.errors import StoreError

if TYPE_CHECKING:
    from simulator.montecarlo.replications import Progress


def settle() -> None:
    """Write what the terminal's encoding lacks as an escape instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def say(text: str) -> None:
    """Print a result.

    Raises
    ------
    StoreError
        If stdout cannot be written; a reader that has gone away is no error.
    """
    _write(sys.stdout, text)


def say_json(value: Any) -> None:
    """Print a result as one JSON object; NaN is an error of ours."""
    say(json.dumps(value, ensure_ascii=False, allow_nan=False))


def complain(text: str) -> None:
    """Print an error or a warning, with nothing in it that a terminal would obey."""
    _write(sys.stderr, shown(text))


def warn(texts: Iterable[object]) -> None:
    """Print warnings."""
    for text in texts:
        complain(f"warning: {text}")


def shown(text: str) -> str:
    """Text without control characters, but for line ends.

    >>> shown("a\\x1b[31mb")
    'a\\\\x1b[31mb'
    """
    return "".join(c if c.isprintable() or c == "\n" else c.encode("unicode_escape").decode() for c in text)


def _write(stream: TextIO, text: str) -> None:
    try:
        stream.write(text + "\n")
        stream.flush()
    except BrokenPipeError:
        _silence(stream)
    except OSError as error:
        _silence(stream)
        if stream is sys.stdout:
            raise StoreError(f"stdout cannot be written: {error.strerror or error}") from None


def _silence(stream: TextIO) -> None:
    """Let nothing more be written, and nothing be flushed at the end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


@contextmanager
def bar(wanted: bool) -> Iterator[Progress]:
    """A bar on stderr: replications, their rate, the time left; none without a terminal, or if it is not wanted."""
    if not wanted or not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            speed = task.finished_speed or task.speed
            return Text(f"{speed:,.0f}/s" if speed else "")

    columns = (TextColumn("replications"), BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown_bar:
        task = shown_bar.add_task("", total=None)
        yield lambda done, total: shown_bar.update(task, completed=done, total=total)
