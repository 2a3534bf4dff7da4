"""The files that a scenario is made of: itself, those it extends, and the facts and data that they cite."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from simulator.errors import ScenarioFaults
from simulator.scenario.files import File, UnreadableError, named_by_user, parent_of, text_of, within_reach
from simulator.scenario.inherit import read_map
from simulator.scenario.nodes import ListNode, MapNode, Node, Scalar, leaves
from simulator.scenario.observed import CITED

#: files of one scenario
MOST = 1000
#: the file that a file names by a path
Reach = Callable[[File, str], File]


def files_behind(path: str | Path) -> tuple[Path, ...]:
    """All files that a change of may change the scenario, the named one first; also of one that has faults.

    A file that is named and is not there belongs to them: it may appear. What a file that cannot be read would name is
    not known.
    """
    found: dict[Path, None] = {}
    waiting = [named_by_user(path)]
    while waiting and len(found) < MOST:
        file = waiting.pop(0)
        if file.path not in found:
            found[file.path] = None
            waiting += _named_by(file)
    return tuple(found)


def _named_by(file: File) -> Iterator[File]:
    """The files that a file names, as far as they are within reach."""
    if file.path.suffix == ".csv":
        return
    try:
        root = read_map(text_of(file), file, [])
    except (UnreadableError, ScenarioFaults):
        return
    for reach, written in _names(root):
        try:
            yield reach(file, written)
        except UnreadableError:
            continue


def _names(root: MapNode) -> Iterator[tuple[Reach, str]]:
    """Paths as written, each with the rule that says what they may reach."""
    yield from ((parent_of, text) for text in _texts(root.get("extends")))
    yield from ((within_reach, text) for text in _texts(root.get("facts")))
    for _, node in leaves(root):
        cited = CITED.match(node.written) if isinstance(node.value, str) else None
        if cited is not None:
            yield within_reach, cited[3].strip()


def _texts(node: Node | None) -> list[str]:
    """The text of a value, or those of a list."""
    items = node.items if isinstance(node, ListNode) else (node,)
    return [item.value for item in items if isinstance(item, Scalar) and isinstance(item.value, str)]
