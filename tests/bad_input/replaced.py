"""What is said of a scenario in which one piece of text is replaced."""

from __future__ import annotations

from itertools import takewhile
from pathlib import Path

from simulator.scenario.load import load
from tests.scenario.written import DECIDED, told, write


def said_of(folder: Path, old: str, new: str, text: str = DECIDED) -> list[str]:
    """The faults, each seen to be told at the line of its entry, less that line."""
    changed = _replaced(text, old, new)
    return [_less_line(message, changed, "bad.yaml") for message in told(write(folder, "bad.yaml", changed))]


def warned_of(folder: Path, old: str, new: str, text: str = DECIDED) -> list[str]:
    """The warnings about a scenario that loads, likewise."""
    changed = _replaced(text, old, new)
    warnings = load(write(folder, "odd.yaml", changed)).document.warnings
    return [_less_line(str(warning).replace(f"{folder}/", ""), changed, "odd.yaml") for warning in warnings]


def _replaced(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new, 1)


def _less_line(message: str, text: str, name: str) -> str:
    """The message, seen to name the line on which its entry begins, or its section if that is written on one line."""
    place, path, *rest = message.split(": ")
    section, entry, *_ = [*path.replace("[", ".").replace("]", "").split("."), ""]
    lines = text.split("\n")
    start = next(n for n, line in enumerate(lines) if line.startswith(f"{section}:"))
    entries = list(takewhile(lambda line: line.startswith((" ", "-")), lines[start + 1 :]))
    own = [
        n for n, line in enumerate(entries) if line.startswith(f"  {entry}:") or (section, str(n)) == ("limits", entry)
    ]
    assert place == f"{name}:{start + 1 + (own[0] + 1 if own else 0)}", message
    return ": ".join((path, *rest))
