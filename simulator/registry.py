"""Names in a scenario and what they stand for, with a hint where a name is almost right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import NamedTuple, TypeVar

T = TypeVar("T")


def suggest(name: str, names: Iterable[str]) -> str | None:
    """The name that was probably meant: one with most letters alike, or one that begins alike.

    >>> suggest("mexcio", ["mexico", "thailand"]), suggest("capx", ["after", "capacity", "cost"])
    ('mexico', 'capacity')
    """
    known = [str(n) for n in names]
    near = get_close_matches(str(name), known, n=1, cutoff=0.6)
    beginning = [n for n in known if len(name) >= 3 and n[:3] == name[:3]]
    return near[0] if near else next(iter(get_close_matches(str(name), beginning, n=1, cutoff=0.4)), None)


def hint(name: str, names: Iterable[str]) -> str:
    """The name that was probably meant, as the end of a message; nothing where none is near.

    >>> hint("mexcio", ["mexico", "thailand"]), hint("xyz", ["mexico"])
    (" (did you mean 'mexico'?)", '')
    """
    return meant(suggest(name, names))


def meant(near: str | None) -> str:
    """A name that was probably meant, as the end of a message."""
    return f" (did you mean {near!r}?)" if near else ""


class Entry(NamedTuple):
    """A registered thing, what it is in a line, and its unit where it has one."""

    thing: object
    description: str
    unit: str


class Registry(Mapping[str, T]):
    """Names of one kind, in the order in which they were added.

    >>> colours: Registry[int] = Registry("colour")
    >>> colours.add("red", 0xFF0000, "like a stop light")
    >>> colours["red"], list(colours)
    (16711680, ['red'])
    """

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._entries: dict[str, Entry] = {}

    def add(self, name: str, thing: T, description: str, unit: str = "") -> None:
        """Register a thing under a name."""
        if name in self._entries:
            raise KeyError(f"{self.kind} {name!r} is registered twice")
        self._entries[name] = Entry(thing, description, unit)

    def __getitem__(self, name: str) -> T:
        return self._entries[name].thing  # type: ignore[return-value]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def described(self) -> dict[str, Entry]:
        """All entries with their descriptions and units."""
        return dict(self._entries)
