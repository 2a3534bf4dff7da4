"""The maturity wall shows each claim at its height and its day, and what it leaves above the floor."""

from __future__ import annotations

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


def test_rows_show_what_is_free_before_and_after_each_claim() -> None:
    # see tests/metrics/test_claims.py: 44.4, 34.4, -5.6 and -15.6 after 60, 10, 40 and 10
    axes = wall(findings(OWED)).axes[1]
    points = [float(np.asarray(line.get_xdata())[0]) for line in axes.lines if line.get_marker() == "|"]
    assert points == pytest.approx([104.4, 44.4, 44.4, 34.4, 34.4, -5.6, -5.6, -15.6])
    said = [text.get_text() for text in axes.texts]
    assert said == ["never below", "never below", "below in 100 %", "below in 100 %"]


def test_the_share_of_the_wall_is_that_of_the_run() -> None:
    put = falling_due(small_findings())[0]
    assert (put.debt, put.date.isoformat(), put.share) == ("note", "2027-06-15", 1.0)
    assert put.before == pytest.approx(put.after + 105e6)


def test_a_scenario_that_owes_nothing_within_its_horizon_has_no_wall() -> None:
    with house_style():
        assert picture("maturity_wall", findings(LENT)) is None
    assert "maturity_wall" not in drawable(findings(LENT).scenario.model_copy(update={"funding": {}}))
