"""Pictures of a comparison into files: PNG and SVG, the same bytes for the same comparison."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from matplotlib.figure import Figure

from simulator.comparison import RISKS, Comparison
from simulator.figures.drawing import encoded
from simulator.figures.overlays import overlays
from simulator.figures.style import house_style


def drawn_over(comparison: Comparison, kinds: tuple[str, ...]) -> Iterator[tuple[str, str, bytes]]:
    """Name, kind and content of every picture file of a comparison; without a subject there is none.

    Of a study of risks there is the tornado alone: the scenarios over each other would be one scenario many times.
    """
    for name in ("tornado",) if comparison.study == RISKS else overlays:
        with house_style():
            figure = picture(name, comparison)
            if figure is not None:
                yield from [(name, kind, encoded(figure, kind)) for kind in kinds]


def picture(name: str, comparison: Comparison) -> Figure | None:
    """The picture of a registered name, or None where its subject does not exist."""
    module = import_module(f"simulator.figures.overlays.{overlays[name]}")
    figure: Figure | None = module.picture(comparison)
    return figure
