"""`extends`: a scenario file over another one, and how their keys merge."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from simulator.errors import Fault, ScenarioFaults
from simulator.scenario.files import File, UnreadableError, named_by_user, parent_of, text_of, text_of_user_file
from simulator.scenario.nodes import MapNode, Node, Scalar
from simulator.scenario.reader import read_text

LONGEST_CHAIN = 30


@dataclass(frozen=True)
class Source:
    """A scenario file that was read."""

    file: File
    root: MapNode


def read_chain(path: str | Path, faults: list[Fault]) -> list[Source]:
    """The file and all that it extends, the root of the family first.

    Raises
    ------
    ScenarioFaults
        If one of them cannot be read, or they extend each other in a circle.
    """
    file = named_by_user(path)
    chain = [Source(file, read_map(text_of_user_file(file), file, faults))]
    while (extends := chain[-1].root.get("extends")) is not None:
        chain.append(_parent(chain, extends, faults))
    return chain[::-1]


def read_map(text: str, file: File, faults: list[Fault], what: str = "a scenario") -> MapNode:
    """The tree of a file whose content is a map.

    Raises
    ------
    ScenarioFaults
        If it is empty, or something else than a map.
    """
    root = read_text(text, file.shown, faults)
    if isinstance(root, MapNode):
        return root
    problem = "is empty" if root is None else "is not a map of keys and values"
    line = root.origin.place.line if root is not None else 0
    raise ScenarioFaults([Fault(file.shown, line, "", "", problem, f"{what}: `key: value` lines")])


def _parent(chain: list[Source], extends: Node, faults: list[Fault]) -> Source:
    """The file that the last of a chain extends."""
    try:
        if not isinstance(extends, Scalar) or not isinstance(extends.value, str):
            raise UnreadableError("is not the path of a file", "one path, relative to this file")
        file = parent_of(chain[-1].file, extends.value)
        _refuse_circle(chain, file)
        text = text_of(file)
    except UnreadableError as error:
        raise ScenarioFaults([error.fault_at(extends, "extends")]) from None
    return Source(file, read_map(text, file, faults))


def _refuse_circle(chain: list[Source], file: File) -> None:
    known = [source.file.path for source in chain]
    if file.path in known:
        circle = [source.file.shown for source in chain[known.index(file.path) :]]
        raise UnreadableError(
            f"is a cycle: {' -> '.join([*circle, circle[0]])}", "a file that does not come back to this one"
        )
    if len(chain) >= LONGEST_CHAIN:
        raise UnreadableError(f"is the {LONGEST_CHAIN}th file of a chain", "fewer files over each other")


def merged(base: Node, over: Node) -> Node:
    """What stands when ``over`` is laid on ``base``: maps merge key by key, scalars and lists replace."""
    if not (isinstance(base, MapNode) and isinstance(over, MapNode)):
        return over
    children = dict(base.children)
    for key, node in over.children.items():
        children[key] = merged(children[key], node) if key in children else node
    return MapNode(children, over.origin, {**base.keys, **over.keys})
