"""What the schema finds wrong, told in the words and at the places of the files that were read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from pydantic import ValidationError

from simulator.errors import Fault, joined
from simulator.quantities.calendar import ISO_DATE, read_date
from simulator.quantities.exchange import Context
from simulator.quantities.fault import QuantityError
from simulator.registry import hint, meant, suggest
from simulator.scenario.keys import field_at, keys_at, kinds_of, mark_of, models_at, written_keys_at
from simulator.scenario.nodes import Loc, MapNode, Node, Scalar, child_of, node_at, place_of, plain
from simulator.scenario.paths import path_text
from simulator.scenario.rates import usable_rates
from simulator.scenario.schema import Scenario
from simulator.scenario.writer import node_text

#: how the schema says that a value is of a wrong kind -> what it should be
EXPECTED = {
    **dict.fromkeys(("int_type", "int_from_float", "int_parsing", "int_parsing_size"), "a whole number"),
    **dict.fromkeys(("float_type", "float_parsing", "finite_number"), "a finite number"),
    **dict.fromkeys(("bool_type", "bool_parsing"), "true or false"),
    **dict.fromkeys(("dict_type", "mapping_type", "model_type", "model_attributes_type"), "a map of keys and values"),
    **dict.fromkeys(("tuple_type", "list_type"), "a list, as [a, b]"),
    "string_type": "text",
}
BOUNDS = {
    "greater_than": ("is too small", "more than {gt:g}"),
    "greater_than_equal": ("is too small", "at least {ge:g}"),
    "less_than": ("is too large", "less than {lt:g}"),
    "less_than_equal": ("is too large", "at most {le:g}"),
    "too_short": ("has too few entries", "at least {min_length}"),
    "too_long": ("has too many entries", "at most {max_length}"),
    "string_pattern_mismatch": ("has another form", "text of the form {pattern}"),
}
#: errors of one alternative of several, of no interest where another alternative says more
VAGUE = frozenset({"literal_error", "model_type", "string_type", "dict_type", "tuple_type"})


MOST_NAMES = 20


class Complaint(NamedTuple):
    """What the schema finds wrong at a location of the data."""

    loc: Loc
    kind: str
    context: Mapping[str, Any]
    message: str
    of_key: bool


def complaints(data: Mapping[str, Any], root: MapNode, context: Context) -> tuple[Scenario | None, list[Complaint]]:
    """The scenario that data states, or what is wrong with it."""
    try:
        return Scenario.model_validate(data, context=context), []
    except ValidationError as error:
        errors = error.errors(include_url=False, include_input=False)
    every = [_complaint(root, one["loc"], one["type"], one.get("ctx", {}), one["msg"]) for one in errors]
    found = [one for one in every if not _emptied(one, every)]
    return None, [one for one in found if not (_said_better(one, found) or misspelt(one, found))]


def context_of(data: Mapping[str, Any]) -> Context:
    """What amounts need to be read: currency, exchange rates, first day; defaults where they are wrong."""
    horizon, currency = data.get("horizon"), data.get("currency")
    try:
        start = read_date(horizon.get("start") if isinstance(horizon, Mapping) else None)
    except QuantityError:
        start = date(2025, 1, 1)
    code = currency.upper() if isinstance(currency, str) else "USD"
    return Context(code, usable_rates(data), start)


def _complaint(root: Node, loc: Loc, kind: str, context: Mapping[str, Any], message: str) -> Complaint:
    """A complaint with only those parts of its location that are keys of the data.

    The schema puts names of alternatives and functions between them.
    """
    node: Node | None = root
    kept: list[str | int] = []
    for n, key in enumerate(loc):
        child = child_of(node, key) if node is not None else None
        if child is not None:
            node = child
            kept.append(key)
        elif kind == "missing" and n == len(loc) - 1:
            kept.append(key)
    if kind.startswith("union_tag") and any(kinds_of(model) for model in models_at(tuple(kept))):
        kept.append("kind")
    elif kind == "missing" and kept and isinstance(kept[-1], int) and isinstance(loc[-1], int):
        kept.pop()
    return Complaint(tuple(kept), kind, context, message, loc[-1:] == ("[key]",))


def _emptied(one: Complaint, others: Iterable[Complaint]) -> bool:
    """Whether a list is too short only because its entries are wrong."""
    inside = (other for other in others if other is not one and other.loc[: len(one.loc)] == one.loc)
    return one.kind == "too_short" and any(inside)


def _said_better(one: Complaint, others: Iterable[Complaint]) -> bool:
    """Whether a complaint comes from an alternative that was not meant."""
    depth = len(one.loc)
    return one.kind in VAGUE and any(
        other.loc[:depth] == one.loc and (len(other.loc) > depth or other.kind not in VAGUE) for other in others
    )


def misspelt(one: Complaint, others: Iterable[Complaint]) -> bool:
    """Whether a key is missing only because it stands there with a slip of the pen."""
    unknown = [str(o.loc[-1]) for o in others if o.kind == "extra_forbidden" and o.loc[:-1] == one.loc[:-1]]
    return one.kind == "missing" and any(suggest(name, keys_at(one.loc[:-1])) == one.loc[-1] for name in unknown)


def fault_of(root: MapNode, one: Complaint) -> Fault:
    """The fault that a user reads."""
    loc, problem, allowed = _told(root, one)
    if one.kind == "scenario":
        loc = _date_at_fault(root, loc, problem)
    of_key = one.of_key or one.kind == "extra_forbidden"
    return located(root, loc, problem, allowed, of_key)


def located(root: MapNode, loc: Loc, problem: str, allowed: str, of_key: bool = False) -> Fault:
    """A fault at the place of a location, with the value that is written there; or at that of its key, without."""
    node = node_at(root, loc)
    place = place_of(root, loc)
    parent = node_at(root, loc[:-1]) if loc else None
    if of_key and isinstance(parent, MapNode):
        place = parent.keys.get(str(loc[-1]), place)
    value = "" if of_key or node is None else node_text(node)
    if isinstance(node, Scalar) and not isinstance(node.value, str) and problem.startswith(f"{node.value} "):
        problem = problem.removeprefix(f"{node.value} ")
    citation = node.origin.citation if node is not None else None
    if citation is not None:
        value, problem = "", f"{joined(value, problem)} (fact {citation.fact}, {citation.place})"
    path = path_text(_as_written(root, loc))
    return Fault(place.file, place.line, path, value, problem, _cut(allowed), place.column)


def _cut(allowed: str) -> str:
    """What is allowed, where that is a long list of names its beginning."""
    names = allowed.split(", ")
    few = len(names) <= MOST_NAMES or not allowed.startswith("one of: ")
    return allowed if few else ", ".join([*names[:MOST_NAMES], "…"])


def _as_written(root: MapNode, loc: Loc) -> Loc:
    """The location in the file: of what a template gives to a project, that of the template."""
    reached = next(loc[:n] for n in range(len(loc), -1, -1) if node_at(root, loc[:n]) is not None)
    node = node_at(root, reached)
    if node is None or len(loc) < 3 or not node.origin.template or node.origin.steps:
        return loc
    return ("templates", node.origin.template, *loc[2:])


def _told(root: MapNode, one: Complaint) -> tuple[Loc, str, str]:
    """Where, what is wrong, what is allowed."""
    loc, context = one.loc, one.context
    if one.kind == "scenario":
        return loc, str(context["problem"]), str(context["allowed"])
    if one.kind == "extra_forbidden":
        return loc, *_unknown_key(root, loc)
    if one.kind == "missing":
        info = field_at(loc)
        problem = "is missing" if node_at(root, loc) is None else "has too few entries"
        return loc, problem, (info.description or "") if info is not None else ""
    if one.kind in ("union_tag_invalid", "union_tag_not_found"):
        return loc, *(_unknown_kind(root, loc) if loc[-1:] == ("kind",) else _unknown_mark(root, loc))
    if one.kind == "literal_error":
        return loc, *_unknown_word(node_at(root, loc), re.findall(r"'([^']*)'", str(context["expected"])))
    if one.kind in BOUNDS:
        problem, allowed = BOUNDS[one.kind]
        return loc, problem, allowed.format(**context).replace("^", "").replace("$", "")
    if one.kind in EXPECTED:
        return loc, f"is not {EXPECTED[one.kind]}", _meant(loc)
    return loc, one.message, ""


def _meant(loc: Loc) -> str:
    """What a place is for: its keys, or its description."""
    info, keys = field_at(loc), keys_at(loc)
    return f"with the keys {', '.join(keys)}" if keys else ((info.description or "") if info is not None else "")


def _unknown_key(root: MapNode, loc: Loc) -> tuple[str, str]:
    parent = node_at(root, loc[:-1])
    kind = parent.get("kind") if isinstance(parent, MapNode) else None
    written = parent.children if isinstance(parent, MapNode) else ()
    known = sorted(written_keys_at(loc[:-1], written, plain(kind) if isinstance(kind, Scalar) else None))
    near = hint(str(loc[-1]), known)
    return f"unknown key{near}", f"allowed: {', '.join(known)}"


def _unknown_kind(root: MapNode, loc: Loc) -> tuple[str, str]:
    """The fault of a `kind` that is missing or not one of those known."""
    known = [kind for model in models_at(loc[:-1]) for kind in kinds_of(model)]
    written = node_at(root, loc)
    return ("is missing", f"one of: {', '.join(known)}") if written is None else _unknown_word(written, known)


def _unknown_mark(root: MapNode, loc: Loc) -> tuple[str, str]:
    """The fault of a section that has none of the keys of which it needs one."""
    known = [mark_of(model) for model in models_at(loc)]
    node = node_at(root, loc)
    written = node.children if isinstance(node, MapNode) else ()
    near = next(filter(None, (suggest(key, known) for key in written)), None)
    return f"names nothing that is known here{meant(near)}", f"one of: {', '.join(known)}"


def _unknown_word(node: Node | None, known: list[str]) -> tuple[str, str]:
    near = hint(str(plain(node)), known) if isinstance(node, Scalar) else ""
    return f"is not known{near}", f"one of: {', '.join(known)}"


def _date_at_fault(root: MapNode, loc: Loc, problem: str) -> Loc:
    """Of a path by date, the one date whose value the problem speaks of."""
    node = node_at(root, loc)
    if not isinstance(node, MapNode) or not all(ISO_DATE.fullmatch(key) for key in node.children):
        return loc
    named = [day for day, child in node.children.items() if problem.startswith(node_text(child) + " ")]
    return (*loc, named[0]) if len(named) == 1 else loc
