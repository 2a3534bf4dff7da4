"""Assumptions that differ, as an analyst reads them: where, old, new, and where each was written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from simulator.comparison import Change, Setting, Side
from simulator.scenario.changing import by_date
from simulator.scenario.nodes import Loc, MapNode, Node, Origin, Scalar, leaves, place_of, plain
from simulator.scenario.origin import defaults
from simulator.scenario.paths import path_text
from simulator.scenario.writer import flow_text
from simulator.studies.inputs import Difference, differences, orders
from simulator.studies.removals import removals

#: what manifests say of how a scenario was run, and how that is called
RUN_BY = ("seed", "replications", "design", "engine", "version", "python", "platform", "libraries")


@dataclass(frozen=True)
class _Told:
    """A scenario as its values are told: with defaults where nothing is written."""

    side: Side
    baseline: Side

    @cached_property
    def defaults(self) -> dict[str, str]:
        return {row.path: row.value for row in defaults(self.side.findings.scenario)}

    @cached_property
    def removed(self) -> dict[Loc, str]:
        """Where what is gone was removed."""
        return removals(Path(self.side.at), self.baseline.document)

    def value(self, node: Node | None, loc: Loc) -> str | None:
        """The value as written, that of the default, or None."""
        if node is None:
            return self.defaults.get(path_text(loc))
        return node.written or "null" if isinstance(node, Scalar) else flow_text(plain(node))

    def at(self, node: Node | None, loc: Loc) -> str:
        """Where it was written; the whole file if it is not there."""
        if not self.side.from_file:
            return self.side.at
        if node is None:
            return self.removed.get(loc, self.side.at)
        first = _latest(node)
        return str(first.place if first is not None else place_of(self.side.document.root, loc))

    def how(self, node: Node | None, loc: Loc) -> str:
        """How it came about."""
        if node is None:
            return "default" if path_text(loc) in self.defaults else "removed"
        if not self.side.from_file:
            return "resolved"
        edited, origin = _latest(node), node.origin
        if edited is not None:
            return edited.steps[-1].how
        if origin.citation is not None:
            return f"fact {origin.citation.fact}"
        return f"template {origin.template}" if origin.template else "written"


def _latest(node: Node) -> Origin | None:
    """The origin of the first part of a value that something was done to since it was written; of an entry, its own."""
    entry = isinstance(node, MapNode) and not by_date(node)
    inside = () if entry else (leaf.origin for _, leaf in leaves(node))
    return next((origin for origin in (node.origin, *inside) if origin.steps), None)


def changes(baseline: Side, other: Side) -> list[Change]:
    """Every assumption in which a scenario differs from the baseline, in file order."""
    old, new = _Told(baseline, baseline), _Told(other, baseline)
    found = [_change(one, old, new) for one in differences(baseline.document, other.document)]
    return [*(one for one in found if one.old != one.new), *_order_changes(baseline, other)]


def _change(one: Difference, old: _Told, new: _Told) -> Change:
    return Change(
        scenario=new.side.label,
        path=path_text(one.loc),
        old=old.value(one.old, one.loc),
        new=new.value(one.new, one.loc),
        at=new.at(one.new, one.loc),
        was_at=old.at(one.old, one.loc) if one.old is not None else "",
        how=new.how(one.new, one.loc),
        group=one.group,
        project=_project(one.loc, new.side, old.side),
    )


def _project(loc: Loc, *sides: Side) -> str:
    """The repeated project of a wave."""
    if loc[0] != "projects" or len(loc) < 2:
        return ""
    nodes = (side.document.node(loc[:2]) for side in sides)
    names = (
        plain(node.children["wave_of"]) for node in nodes if isinstance(node, MapNode) and "wave_of" in node.children
    )
    return next((str(name) for name in names), "")


def _order_changes(baseline: Side, other: Side) -> Iterator[Change]:
    for section, before, after in orders(baseline.document, other.document):
        old, new = (f"order: {', '.join(names)}" for names in (before, after))
        yield Change(other.label, section, old, new, other.at, baseline.at, "order in the file", "rest")


def settings(baseline: Side, other: Side) -> list[Setting]:
    """What differs in how two scenarios were run: seed, horizon, version of this package and of its libraries …"""
    old, new = _settings_of(baseline), _settings_of(other)
    return [
        Setting(other.label, name, old.get(name, "none"), new.get(name, "none"))
        for name in dict.fromkeys((*old, *new))
        if old.get(name) != new.get(name)
    ]


def _settings_of(side: Side) -> dict[str, str]:
    manifest, calendar = side.run.manifest, side.findings.calendar
    told = {name: getattr(manifest, name) for name in RUN_BY}
    libraries = told.pop("libraries")
    return {
        "horizon": f"{calendar.start} to {calendar.end}",
        **{name: str(value) for name, value in told.items()},
        **{f"library {name}": version for name, version in libraries.items()},
    }
