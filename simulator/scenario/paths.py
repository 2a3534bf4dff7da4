"""Places in a scenario as people write them: `projects.mexico_2.stages.power.duration`, with `*` and `[tag=…]`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from simulator.errors import LONGEST_SHOWN
from simulator.quantities.fault import QuantityError
from simulator.scenario.nodes import Loc
from simulator.words import cut

PLAIN_KEY = re.compile(r"[^\s.\"\[\]=]+")
SEGMENT = re.compile(r'(?P<name>"[^"]*"|[^\s."\[\]=]+)(?P<brackets>(?:\[[^\[\]]*\])*)')
#: longest path that is read, most keys of one that is shown
LONGEST, MOST_SHOWN = 500, 12


@dataclass(frozen=True)
class Segment:
    """A step of a path: a name, in which `*` stands for any text, and what its brackets select.

    Attributes
    ----------
    name : key of a map
    literal : the name was quoted, so that `*` in it is an ordinary character
    index : position in a list, if the brackets held a number
    key, value : condition on the map that is selected, if the brackets held one
    """

    name: str
    literal: bool = False
    index: int | None = None
    key: str = ""
    value: str = ""

    @property
    def is_pattern(self) -> bool:
        """Whether the name stands for several."""
        return not self.literal and "*" in self.name

    def matches(self, name: str) -> bool:
        """Whether a key is meant.

        >>> Segment("mexico_*").matches("mexico_2"), Segment("mexico").matches("mexico_2")
        (True, False)
        """
        if not self.is_pattern:
            return name == self.name
        pattern = ".*".join(re.escape(part) for part in self.name.split("*"))
        return re.fullmatch(pattern, name, re.DOTALL) is not None


def read_path(text: str) -> tuple[Segment, ...]:
    """The steps of a written path.

    Raises
    ------
    QuantityError
        If the text is not a path.

    >>> [segment.name for segment in read_path('projects[tag=latam].stages.power.duration')]
    ['projects', 'stages', 'power', 'duration']
    """
    segments: list[Segment] = []
    position = 0
    while position < len(text) <= LONGEST:
        found = SEGMENT.match(text, position)
        if found is None:
            break
        segments.append(_segment(found["name"], found["brackets"], text))
        position = found.end()
        if position == len(text):
            return tuple(segments)
        if text[position] != ".":
            break
        position += 1
    raise _not_a_path()


def _segment(name: str, brackets: str, text: str) -> Segment:
    literal = name.startswith('"')
    name = name.strip('"') if literal else name
    if not brackets:
        return Segment(name, literal)
    inside = brackets[1:-1].strip()
    key, equals, value = (part.strip() for part in inside.partition("="))
    if inside.isdecimal() and len(inside) < 7:
        return Segment(name, literal, index=int(inside))
    if not (equals and key and value) or "[" in inside:
        raise _not_a_path()
    return Segment(name, literal, key=key, value=value)


def _not_a_path() -> QuantityError:
    return QuantityError(
        "is not a path", "keys joined by points, as projects.mexico_*.budget or projects[tag=latam].budget"
    )


def path_text(loc: Loc) -> str:
    """A location as it is written in paths and messages.

    >>> path_text(("projects", "a", "after", 0)), path_text(("loads", "projects.*.x"))
    ('projects.a.after[0]', 'loads."projects.*.x"')
    """
    told = ""
    for key in loc if len(loc) <= MOST_SHOWN else (*loc[:MOST_SHOWN], "…"):
        if isinstance(key, int):
            told += f"[{key}]"
        else:
            told += ("." if told else "") + _key_text(key)
    return told


def _key_text(key: str) -> str:
    shown = cut(key, LONGEST_SHOWN)
    if PLAIN_KEY.fullmatch(key) and key.isprintable():
        return shown
    return '"' + (shown if shown.isprintable() else repr(shown)[1:-1]) + '"'
