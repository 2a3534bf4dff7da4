"""Pictures of a grid show its numbers, and nothing on them lies on anything else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from simulator.figures.drawing import encoded
from simulator.figures.response import picture
from simulator.figures.style import house_style
from simulator.quantities.calendar import Calendar
from simulator.response import Axis, Response
from tests.figures.reading import assert_readable

PRICE = Axis("markets.mexico.price", ("8 USD", "10 USD", "14 USD"), np.array([8.0, 10.0, 14.0]), "mn USD/MW/year")
SHELL = Axis(
    "templates.hall.stages.shell.duration", ("pert(4, 6, 12) months", "6 months", "pert(9, 10, 24) months * 1.5")
)
BUDGET = Axis("projects[tag=latam].budget", ("× 0.9", "× 1.1"), np.array([0.9, 1.1]), "×")
MANY = Axis("horizon.end", tuple(f"20{n} years and a day" for n in range(30)))


def response(*axes: Axis, unit: str = "money", low: float = -3e7, high: float = 9e8) -> Response:
    shape = tuple(len(axis.labels) for axis in axes)
    mean = np.linspace(low, high, int(np.prod(shape))).reshape(shape)
    spread = (high - low) / 10
    statistics = {"n": np.full(shape, 81.0), "mean": mean, "se": np.full(shape, spread / 9)}
    statistics |= {"p10": mean - spread, "p90": mean + spread}
    calendar = Calendar(date(2025, 1, 1), date(2032, 12, 31))
    return Response("npv", unit, "USD", calendar, axes, statistics)


ALL = {
    "one path": response(PRICE),
    "one path of texts": response(SHELL),
    "two paths": response(PRICE, SHELL),
    "texts upwards": response(SHELL, PRICE),
    "three paths": response(BUDGET, PRICE, SHELL),
    "many values": response(MANY, MANY),
    "many values of one path": response(MANY),
    "dates": response(PRICE, BUDGET, unit="day", low=100, high=2000),
    "dates of one path": response(PRICE, unit="day", low=100, high=2000),
    "rates": response(PRICE, unit="1/year", low=0.01, high=0.2),
    "all the same": response(PRICE, BUDGET, low=5.0, high=5.0),
    "nothing but zero": response(PRICE, low=0.0, high=0.0),
}


@pytest.mark.parametrize("name", list(ALL))
def test_no_text_lies_on_another_or_off_the_page(name: str) -> None:
    with house_style():
        figure = picture(ALL[name])
        assert figure is not None
    assert_readable(figure)


def test_a_line_runs_through_the_means_in_order_of_the_numbers() -> None:
    shuffled = Axis("a.b", ("3", "1", "2"), np.array([3.0, 1.0, 2.0]), "")
    with house_style():
        figure = picture(response(shuffled, low=1e6, high=3e6))
        assert figure is not None
    line = figure.axes[0].lines[0]
    assert np.asarray(line.get_xdata()).tolist() == [1, 2, 3]
    np.testing.assert_allclose(np.asarray(line.get_ydata(), float), [2.0, 3.0, 1.0])


def test_a_map_has_the_first_path_upwards() -> None:
    with house_style():
        figure = picture(response(PRICE, BUDGET, low=0, high=5e6))
        assert figure is not None
    (image,) = figure.axes[0].images
    np.testing.assert_allclose(np.asarray(image.get_array()), [[0, 1], [2, 3], [4, 5]])


def test_three_paths_are_maps_in_one_scale() -> None:
    with house_style():
        figure = picture(ALL["three paths"])
        assert figure is not None
    images = [axes.images[0] for axes in figure.axes if axes.images]
    assert len(images) == 2
    assert images[0].get_clim() == images[1].get_clim()


def test_maps_of_other_sizes_are_in_one_unit() -> None:
    # 0 to 11 mn in a map and 1,100 mn in the other: the smaller one is not in a unit of its own
    small = response(BUDGET, PRICE, BUDGET, low=1e6, high=12e6)
    mean = small.statistics["mean"] * np.array([1.0, 1000.0])[:, None, None]
    with house_style():
        figure = picture(replace(small, statistics=dict.fromkeys(("n", "mean", "se", "p10", "p90"), mean)))
        assert figure is not None
    drawn = [np.asarray(axes.images[0].get_array()) for axes in figure.axes if axes.images]
    np.testing.assert_allclose(drawn, mean / 1e9)


def test_more_paths_are_for_the_table_alone() -> None:
    assert picture(response(BUDGET, BUDGET, BUDGET, BUDGET)) is None


def test_what_is_nowhere_defined_is_not_drawn() -> None:
    assert picture(response(PRICE, low=np.nan, high=np.nan)) is None


def test_the_same_response_gives_the_same_bytes() -> None:
    contents = set()
    for _ in range(2):
        with house_style():
            figure = picture(ALL["three paths"])
            assert figure is not None
            contents.add(encoded(figure, "svg"))
    assert len(contents) == 1
