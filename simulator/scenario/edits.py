"""`change:` and `--set`: edits of a scenario by path, as they are written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from simulator.errors import Fault, ScenarioFaults, shown
from simulator.quantities.fault import QuantityError
from simulator.registry import meant, suggest
from simulator.scenario.files import File
from simulator.scenario.nodes import ListNode, MapNode, Node, Origin, Place, Scalar, plain
from simulator.scenario.observed import with_data
from simulator.scenario.paths import Segment, read_path
from simulator.scenario.reader import read_text
from simulator.scenario.writer import flow_text

VERBS = ("set", "add", "multiply", "shift", "remove")
COMMAND_LINE = Place("--set")
ASSIGNMENT = re.compile(r"""((?:[^=\[\]"]|"[^"]*"|\[[^\]]*\])*?)\s*([+*]?=)(.*)""", re.DOTALL)
BY_SIGN = {"=": "set", "+=": "add", "*=": "multiply"}


@dataclass(frozen=True)
class Edit:
    """One edit: where, what is done, with what value, and where that is written."""

    path: str
    segments: tuple[Segment, ...]
    verb: str
    operand: Node
    place: Place

    @property
    def by_command_line(self) -> bool:
        """Whether it comes from ``--set``."""
        return self.place == COMMAND_LINE

    @property
    def early(self) -> bool:
        """Whether it comes before projects are written out, because it changes what they are written out from."""
        first = self.segments[0]
        of_project = 1 if first.key else 2
        inner = self.segments[of_project].name if len(self.segments) > of_project else ""
        return first.name in ("templates", "horizon") or (first.name == "projects" and inner in ("repeat", "template"))


def read_changes(change: Node | None, faults: list[Fault]) -> list[Edit]:
    """The edits under ``change:`` of a file, in the order written."""
    if change is None:
        return []
    if not isinstance(change, MapNode):
        place = change.origin.place
        value = shown(flow_text(plain(change)))
        faults.append(Fault(place.file, place.line, "change", value, "is not a map of paths", "`path: edit` lines"))
        return []
    edits = (
        _edit(path, node, change.keys.get(path, node.origin.place), faults) for path, node in change.children.items()
    )
    return [edit for edit in edits if edit is not None]


def _edit(path: str, node: Node, place: Place, faults: list[Fault]) -> Edit | None:
    try:
        segments = read_path(path)
        verb, operand = _deed(node)
    except QuantityError as error:
        line = place.line if place != COMMAND_LINE else 0
        faults.append(Fault(place.file, line, path, "", error.problem, error.allowed, place.column))
        return None
    own = operand.origin.place if isinstance(operand, Scalar) and place != COMMAND_LINE else place
    return Edit(path, segments, verb, operand, own)


def _deed(node: Node) -> tuple[str, Node]:
    """What an edit does and with what: a map with one verb is a deed, anything else is a value to set."""
    children = node.children if isinstance(node, MapNode) else {}
    verbs = [key for key in children if key in VERBS]
    if not verbs:
        near = suggest(next(iter(children)), VERBS) if len(children) == 1 else None
        if near:
            raise QuantityError(f"{next(iter(children))!r} is no edit{meant(near)}", f"one of {', '.join(VERBS)}")
        return "set", node
    if len(children) > 1:
        raise QuantityError(f"mixes {' and '.join(children)}", f"one of {', '.join(VERBS)}, alone")
    operand = children[verbs[0]]
    if verbs[0] == "remove" and plain(operand) is not True:
        raise QuantityError(f"{flow_text(plain(operand))} says not what to remove", "{remove: true}")
    return verbs[0], operand


def read_set(text: str, faults: list[Fault]) -> Edit | None:
    """The edit that a ``--set`` option states: `PATH=VALUE`, `PATH+=VALUE`, `PATH*=VALUE`."""
    found = ASSIGNMENT.fullmatch(text)
    if found is None or not found[1].strip():
        allowed = "PATH=VALUE, PATH+=VALUE or PATH*=VALUE"
        faults.append(Fault(COMMAND_LINE.file, 0, "", shown(text), "is not an edit", allowed))
        return None
    path, sign, written = found[1].strip(), found[2], found[3]
    own: list[Fault] = []
    try:
        node = read_text(written.strip(), COMMAND_LINE.file, own) or Scalar(None, "", Origin(COMMAND_LINE))
    except ScenarioFaults as error:
        own.extend(error.faults)
        node = None
    node = with_data(node, File(Path.cwd() / "--set", "--set"), own) if node is not None else None
    faults.extend(replace(fault, line=0, column=0, path=path) for fault in own)
    if node is None:
        return None
    node = _placed(node)
    if sign != "=":
        node = MapNode({BY_SIGN[sign]: node}, Origin(COMMAND_LINE))
    return _edit(path, node, COMMAND_LINE, faults)


def read_sets(sets: Sequence[str], faults: list[Fault]) -> list[Edit]:
    """The edits of all ``--set`` options, in the order given."""
    return [edit for text in sets if (edit := read_set(text, faults)) is not None]


def _placed(node: Node) -> Node:
    """The same tree as if all of it stood on the command line."""
    origin = replace(node.origin, place=COMMAND_LINE)
    if isinstance(node, ListNode):
        return ListNode(tuple(_placed(item) for item in node.items), origin)
    if isinstance(node, MapNode):
        children = {key: _placed(child) for key, child in node.children.items()}
        return MapNode(children, origin, dict.fromkeys(children, COMMAND_LINE))
    return replace(node, origin=origin)


def in_order(early: bool, *groups: Iterable[Edit]) -> Iterator[Edit]:
    """Those edits of all groups that come before projects are written out, or those that come after."""
    return (edit for group in groups for edit in group if edit.early is early)
