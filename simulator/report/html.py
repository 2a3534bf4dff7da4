"""Pages that stand alone: templates filled in, all text escaped, pictures inline, nothing fetched, no script."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from simulator.registry import Entry
from simulator.words import capitalised, visible

TEMPLATES = Path(__file__).with_name("templates")
#: what an SVG file has around the drawing, and what would act on the whole page
AROUND = re.compile(r"^.*?(?=<svg)|<metadata>.*?</metadata>|<style.*?</style>|<!--.*?-->", re.DOTALL)
TAG = re.compile(r"<[^<>]+>")
#: a size in points, which the page sets instead; the name of a group, which nothing refers to
SIZE, GROUP = re.compile(r' (?:width|height)="[0-9.]+pt"'), re.compile(r'(?<=<g) id="[^"]*"')
REFERENCE = re.compile(r'( id="|url\(#|xlink:href="#)')
#: what stands in where the house's typeface is missing, of about its widths
TYPEFACE, STAND_INS = "'DejaVu Sans'", "'DejaVu Sans', Verdana, sans-serif"


@dataclass(frozen=True)
class Picture:
    """A picture on a page, with a line that says what it shows."""

    name: str
    caption: str
    drawing: Markup


def rendered(template: str, **content: Any) -> str:
    """The page of a template. All that is put in is escaped, and shows what no reader could see.

    Parameters
    ----------
    template : the name of a file in ``templates``
    content : what the template asks for; something that it lacks is an error of ours
    """
    style = _style()
    return _environment().get_template(template).render(style=Markup(style), policy=_policy(style), **content)


def pictures_of(drawings: Mapping[str, str], described: Mapping[str, Entry]) -> list[Picture]:
    """SVG files by name as pictures of a page, each with what is registered of it as its caption."""
    return [
        Picture(name, capitalised(described[name].description), inlined(svg, f"{name}-"))
        for name, svg in drawings.items()
    ]


def inlined(svg: str, prefix: str) -> Markup:
    """A picture as a part of a page: without a file's head, its names told apart from those of other pictures.

    >>> inlined('<?xml?><svg width="9pt"><path id="a"/><use xlink:href="#a"/></svg>', "x-")
    Markup('<svg><path id="x-a"/><use xlink:href="#x-a"/></svg>')
    """
    return Markup(TAG.sub(lambda tag: _tag(tag[0], prefix), AROUND.sub("", svg)).strip())


def _tag(tag: str, prefix: str) -> str:
    if tag.startswith("<svg"):
        tag = SIZE.sub("", tag)
    tag = GROUP.sub("", tag).replace(TYPEFACE, STAND_INS)
    return REFERENCE.sub(lambda found: found[0] + prefix, tag)


def _policy(style: str) -> str:
    """What a page may do: show itself in its own style. Nothing is fetched, run or sent."""
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src-elem 'sha256-{digest}'; style-src-attr 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


@lru_cache(maxsize=1)
def _style() -> str:
    return (TEMPLATES / "style.css").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["capitalised"] = capitalised
    return environment


def _shown(value: Any) -> Any:
    """Text without control characters; what is markup already stays as it is."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value
