"""What an edit's path means in a scenario: the places that it matches, or those that it makes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from simulator.errors import Fault
from simulator.registry import meant, suggest
from simulator.scenario.edits import Edit
from simulator.scenario.keys import may_be_one, written_keys_at
from simulator.scenario.nodes import ListNode, Loc, MapNode, Node, node_at, plain
from simulator.scenario.paths import Segment, path_text

MOST_NAMED = 20


class Target(NamedTuple):
    """A place that exists, or one that begins to exist when it is set: the keys still missing on the way."""

    loc: Loc
    missing: tuple[str, ...] = ()


class _Stuck(NamedTuple):
    """How far a path came, and what it did not find there."""

    loc: Loc
    rest: tuple[Segment, ...]


def targets_of(root: MapNode, edit: Edit) -> list[Target]:
    """The places that an edit changes; none if it matches nothing."""
    found = list(_walk(root, (), edit.segments))
    whole = [Target(one.loc) for one in found if not one.rest]
    if edit.verb != "set":
        return whole
    free = (
        edit.by_command_line and not whole and not any(segment.is_pattern or segment.key for segment in edit.segments)
    )
    made = [Target(one.loc, _names(one.rest)) for one in found if one.rest and _can_begin(root, one, free)]
    return whole + made


def _walk(node: Node, loc: Loc, segments: tuple[Segment, ...]) -> Iterator[_Stuck]:
    if not segments:
        yield _Stuck(loc, ())
        return
    found = list(_steps(node, loc, segments[0]))
    if not found:
        yield _Stuck(loc, segments)
    for step, child in found:
        yield from _walk(child, (*loc, *step), segments[1:])


def _steps(node: Node, loc: Loc, segment: Segment) -> Iterator[tuple[Loc, Node]]:
    """The children that a segment means, each with the keys that lead to it."""
    if not isinstance(node, MapNode):
        return
    for name, child in node.children.items():
        if not (segment.matches(name) or (loc == ("projects",) and segment.matches(_repeated(child)))):
            continue
        if segment.index is not None:
            if isinstance(child, ListNode) and segment.index < len(child.items):
                yield (name, segment.index), child.items[segment.index]
            elif isinstance(child, MapNode) and segment.index == 0 and may_be_one((*loc, name)):
                yield (name,), child
        elif segment.key and not segment.is_pattern:
            inner = child.children if isinstance(child, MapNode) else {}
            yield from (((name, key), one) for key, one in inner.items() if _holds(one, segment))
        elif not segment.key or _holds(child, segment):
            yield (name,), child


def _repeated(project: Node) -> str:
    """The name of the project that this is a wave of."""
    of = project.get("wave_of") if isinstance(project, MapNode) else None
    return str(plain(of)) if of is not None else ""


def _holds(node: Node, segment: Segment) -> bool:
    """Whether a map has the value that brackets ask for: `tag=latam` among its tags, `market=mexico`."""
    return segment.value in _asked(node, segment)


def _asked(node: Node, segment: Segment) -> list[str]:
    """The values of a map for the key in brackets."""
    found = node.get("tags" if segment.key == "tag" else segment.key) if isinstance(node, MapNode) else None
    value = plain(found) if found is not None else []
    return [str(one) for one in (value if isinstance(value, list) else [value])]


def _names(segments: Sequence[Segment]) -> tuple[str, ...]:
    return tuple(segment.name for segment in segments)


def _can_begin(root: MapNode, stuck: _Stuck, free: bool) -> bool:
    """Whether the missing keys may be made: the schema knows them, or it is the last one and names are free."""
    plain_names = not any(one.is_pattern or one.key or one.index is not None for one in stuck.rest)
    if not plain_names or not isinstance(node_at(root, stuck.loc), MapNode):
        return False
    loc = stuck.loc
    for n, name in enumerate(_names(stuck.rest)):
        last = n == len(stuck.rest) - 1
        if name not in written_keys_at(loc) and not (free and last):
            return False
        loc = (*loc, name)
    return True


def nothing_matched(root: MapNode, edit: Edit) -> Fault:
    """The fault of an edit that matches nothing, told at the place to which its path leads."""
    stuck = max((one for one in _walk(root, (), edit.segments) if one.rest), key=lambda one: len(one.loc))
    node, wanted = node_at(root, stuck.loc), stuck.rest[0]
    names = list(node.children) if isinstance(node, MapNode) else []
    if wanted.key and any(wanted.matches(name) for name in names):
        problem, names = f"{_written(wanted)} selects nothing", _values_of(node, wanted)
    else:
        problem = _not_found(wanted, names, stuck.loc, edit.verb)
    place = edit.place
    return Fault(place.file, place.line, edit.path, "", problem, _one_of(names), place.column)


def _not_found(wanted: Segment, names: list[str], loc: Loc, verb: str) -> str:
    where = path_text(loc) or "the scenario"
    if wanted.name in written_keys_at(loc) and verb != "set":
        return f"{wanted.name!r} is not written in {where}, so there is nothing to {verb}"
    near = suggest(wanted.name, dict.fromkeys([*names, *written_keys_at(loc)]))
    return f"{_written(wanted)} matches nothing in {where}{meant(near if near != wanted.name else None)}"


def _values_of(node: Node | None, segment: Segment) -> list[str]:
    """What brackets could ask for: the values of their key among the entries that they choose from."""
    children = node.children if isinstance(node, MapNode) else {}
    entries = [child for name, child in children.items() if segment.matches(name)]
    if not segment.is_pattern:
        entries = [one for entry in entries if isinstance(entry, MapNode) for one in entry.children.values()]
    return list(dict.fromkeys(value for entry in entries for value in _asked(entry, segment)))


def _written(segment: Segment) -> str:
    brackets = f"[{segment.key}={segment.value}]" if segment.key else ""
    return repr(segment.name + (f"[{segment.index}]" if segment.index is not None else brackets))


def _one_of(names: list[str]) -> str:
    more = ", …" if len(names) > MOST_NAMED else ""
    return f"one of: {', '.join(names[:MOST_NAMED])}{more}" if names else ""
