"""Where words go: results to stdout, everything else to stderr, neither ever in the way of a command."""

from __future__ import annotations

import io
import json
import os
import sys
import textwrap
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO

import typer

from simulator.errors import StoreError
from simulator.words import WIDTH, visible

if TYPE_CHECKING:
    from simulator.montecarlo.replications import Progress

#: the least room of a table's last column
LEAST = 20


class Closed(io.StringIO):
    """Stands for a stream that was closed before we began, for which Python has None."""


def settle() -> None:
    """Write what the terminal's encoding lacks as an escape instead of failing, and what nobody can read nowhere."""
    sys.stdout, sys.stderr = (Closed() if stream is None else stream for stream in (sys.stdout, sys.stderr))
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def say(text: str) -> None:
    """Print a result.

    Raises
    ------
    StoreError
        If stdout cannot be written; a reader that has gone away is no error.
    typer.Exit
        With 1, if stdout was closed from the start: there is nobody to tell anything.
    """
    if isinstance(sys.stdout, Closed):
        raise typer.Exit(1)
    _write(sys.stdout, text)


def say_json(value: Any) -> None:
    """Print a result as one JSON object; NaN is an error of ours."""
    say(json.dumps(value, ensure_ascii=False, allow_nan=False))


def complain(text: str) -> None:
    """Print an error or a warning, with nothing in it that a terminal would obey."""
    _write(sys.stderr, visible(text))


def warn(texts: Iterable[object]) -> None:
    """Print warnings."""
    for text in texts:
        complain(f"warning: {text}")


def filled(before: str, last: str) -> str:
    """A line of a table, at most 100 wide: what is too long for the last column goes on below itself.

    >>> print(filled("npv  USD  ", "what all flows are worth, " * 5))
    npv  USD  what all flows are worth, what all flows are worth, what all flows are worth, what all
              flows are worth, what all flows are worth,
    """
    room = max(WIDTH - len(before), LEAST)
    parts = textwrap.wrap(last, room, break_on_hyphens=False) or [""]
    return "\n".join([f"{before}{parts[0]}".rstrip(), *(f"{'':{len(before)}}{part}" for part in parts[1:])])


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
def kept_if_interrupted(quiet: bool) -> Iterator[None]:
    """Say, when several runs are interrupted, what becomes of those that are done."""
    try:
        yield
    except KeyboardInterrupt:
        if not quiet:
            complain("interrupted; runs that are done are kept, and the same command goes on from them")
        raise


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
