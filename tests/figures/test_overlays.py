"""Scenarios over each other: what is drawn is what the comparison says, and can be read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import StepPatch

from simulator.comparison import Comparison
from simulator.figures.drawing import encoded
from simulator.figures.overlays import overlays
from simulator.figures.overlays.difference_fan import differences
from simulator.figures.overlays.drawing import drawn_over, picture
from simulator.figures.overlays.sides import looks
from simulator.figures.style import house_style
from tests.comparisons import compared, compared_files, written
from tests.figures.reading import assert_readable, texts_of
from tests.figures.test_pictures import FUNDING_ONLY, SCHEDULE_ONLY

Compare = Callable[..., Comparison]
#: what is compared with the small scenario, and how
CASES: dict[str, tuple[tuple[str, ...], dict[str, bool]]] = {
    "two": (("later",), {}),
    "two, split": (("busy",), {"split": True}),
    "two, unpaired": (("busy",), {"pair": False}),
    "two, of other dates": (("note-moved",), {}),
    "five": (("later", "busy", "note-moved", "dearer"), {}),
}


@pytest.fixture(scope="module")
def comparisons(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Comparison]:
    return {case: compared(tmp_path_factory.mktemp("compared"), *names, **how) for case, (names, how) in CASES.items()}


def house(name: str, comparison: Comparison) -> Figure | None:
    with house_style():
        return picture(name, comparison)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", list(overlays))
def test_no_text_lies_on_another_or_off_the_page(name: str, case: str, comparisons: dict[str, Comparison]) -> None:
    with house_style():
        figure = picture(name, comparisons[case])
    assert (figure is None) == (name in ABSENT[case])
    if figure is not None:
        assert_readable(figure)


#: overlays without a subject
ABSENT = {
    "two": {"tornado", "waterfall", "small_multiples"},
    "two, split": {"tornado", "small_multiples"},
    "two, unpaired": {"tornado", "waterfall", "small_multiples", "difference_fan", "differences"},
    "two, of other dates": {"tornado", "waterfall", "small_multiples"},
    "five": {"tornado", "waterfall"},
}


def test_the_same_comparison_gives_the_same_bytes(comparisons: dict[str, Comparison]) -> None:
    for kind in ("png", "svg"):
        contents = set()
        for _ in range(2):
            with house_style():
                figure = picture("liquidity", comparisons["two"])
                assert figure is not None
                contents.add(encoded(figure, kind))
        assert len(contents) == 1


def test_the_files_are_a_picture_each_in_each_kind(comparisons: dict[str, Comparison]) -> None:
    found = [(name, kind) for name, kind, _ in drawn_over(comparisons["two"], ("svg", "png"))]
    wanted = [name for name in overlays if name not in ABSENT["two"]]
    assert found == [(name, kind) for name in wanted for kind in ("svg", "png")]


@pytest.mark.parametrize("name", ["differences", "difference_fan"])
def test_what_is_less_the_baseline_has_no_key_of_it(name: str, comparisons: dict[str, Comparison]) -> None:
    figure = house(name, comparisons["five"])
    assert figure is not None
    told = [text.get_text() for text in figure.legends[0].get_texts()]
    assert told == [side.label for side in comparisons["five"].others]


def lines_in(axes: Axes, colour: str, length: int) -> list[np.ndarray]:
    """The heights of the lines of a colour that have a point a month."""
    lines = [line for line in axes.lines if to_hex(line.get_color()) == colour.lower()]
    return [np.asarray(line.get_ydata(), float) for line in lines if len(np.asarray(line.get_ydata())) == length]


def test_the_lines_of_liquidity_are_the_medians_of_each_scenario(comparisons: dict[str, Comparison]) -> None:
    comparison = comparisons["two"]
    figure = house("liquidity", comparison)
    assert figure is not None
    for side in comparison.sides:
        median = side.findings.timelines["liquidity"]["p50"]
        (drawn,) = lines_in(figure.axes[0], looks(comparison)[side.label].colour, len(median))
        np.testing.assert_allclose(drawn, median / 1e9)


def test_the_fan_is_of_the_differences_on_each_world(comparisons: dict[str, Comparison]) -> None:
    comparison = comparisons["two"]
    base, other = (side.findings.paths["liquidity"].astype(float) for side in comparison.sides)
    np.testing.assert_array_equal(differences(comparison, "liquidity")["later"], other - base)
    figure = house("difference_fan", comparison)
    assert figure is not None
    axes = next(axes for axes in figure.axes if axes.get_title(loc="left").startswith("liquidity"))
    (drawn,) = lines_in(axes, looks(comparison)["later"].colour, base.shape[1])
    np.testing.assert_allclose(drawn, np.quantile(other - base, 0.5, axis=0) / 1e6, atol=1e-9)


def test_bars_of_differences_hold_the_worlds_that_differ(comparisons: dict[str, Comparison]) -> None:
    comparison = comparisons["two"]
    figure = house("differences", comparison)
    assert figure is not None
    for axes in figure.axes:
        title = axes.get_title(loc="left").partition(" (")[0].replace(" ", "_")
        outcome = comparison.metrics[title]["later"]
        bars = next(patch for patch in axes.patches if isinstance(patch, StepPatch))
        assert np.sum(bars.get_data()[0]) == pytest.approx((outcome.differences != 0).mean()), title


def test_a_project_that_is_put_off_moves_by_as_many_days(comparisons: dict[str, Comparison]) -> None:
    figure = house("gantt_shift", comparisons["two"])
    assert figure is not None
    names = [text.get_text() for text in figure.axes[0].get_yticklabels()]
    assert names[0] == "north"
    outcome = comparisons["two"].metrics["project.north.finish_day"]["later"]
    assert outcome.difference == pytest.approx(5 * 365 / 12, abs=5)
    dots = [line for line in figure.axes[1].lines if line.get_marker() == "o"]
    assert float(np.asarray(dots[0].get_xdata(), float)[0]) == pytest.approx(outcome.difference)


@pytest.mark.parametrize(("shift", "edges"), [(4e-17, (-1.0, 1.0)), (0.25, (-1.0, 1.0)), (40.0, (-1.0, 40.0))])
def test_the_axis_of_shifts_spans_a_day_either_way_at_least(
    shift: float, edges: tuple[float, float], comparisons: dict[str, Comparison]
) -> None:
    comparison = shifted(comparisons["two"], shift)
    figure = house("gantt_shift", comparison)
    assert figure is not None
    low, high = figure.axes[1].get_xlim()
    assert low == edges[0] if shift < 1 else low <= 0
    assert high == pytest.approx(edges[1], rel=0.1)
    days = [tick for tick in figure.axes[1].get_xticks() if low <= tick <= high]
    assert days == [round(day) for day in days]


def shifted(comparison: Comparison, days: float) -> Comparison:
    """As if the north finished by so many days later in all worlds but one, and nothing else moved."""
    metrics = {name: of for name, of in comparison.metrics.items() if not name.endswith(".finish_day")}
    north = comparison.metrics["project.north.finish_day"]["later"]
    moved = replace(north, difference=days, differences=np.full(north.n, days), only_baseline=1)
    return replace(comparison, metrics=metrics | {"project.north.finish_day": {"later": moved}})


def test_long_names_and_large_shifts_stay_on_the_page(comparisons: dict[str, Comparison]) -> None:
    comparison = shifted(comparisons["two"], -1234.0)
    north = comparison.metrics["project.north.finish_day"]["later"]
    rare = {"project.north.finish_day": {"later": replace(north, only_baseline=round(0.8 * north.n))}}
    long = replace(comparison.baseline, label="a-scenario-with-a-rather-long-name-that-says-what-it-is-without-rules")
    figure = house("gantt_shift", replace(comparison, metrics=rare, sides=(long, *comparison.others)))
    assert figure is not None
    with house_style():
        told = dict(texts_of(figure))
    assert any(text.startswith("-1,234 d, ") and text.endswith(" % fewer finish") for text in told)
    for text, box in told.items():
        assert 0 <= box.x0 <= box.x1 <= figure.bbox.x1, text


def test_days_of_waiting_say_what_they_leave_out(comparisons: dict[str, Comparison]) -> None:
    figure = house("delays", comparisons["two"])
    assert figure is not None
    assert any(text.endswith("planned dates, options not exercised left out") for text, _ in texts_of(figure))


def test_steps_of_a_waterfall_lead_from_one_scenario_to_the_other(comparisons: dict[str, Comparison]) -> None:
    comparison = comparisons["two, split"]
    figure = house("waterfall", comparison)
    assert figure is not None
    fall = next(fall for fall in comparison.waterfalls if fall.metric == "npv")
    axes = next(axes for axes in figure.axes if axes.get_title(loc="left").startswith("npv"))
    bars = [patch for patch in axes.patches if patch.get_width()]  # type: ignore[attr-defined]
    assert sum(bar.get_width() for bar in bars) * 1e6 == pytest.approx(fall.difference)  # type: ignore[attr-defined]


def test_a_scenario_beside_itself_has_no_differences_to_draw(tmp_path: Path) -> None:
    (path,) = written(tmp_path, {})
    comparison = compared_files(tmp_path, [path, path])
    absent = {name for name in overlays if house(name, comparison) is None}
    assert absent == {"tornado", "differences", "waterfall", "difference_fan", "gantt_shift", "small_multiples"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [(SCHEDULE_ONLY, {"differences", "gantt_shift"}), (FUNDING_ONLY, {"differences", "difference_fan", "liquidity"})],
    ids=["schedule only", "funding only"],
)
def test_an_overlay_without_a_subject_is_not_drawn(text: str, expected: set[str], tmp_path: Path) -> None:
    (tmp_path / "bare.yaml").write_text(text.replace("2027-12-31}", "2027-12-31}\nsimulation: {replications: 5}"))
    edit = "treasury.opening: 2 bn USD" if "treasury" in text else "projects.hall.start: 2026-02-01"
    (tmp_path / "other.yaml").write_text(f"extends: bare.yaml\nname: other\nchange: {{{edit}}}\n")
    comparison = compared_files(tmp_path, [tmp_path / "bare.yaml", tmp_path / "other.yaml"])
    assert {name for name in overlays if house(name, comparison) is not None} <= expected
    assert house("gantt_shift" if "hall" in text else "liquidity", comparison) is not None


@pytest.mark.filterwarnings("error")
def test_a_series_that_is_nothing_in_all_scenarios_has_no_column(tmp_path: Path) -> None:
    paths = written_bare(tmp_path, *range(1, 4))
    figure = house("small_multiples", compared_files(tmp_path, paths))
    assert figure is not None
    assert [axes.get_title(loc="left") for axes in figure.axes[:2]] == ["liquidity (bn USD)", ""]


def written_bare(folder: Path, *openings: int) -> list[Path]:
    """Scenarios of nothing but cash: no capacity in any."""
    paths = [folder / f"bare{opening}.yaml" for opening in openings]
    for path, opening in zip(paths, openings, strict=True):
        text = FUNDING_ONLY.replace("name: bare", f"name: {path.stem}").replace("1 bn USD", f"{opening} bn USD")
        path.write_text(f"{text}simulation: {{replications: 5}}\n")
    return paths


def test_scenarios_of_other_horizons_lie_on_the_same_dates(tmp_path: Path) -> None:
    (tmp_path / "bare.yaml").write_text(FUNDING_ONLY + "simulation: {replications: 5}\n")
    (tmp_path / "late.yaml").write_text(
        FUNDING_ONLY.replace("2026-01-01", "2026-07-01").replace("bare", "late") + "simulation: {replications: 5}\n"
    )
    comparison = compared_files(tmp_path, [tmp_path / "bare.yaml", tmp_path / "late.yaml"], pair=False)
    figure = house("liquidity", comparison)
    assert figure is not None
    starts = [float(np.asarray(line.get_xdata(), float)[0]) for line in figure.axes[0].lines][:2]
    assert starts == [30.0, 211.0]  # 31 January and 31 July 2026


def test_twenty_scenarios_are_told_apart(comparisons: dict[str, Comparison]) -> None:
    five = comparisons["five"]
    sides = [replace(side, label=f"{side.label}-{n}") for n in range(4) for side in five.sides]
    many = replace(five, sides=tuple(sides))
    found = [(look.colour, str(look.line)) for look in looks(many).values()]
    assert len(set(found)) == 19  # the baseline, and eighteen others before colours and lines come round again


def test_puts_of_all_scenarios_are_in_one_unit_on_one_scale(tmp_path: Path) -> None:
    paths = [tmp_path / "poor.yaml", tmp_path / "rich.yaml"]
    for path, opening in zip(paths, ("500 mn USD", "1500 mn USD"), strict=True):
        path.write_text(PUT.format(name=path.stem, opening=opening))
    comparison = compared_files(tmp_path, paths)
    figure = house("put", comparison)
    assert figure is not None
    assert not figure.legends  # each panel is named after its scenario, and its points after what holders do
    poor, rich = figure.axes
    assert poor.get_ylabel() == rich.get_ylabel() == "liquidity (bn USD)"
    assert poor.get_ylim() == rich.get_ylim()
    for axes, side in zip((poor, rich), comparison.sides, strict=True):
        dots = [np.asarray(line.get_ydata(), float) for line in axes.lines if line.get_marker() == "o"]
        liquidity = side.findings.metrics["note.put.liquidity"] / 1e9
        np.testing.assert_allclose(np.sort(np.concatenate(dots)), np.sort(liquidity))


#: a note that some put, and nothing else but cash
PUT = """\
name: {name}
horizon: {{start: 2026-01-01, end: 2030-12-31}}
treasury: {{opening: {opening}, floor: 200 mn USD}}
equity: {{shares: 50 mn, price: 20 USD, volatility: 40 %, risk_free: 3.5 %/year}}
funding:
  note: {{kind: convertible_note, face: 300 mn USD, net: 294 mn USD, settles: 2026-03-16, matures: 2032-03-15,
         put: 2030-03-15, conversion_rate: 38, credit_spread: 2 %/year}}
simulation: {{replications: 20}}
"""
