"""Errors of YAML in the words of someone who writes scenarios."""

from __future__ import annotations

from ruamel.yaml.error import MarkedYAMLError

from simulator.errors import Fault, shown

#: what the parser says -> what is wrong, what to do
MEANINGS = (
    (
        "mapping values are not allowed",
        "has a second colon, or is indented unlike its neighbours",
        'quote a value with a colon: "a: b"',
    ),
    ("found character '\\t'", "is indented with a tab", "indent with blanks"),
    ("could not find expected ':'", "is not a `key: value`", "a blank after the colon, and an even indentation"),
    ("that cannot start any token", "begins with a character that has a meaning in YAML", "quote the value"),
    (
        "expected <block end>",
        "is indented unlike its neighbours, or goes on after a quoted value",
        "the same indentation for neighbours",
    ),
    ("unexpected end of stream", "opens a quotation that never ends", "a closing quotation mark"),
    ("expected ',' or", "is inside { or [ that is not closed", "a closing } or ], and a comma between values"),
    ("did not find expected", "is inside { or [ that is not closed", "a closing } or ], and a comma between values"),
    (
        "expected the node content",
        "has a comma too many, or a { or [ that is not closed",
        "values separated by one comma each",
    ),
    ("unknown escape", "has an escape that YAML does not know", "single quotes, or \\\\ for a backslash"),
    ("expected alphabetic or numeric", "begins with & or *, which mark anchors and aliases", "quote the value"),
    ("expected '<document start>'", "begins with %, which marks a directive", "quote the value"),
)


def explained(error: MarkedYAMLError, text: str, file: str) -> Fault:
    """A fault with the line that the parser stumbled over."""
    said = str(error.problem or error.context or "")
    mark = error.problem_mark or error.context_mark
    if "end of stream" in said or "<stream end>" in said:
        mark = error.context_mark or mark
    lines = text.splitlines()
    number = min(mark.line if mark is not None else 0, max(len(lines) - 1, 0))
    value = shown(lines[number].strip()) if lines else ""
    for begin, problem, allowed in MEANINGS:
        if begin in said:
            return Fault(file, number + 1, "", value, problem, allowed)
    return Fault(file, number + 1, "", value, f"is not YAML: {said}", "")
