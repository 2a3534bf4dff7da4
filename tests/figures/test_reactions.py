"""Pictures of decisions, of capital that waits and of risks show what the findings say, and can be read."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import FillBetweenPolyCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.patches import Patch, Rectangle

from simulator.amounts import percent
from simulator.answer import Manner
from simulator.comparison import Comparison
from simulator.figures.causes import colours_of_causes
from simulator.figures.drawing import picture
from simulator.figures.overlays.drawing import drawn_over
from simulator.figures.overlays.drawing import picture as overlay
from simulator.figures.style import house_style
from simulator.findings import Findings
from simulator.findings.endings import ending_of
from simulator.findings.table import Table, texts
from simulator.scenario.rules import Rule
from simulator.studies.flexibility import flexibility
from simulator.studies.risks import risks
from simulator.studies.sides import Asked
from tests.decided import decided_findings
from tests.figures.reading import assert_readable, texts_of
from tests.figures.test_pictures import scenario_findings
from tests.studies.switched import RISKY, RULED, written

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
        metrics[f"rule.{name}.fired"] = findings.metrics["rule.expand.fired"]
    watched, firings = (each(table.where(rule="expand"), rules) for table in (findings.watched, findings.firings))
    question = replace(question, scenario=scenario)
    return replace(findings, question=question, metrics=metrics, watched=watched, firings=firings)


def each(one: Table, rules: Collection[str]) -> Table:
    """The rows of one rule, for each of some rules."""
    keys = {key: np.tile(column, len(rules)) for key, column in one.keys.items()}
    keys["rule"] = texts(name for name in rules for _ in range(len(one)))
    return Table(keys, np.tile(one.statistics, len(rules)))


def bars_of(axes: Axes) -> dict[float, float]:
    """The heights of bars by their middles."""
    bars = [patch for patch in axes.patches if isinstance(patch, Rectangle)]
    return {round(bar.get_x() + bar.get_width() / 2, 6): bar.get_height() for bar in bars}


def test_a_rule_that_watches_no_series_has_dates_alone() -> None:
    findings = decided_findings()
    axes = house("decisions", findings).axes
    assert [of.get_title(loc="left") for of in axes] == ["expand", "", "wait for cash", "", "give up"]
    assert "date from 2027-01-01 or fire has struck" in [text.get_text() for text in axes[-1].texts]
    days = findings.metrics["rule.give_up.fired_day"]
    assert sum(bars_of(axes[-1]).values()) == pytest.approx(100 * (~np.isnan(days)).mean())


def test_bars_are_shares_of_the_replications_and_add_up_to_how_often_a_rule_fires() -> None:
    findings = decided_findings()
    bars = bars_of(house("decisions", findings).axes[1])
    fired = findings.metrics["rule.expand.fired"]
    assert sum(bars.values()) == pytest.approx(100 * fired.mean())
    days = findings.metrics["rule.expand.fired_day"]
    assert sorted(bars) == pytest.approx(sorted(set(days[~np.isnan(days)])))


#: a gate that is shut at all reviews of 2026 but the last; the first sees no closing
GATE = """\
name: gate
horizon: {start: 2026-01-01, end: 2027-12-31}
markets: {town: {demand: {2026-01-01: 5 MW, 2026-10-01: 9 MW}, price: 1 mn USD/MW/year, installed: 10 MW}}
projects: {hall: {stages: {all: {duration: 900 days}}}, annexe: {stages: {all: {duration: 20 days}}, start: 2026-02-01}}
rules:
  gate:
    when: {not: {demand: {market: town, above: 8 MW, for: 2 quarters}}}
    do: {defer: {project: annexe, by: 100 days}}
    once: false
"""


def test_a_rule_that_may_fire_again_is_drawn_at_each_review_at_which_it_does(tmp_path: Path) -> None:
    # 9 MW are seen from the end of December on, at two reviews in a row first at the end of March
    findings = scenario_findings(GATE, tmp_path)
    above, below = house("decisions", findings).axes
    dates = [findings.calendar.date_of(round(day)).isoformat() for day in bars_of(below)]
    assert dates == ["2026-03-31", "2026-06-30", "2026-09-30", "2026-12-31"]
    assert set(bars_of(below).values()) == {100.0}
    assert "fires in 100 %, 4.0 times each" in [text.get_text() for text in below.texts]
    assert "not (demand of town above 8 MW for 2 quarters)" in [text.get_text() for text in above.texts]


def test_every_rule_is_drawn_or_counted_as_left_out() -> None:
    rule = decided_findings().scenario.rules["expand"]
    rules = {f"fan_{n}": rule for n in range(8)} | {f"bare_{n}": rule for n in range(9)}
    findings = ruled(rules)
    table = findings.watched
    watched = zip(table["rule"], table["series"], strict=True)
    series = texts(of if name.startswith("fan") else "" for name, of in watched)
    findings = replace(findings, watched=Table({**table.keys, "series": series}, table.statistics))
    figure = house("decisions", findings)
    assert_readable(figure)
    drawn = [axes.get_title(loc="left") for axes in figure.axes if axes.get_title(loc="left")]
    told = [text for text, _ in texts_of(figure) if text.endswith(f"{len(rules) - len(drawn)} more not shown")]
    assert len(told) == 1
    assert {"fan 5", "bare 0"} <= set(drawn)


def test_the_level_is_drawn_where_the_rule_has_it() -> None:
    above = house("decisions", decided_findings()).axes[0]
    assert any(np.allclose(np.asarray(line.get_ydata(), float), 95.0) for line in above.lines)  # percent
    assert "utilisation of town above 95 %" in [text.get_text() for text in above.texts]


#: two conditions of which one is never met, and more conditions than find room
JOINED = """\
name: joined
horizon: {start: 2026-01-01, end: 2028-12-31}
markets: {town: {demand: {2026-01-01: 5 MW, 2026-08-15: 20 MW}, price: 1 mn USD/MW/year, installed: 10 MW}}
projects: {a_hall_with_a_long_name: {stages: {all: {duration: 900 days}}}}
rules:
  either:
    when: {any: [{utilisation: {market: town, below: 10 %, for: 2 quarters}},
                 {demand: {market: town, above: 15 MW, for: 2 quarters}}]}
    do: {priority: {project: a_hall_with_a_long_name, to: 1}}
  many:
    when: {all: [{date: 2026-06-30}, {project: {name: a_hall_with_a_long_name, done: false}},
                 {stage: {name: a_hall_with_a_long_name.all, late_by: 10 days}},
                 {demand: {market: town, above: 15 MW, for: 2 quarters}},
                 {price: {market: town, above: 2 mn USD/MW/year}}]}
    do: {priority: {project: a_hall_with_a_long_name, to: 1}}
"""


def test_no_step_is_passed_off_as_the_whole_condition(tmp_path: Path) -> None:
    findings = scenario_findings(JOINED, tmp_path)
    figure = house("decisions", findings)
    assert_readable(figure)
    either, _, many, _ = ("\n".join(text.get_text() for text in axes.texts) for axes in figure.axes)
    assert either == "utilisation of town below 10 % for 2 quarters or\ndemand of town above 15 MW for 2 quarters"
    assert many == "demand of town above 15 MW for 2 quarters\none of 5 conditions"


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


def test_the_second_panel_is_of_capital_that_stands_unused() -> None:
    findings = decided_findings()
    above, below = house("stranded_capital", findings).axes
    for axes, kind in ((above, "stranded_capital"), (below, "standing_capital")):
        total = findings.timelines[kind]
        areas = [area for area in axes.collections if isinstance(area, FillBetweenPolyCollection)]
        tops = [np.asarray(area.get_paths()[0].vertices)[:, 1].max() for area in areas]
        assert max(tops) == pytest.approx(total["mean"].max() / 1e6)


#: hall c waits for project d with nobody at work, hall b for its own vault while others are
WAITING = """\
name: waiting
horizon: {start: 2026-01-01, end: 2027-12-31}
treasury: {opening: 2 bn USD}
projects:
  b: {budget: 30 mn USD,
      stages: {s: {duration: 10 days, cost: 100 %}, v: {duration: 300 days}, t: {after: [s, v], duration: 9 days}}}
  c: {budget: 40 mn USD, stages: {s: {duration: 10 days, cost: 100 %}, w: {after: [s, d.p], duration: 10 days}}}
  d: {budget: 40 mn USD, stages: {p: {duration: 400 days, cost: 100 %}}}
"""


@pytest.mark.parametrize(
    ("projects", "told"),
    [
        ("bcd", ["another project (above)", "another stage (below)"]),
        ("bd", ["another stage"]),
    ],
)
def test_a_predecessor_is_called_what_it_is_in_the_panel_that_waits_for_it(
    projects: str, told: list[str], tmp_path: Path
) -> None:
    text = WAITING if "c" in projects else "".join(line for line in WAITING.splitlines(True) if "  c:" not in line)
    figure = house("stranded_capital", scenario_findings(text, tmp_path))
    names, drawn = keys_of(figure.legends[0])
    assert names == [*told, "P90 of all of it"]
    assert len(set(drawn)) == 2
    assert_readable(figure)


def test_a_cause_has_one_colour_in_all_pictures_of_a_report() -> None:
    findings = decided_findings()
    delays, capital = house("delay_causes", findings), house("stranded_capital", findings)
    in_delays = dict(zip(*keys_of(delays.axes[0].get_legend()), strict=True))
    in_capital = dict(zip(*keys_of(capital.legends[0]), strict=True))
    shared = set(in_delays) & set(in_capital)
    assert len(shared) > 1
    assert {name: in_delays[name] for name in shared} == {name: in_capital[name] for name in shared}
    assert len(set(colours_of_causes(findings.index).values())) == len(findings.index.causes)


def keys_of(legend: Legend | None) -> tuple[list[str], list[Any]]:
    """The texts of a key, and the colours and hatches of its patches."""
    assert legend is not None
    looks = [(to_hex(of.get_facecolor()), of.get_hatch()) if isinstance(of, Patch) else None
             for of in legend.legend_handles]  # fmt: skip
    return [text.get_text() for text in legend.get_texts()], looks


def test_a_project_that_is_given_up_ends_where_it_is() -> None:
    findings = decided_findings()
    south = ending_of(findings, "south")
    axes = house("gantt", findings).axes[0]
    (cross,) = [line for line in axes.lines if line.get_marker() == "x"]
    assert np.asarray(cross.get_xdata()).tolist() == [south.day_given_up]
    ends = [bar.get_x() + bar.get_width() for bar in axes.patches if isinstance(bar, Rectangle)]
    assert any(end == pytest.approx(south.day_over) for end in ends)
    assert f"south, {percent(south.given_up)} given up" in [text.get_text() for text in axes.get_yticklabels()]


#: a hall that its rule gives up in every world, at the end of March 2025
LEFT = """\
name: left
horizon: {start: 2025-01-01, end: 2026-12-31}
projects: {hall: {stages: {build: {duration: 200 days}}}, shed: {stages: {build: {duration: 300 days}}}}
rules: {leave: {when: {date: 2025-03-01}, do: {abandon: {project: hall, cost: 0 %}}}}
simulation: {replications: 6, seed: 1}
"""


def test_who_does_not_finish_since_it_is_given_up_is_told_so(tmp_path: Path) -> None:
    comparison = flexibility(written(tmp_path, LEFT), Asked(), Manner(tmp_path / "results", jobs=1, plots=False))
    with house_style():
        figure = overlay("gantt_shift", comparison)
    assert figure is not None
    spans, shifts = figure.axes
    (cross,) = [line for line in spans.lines if line.get_marker() == "x"]
    assert np.asarray(cross.get_xdata()).tolist() == [89]
    assert [text.get_text() for text in shifts.texts] == ["100 % fewer finish\n100 % more given up"]


def test_who_is_started_by_a_rule_alone_is_told_so(tmp_path: Path) -> None:
    # the annexe is started in all worlds with the rule, in none without
    comparison = flexibility(written(tmp_path, RULED), Asked(), Manner(tmp_path / "results", jobs=1, plots=False))
    with house_style():
        figure = overlay("gantt_shift", comparison)
    assert figure is not None
    shifts = figure.axes[1]
    assert [text.get_text() for text in shifts.texts] == ["100 % more finish\n100 % fewer not started"]


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
