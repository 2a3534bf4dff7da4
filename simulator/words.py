"""Text as people read it: names as words, nothing that a terminal would obey, and no more than finds room."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

#: the width of a page of text, in letters
WIDTH = 100


def readable(name: str) -> str:
    """A name of a scenario as words.

    >>> readable("china_ai_campuses")
    'china ai campuses'
    """
    return name.replace("_", " ")


def capitalised(text: str) -> str:
    """Text with which a sentence can begin.

    >>> capitalised("the note of ACME")
    'The note of ACME'
    """
    return text[:1].upper() + text[1:]


def visible(text: str) -> str:
    """Text without anything that a terminal would obey.

    >>> visible("a\\x1b[31mb")
    'a\\\\x1b[31mb'
    """
    return "".join(c if c.isprintable() or c == "\n" else c.encode("unicode_escape").decode() for c in text)


def cut(text: str, room: int) -> str:
    """Text in at most ``room`` letters, 1 or more; an ellipsis, the last of them, stands for what is cut off.

    >>> cut("liquidity", 9), cut("liquidity", 8), cut("", 1)
    ('liquidity', 'liquidi…', '')
    """
    return text if len(text) <= room else f"{text[: room - 1]}…"


def filled(lines: Iterable[str]) -> list[str]:
    """Lines broken between words where a page of text ends; what is left of a line goes on below it, further in.

    >>> [len(line) for line in filled(["liquidity " * 12])]
    [99, 23]
    """
    return [part for line in lines for part in textwrap.wrap(line, WIDTH, subsequent_indent="    ")]
