"""Where two resolved scenarios say different things, and how to say some of them in the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from simulator.scenario.changing import by_date
from simulator.scenario.document import Document
from simulator.scenario.keys import INTERNAL, field_at
from simulator.scenario.nodes import Loc, MapNode, Node, Origin, node_at, plain, replaced, text
from simulator.studies.groups import group_of

#: what names, describes or tests a scenario, or says how it is run, which is told apart
NOT_ASSUMED = ("name", "description", "expect", "simulation")
#: sections whose order in the file decides ties
ORDERED = ("projects", "markets", "resources", "pools", "funding", "rules")


@dataclass(frozen=True)
class Difference:
    """A place at which two scenarios differ; a node is None where nothing is written, or a default holds."""

    loc: Loc
    old: Node | None
    new: Node | None

    @property
    def group(self) -> str:
        """The group of edits that it belongs to."""
        triggered = any(isinstance(node, MapNode) and "when" in node.children for node in (self.old, self.new))
        return group_of(self.loc, triggered)


def differences(old: Document, new: Document) -> list[Difference]:
    """Every value that two scenarios do not share, in the order of the old file, then of the new one.

    A path by date, a list, and an entry that only one of them has count as one value.
    """
    found = _between(old.root.without(*NOT_ASSUMED), new.root.without(*NOT_ASSUMED), ())
    return list(found)


def _between(old: Node | None, new: Node | None, loc: Loc) -> Iterator[Difference]:
    if _inside(old, new, loc):
        one, other = (node.children if isinstance(node, MapNode) else {} for node in (old, new))
        for key in dict.fromkeys((*one, *other)):
            if key not in INTERNAL:
                yield from _between(one.get(key), other.get(key), (*loc, key))
    elif old is None or new is None or plain(old) != plain(new):
        yield Difference(loc, old, new)


def _inside(old: Node | None, new: Node | None, loc: Loc) -> bool:
    """Whether two values are told apart key by key: both are sections, or one is and the other is left to defaults."""
    nodes = [node for node in (old, new) if node is not None]
    if not all(isinstance(node, MapNode) and not by_date(node) for node in nodes):
        return False
    return len(nodes) == 2 or (len(loc) == 1 and field_at(loc) is not None)


def orders(old: Document, new: Document) -> Iterator[tuple[str, list[str], list[str]]]:
    """Sections whose common entries stand in another order, which decides ties: the names in both orders."""
    for section in ORDERED:
        one, other = (_keys(document, section) for document in (old, new))
        before, after = [key for key in one if key in other], [key for key in other if key in one]
        if before != after:
            yield section, before, after


def _keys(document: Document, section: str) -> list[str]:
    node = document.node((section,))
    return list(node.children) if isinstance(node, MapNode) else []


def with_some(old: Document, new: Document, some: Iterable[Difference], name: str) -> Document:
    """The old scenario, under another name, with some of what the new one says otherwise."""
    root: Node = old.root
    for difference in some:
        root = _placed(root, difference.loc, difference.new)
    assert isinstance(root, MapNode)
    pruned = _pruned(root, new.root)
    return Document(_named(pruned, name), (), old.files)


def _named(root: MapNode, name: str) -> MapNode:
    place = root.origin.place
    return root.with_child("name", text(name, place), place)


def _placed(root: Node, loc: Loc, new: Node | None) -> Node:
    """The tree with a node set or removed; sections on the way are made."""
    for length in range(1, len(loc)):
        if node_at(root, loc[:length]) is None:
            if new is None:
                return root
            root = replaced(root, loc[:length], MapNode({}, Origin(new.origin.place)), new.origin.place)
    if new is None and node_at(root, loc) is None:
        return root
    return replaced(root, loc, new, new.origin.place if new is not None else None)


def _pruned(root: MapNode, new: MapNode) -> MapNode:
    """The tree without sections that were emptied and that the new scenario does not have."""
    empty = [
        key
        for key, node in root.children.items()
        if isinstance(node, MapNode) and not node.children and key not in new.children
    ]
    return root.without(*empty)
