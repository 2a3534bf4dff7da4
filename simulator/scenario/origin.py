"""Where every value of a scenario comes from, and on what evidence it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from simulator.quantities.value import Constant
from simulator.scenario.document import Document
from simulator.scenario.keys import INTERNAL, fields_of
from simulator.scenario.load import Loaded
from simulator.scenario.nodes import Loc, Scalar, leaves
from simulator.scenario.paths import path_text
from simulator.scenario.schema import Scenario

#: a value that states an amount, a date or a distribution, and so is somebody's estimate
AMOUNT = re.compile(r"-?[0-9]|[a-z_]+ *\(")


#: sections that say how to run and whom to ask, not what the world is like
NOT_ASSUMED = (
    *("name", "description", "horizon", "currency", "allocation", "rules", "reviews", "limits", "simulation"),
    "expect",
)


@dataclass(frozen=True)
class Row:
    """One value of a scenario with its origin.

    Attributes
    ----------
    path, value : what stands where, as written
    place : file and line that wrote it; '' for a default
    how : written, template NAME, fact ID, repeat, edit, --set, default
    grade : of the evidence: that of the fact; `estimate` for an amount without one; `default`; '' for names
    source, as_of : of the fact
    before : what stood there before the last edit
    """

    path: str
    value: str
    place: str
    how: str
    grade: str
    source: str = ""
    as_of: str = ""
    before: str = ""


def origins(loaded: Loaded) -> list[Row]:
    """Every value of a scenario, those written first in file order, then the schema's defaults."""
    return [*_written(loaded.document), *defaults(loaded.scenario)]


def defaults(scenario: Scenario) -> list[Row]:
    """The values that nobody wrote."""
    return list(_defaults(scenario, ()))


def _written(document: Document) -> Iterator[Row]:
    for loc, node in leaves(document.root):
        if loc[-1] not in INTERNAL:
            yield _row(loc, node)


def _row(loc: Loc, node: Scalar) -> Row:
    origin, citation = node.origin, node.origin.citation
    how = f"template {origin.template}" if origin.template else "written"
    if citation is not None:
        how = f"fact {citation.fact}"
    if origin.steps:
        how = origin.steps[-1].how
    edited = how in ("edit", "--set")
    grade = citation.grade if citation is not None and not edited else _grade(loc, node)
    return Row(
        path_text(loc),
        node.written or "null",
        str(origin.place),
        how,
        grade,
        citation.source if citation is not None else "",
        citation.as_of if citation is not None else "",
        origin.steps[-1].before if origin.steps else "",
    )


def _grade(loc: Loc, node: Scalar) -> str:
    number = isinstance(node.value, int | float) and not isinstance(node.value, bool)
    amount = number or AMOUNT.match(node.written) is not None
    return "estimate" if amount and loc[0] not in NOT_ASSUMED else ""


def _defaults(value: Any, loc: Loc) -> Iterator[Row]:
    """Rows of what nobody wrote: the fields of every section that were left to their defaults."""
    if isinstance(value, BaseModel):
        for key, info in fields_of(type(value)).items():
            name = next(name for name, field in type(value).model_fields.items() if field is info)
            inner = getattr(value, name)
            if name in value.model_fields_set or isinstance(inner, BaseModel):
                yield from _defaults(inner, (*loc, key))
            elif inner not in (None, (), {}, ""):
                yield Row(path_text((*loc, key)), _default_text(inner), "", "default", "default")
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _defaults(inner, (*loc, str(key)))
    elif isinstance(value, tuple):
        for n, inner in enumerate(value):
            yield from _defaults(inner, (*loc, n))


def _default_text(value: Any) -> str:
    if isinstance(value, Constant):
        return f"{value.value:g} ({value.dimension.value})"
    return str(value).lower() if isinstance(value, bool) else str(value)
