"""What edits do to values: set, add, multiply, shift, remove."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from simulator.errors import Fault
from simulator.quantities.arithmetic import added, multiplied
from simulator.quantities.calendar import ISO_DATE, shifted_date
from simulator.quantities.fault import QuantityError
from simulator.quantities.quantity import read_quantity
from simulator.quantities.units import Context, Dimension
from simulator.scenario.edits import Edit
from simulator.scenario.nodes import ListNode, MapNode, Node, Origin, Place, Scalar, Step, node_at, plain, replaced
from simulator.scenario.paths import path_text
from simulator.scenario.scalars import value_of
from simulator.scenario.targets import Target, nothing_matched, targets_of
from simulator.scenario.writer import flow_text, node_text

Deed = Callable[[Scalar], str]


def changed(root: MapNode, edit: Edit, faults: list[Fault], warnings: list[Fault]) -> MapNode:
    """The scenario after an edit. One that matches nothing is a fault, one that changes nothing a warning."""
    targets = targets_of(root, edit)
    if not targets:
        faults.append(nothing_matched(root, edit))
        return root
    after = root
    for target in reversed(targets) if edit.verb == "remove" else targets:
        after = _changed_at(after, target, edit, faults)
    if after is not root and plain(after) == plain(root):
        place = edit.place
        warnings.append(Fault(place.file, place.line, edit.path, "", "changes nothing", "", place.column))
    return after


def _changed_at(root: MapNode, target: Target, edit: Edit, faults: list[Fault]) -> MapNode:
    old = node_at(root, (*target.loc, *target.missing))
    try:
        new = _result(old, edit)
    except (QuantityError, ArithmeticError) as error:
        problem, allowed = (
            (error.problem, error.allowed) if isinstance(error, QuantityError) else ("is out of range", "")
        )
        value = node_text(old) if old is not None else ""
        faults.append(Fault(edit.place.file, edit.place.line, path_text(target.loc), value, problem, allowed))
        return root
    for key in reversed(target.missing[1:]):
        new = MapNode({key: new}, Origin(edit.place), {key: edit.place}) if new is not None else None
    after = replaced(root, (*target.loc, *target.missing[:1]), new, edit.place)
    return after if isinstance(after, MapNode) else root


def _result(old: Node | None, edit: Edit) -> Node | None:
    """The node that an edit leaves in place of the old one."""
    if edit.verb == "remove":
        return None
    if edit.verb == "set" or old is None:
        return _after(edit.operand, old, edit)
    operand = plain(edit.operand)
    if edit.verb == "multiply":
        return _each(old, edit, lambda scalar: _multiplied(scalar, operand))
    if not isinstance(operand, str | int | float) or isinstance(operand, bool):
        raise QuantityError(f"cannot {edit.verb} {flow_text(operand)}", "a quantity with its unit")
    if edit.verb == "add":
        return _each(old, edit, lambda scalar: _added(scalar, operand))
    return _shifted(old, edit, str(operand))


def _after(new: Node, old: Node | None, edit: Edit) -> Node:
    """The new node, remembering what stood there before and who changed it."""
    before = old.written if isinstance(old, Scalar) else flow_text(plain(old)) if old is not None else ""
    how = "--set" if edit.by_command_line else "edit"
    steps = (*(old.origin.steps if old is not None else ()), Step(how, edit.place, before))
    return _with_steps(new, steps, None if edit.verb == "set" else edit.place)


def _with_steps(node: Node, steps: tuple[Step, ...], place: Place | None) -> Node:
    """The same tree, with what was done to it known to every value, and its place where it is new."""
    origin = replace(node.origin, steps=steps, place=place or node.origin.place)
    if isinstance(node, ListNode):
        return ListNode(tuple(_with_steps(item, steps, place) for item in node.items), origin)
    if isinstance(node, MapNode):
        children = {key: _with_steps(child, steps, place) for key, child in node.children.items()}
        return MapNode(children, origin, node.keys)
    return replace(node, origin=origin)


def _each(old: Node, edit: Edit, deed: Deed) -> Node:
    """The same with a deed done to it; of a list and of a path by date, to every value."""
    if isinstance(old, Scalar):
        written = deed(old)
        value = written if isinstance(old.value, str) else value_of(written)
        return _after(Scalar(value, written, old.origin), old, edit)
    if isinstance(old, ListNode):
        return replace(old, items=tuple(_each(item, edit, deed) for item in old.items))
    if not by_date(old):
        raise QuantityError("holds several values", f"the path of one of them: {', '.join(old.children)}")
    return replace(old, children={day: _each(child, edit, deed) for day, child in old.children.items()})


def by_date(node: MapNode) -> bool:
    """Whether a map holds values by date, and so is one value."""
    return bool(node.children) and all(ISO_DATE.fullmatch(key) for key in node.children)


def _multiplied(scalar: Scalar, factor: object) -> str:
    if _is_date(scalar):
        raise QuantityError("is a date", "dates shift: {shift: 9 months}")
    return str(multiplied(_quantity(scalar), factor))  # type: ignore[arg-type]


def _added(scalar: Scalar, addend: str | int | float) -> str:
    return shifted_date(scalar.written, str(addend)) if _is_date(scalar) else str(added(_quantity(scalar), addend))


def _quantity(scalar: Scalar) -> str | int | float:
    if scalar.value is None or isinstance(scalar.value, bool):
        raise QuantityError("is not a quantity", "a number or a value with its unit")
    return scalar.value if isinstance(scalar.value, str) else scalar.written


def _is_date(scalar: Scalar) -> bool:
    return isinstance(scalar.value, str) and ISO_DATE.fullmatch(scalar.value) is not None


def _is_duration(node: Node) -> bool:
    try:
        read_quantity(plain(node), (Dimension.DURATION,), Context(start=date(2000, 1, 1)))
    except QuantityError:
        return False
    return True


def _shifted(old: Node, edit: Edit, length: str) -> Node:
    """Dates moved, lengths of time made longer; a path by date moves its dates unless its values are lengths."""
    if isinstance(old, MapNode) and "not_before" in old.children:
        return old.with_child("not_before", _shifted(old.children["not_before"], edit, length))
    if isinstance(old, MapNode) and by_date(old) and not all(map(_is_duration, old.children.values())):
        moved = {shifted_date(day, length): child for day, child in old.children.items()}
        return _after(MapNode(moved, old.origin, dict.fromkeys(moved, edit.place)), old, edit)
    return _each(old, edit, lambda scalar: _later(scalar, length))


def _later(scalar: Scalar, length: str) -> str:
    if _is_date(scalar):
        return shifted_date(scalar.written, length)
    if not _is_duration(scalar):
        raise QuantityError("is neither a date nor a length of time", "those shift; others take add or multiply")
    return str(added(_quantity(scalar), length))
