"""The maturity wall shows each claim at its height and its day, and what it leaves above the floor."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from simulator.figures import drawable
from simulator.figures.drawing import picture
from simulator.figures.style import house_style
from simulator.findings import Findings
from simulator.findings.due import falling_due
from tests.raised import LENT, OWED, findings
from tests.small import small_findings

#: the bond and the note on one day, between two payments of the loan
TOGETHER = OWED.replace("matures: 2026-03-01", "matures: 2026-06-15")
LOAN = ((0, 10), (0, 10))


def wall(of: Findings) -> Figure:
    with house_style():
        figure = picture("maturity_wall", of)
    assert figure is not None
    return figure


def test_bars_are_as_high_as_what_is_due_and_as_full_as_it_is_often() -> None:
    # 60 of the bond, twice 10 of the loan, 40 of the note: all of it in every replication
    bars = [patch for patch in wall(findings(OWED)).axes[0].patches if isinstance(patch, Rectangle)]
    heights = [bar.get_height() for bar in bars]
    assert heights == pytest.approx([60, 60, 10, 10, 40, 40, 10, 10])


def test_claims_of_one_day_stand_on_each_other_within_the_axis() -> None:
    # on 15 June 2026 the note's 40, then the bond's 60
    axes = wall(findings(TOGETHER)).axes[0]
    bars = [patch for patch in axes.patches if isinstance(patch, Rectangle)]
    tops = [(bar.get_y(), bar.get_y() + bar.get_height()) for bar in bars]
    assert tops == [pytest.approx(span) for span in ((0, 10), (0, 10), (0, 40), (0, 40), (40, 100), (40, 100), *LOAN)]
    high = findings(TOGETHER.replace("floor: 50", "floor: 150"))
    assert wall(high).axes[0].get_ylim()[1] >= 100


def test_bars_of_days_that_are_nearly_the_same_and_at_the_ends_are_whole() -> None:
    # 2 and 3 March 2026, and a bond that is repaid on the last day
    text = OWED.replace("matures: 2028-06-15", "matures: 2028-12-29").replace("end: 2028-12-31", "end: 2028-12-29")
    axes = wall(findings(text.replace("put: 2026-06-15,", "").replace("conversion_rate: 5", "coupon: 0 %"))).axes[0]
    spans = sorted({(bar.get_x(), bar.get_x() + bar.get_width()) for bar in axes.patches if isinstance(bar, Rectangle)})
    assert len(spans) == 4
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    low, high = axes.get_xlim()
    assert low <= spans[0][0]
    assert spans[-1][1] <= high


def test_the_key_says_what_a_hollow_and_a_filled_bar_are() -> None:
    (legend,) = wall(findings(OWED)).legends
    assert [text.get_text() for text in legend.get_texts()][1:] == [
        "falls due",
        "filled: share of replications in which it is paid",
    ]


def test_rows_show_what_is_free_before_and_after_each_date() -> None:
    # see tests/metrics/test_claims.py
    axes = wall(findings(OWED)).axes[1]
    points = [float(np.asarray(line.get_xdata())[0]) for line in axes.lines if line.get_marker() == "|"]
    assert points == pytest.approx([105.6, 44.4, 44.4, 34.4, 34.4, -5.6, -5.6, -15.6])
    said = [text.get_text() for text in axes.texts]
    assert said == ["never below", "never below", "below: 0 %, then 100 %", "below: 100 %, then 100 %"]


def test_a_date_of_several_claims_has_one_row() -> None:
    axes = wall(findings(TOGETHER)).axes[1]
    assert [text.get_text() for text in axes.get_yticklabels()] == [
        "2026-03-03 loan",
        "2026-06-15 note, bond",
        "2027-03-03 loan",
    ]


def test_the_share_of_the_wall_is_that_of_the_run() -> None:
    put = falling_due(small_findings())[0]
    assert (put.together.debt, put.date.isoformat(), put.together.share) == ("note", "2027-06-15", 1.0)
    assert put.before == pytest.approx(put.after + 105e6)


def test_a_scenario_that_owes_nothing_within_its_horizon_has_no_wall() -> None:
    with house_style():
        assert picture("maturity_wall", findings(LENT)) is None
    assert "maturity_wall" not in drawable(findings(LENT).scenario.model_copy(update={"funding": {}}))
