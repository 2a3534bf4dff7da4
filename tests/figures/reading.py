"""What can be read on a picture."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from simulator.figures.style import house_style


def assert_readable(figure: Figure) -> None:
    """No text lies on another or off the page."""
    with house_style():
        texts = texts_of(figure)
    for text, box in texts:
        assert box.x0 >= -1, text
        assert box.x1 <= figure.bbox.x1 + 1, text
        assert box.y0 >= -1, text
        assert box.y1 <= figure.bbox.y1 + 1, text
    for (one, a), (other, b) in combinations(texts, 2):
        overlap = Bbox.intersection(a, b)
        assert overlap is None or min(overlap.width, overlap.height) < 3, (one, other)


def texts_of(figure: Figure) -> list[tuple[str, Bbox]]:
    """Every text of a picture that can be seen, with its place in pixels."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()  # type: ignore[no-untyped-call]
    renderer = canvas.get_renderer()  # type: ignore[no-untyped-call]
    unseen = {id(text) for axes in figure.axes for text in undrawn_ticks(axes)}
    texts = (text for text in figure.findobj(Text) if isinstance(text, Text) and id(text) not in unseen)
    return [
        (text.get_text(), text.get_window_extent(renderer))
        for text in texts
        if text.get_visible() and text.get_text().strip()
    ]


def undrawn_ticks(axes: Axes) -> Iterator[Text]:
    """Labels of ticks beyond the limits, or of axes that are switched off."""
    for axis in (axes.xaxis, axes.yaxis):
        low, high = sorted(axis.get_view_interval())
        for tick in axis.get_major_ticks():
            if not axes.axison or not low <= tick.get_loc() <= high:
                yield from (tick.label1, tick.label2)
