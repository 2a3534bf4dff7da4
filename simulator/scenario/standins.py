"""Faulty parts of a scenario left out or replaced by examples, so that the rest can be looked at as well."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable
from typing import Any

from simulator.registry import suggest
from simulator.scenario.keys import example_at, field_at, kinds_of, models_at
from simulator.scenario.nodes import Loc
from simulator.scenario.validation import Complaint

#: sections of entries that may be left out whole, since little else speaks of them
FREE = ("rules", "risks")
CURRENCY = re.compile(r"\b[A-Z]{3}\b")


def without_faults(data: dict[str, Any], complaints: Iterable[Complaint], currency: str) -> dict[str, Any] | None:
    """The data with every complaint silenced; ``None`` if one cannot be without leaving out whole entries.

    Examples are in the reporting currency, so that they need no exchange rate.
    """
    mended = copy.deepcopy(data)
    for complaint in complaints:
        if complaint.kind.startswith("union_tag") and complaint.loc[-1] == "kind":
            done = _with_kind(mended, complaint.loc[:-1])
        else:
            done = _silenced(mended, complaint, currency)
        if not done:
            return None
    return mended


def _silenced(data: dict[str, Any], complaint: Complaint, currency: str) -> bool:
    loc = complaint.loc
    if complaint.kind == "extra_forbidden":
        return _removed(data, loc)
    while loc:
        example = example_at(loc)
        if example is not None and not complaint.of_key:
            return _put(data, loc, CURRENCY.sub(currency, example))
        info = field_at(loc)
        free = info is None and len(loc) == 2 and loc[0] in FREE
        if free or (info is not None and not info.is_required()):
            return _removed(data, loc)
        loc = loc[:-1]
    return False


def _with_kind(data: dict[str, Any], loc: Loc) -> bool:
    """An entry with the kind that was probably meant: the nearest word, or the one that shares most keys."""
    entry = _inside(data, loc)
    models = [model for model in models_at(loc) if kinds_of(model)]
    if not isinstance(entry, dict) or not models:
        return False
    near = suggest(str(entry.get("kind")), [kind for model in models for kind in kinds_of(model)])
    likely = max(models, key=lambda model: len(set(entry) & set(model.model_fields)))
    entry["kind"] = near or kinds_of(likely)[0]
    return True


def _inside(data: Any, loc: Loc) -> Any:
    """What stands at a location of data, or nothing."""
    for key in loc:
        in_map = isinstance(data, dict) and key in data
        in_list = isinstance(data, list) and isinstance(key, int) and key < len(data)
        if not (in_map or in_list):
            return None
        data = data[key]
    return data


def _removed(data: dict[str, Any], loc: Loc) -> bool:
    """Whether nothing stands there any more; it may have gone with something around it."""
    parent = _inside(data, loc[:-1])
    if isinstance(parent, dict):
        parent.pop(loc[-1], None)
    return parent is None or isinstance(parent, dict)


def _put(data: dict[str, Any], loc: Loc, value: str) -> bool:
    """Whether the value stands there, or what was around it is gone."""
    parent = _inside(data, loc[:-1])
    if isinstance(parent, dict | list):
        parent[loc[-1]] = value  # type: ignore[index]
    return parent is None or isinstance(parent, dict | list)
