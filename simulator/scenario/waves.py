"""`repeat`: a project that is done several times, each wave some calendar time after the one before."""

from __future__ import annotations

from dataclasses import dataclass, replace

from simulator.errors import Fault, shown
from simulator.quantities.calendar import CalendarLength, add_length, read_date, read_length
from simulator.quantities.fault import QuantityError
from simulator.registry import hint
from simulator.scenario.nodes import ListNode, MapNode, Node, Origin, Place, Scalar, Step, plain, text
from simulator.scenario.paths import path_text

MOST = 500
ALLOWED = "{count: 12, every: 3 months}"


@dataclass(frozen=True)
class Repeat:
    """How often and how far apart, and where that is written."""

    count: int
    every: CalendarLength
    place: Place


def read_repeat(node: Node, name: str, faults: list[Fault]) -> Repeat | None:
    """What a project's ``repeat`` says; ``None`` with a fault if it says something else."""
    found = len(faults)
    children = node.children if isinstance(node, MapNode) else {}
    loc = ("projects", name, "repeat")
    if not isinstance(node, MapNode):
        faults.append(_fault(node, loc, str(plain(node)), "is not a repetition"))
    for key, child in children.items():
        if key not in ("count", "every"):
            near = hint(key, ("count", "every"))
            faults.append(_fault(child, (*loc, key), "", f"unknown key{near}"))
    for key in ("count", "every"):
        if isinstance(node, MapNode) and key not in children:
            faults.append(_fault(node, (*loc, key), "", "is missing"))
    count = _count(children["count"], loc, faults) if "count" in children else 0
    every = _every(children["every"], loc, faults) if "every" in children else None
    return Repeat(count, every, node.origin.place) if every is not None and len(faults) == found else None


def _fault(node: Node, loc: tuple[str, ...], written: str, problem: str, allowed: str = ALLOWED) -> Fault:
    place = node.origin.place
    value = shown(written, quoted=not isinstance(plain(node), int)) if written else ""
    return Fault(place.file, place.line, path_text(loc), value, problem, allowed)


def _count(node: Node, loc: tuple[str, ...], faults: list[Fault]) -> int:
    count = plain(node)
    if isinstance(count, bool) or not isinstance(count, int) or not 1 <= count <= MOST:
        faults.append(_fault(node, (*loc, "count"), str(count), "is not a number of waves", f"from 1 to {MOST}"))
        return 0
    return count


def _every(node: Node, loc: tuple[str, ...], faults: list[Fault]) -> CalendarLength | None:
    try:
        return read_length(plain(node))
    except QuantityError as error:
        faults.append(_fault(node, (*loc, "every"), str(plain(node)), error.problem, error.allowed))
        return None


def wave(project: MapNode, name: str, number: int, repeat: Repeat, first: Node | None) -> MapNode:
    """One wave of a project: its dates later, its own number, and the name that it is a wave of.

    Every wave gets a start, the first one too, so that an edit of the start reaches all of them.

    Parameters
    ----------
    first : the horizon's start, from which waves count that state no date of their own
    """
    later = _Later(repeat, number - 1)
    made = _stages_later(_started_later(project.without("repeat"), later, first), later)
    made = made.with_child("wave_of", text(name, repeat.place), repeat.place)
    count = Scalar(number, str(number), Origin(repeat.place))
    return made.with_child("wave", count, repeat.place)


@dataclass(frozen=True)
class _Later:
    """A number of steps of calendar time."""

    repeat: Repeat
    steps: int

    def moved(self, node: Node) -> Node:
        """A date so much later; what is no date stays for the schema to refuse."""
        try:
            day = add_length(read_date(plain(node)), self.repeat.every, self.steps)
        except QuantityError:
            return node
        if not self.steps:
            return node
        step = Step("repeat", self.repeat.place, str(plain(node)))
        origin = replace(node.origin, steps=(*node.origin.steps, step))
        return Scalar(day.isoformat(), day.isoformat(), origin)


def _started_later(project: MapNode, later: _Later, first: Node | None) -> MapNode:
    start = project.get("start")
    place = later.repeat.place
    own = text(str(plain(first)), place) if first is not None else None
    if isinstance(start, Scalar):
        return project.with_child("start", later.moved(start), place)
    if isinstance(start, MapNode):
        earliest = start.get("not_before") or own
        moved = start.with_child("not_before", later.moved(earliest), place) if earliest else start
        return project.with_child("start", moved, place)
    return project.with_child("start", later.moved(own), place) if start is None and own else project


def _stages_later(project: MapNode, later: _Later) -> MapNode:
    stages = project.get("stages")
    if not isinstance(stages, MapNode):
        return project
    children = {key: _stage_later(stage, later) for key, stage in stages.children.items()}
    return project.with_child("stages", replace(stages, children=children))


def _stage_later(stage: Node, later: _Later) -> Node:
    earliest = stage.get("earliest") if isinstance(stage, MapNode) else None
    if earliest is None or not isinstance(stage, MapNode):
        return stage
    return stage.with_child("earliest", later.moved(earliest))


def waves_by_project(projects: MapNode) -> dict[str, list[str]]:
    """The names of the waves of every repeated project, in file order."""
    waves: dict[str, list[str]] = {}
    for name, project in projects.children.items():
        of = plain(wave_of) if isinstance(project, MapNode) and (wave_of := project.get("wave_of")) else None
        if isinstance(of, str):
            waves.setdefault(of, []).append(name)
    return waves


def with_references(projects: MapNode) -> MapNode:
    """The same projects, with every ``after`` that names a repeated project naming all its waves.

    In a wave, `x.stage` of its own project is that of the wave itself.
    """
    waves = waves_by_project(projects)
    if not waves:
        return projects
    children = {name: _referring(node, name, waves) for name, node in projects.children.items()}
    return replace(projects, children=children)


def _referring(project: Node, name: str, waves: dict[str, list[str]]) -> Node:
    if not isinstance(project, MapNode):
        return project
    of = plain(project.children["wave_of"]) if "wave_of" in project.children else None
    project = _renamed_after(project, name, of, waves, frozenset())
    stages = project.get("stages")
    if not isinstance(stages, MapNode):
        return project
    own = frozenset(stages.children)
    children = {
        key: _renamed_after(stage, name, of, waves, own) if isinstance(stage, MapNode) else stage
        for key, stage in stages.children.items()
    }
    return project.with_child("stages", replace(stages, children=children))


def _renamed_after(node: MapNode, name: str, of: object, waves: dict[str, list[str]], own: frozenset[str]) -> MapNode:
    after = node.get("after")
    written = after.items if isinstance(after, ListNode) else (after,) if isinstance(after, Scalar) else ()
    renamed = [new for item in written for new in _renamed(item, name, of, waves, own)]
    if after is None or [plain(item) for item in renamed] == [plain(item) for item in written]:
        return node
    return node.with_child("after", ListNode(tuple(renamed), after.origin))


def _renamed(item: Node, name: str, of: object, waves: dict[str, list[str]], own: frozenset[str]) -> list[Node]:
    reference = plain(item)
    if not isinstance(reference, str) or reference in own:
        return [item]
    project, point, stage = reference.partition(".")
    if project not in waves:
        return [item]
    meant = [name] if project == of and point else waves[project]
    return [Scalar(new, new, item.origin) for new in (f"{one}{point}{stage}" for one in meant)]
