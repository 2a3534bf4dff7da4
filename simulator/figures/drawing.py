"""Pictures into files: PNG and SVG, the same bytes for the same findings."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from importlib import import_module
from io import BytesIO

from matplotlib.figure import Figure

from simulator.figures import FORMATS, drawable, figures
from simulator.figures.style import house_style
from simulator.findings import Findings

#: what would tell one day's file from the next day's
METADATA: dict[str, dict[str, str | None]] = {"png": {"Software": None}, "svg": {"Date": None, "Creator": None}}


def drawn(findings: Findings, done: Collection[str] = ()) -> Iterator[tuple[str, bytes]]:
    """The name and content of every picture file of a run, as ``gantt.png``, except those already ``done``.

    A picture whose subject the scenario does not have is left out.
    """
    for name in drawable(findings.scenario):
        wanted = [kind for kind in FORMATS if f"{name}.{kind}" not in done]
        with house_style():
            figure = picture(name, findings) if wanted else None
            if figure is not None:
                yield from [(f"{name}.{kind}", encoded(figure, kind)) for kind in wanted]


def picture(name: str, findings: Findings) -> Figure | None:
    """The picture of a registered name, or None where its subject does not exist."""
    figure: Figure | None = import_module(f"simulator.figures.{figures[name]}").picture(findings)
    return figure


def encoded(figure: Figure, kind: str) -> bytes:
    """A figure as the content of a file."""
    content = BytesIO()
    figure.savefig(content, format=kind, metadata=METADATA[kind])
    return content.getvalue()
