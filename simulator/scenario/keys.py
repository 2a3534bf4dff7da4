"""What may stand at a place of a scenario, by the schema: its keys, their meaning, an example."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from simulator.scenario.nodes import Loc
from simulator.scenario.schema import Scenario

#: written in files, gone from the resolved scenario
ONLY_IN_FILES = ("extends", "facts", "templates", "change", "sweep")
ONLY_IN_PROJECTS = ("template", "repeat")
#: put by `repeat`, never written by people
INTERNAL = ("wave_of", "wave")


def keys_at(loc: Loc, written: Collection[str] = (), kind: object = None) -> tuple[str, ...]:
    """The keys that the schema knows at a location; none where names are free, or there is no map.

    Where several sections may stand, ``written`` keys and the value of ``kind`` tell which of them is meant.

    >>> keys_at(("horizon",)), keys_at(("markets",)), keys_at(("risks", "x", "hits", 0), ["fx"])
    (('start', 'end', 'fiscal_year_end'), (), ('fx', 'rate'))
    """
    models = models_at(loc)
    fitting = [model for model in models if kind in kinds_of(model) or mark_of(model) in written] or models
    return tuple(dict.fromkeys(key for model in fitting for key in fields_of(model) if key not in INTERNAL))


def written_keys_at(loc: Loc, written: Collection[str] = (), kind: object = None) -> tuple[str, ...]:
    """The keys that a file may write at a location, templates, repetition and inheritance included.

    >>> written_keys_at(())[:4]
    ('extends', 'facts', 'templates', 'change')
    """
    if loc[:1] == ("templates",):
        loc = ("projects", *loc[1:])
    in_files = ONLY_IN_FILES if not loc else ()
    in_projects = ONLY_IN_PROJECTS if len(loc) == 2 and loc[0] == "projects" else ()
    return (*in_files, *in_projects, *keys_at(loc, written, kind))


def models_at(loc: Loc) -> list[type[BaseModel]]:
    """The sections that may stand at a location, alone or, where a map stands for a list of one, in a list."""
    inner = [one for kind in _types_at(loc) for one in (_alternatives(_items_of(kind)) if _is_list(kind) else (kind,))]
    return [kind for kind in inner if _is_model(kind)]


def kinds_of(model: type[BaseModel]) -> tuple[str, ...]:
    """The values of `kind` by which a section is told from its alternatives."""
    info = model.model_fields.get("kind")
    return get_args(info.annotation) if info is not None else ()


def mark_of(model: type[BaseModel]) -> str:
    """The key by which a section is told from its alternatives, where it has no ``kind``: its first.

    >>> from simulator.scenario.schema import Consumable
    >>> mark_of(Consumable)
    'supply'
    """
    return next(iter(fields_of(model)))


def may_be_one(loc: Loc) -> bool:
    """Whether a list may stand at a location, and one of its maps in place of it.

    >>> may_be_one(("risks", "x", "hits")), may_be_one(("projects",))
    (True, False)
    """
    return bool(models_at(loc)) and any(get_origin(kind) is tuple for kind in _types_at(loc))


def field_at(loc: Loc) -> FieldInfo | None:
    """The field of a section that a location names; none for an entry under a free name."""
    infos = [fields_of(model)[str(loc[-1])] for model in models_at(loc[:-1]) if loc[-1] in fields_of(model)]
    return infos[0] if infos else None


def example_at(loc: Loc) -> str | None:
    """A value that may stand at a location, where the schema gives an example of one."""
    info = field_at(loc)
    if info is not None:
        marks = [*info.metadata, *_marks(info.annotation)]
    else:
        free = [kind for kind in _types_at(loc[:-1]) if get_origin(kind) is dict]
        marks = [mark for kind in free for mark in _marks(get_args(kind)[1])]
    return next((mark.example for mark in marks if hasattr(mark, "example")), None)


def _marks(kind: Any) -> Iterator[Any]:
    """What is said about a type beside it."""
    if get_origin(kind) is Annotated:
        yield from get_args(kind)[1:]
    elif get_origin(kind) in (Union, UnionType):
        for part in get_args(kind):
            yield from _marks(part)


@lru_cache(maxsize=64)
def fields_of(model: type[BaseModel]) -> Mapping[str, FieldInfo]:
    """The fields of a section by the keys that people write."""
    return {info.alias or name: info for name, info in model.model_fields.items()}


def _types_at(loc: Loc) -> list[Any]:
    types: list[Any] = [Scenario]
    for key in loc:
        types = [inner for kind in types for inner in _inside(kind, key)]
    return types


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _inside(kind: Any, key: str | int) -> Iterator[Any]:
    """The types of what stands under a key of something of a type."""
    if _is_model(kind):
        if key in fields_of(kind):
            yield from _alternatives(fields_of(kind)[str(key)].annotation)
    elif get_origin(kind) is dict:
        yield from _alternatives(get_args(kind)[1])
    elif _is_list(kind):
        for item in _alternatives(_items_of(kind)):
            yield from (item,) if isinstance(key, int) else _inside(item, key)


def _is_list(kind: Any) -> bool:
    return get_origin(kind) in (list, tuple)


def _items_of(kind: Any) -> Any:
    return get_args(kind)[0]


def _alternatives(kind: Any) -> Iterator[Any]:
    origin = get_origin(kind)
    if origin is Annotated:
        yield from _alternatives(get_args(kind)[0])
    elif origin in (Union, UnionType):
        for part in get_args(kind):
            yield from _alternatives(part)
    elif origin is not Literal:
        yield kind
