"""What was read from files, as a tree that remembers where each value comes from.

Nodes are frozen and shared: an alias, a template or a wave is the same node in several places.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

Loc = tuple[str | int, ...]
Value = str | int | float | bool | None


class Place(NamedTuple):
    """A position in a file as the user names it; line and column count from 1, line 0 is no line."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Citation:
    """The fact that a value was taken from."""

    fact: str
    grade: str
    source: str
    as_of: str
    place: Place


class Step(NamedTuple):
    """Something that was done to a value after it was written: an edit, ``--set``, ``repeat``."""

    how: str
    place: Place
    before: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value comes from.

    Attributes
    ----------
    place : where it was written
    citation : the fact it cites
    template : the template it comes from, or ''
    steps : what was done to it since, oldest first
    faulty : a fault of it is already reported, so that no other check speaks of it
    """

    place: Place
    citation: Citation | None = None
    template: str = ""
    steps: tuple[Step, ...] = ()
    faulty: bool = False


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value: what it means, and the text that was written for it."""

    value: Value
    written: str
    origin: Origin

    @property
    def quoted(self) -> bool:
        """Whether messages quote it: it is text."""
        return isinstance(self.value, str)


@dataclass(frozen=True, slots=True)
class ListNode:
    """A list of values."""

    items: tuple[Node, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class MapNode:
    """Named values, in the order written, with the place of each name."""

    children: Mapping[str, Node]
    origin: Origin
    keys: Mapping[str, Place] = field(default_factory=dict)

    def get(self, key: str) -> Node | None:
        """The value of a key, if there is one."""
        return self.children.get(key)

    def with_child(self, key: str, node: Node, place: Place | None = None) -> MapNode:
        """The same map with one value set, in its old place or at the end."""
        keys = self.keys if key in self.keys else {**self.keys, key: place or node.origin.place}
        return MapNode({**self.children, key: node}, self.origin, keys)

    def without(self, *names: str) -> MapNode:
        """The same map less some keys."""
        return MapNode({k: v for k, v in self.children.items() if k not in names}, self.origin, self.keys)


Node = Scalar | ListNode | MapNode


def plain(node: Node) -> Any:
    """The values alone, as dicts, lists and scalars.

    >>> plain(ListNode((text("a", Place("x.yaml", 1)),), Origin(Place("x.yaml", 1))))
    ['a']
    """
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, ListNode):
        return [plain(item) for item in node.items]
    return {key: plain(child) for key, child in node.children.items()}


def text(value: str, place: Place) -> Scalar:
    """Text as if it had been written at a place."""
    return Scalar(value, value, Origin(place))


def child_of(node: Node, key: str | int) -> Node | None:
    """The node under a key of a map or at an index of a list."""
    if isinstance(node, MapNode) and isinstance(key, str):
        return node.children.get(key)
    if isinstance(node, ListNode) and isinstance(key, int) and 0 <= key < len(node.items):
        return node.items[key]
    return None


def node_at(node: Node, loc: Loc) -> Node | None:
    """The node at a location, if there is one."""
    found: Node | None = node
    for key in loc:
        found = child_of(found, key) if found is not None else None
    return found


def written_loc(node: Node, loc: Loc) -> Loc:
    """A location of the schema as it is in the file, where one value may stand for a list or a map.

    >>> one = MapNode({"after": text("a", Place("x.yaml"))}, Origin(Place("x.yaml")))
    >>> written_loc(one, ("after", 0)), written_loc(one, ("budget",))
    (('after',), ('budget',))
    """
    found: Node | None = node
    kept: list[str | int] = []
    for key in loc:
        in_list = isinstance(found, ListNode) and isinstance(key, int)
        in_map = isinstance(found, MapNode) and isinstance(key, str)
        if found is None or in_list or in_map:
            kept.append(key)
            found = child_of(found, key) if found is not None else None
    return tuple(kept)


def with_origin(node: Node, **changes: Any) -> Node:
    """The same node with some parts of its origin replaced."""
    return replace(node, origin=replace(node.origin, **changes))


def replaced(node: Node, loc: Loc, new: Node | None, place: Place | None = None) -> Node:
    """The tree with another node at a location, or with none; maps on the way must exist."""
    if not loc:
        if new is None:
            raise ValueError("the whole tree cannot be removed")
        return new
    head, rest = loc[0], loc[1:]
    if isinstance(node, ListNode) and isinstance(head, int):
        inner = replaced(node.items[head], rest, new, place) if rest else new
        middle = () if inner is None else (inner,)
        return ListNode((*node.items[:head], *middle, *node.items[head + 1 :]), node.origin)
    if not isinstance(node, MapNode) or not isinstance(head, str):
        raise ValueError(f"{head!r} cannot stand in a {type(node).__name__}")
    inner = replaced(node.children[head], rest, new, place) if rest else new
    return node.without(head) if inner is None else node.with_child(head, inner, place)


def leaves(node: Node, loc: Loc = ()) -> Iterator[tuple[Loc, Scalar]]:
    """All scalars of a tree with their locations, in file order."""
    if isinstance(node, Scalar):
        yield loc, node
    elif isinstance(node, ListNode):
        for n, item in enumerate(node.items):
            yield from leaves(item, (*loc, n))
    else:
        for key, child in node.children.items():
            yield from leaves(child, (*loc, key))


def place_of(root: Node, loc: Loc) -> Place:
    """The place of what stands at a location, or of the nearest thing that contains it.

    A map or list of several lines is placed at its key, unless an edit put it there.
    """
    node, place = root, root.origin.place
    for key in loc:
        child = child_of(node, key)
        if child is None:
            break
        at_key = node.keys.get(str(key)) if isinstance(node, MapNode) else None
        own = child.origin.place
        use_key = at_key is not None and not isinstance(child, Scalar) and at_key.file == own.file
        node, place = child, at_key if use_key and at_key is not None else own
    return place


def is_faulty(root: Node, loc: Loc) -> bool:
    """Whether a fault of this location, or of one around it, is already reported."""
    node: Node | None = root
    for key in loc:
        if node is None:
            return False
        if node.origin.faulty:
            return True
        node = child_of(node, key)
    return node is not None and node.origin.faulty
