"""`empirical(file.csv)`: observed values from a file, put into the scenario as numbers."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import replace

from simulator.errors import Fault, shown
from simulator.quantities.number import NUMBER
from simulator.scenario.files import File, UnreadableError, text_of, within_reach
from simulator.scenario.nodes import ListNode, Loc, Node, Scalar, with_origin
from simulator.scenario.paths import path_text

CITED = re.compile(r"""(empirical\s*\(\s*)(["']?)([^()"',]*\.csv)\2(\s*\))""")
#: values of one file
MOST = 20_000


def with_data(node: Node, file: File, faults: list[Fault], loc: Loc = ()) -> Node:
    """The tree with the values of every file that ``empirical`` names, read beside ``file``."""
    if isinstance(node, Scalar):
        cites = isinstance(node.value, str) and node.value.startswith("empirical")
        return _inlined(node, file, faults, loc) if cites and CITED.match(node.written) else node
    if isinstance(node, ListNode):
        items = tuple(with_data(item, file, faults, (*loc, n)) for n, item in enumerate(node.items))
        return replace(node, items=items)
    return replace(node, children={k: with_data(v, file, faults, (*loc, k)) for k, v in node.children.items()})


def _inlined(node: Scalar, file: File, faults: list[Fault], loc: Loc) -> Node:
    found = CITED.match(node.written)
    if found is None:
        return node
    try:
        values = column(text_of(within_reach(file, found[3].strip()), "a CSV file with one column of numbers"))
    except UnreadableError as error:
        faults.append(error.fault_at(node, path_text(loc)))
        return with_origin(node, faulty=True)
    written = f"empirical({', '.join(values)}){node.written[found.end() :]}"
    return Scalar(written, written, node.origin)


def column(content: str) -> list[str]:
    """The numbers of a CSV text with one column, a title in the first line allowed.

    >>> column("months\\n7\\n9.5\\n")
    ['7', '9.5']
    """
    allowed = "one number a line, a title in the first line allowed"
    values: list[str] = []
    for line, cell in _cells(content):
        if NUMBER.fullmatch(cell):
            values.append(cell)
        elif line > 1:
            raise UnreadableError(f"holds {shown(cell)}, which is not a number", allowed, line)
    if not values:
        raise UnreadableError("holds no numbers", allowed)
    if len(values) > MOST:
        raise UnreadableError(f"holds {len(values):,} numbers", f"at most {MOST:,}")
    return values


def _cells(content: str) -> Iterator[tuple[int, str]]:
    """The cells of the only column, with their lines; empty lines left out."""
    rows = csv.reader(content.removeprefix("\ufeff").splitlines(), strict=True)
    try:
        for row in rows:
            if len(row) > 1:
                raise UnreadableError(f"has {len(row)} columns", "one column of numbers", rows.line_num)
            if row and row[0].strip():
                yield rows.line_num, row[0].strip()
    except csv.Error as error:
        raise UnreadableError(f"is not CSV: {error}", "one column of numbers", rows.line_num) from None
