"""Templates of projects: those of the file itself, and those that come with the package."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from simulator.errors import Fault, shown
from simulator.registry import hint
from simulator.scenario.files import File
from simulator.scenario.inherit import merged, read_map
from simulator.scenario.nodes import ListNode, MapNode, Node, Origin, Place, Scalar, plain, text, with_origin
from simulator.scenario.paths import path_text


@lru_cache(maxsize=1)
def shipped_templates() -> dict[str, str]:
    """Names of the templates that come with the package, with the first comment line of each."""
    folder = files("simulator") / "library"
    if not folder.is_dir():
        return {}
    named = sorted((entry.name, entry) for entry in folder.iterdir() if entry.name.endswith(".yaml"))
    return {
        name.removesuffix(".yaml"): entry.read_text("utf-8").partition("\n")[0].lstrip("# ").strip()
        for name, entry in named
    }


@lru_cache(maxsize=64)
def shipped_template(name: str) -> MapNode:
    """The keys of a project that a shipped template gives."""
    entry = files("simulator") / "library" / f"{name}.yaml"
    file = File(Path(str(entry)), f"simulator/library/{name}.yaml")
    return read_map(entry.read_text("utf-8"), file, [], "a template")


@dataclass(frozen=True)
class Templates:
    """What a project's ``template`` may name."""

    own: Mapping[str, Node]

    def names(self) -> list[str]:
        """All names, those of the file first."""
        return list(dict.fromkeys([*self.own, *shipped_templates()]))

    def named(self, name: str) -> MapNode | None:
        """The template of a name, marked as the origin of its values."""
        node = self.own.get(name)
        if node is None and name in shipped_templates():
            node = shipped_template(name)
        marked = _marked(node, name) if node is not None else None
        return marked if isinstance(marked, MapNode) else None


def _marked(node: Node, name: str) -> Node:
    """The same tree, with the template's name in the origin of every value."""
    node = with_origin(node, template=name)
    if isinstance(node, ListNode):
        return replace(node, items=tuple(_marked(item, name) for item in node.items))
    if isinstance(node, MapNode):
        return replace(node, children={key: _marked(child, name) for key, child in node.children.items()})
    return node


def from_template(
    project: MapNode, name: str, templates: Templates, faults: list[Fault], used: tuple[str, ...] = ()
) -> MapNode:
    """A project's own keys over those of the template that it names, if it names one."""
    chosen = project.get("template")
    if chosen is None:
        return project
    rest = project.without("template")
    wanted = plain(chosen)
    template = templates.named(wanted) if isinstance(chosen, Scalar) and isinstance(wanted, str) else None
    if template is None or wanted in used:
        faults.append(_unknown(chosen, name, templates, wanted in used if isinstance(wanted, str) else False))
        return rest.with_child("stages", _stand_in(chosen.origin.place, "budget" in rest.children))
    base = from_template(template, name, templates, faults, (*used, wanted))
    over = merged(base, rest)
    return over if isinstance(over, MapNode) else rest


def _stand_in(place: Place, has_budget: bool) -> MapNode:
    """Stages in place of those that a template does not give, of which no other check speaks."""
    origin = Origin(place, faulty=True)
    keys = {"duration": text("1 day", place), "cost": text("100 %" if has_budget else "0 %", place)}
    return MapNode({"work": MapNode(keys, origin)}, origin)


def _unknown(chosen: Node, project: str, templates: Templates, circular: bool) -> Fault:
    wanted, names = str(plain(chosen)), templates.names()
    problem = f"is not a template{hint(wanted, names)}"
    if wanted in names:
        problem = "is a cycle of templates" if circular else "is a template that is not a map of keys"
    place = chosen.origin.place
    allowed = f"one of: {', '.join(names)}" if names else "a name under `templates:`"
    return Fault(place.file, place.line, path_text(("projects", project, "template")), shown(wanted), problem, allowed)
