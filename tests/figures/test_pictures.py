"""Pictures show what the findings say, in the house style, and nothing that cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import matplotlib
import numpy as np
import pytest
from matplotlib.collections import FillBetweenPolyCollection
from matplotlib.figure import Figure

from simulator.figures import FORMATS, drawable, figures
from simulator.figures.drawing import drawn, encoded, picture
from simulator.figures.style import colours_of, house_style
from simulator.findings import Findings, findings_of
from simulator.montecarlo.block import asked
from simulator.montecarlo.replications import run
from simulator.scenario.load import load_scenario
from tests.decided import decided_findings
from tests.figures.reading import assert_readable, texts_of
from tests.small import small_findings

ROOT = Path(__file__).parents[2]


def scenario_findings(text: str, folder: Path) -> Findings:
    file = folder / "scenario.yaml"
    file.write_text(text)
    return findings_of(run(asked(load_scenario(file), replications=5), jobs=1))


@lru_cache(maxsize=2)
def base_findings() -> Findings:
    return findings_of(run(asked(load_scenario(ROOT / "scenarios" / "base.yaml"), replications=25), jobs=1))


RUNS: dict[str, Callable[[], Findings]] = {
    "small": small_findings,
    "base": base_findings,
    "decided": decided_findings,
}


def house(name: str, findings: Findings) -> Figure | None:
    with house_style():
        return picture(name, findings)


@pytest.mark.parametrize("which", list(RUNS))
@pytest.mark.parametrize("name", list(figures))
def test_no_text_lies_on_another_or_off_the_page(name: str, which: str) -> None:
    findings = RUNS[which]()
    figure = house(name, findings)
    assert (figure is not None) == (name in drawable(findings.scenario))
    if figure is not None:
        assert_readable(figure)


@pytest.mark.parametrize("name", list(figures))
def test_the_same_findings_give_the_same_bytes(name: str) -> None:
    for kind in FORMATS:
        contents = set()
        for _ in range(2):
            with house_style():
                figure = picture(name, decided_findings())
                assert figure is not None
                contents.add(encoded(figure, kind))
        assert len(contents) == 1


def test_a_users_own_style_changes_nothing() -> None:
    with house_style():
        plain = dict(drawn(small_findings(), done=[f"{n}.{k}" for n in figures for k in FORMATS if n != "liquidity"]))
    with matplotlib.rc_context({"font.size": 30, "lines.linewidth": 9, "axes.facecolor": "red"}):
        styled = dict(drawn(small_findings(), done=[f"{n}.{k}" for n in figures for k in FORMATS if n != "liquidity"]))
        assert matplotlib.rcParams["font.size"] == 30
    assert list(plain) == ["liquidity.png", "liquidity.svg"]
    assert styled == plain


def test_svg_keeps_text_as_text_and_names_no_day() -> None:
    content = dict(drawn(small_findings()))["liquidity.svg"].decode()
    assert ">Group liquidity</text>" in content
    assert "<dc:date>" not in content


def test_pictures_are_as_wide_as_a_report() -> None:
    for name in figures:
        figure = house(name, decided_findings())
        assert figure is not None
        assert figure.get_figwidth() * 2.54 == pytest.approx(16, abs=0.01)


SCHEDULE_ONLY = """\
name: bare
horizon: {start: 2026-01-01, end: 2027-12-31}
projects: {hall: {stages: {build: {duration: "pert(3, 4, 9) months"}}}}
"""
FUNDING_ONLY = """\
name: bare
horizon: {start: 2026-01-01, end: 2027-12-31}
treasury: {opening: 1 bn USD}
"""
NOTHING = "name: bare\nhorizon: {start: 2026-01-01, end: 2027-12-31}\n"


NOTED = (
    FUNDING_ONLY
    + """\
equity: {shares: 50 mn, price: 20 USD}
funding:
  note: {kind: convertible_note, face: 300 mn USD, net: 294 mn USD, settles: 2026-03-16, matures: 2032-03-15,
         conversion_rate: 38}
"""
)


@pytest.mark.parametrize(("call", "lines"), [("", 2), (", capped_call: {cost: 9 mn USD, cap: 40 USD}", 3)])
def test_views_of_dilution_are_net_of_a_capped_call_only_where_there_is_one(
    call: str, lines: int, tmp_path: Path
) -> None:
    figure = house("dilution", scenario_findings(NOTED.replace("rate: 38", f"rate: 38{call}"), tmp_path))
    assert figure is not None
    legend = figure.axes[0].get_legend()
    assert legend is not None
    told = [text.get_text() for text in legend.get_texts()]
    assert len(told) == lines
    assert any("capped call" in text for text in told) == bool(call)


@pytest.mark.parametrize(
    ("text", "expected"),
    [(SCHEDULE_ONLY, {"gantt"}), (FUNDING_ONLY, {"liquidity"}), (NOTHING, set())],
    ids=["schedule only", "funding only", "nothing"],
)
def test_a_picture_without_a_subject_is_not_drawn(text: str, expected: set[str], tmp_path: Path) -> None:
    findings = scenario_findings(text, tmp_path)
    assert {name.partition(".")[0] for name, _ in drawn(findings)} == expected


def test_pictures_that_are_done_are_not_drawn_again() -> None:
    done = [f"{name}.{kind}" for name in figures for kind in FORMATS][:-1]
    assert [name for name, _ in drawn(small_findings(), done)] == ["delay_causes.svg"]


def test_areas_add_up_to_all_that_was_paid() -> None:
    figure = house("capital_deployed", small_findings())
    assert figure is not None
    areas = [a for a in figure.axes[0].collections if isinstance(a, FillBetweenPolyCollection)]
    tops = [np.asarray(area.get_paths()[0].vertices)[:, 1].max() for area in areas[:3]]
    paid = small_findings().timelines["paid"]["mean"][-1] / 1e6
    assert max(tops) == pytest.approx(paid)


def test_the_median_line_of_liquidity_is_the_median() -> None:
    findings = small_findings()
    figure = house("liquidity", findings)
    assert figure is not None
    lines = [line for line in figure.axes[0].lines if len(line.get_xdata()) == len(findings.calendar.closing_days)]  # type: ignore[arg-type]
    np.testing.assert_allclose(np.asarray(lines[0].get_ydata(), float), findings.timelines["liquidity"]["p50"] / 1e9)


def test_the_key_of_liquidity_lies_below_the_lines_of_single_payments() -> None:
    figure = house("liquidity", base_findings())
    assert figure is not None
    places = dict(texts_of(figure))
    bottom = figure.axes[0].get_window_extent().y0
    assert max(places[text].y1 for text in places if text.endswith(" each")) < bottom


def test_money_deployed_is_drawn_to_the_end_of_the_horizon() -> None:
    figure = house("capital_deployed", base_findings())
    assert figure is not None
    assert figure.axes[0].get_xlim()[1] == base_findings().calendar.last_day


def test_a_hundred_projects_still_fit_a_page(tmp_path: Path) -> None:
    sites = "\n".join(f"  site_{n}: {{stages: {{build: {{duration: {n + 10} days}}}}}}" for n in range(100))
    findings = scenario_findings(SCHEDULE_ONLY.partition("projects")[0] + "projects:\n" + sites + "\n", tmp_path)
    figure = house("gantt", findings)
    assert figure is not None
    assert figure.get_figheight() <= 8.3
    assert any("55 more not shown" in text for text, _ in texts_of(figure))


def test_nine_programmes_are_told_apart() -> None:
    colours = colours_of([f"p{n}" for n in range(20)])
    assert len(set(colours.values())) == 20
