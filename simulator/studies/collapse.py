"""Changes told together: one edit that reaches many waves, projects or markets is a line, not fifty."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from simulator.comparison import Change

#: entries named in a path that stands for many
MOST_NAMED = 6


@dataclass(frozen=True)
class Told:
    """Changes that are one edit, or say the same: their common path, and the changes themselves."""

    path: str
    changes: tuple[Change, ...]

    @property
    def pairs(self) -> Counter[tuple[str | None, str | None]]:
        """Each old and new value with the number of places where they stand, in their order."""
        return Counter((change.old, change.new) for change in self.changes)


def collapsed(changes: Iterable[Change]) -> list[Told]:
    """Changes by what they have in common, in their order.

    Two go together if they are of the same key of projects, markets … and were written at the same place, or, where
    places are folders, are made of the same values.
    """
    groups: dict[tuple[object, ...], list[Change]] = {}
    for change in changes:
        groups.setdefault(_key(change), []).append(change)
    return [Told(_path(group), tuple(group)) for group in groups.values()]


def _key(change: Change) -> tuple[object, ...]:
    section, name, rest = _split(change.path)
    if not name:
        return (change.scenario, change.path)
    by_line = change.new is not None and change.at.rpartition(":")[2].isdecimal()
    same: tuple[object, ...] = (change.at, change.how) if by_line else (change.new, change.old if rest else None)
    return (change.scenario, change.group, section, rest, *same)


def _split(path: str) -> tuple[str, str, str]:
    """Section, entry, and the rest of a path.

    >>> _split("projects.a.stages.power.duration"), _split("horizon.end")
    (('projects', 'a', 'stages.power.duration'), ('horizon', '', 'end'))
    """
    section, _, inner = path.partition(".")
    if section not in ("projects", "markets", "resources"):
        return section, "", inner
    name, _, rest = inner.partition(".")
    return section, name, rest


def _path(changes: Sequence[Change]) -> str:
    """The path of several, with the entries that it stands for: waves under a star, others by name."""
    section, name, rest = _split(changes[0].path)
    if len(changes) == 1 or not name:
        return changes[0].path
    names = list(dict.fromkeys(f"{one.project}_*" if one.project else _split(one.path)[1] for one in changes))
    shown = names if len(names) <= MOST_NAMED else [*names[:MOST_NAMED], f"{len(names) - MOST_NAMED} more"]
    entries = f"{{{', '.join(shown)}}}" if len(shown) > 1 else shown[0]
    return ".".join(part for part in (section, entries, rest) if part)
