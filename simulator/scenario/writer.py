"""Plain data as YAML text that the reader reads back as the same data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from simulator.errors import LONGEST_SHOWN, shown
from simulator.scenario.nodes import Node, Scalar, plain
from simulator.scenario.scalars import reads_as_text, value_of

#: text that needs no quotes, in block lines and inside brackets
PLAIN = re.compile(r"[A-Za-z0-9_./+(~-][^\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\\\"'#&*!|>@`{}\[\]:]*")
#: widest line that a list is written on
WIDTH = 110


def yaml_text(data: dict[str, Any]) -> str:
    """A map as YAML: maps as indented lines, lists of scalars in brackets.

    >>> print(yaml_text({"name": "a", "fx": {"CNY": 7.25}, "tags": ["x", "12"]}), end="")
    name: a
    fx:
      CNY: 7.25
    tags: [x, "12"]
    """
    return "".join(f"{line}\n" for line in _map_lines(data)) if data else "{}\n"


def _map_lines(data: dict[str, Any], indent: str = "") -> Iterator[str]:
    for key, value in data.items():
        head = f"{indent}{_text(key, block=False)}:"
        if isinstance(value, dict) and value:
            yield head
            yield from _map_lines(value, indent + "  ")
        elif isinstance(value, list) and any(isinstance(item, dict | list) and item for item in value):
            yield head
            yield from _list_lines(value, indent + "  ")
        else:
            yield f"{head} {flow_text(value) if isinstance(value, dict | list) else _scalar(value, block=True)}"


def _list_lines(items: list[Any], indent: str) -> Iterator[str]:
    for item in items:
        yield f"{indent}- {flow_text(item)}"


def flow_text(data: Any) -> str:
    """Data on one line, as inside `{…}` and `[…]`.

    >>> flow_text({"plan": "pert(6, 9, 18) months", "into": ["a", None]})
    '{plan: "pert(6, 9, 18) months", into: [a, null]}'
    """
    if isinstance(data, dict):
        return "{" + ", ".join(f"{_text(k, block=False)}: {flow_text(v)}" for k, v in data.items()) + "}"
    if isinstance(data, list):
        return "[" + ", ".join(flow_text(item) for item in data) + "]"
    return _scalar(data, block=False)


def node_text(node: Node) -> str:
    """A value as it stands in a message: as written; a map or list only if it is short."""
    if isinstance(node, Scalar):
        return shown(node.written if node.written or node.quoted else "nothing", node.quoted)
    written = flow_text(plain(node))
    return written if len(written) <= LONGEST_SHOWN and written.isprintable() else ""


def _scalar(value: Any, block: bool) -> str:
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, str):
        return _text(value, block)
    written = repr(value)
    return written if value_of(written) == value else json.dumps(written)


def _text(text: str, block: bool) -> str:
    whole = PLAIN.fullmatch(text) and reads_as_text(text) and not text.endswith(" ") and text not in ("---", "-", "?")
    broken = "," in text or text.count("(") > text.count(")")
    if whole and not text.startswith(("- ", "--- ", "...")) and (block or not broken):
        return text
    return _quoted(text)


def _quoted(text: str) -> str:
    """Text in double quotes, whatever it holds that a reader would refuse as an escape."""
    return "".join(
        char if char.isprintable() or ord(char) > 0xFFFF else f"\\u{ord(char):04x}"
        for char in json.dumps(text, ensure_ascii=False)
    )
