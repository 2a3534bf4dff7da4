"""Projects written out in full: templates laid under them, repeated ones as their waves."""

from __future__ import annotations

from dataclasses import replace

from simulator.errors import Fault
from simulator.scenario.nodes import MapNode, Node, Place, node_at
from simulator.scenario.paths import path_text
from simulator.scenario.templates import Templates, from_template
from simulator.scenario.waves import Repeat, read_repeat, wave, with_references


def expanded(root: MapNode, faults: list[Fault]) -> MapNode:
    """The scenario with every project written out; one that already is stays as it is."""
    projects = root.get("projects")
    if not isinstance(projects, MapNode):
        return root
    own = root.get("templates")
    templates = Templates(own.children if isinstance(own, MapNode) else {})
    first = node_at(root, ("horizon", "start"))
    children: dict[str, Node] = {}
    keys: dict[str, Place] = {}
    for name, node in projects.children.items():
        place = projects.keys.get(name, node.origin.place)
        for new, project in _projects_of(name, node, templates, first, faults).items():
            if new in children or (new != name and new in projects.children):
                faults.append(_clash(new, name, place))
            else:
                children[new], keys[new] = project, place
    return root.with_child("projects", with_references(replace(projects, children=children, keys=keys)))


def _projects_of(
    name: str, node: Node, templates: Templates, first: Node | None, faults: list[Fault]
) -> dict[str, Node]:
    """A project with its template, or its waves."""
    if not isinstance(node, MapNode):
        return {name: node}
    project = from_template(node, name, templates, faults)
    written = project.get("repeat")
    if written is None:
        return {name: project}
    repeat: Repeat | None = read_repeat(written, name, faults)
    if repeat is None:
        return {name: project.without("repeat")}
    return {f"{name}_{n}": wave(project, name, n, repeat, first) for n in range(1, repeat.count + 1)}


def _clash(new: str, name: str, place: Place) -> Fault:
    problem = f"repeats as {new}, which is the name of another project"
    return Fault(place.file, place.line, path_text(("projects", name)), "", problem, "another name for one of them")
