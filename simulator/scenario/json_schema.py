"""A JSON Schema (draft-07) of scenario files, with which editors complete keys and underline faults."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from simulator.scenario.edits import VERBS
from simulator.scenario.keys import INTERNAL
from simulator.scenario.schema import Scenario

Schema = dict[str, Any]
QUANTITY = {"anyOf": [{"type": "string"}, {"type": "number"}, {"type": "object"}]}
FACT = {
    "type": "object",
    "properties": {"fact": {"type": "string", "description": "id of a fact in the file that `facts` names"}},
    "required": ["fact"],
    "additionalProperties": False,
}
REPEAT = {
    "type": "object",
    "description": "the project is done several times, budget and capacity per wave",
    "properties": {
        "count": {"type": "integer", "minimum": 1, "description": "number of waves"},
        "every": {"type": "string", "description": "calendar time between them, as `3 months`"},
    },
    "required": ["count", "every"],
    "additionalProperties": False,
}
DEEDS: Schema = {
    "set": {"description": "a new value"},
    "add": {**QUANTITY, "description": "to a value, or to every value of a path by date"},
    "multiply": {"type": "number", "description": "a factor, as 1.1"},
    "shift": {"type": "string", "description": "dates by calendar time, durations by a length, as `9 months`"},
    "remove": {"const": True, "description": "the value is left out"},
}


def json_schema() -> Schema:
    """The schema of scenario files: complete ones, and those that extend another or use templates, which need less.

    >>> json_schema()["$schema"]
    'http://json-schema.org/draft-07/schema#'
    """
    generated = Scenario.model_json_schema(by_alias=True)
    sections: dict[str, Schema] = {name: _lenient(section) for name, section in generated.pop("$defs").items()}
    sections["Scenario"] = _lenient(generated)
    _add_what_only_files_have(sections)
    definitions = {name: _referring(section, lambda name: name) for name, section in sections.items()}
    partial = {f"{name}Partial": _partial(section) for name, section in sections.items()}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "capsim scenario",
        "description": Scenario.__doc__,
        "type": "object",
        "if": {"required": ["extends"]},
        "then": _to("ScenarioPartial"),
        "else": _to("Scenario"),
        "definitions": {**definitions, **partial, "Fact": FACT, "Edit": _edit()},
    }


def _to(name: str) -> Schema:
    return {"$ref": f"#/definitions/{name}"}


def _edit() -> Schema:
    deeds = [
        {"type": "object", "properties": {verb: DEEDS[verb]}, "required": [verb], "additionalProperties": False}
        for verb in VERBS
    ]
    others = {"type": "object", "not": {"anyOf": [{"required": [verb]} for verb in VERBS]}}
    values = {"type": ["string", "number", "boolean", "array", "null"]}
    return {
        "description": "a value to set, or one of set, add, multiply, shift, remove",
        "anyOf": [values, *deeds, others],
    }


def _add_what_only_files_have(sections: dict[str, Schema]) -> None:
    """Keys that are gone from the resolved scenario, and forms that are resolved as they are read."""
    scenario, project = sections["Scenario"]["properties"], sections["Project"]["properties"]
    for name in INTERNAL:
        project[name]["description"] = "put by `repeat`"
    project["template"] = {"type": "string", "description": "a name under `templates`, or of a shipped template"}
    project["repeat"] = REPEAT
    start = {"$ref": project["start"]["$ref"]}
    project["start"] = {"anyOf": [{"type": "string"}, start, _to("Fact")], "description": "a date, or conditions"}
    _add_short_forms(sections)
    either = {
        "if": {"required": ["template"]},
        "then": {"$ref": "#/$defs/ProjectPartial"},
        "else": {"$ref": "#/$defs/Project"},
    }
    scenario["projects"]["additionalProperties"] = either
    paths = {"type": "object", "additionalProperties": _to("Edit"), "description": "edits by path"}
    values: Schema = {"anyOf": [{"type": "array", "minItems": 1}, {"type": "string"}, {"type": "object"}]}
    sweep: Schema = {"type": "object", "additionalProperties": values}
    templates = {"type": "object", "additionalProperties": {"$ref": "#/$defs/ProjectPartial"}}
    scenario |= {
        "extends": {"type": "string", "description": "the scenario file that this one changes"},
        "facts": {
            "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
            "description": "file of facts, which values cite as {fact: id}",
        },
        "templates": {**templates, "description": "keys that projects share by naming a template"},
        "change": paths,
        "sweep": {**sweep, "description": "values by path that `capsim sweep` tries: a list, or `lo:hi:n unit`"},
    }


def _add_short_forms(sections: dict[str, Schema]) -> None:
    """One entry in place of a list of one, and a name or a date in place of a map that holds little else."""
    text: Schema = {"type": "string"}
    names: Schema = {"type": "array", "items": text}
    for section, key, forms in (
        ("Rule", "do", [{"$ref": "#/$defs/Action"}]),
        ("Risk", "hits", [sections["Risk"]["properties"]["hits"]["items"]]),
        ("Risk", "window", [text]),
        ("Action", "abandon", [text, names]),
        ("Condition", "date", [text]),
        ("ConvertibleNote", "put", [text, _to("Fact")]),
    ):
        place = sections[section]["properties"][key]
        beside: Schema = {name: place.pop(name) for name in ("description", "default") if name in place}
        longer = place.get("anyOf", [place])
        sections[section]["properties"][key] = {**beside, "anyOf": [*forms, *longer]}


def _lenient(section: Schema) -> Schema:
    """A section whose values may cite a fact, and whose lists of names may be one name."""
    return {
        **{key: value for key, value in section.items() if key != "title"},
        "properties": {key: _citable(value) for key, value in section.get("properties", {}).items()},
    }


def _citable(value: Schema) -> Schema:
    """A place for a value, which may also cite a fact; a place for a list of names, which may be one name."""
    beside: Schema = {key: value[key] for key in ("description", "default", "examples") if key in value}
    form = {key: part for key, part in value.items() if key not in (*beside, "title")}
    if _are_names(form):
        return {**beside, "anyOf": [{"type": "string"}, form]}
    if "anyOf" in form:
        one = [{"type": "string"}] if any(map(_are_names, form["anyOf"])) else []
        return {**beside, "anyOf": [*one, *form["anyOf"], _to("Fact")]}
    if form.get("type") in ("integer", "number", "boolean", "string") and "const" not in form:
        return {**beside, "anyOf": [form, _to("Fact")]}
    return {**beside, **form}


def _are_names(form: Schema) -> bool:
    return form.get("type") == "array" and form.get("items") == {"type": "string"}


def _partial(section: Schema) -> Schema:
    """The same section with nothing required, down to the last one."""
    bare = _referring(section, lambda name: name if name.endswith("Partial") else f"{name}Partial")
    unbound = _without(bare, ("required", "minProperties"))
    return unbound if isinstance(unbound, dict) else bare


def _without(part: Any, keys: tuple[str, ...]) -> Any:
    if isinstance(part, list):
        return [_without(one, keys) for one in part]
    if not isinstance(part, dict):
        return part
    if "if" in part:
        return {"$ref": part["then"]["$ref"]}
    named = part.get("properties")
    kept = {key: _without(value, keys) for key, value in part.items() if key not in (*keys, "properties")}
    return kept if named is None else {**kept, "properties": {key: _without(v, keys) for key, v in named.items()}}


def _referring(part: Any, rename: Callable[[str], str]) -> Any:
    """The same schema with its references in `definitions`, under other names."""
    if isinstance(part, list):
        return [_referring(one, rename) for one in part]
    if not isinstance(part, dict):
        return part
    found = re.fullmatch(r"#/\$defs/(\w+)", str(part.get("$ref", "")))
    if found:
        return {**part, "$ref": f"#/definitions/{rename(found[1])}"}
    # a part of an entry may fit several alternatives, so that `oneOf` would be too strict
    renamed = {"anyOf" if key == "oneOf" else key: value for key, value in part.items() if key != "discriminator"}
    return {key: _referring(value, rename) for key, value in renamed.items()}
