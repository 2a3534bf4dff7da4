"""Pictures of decisions, of capital that waits and of risks show what the findings say, and can be read."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from matplotlib.collections import FillBetweenPolyCollection
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.transforms import Bbox

from simulator.answer import Manner
from simulator.comparison import Comparison
from simulator.figures.drawing import picture
from simulator.figures.overlays.drawing import drawn_over
from simulator.figures.overlays.drawing import picture as overlay
from simulator.figures.style import house_style
from simulator.findings import Findings
from simulator.findings.table import Table, texts
from simulator.scenario.rules import Rule
from simulator.studies.risks import risks
from simulator.studies.sides import Asked
from tests.decided import decided_findings
from tests.figures.test_pictures import texts_of
from tests.studies.switched import RISKY, written

LONG = "a_rule_with_a_name_that_is_longer_than_any_that_somebody_would_write"


def house(name: str, findings: Findings) -> Figure:
    with house_style():
        figure = picture(name, findings)
    assert figure is not None
    return figure


def ruled(rules: dict[str, Rule]) -> Findings:
    """The findings as if these were the rules of the scenario, each with the firings of the first one."""
    findings = decided_findings()
    question = findings.question
    scenario = findings.scenario.model_copy(update={"rules": rules})
    metrics = dict(findings.metrics)
    for name in rules:
        for of in ("fired", "fired_day"):
            metrics[f"rule.{name}.{of}"] = findings.metrics[f"rule.expand.{of}"]
    one = findings.watched.where(rule="expand")
    keys = {key: np.repeat(column, len(rules)) for key, column in one.keys.items()} | {"rule": texts(rules)}
    watched = Table(keys, np.repeat(one.statistics, len(rules), axis=1))
    return replace(findings, question=replace(question, scenario=scenario), metrics=metrics, watched=watched)


def assert_readable(figure: Figure) -> None:
    """No text lies on another or off the page."""
    with house_style():
        texts = list(texts_of(figure))
    for text, box in texts:
        assert box.x0 >= -1, text
        assert box.x1 <= figure.bbox.x1 + 1, text
        assert box.y0 >= -1, text
        assert box.y1 <= figure.bbox.y1 + 1, text
    for (one, a), (other, b) in combinations(texts, 2):
        overlap = Bbox.intersection(a, b)
        assert overlap is None or min(overlap.width, overlap.height) < 3, (one, other)


def test_a_rule_that_watches_no_series_has_no_panel() -> None:
    titles = [axes.get_title(loc="left") for axes in house("decisions", decided_findings()).axes]
    assert [title for title in titles if title] == ["expand", "wait for cash"]


def test_bars_are_shares_of_the_replications_and_add_up_to_how_often_a_rule_fires() -> None:
    findings = decided_findings()
    bars = [patch for patch in house("decisions", findings).axes[1].patches if isinstance(patch, Rectangle)]
    fired = findings.metrics["rule.expand.fired"]
    assert sum(bar.get_height() for bar in bars) == pytest.approx(100 * fired.mean())
    days = findings.metrics["rule.expand.fired_day"]
    middles = sorted(bar.get_x() + bar.get_width() / 2 for bar in bars)
    assert middles == pytest.approx(sorted(set(days[~np.isnan(days)])))


def test_the_level_is_drawn_where_the_rule_has_it() -> None:
    above = house("decisions", decided_findings()).axes[0]
    assert any(np.allclose(np.asarray(line.get_ydata(), float), 95.0) for line in above.lines)  # percent
    assert "utilisation of town above 95 %" in [text.get_text() for text in above.texts]


@pytest.mark.parametrize("count", [1, 2, 6, 9])
def test_any_number_of_rules_can_be_read(count: int) -> None:
    rule = decided_findings().scenario.rules["expand"]
    figure = house("decisions", ruled({f"{LONG}_{n}": rule for n in range(count)}))
    assert_readable(figure)
    more = [text for text, _ in texts_of(figure) if "more not shown" in text]
    assert bool(more) == (count > 6)


def test_the_areas_of_idle_capital_add_up_to_its_mean() -> None:
    findings = decided_findings()
    axes = house("stranded_capital", findings).axes[0]
    areas = [area for area in axes.collections if isinstance(area, FillBetweenPolyCollection)]
    total = findings.timelines["stranded_capital"]
    tops = [np.asarray(area.get_paths()[0].vertices)[:, 1].max() for area in areas]
    assert max(tops) == pytest.approx(total["mean"].max() / 1e6)
    line = np.asarray(axes.lines[0].get_ydata(), float)
    np.testing.assert_allclose(line, total["p90"] / 1e6)


@pytest.fixture(scope="module")
def fires(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    """A study of risks that are worked out by hand."""
    folder = tmp_path_factory.mktemp("fires")
    manner = Manner(folder / "results", jobs=1, plots=False)
    return risks(written(folder, RISKY), Asked(), manner, ("project.hall.paid", "liquidity_min", "finish_day"))


def test_bars_of_a_tornado_are_the_mean_differences(fires: Comparison) -> None:
    with house_style():
        figure = overlay("tornado", fires)
    assert figure is not None
    bars = [patch.get_width() for patch in figure.axes[0].patches if isinstance(patch, Rectangle)]
    share = fires.occasions[0].share
    assert bars == pytest.approx([-10 * share, 0.0])  # mn USD: a fire costs ten
    texts = [text.get_text() for text in figure.axes[0].texts]
    assert "-10.00" in texts  # where it struck
    assert [label.get_text() for label in figure.axes[0].get_yticklabels()] == ["fire", "rain"]


@pytest.mark.parametrize("count", [1, 24, 30])
def test_any_number_of_risks_can_be_read(count: int, fires: Comparison) -> None:
    occasions = [one for one in fires.occasions if one.name == "fire"]
    many = tuple(replace(one, name=f"{LONG}_{n}") for one in occasions for n in range(count))
    with house_style():
        figure = overlay("tornado", replace(fires, occasions=many))
    assert figure is not None
    assert_readable(figure)


def test_a_study_of_risks_draws_its_tornado_alone(fires: Comparison) -> None:
    assert [name for name, _, _ in drawn_over(fires, ("svg",))] == ["tornado"]
