"""Sourced figures, kept in their own file and cited by id: `{fact: plan.total}`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from simulator.errors import Fault, ScenarioFaults, shown
from simulator.registry import hint
from simulator.scenario.files import File, UnreadableError, text_of, within_reach
from simulator.scenario.inherit import Source, read_map
from simulator.scenario.nodes import Citation, ListNode, Loc, MapNode, Node, Scalar, plain, with_origin
from simulator.scenario.observed import with_data
from simulator.scenario.paths import path_text

KEYS = ("value", "as_of", "grade", "source", "note")


@dataclass(frozen=True)
class Fact:
    """A figure with its evidence."""

    value: Node
    citation: Citation


def read_facts(sources: Sequence[Source], faults: list[Fault]) -> dict[str, Fact]:
    """All facts that a family of files may cite; where an id is in several, the file nearest to the user's holds."""
    facts: dict[str, Fact] = {}
    for source in sources:
        named = source.root.get("facts")
        for n, node in enumerate(named.items if isinstance(named, ListNode) else (named,) if named else ()):
            facts |= _facts_of(source.file, node, ("facts", n) if isinstance(named, ListNode) else ("facts",), faults)
    return facts


def _facts_of(naming: File, node: Node, loc: Loc, faults: list[Fault]) -> dict[str, Fact]:
    try:
        if not isinstance(node, Scalar) or not isinstance(node.value, str):
            raise UnreadableError("is not the path of a file", "a path relative to this file, or a list of such")
        file = within_reach(naming, node.value)
        text = text_of(file, "a file of facts")
    except UnreadableError as error:
        faults.append(error.fault_at(node, path_text(loc)))
        return {}
    try:
        root = read_map(text, file, faults, "facts")
    except ScenarioFaults as error:
        faults.extend(error.faults)
        return {}
    return _entries(with_data(root, file, faults), faults)


def _entries(root: Node, faults: list[Fault]) -> dict[str, Fact]:
    if not isinstance(root, MapNode):
        return {}
    return {name: fact for name, node in root.children.items() if (fact := _fact(name, node, root, faults))}


def _fact(name: str, node: Node, root: MapNode, faults: list[Fault]) -> Fact | None:
    place = root.keys[name]
    problem, allowed = "", f"{{{', '.join(KEYS)}}}"
    if not isinstance(node, MapNode):
        problem = "is not a fact"
    elif unknown := [key for key in node.children if key not in KEYS]:
        problem = f"has the unknown key {unknown[0]!r}{hint(unknown[0], KEYS)}"
    elif "value" not in node.children:
        problem = "has no value"
    if problem or not isinstance(node, MapNode):
        faults.append(Fault(place.file, place.line, path_text((name,)), "", problem, allowed))
        return None
    said = {key: _line(node.get(key)) for key in KEYS if key != "value"}
    return Fact(node.children["value"], Citation(name, said["grade"], said["source"], said["as_of"], place))


def _line(node: Node | None) -> str:
    """What a fact says about itself, as one line of text."""
    return "" if node is None or plain(node) is None else " ".join(str(plain(node)).split())


def cited(node: Node, facts: Mapping[str, Fact], faults: list[Fault], loc: Loc = ()) -> Node:
    """The tree with every `{fact: id}` replaced by the fact's value, which carries the citation."""
    if isinstance(node, Scalar):
        return node
    if isinstance(node, ListNode):
        items = tuple(cited(item, facts, faults, (*loc, n)) for n, item in enumerate(node.items))
        return replace(node, items=items)
    if list(node.children) == ["fact"]:
        return _value(node, facts, faults, loc)
    return replace(node, children={k: cited(v, facts, faults, (*loc, k)) for k, v in node.children.items()})


def _value(node: MapNode, facts: Mapping[str, Fact], faults: list[Fault], loc: Loc) -> Node:
    named = node.children["fact"]
    name = plain(named)
    if isinstance(name, str) and name in facts:
        return _stamped(facts[name].value, node, facts[name].citation)
    near = hint(str(name), facts)
    allowed = "the id of a fact in the file that `facts` names" if facts else "a file of facts, named by `facts:`"
    place = named.origin.place
    faults.append(Fault(place.file, place.line, path_text(loc), shown(str(name)), f"is not a fact{near}", allowed))
    return with_origin(node, faulty=True)


def _stamped(value: Node, citing: MapNode, citation: Citation) -> Node:
    """A fact's value as if it stood where it is cited."""
    origin = replace(value.origin, place=citing.origin.place, citation=citation)
    if isinstance(value, Scalar):
        return replace(value, origin=origin)
    if isinstance(value, ListNode):
        return ListNode(tuple(_stamped(item, citing, citation) for item in value.items), origin)
    children = {key: _stamped(child, citing, citation) for key, child in value.children.items()}
    return MapNode(children, origin, dict.fromkeys(children, citing.origin.place))
