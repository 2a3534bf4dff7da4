"""A strict, bounded reader of YAML 1.2: text -> nodes that know their place.

Limits hold on the events of the parser, before anything is built: size, depth and the number of values with every
alias counted as often as it stands. Tags, directives, merge keys, duplicate keys and second documents are refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NoReturn

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)
from ruamel.yaml.reader import ReaderError

from simulator.errors import Fault, ScenarioFaults, shown
from simulator.scenario.nodes import ListNode, Loc, MapNode, Node, Origin, Place, Scalar, with_origin
from simulator.scenario.paths import path_text
from simulator.scenario.scalars import value_of
from simulator.scenario.syntax import explained

#: characters of a file, levels of nesting, values with aliases expanded
LARGEST, DEEPEST, MOST = 1_000_000, 50, 100_000


def read_text(text: str, file: str, faults: list[Fault]) -> Node | None:
    """The tree of a YAML text; ``None`` if it is empty.

    Faults that leave the rest readable (duplicate keys, tags, broken-off values) are added to ``faults``; their
    nodes are marked faulty.

    Raises
    ------
    ScenarioFaults
        If the text cannot be read any further: it is not YAML, or too large, too deep, too much.
    """
    node, found = _read(text, file)
    faults.extend(found)
    return node


@lru_cache(maxsize=32)
def _read(text: str, file: str) -> tuple[Node | None, tuple[Fault, ...]]:
    """The tree of a text with its faults; kept, since variants share their parents and nodes are frozen."""
    if len(text) > LARGEST:
        problem = f"is too large: {len(text):,} characters"
        raise ScenarioFaults([Fault(file, 0, "", "", problem, f"at most {LARGEST:,}")])
    text = text.removeprefix("\ufeff")
    faults: list[Fault] = []
    builder = _Builder(text, file, faults, YAML(typ="safe", pure=True).parse(text))
    try:
        return builder.document(), tuple(faults)
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        problem = f"holds the character {error.character!r}, which is not text"
        raise ScenarioFaults([Fault(file, line, "", "", problem, "text in UTF-8")]) from None
    except MarkedYAMLError as error:
        raise ScenarioFaults([explained(error, text, file)]) from None
    except (YAMLError, ValueError, IndexError, AttributeError, RecursionError, OverflowError) as error:
        # ruamel lets errors of its own slip through on some malformed input
        raise ScenarioFaults([Fault(file, 0, "", "", f"is not YAML ({type(error).__name__})", "")]) from None


@dataclass
class _Builder:
    """One pass over the events of a text."""

    text: str
    file: str
    faults: list[Fault]
    events: Iterator[Any]
    anchors: dict[str, tuple[Node, int, int]] = field(default_factory=dict)
    loc: list[str | int] = field(default_factory=list)
    values: int = 0

    def document(self) -> Node | None:
        next(self.events)
        start = next(self.events)
        if isinstance(start, StreamEndEvent):
            return None
        self._refuse_directives(start)
        node, _ = self.node(next(self.events))
        next(self.events)
        after = next(self.events)
        if isinstance(after, DocumentStartEvent):
            self.stop(after, "a second document begins", "one scenario a file")
        return None if isinstance(node, Scalar) and node.value is None else node

    def _refuse_directives(self, start: Any) -> None:
        for number, line in enumerate(self.text[: start.start_mark.index].splitlines(), 1):
            if line.startswith("%"):
                fault = Fault(self.file, number, "", shown(line), "is a directive", "plain YAML 1.2 without `%`")
                raise ScenarioFaults([fault])

    def node(self, event: Any, flow: bool = False) -> tuple[Node, int]:
        """The node that an event begins, and the levels of nesting below it."""
        if isinstance(event, AliasEvent):
            return self._alias(event)
        self._count(event, 1)
        before = self.values
        if event.anchor is not None:
            self.anchors.pop(event.anchor, None)
        node, depth = self._begun(event, flow)
        if event.anchor is not None:
            self.anchors[event.anchor] = (node, self.values - before + 1, depth)
        return node, depth

    def _begun(self, event: Any, flow: bool) -> tuple[Node, int]:
        faulty = event.ctag is not None
        if faulty:
            self.fault(event, str(event.tag), "is a tag", "values without tags", tuple(self.loc))
        origin = Origin(self.place(event), faulty=faulty)
        if isinstance(event, MappingStartEvent):
            return self._map(event, origin)
        if isinstance(event, SequenceStartEvent):
            return self._list(event, origin)
        written = event.value
        if any("\ud800" <= char <= "\udfff" for char in written) if not written.isascii() else False:
            self.stop(event, "holds half a character", "text in UTF-8")
        value = value_of(written) if event.style is None else written
        return Scalar(value, written, origin), 0

    def _alias(self, event: Any) -> tuple[Node, int]:
        if event.anchor not in self.anchors:
            self.stop(event, f"*{event.anchor} repeats nothing that is written before it", "an anchor that is complete")
        node, size, depth = self.anchors[event.anchor]
        self._count(event, size)
        if len(self.loc) + depth > DEEPEST:
            self.stop(event, "is nested too deep", f"at most {DEEPEST} levels")
        return node, depth

    def _count(self, event: Any, values: int) -> None:
        self.values += values
        if self.values > MOST:
            self.stop(event, f"holds more than {MOST:,} values, repeated ones counted", "a smaller scenario")
        if len(self.loc) > DEEPEST:
            self.stop(event, "is nested too deep", f"at most {DEEPEST} levels")

    def _map(self, event: Any, origin: Origin) -> tuple[MapNode, int]:
        children: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        deepest, broken = 0, _Broken(self)
        while not isinstance(key := next(self.events), MappingEndEvent):
            name = self._key(key)
            self.loc.append(name)
            value_event = next(self.events)
            if broken.swallows(key, value_event):
                self.loc.pop()
                continue
            node, depth = self.node(value_event)
            deepest = max(deepest, depth)
            if broken.begins(value_event, event.flow_style):
                node = broken.opened(value_event, node)
            self.loc.pop()
            if name in children:
                first = keys[name].line
                loc = (*self.loc, name)
                self.fault(key, "", f"is written twice, the first time in line {first}", "each key once", loc)
                continue
            children[name], keys[name] = node, self.place(key)
        broken.close()
        return MapNode(children, origin, keys), deepest + 1

    def _key(self, event: Any) -> str:
        if not isinstance(event, ScalarEvent):
            self.stop(event, "has a key that is not a plain word", "text as a key")
        if event.ctag is not None:
            self.fault(event, str(event.tag), "is a tag", "keys without tags", tuple(self.loc))
        if event.value == "<<" and event.style is None:
            self.stop(event, "`<<` does not merge in YAML 1.2", "`extends`, or a template")
        self._count(event, 1)
        return str(event.value)

    def _list(self, event: Any, origin: Origin) -> tuple[ListNode, int]:
        items: list[Node] = []
        deepest, broken = 0, _Broken(self)
        while not isinstance(item := next(self.events), SequenceEndEvent):
            if broken.swallows(item, None):
                continue
            self.loc.append(len(items))
            node, depth = self.node(item)
            deepest = max(deepest, depth)
            if broken.begins(item, event.flow_style):
                node = broken.opened(item, node)
            self.loc.pop()
            items.append(node)
        broken.close()
        return ListNode(tuple(items), origin), deepest + 1

    def place(self, event: Any) -> Place:
        return Place(self.file, event.start_mark.line + 1, event.start_mark.column + 1)

    def fault(self, event: Any, value: str, problem: str, allowed: str, loc: Loc) -> None:
        place = self.place(event)
        self.faults.append(Fault(self.file, place.line, path_text(loc), value, problem, allowed, place.column))

    def stop(self, event: Any, problem: str, allowed: str) -> NoReturn:
        place = self.place(event)
        path = path_text(tuple(self.loc))
        raise ScenarioFaults([Fault(self.file, place.line, path, "", problem, allowed, place.column)])


@dataclass
class _Broken:
    """A value like `pert(6, 9, 18) months` that the commas of a `{…}` or `[…]` broke into pieces."""

    builder: _Builder
    start: Any = None
    end: int = 0
    loc: Loc = ()

    def begins(self, event: Any, flow: bool) -> bool:
        """Whether a plain value opens a parenthesis that it does not close."""
        plain_text = isinstance(event, ScalarEvent) and event.style is None
        return flow and plain_text and event.value.count("(") > event.value.count(")")

    def opened(self, event: Any, node: Node) -> Node:
        self.close()
        self.start, self.end, self.loc = event, event.end_mark.index, tuple(self.builder.loc)
        return with_origin(node, faulty=True)

    def swallows(self, event: Any, value: Any) -> bool:
        """Whether an event is a piece of the broken value, up to the closing parenthesis."""
        if self.start is None:
            return False
        empty = value is None or (isinstance(value, ScalarEvent) and value.value == "" and value.style is None)
        if not (empty and isinstance(event, ScalarEvent) and event.style is None):
            self.close()
            return False
        self.end = event.end_mark.index
        if ")" in event.value:
            self.close()
        return True

    def close(self) -> None:
        """Report the broken value, if there is one."""
        if self.start is None:
            return
        whole = " ".join(self.builder.text[self.start.start_mark.index : self.end].split())
        problem = "is broken off at a comma"
        allowed = f'inside {{…}} and […] such a value is quoted: "{whole}"'
        self.builder.fault(self.start, shown(self.start.value), problem, allowed, self.loc)
        self.start = None
