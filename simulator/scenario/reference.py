"""The language in words: every section, key, kind of value, default and meaning, out of the schema itself."""

from __future__ import annotations

import inspect
import types
from collections.abc import Iterator
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, WithJsonSchema
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from simulator.quantities.distributions import distributions
from simulator.quantities.quantity import Constant
from simulator.scenario.examples import EXAMPLES
from simulator.scenario.keys import INTERNAL
from simulator.scenario.schema import Scenario
from simulator.scenario.section import Section
from simulator.scenario.values import Read, Slot


def reference() -> str:
    """Markdown: a table of keys for every section, in the order in which they are met, then the distributions."""
    sections = "\n".join(section_text(model) for model in sections_of(Scenario))
    return f"{sections}\n{distributions_text()}"


def sections_of(model: type[Section]) -> list[type[Section]]:
    """The section and all that its keys lead to, each once, in the order met."""
    found = [model]
    for section in found:
        for field in section.model_fields.values():
            found += [other for other in models_in(field.annotation) if other not in found]
    return found


def models_in(annotation: Any) -> Iterator[type[Section]]:
    """The sections that a type mentions."""
    if inspect.isclass(annotation) and issubclass(annotation, BaseModel):
        if issubclass(annotation, Section):
            yield annotation
        return
    for part in get_args(annotation):
        yield from models_in(part)


def section_text(model: type[Section]) -> str:
    """A heading, what the section is in the world, a table of its keys, and how it may be written."""
    about = inspect.cleandoc(model.__doc__ or "")
    rows = [key_text(field.alias or name, field) for name, field in model.model_fields.items() if name not in INTERNAL]
    table = ["| key | takes | unless written | meaning |", "|---|---|---|---|", *rows]
    return "\n".join([f"## {title(model)}", "", about, "", *table, "", *examples_text(model)])


def examples_text(model: type[Section]) -> list[str]:
    """The lines of a block that shows the forms of a section; none where its table says enough."""
    shown = EXAMPLES.get(model, ())
    return ["```yaml", *(f"- {example}" for example in shown), "```", ""] if shown else []


def title(model: type[Section]) -> str:
    """The heading of a section, in words.

    >>> from simulator.scenario.raises import ConvertibleNote
    >>> title(ConvertibleNote)
    'Convertible note'
    """
    words = "".join(f" {c.lower()}" if c.isupper() else c for c in model.__name__).strip()
    return words[0].upper() + words[1:]


def key_text(key: str, field: FieldInfo) -> str:
    """A row of the table of keys."""
    described = (field.description or "").replace("|", "\\|")
    return f"| `{key}` | {takes(field)} | {unless_written_text(field)} | {described} |"


def takes(field: FieldInfo) -> str:
    """What a key takes, in words."""
    places = [place for place in field.metadata if isinstance(place, Slot | Read)]
    described = [mark.json_schema for mark in field.metadata if isinstance(mark, WithJsonSchema)]
    if described and described[0]:
        return str(described[0]["description"])
    return place_text(places[0]) if places else type_text(field.annotation)


def place_text(place: Slot | Read) -> str:
    """A place for a quantity or a date, in words."""
    if isinstance(place, Read):
        return f"a {place.kind}: `{place.example}`"
    kinds = " or ".join(dimension.value for dimension in place.accepts)
    extra = [word for word, holds in (("drawn", place.drawn), ("by date", place.by_date)) if holds]
    return f"{kinds}: `{place.example}`" + (f" ({', '.join(extra)})" if extra else "")


def type_text(annotation: Any) -> str:
    """A type, in words."""
    if inspect.isclass(annotation) and issubclass(annotation, Section):
        anchor = title(annotation).lower().replace(" ", "-")
        return f"[{title(annotation).lower()}](#{anchor})"
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return " · ".join(f"`{value}`" for value in parts)
    if origin is dict:
        return f"names → {type_text(parts[1])}"
    if origin is tuple:
        return f"list of {type_text(parts[0])}"
    if origin in (Union, types.UnionType):
        return " or ".join(type_text(part) for part in parts if part is not types.NoneType)
    if parts:
        places = [place for place in parts[1:] if isinstance(place, Slot | Read)]
        return place_text(places[0]) if places else type_text(parts[0])
    plain = {str: "text", int: "whole number", float: "number", bool: "`true` or `false`", Constant: "quantity"}
    return plain.get(annotation, "value")


def unless_written_text(field: FieldInfo) -> str:
    """The default of a key, in words."""
    if field.is_required():
        return "required"
    default = field.get_default(call_default_factory=True)
    if isinstance(default, Constant):
        return f"{default.value:g}"
    if default is None or default is PydanticUndefined or default in ("", (), {}):
        return ""
    if isinstance(default, BaseModel):
        return ""
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


def distributions_text() -> str:
    """A table of the distributions and how they are written."""
    described = distributions.described()
    rows = [f"| `{name}` | `{distributions[name].text}` | {entry.description} |" for name, entry in described.items()]
    return "\n".join(["## Distributions", "", "| name | written | is |", "|---|---|---|", *rows, ""])
