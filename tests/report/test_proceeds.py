"""The use of proceeds as told: by quarter and pool, to whom, and for how many weeks of the plan."""

from __future__ import annotations

import pytest

from simulator.report.proceeds import proceeds, proceeds_lines, weekly
from simulator.report.summary import sections
from simulator.words import WIDTH
from tests.raised import LENT, MOVED, OWED, findings
from tests.small import small_findings


def number(cell: str) -> float:
    return float(cell.replace(",", ""))


@pytest.mark.parametrize("text", [LENT, MOVED])
def test_every_row_adds_up_to_the_proceeds(text: str) -> None:
    (note,) = proceeds(findings(text))
    assert note.unit == "mn USD"
    assert note.heads[1:6] == ("cloud, paid", "cloud, left", "commerce, paid", "commerce, left", "sum")
    for row in note.rows:
        assert sum(map(number, row[1:5])) == pytest.approx(number(row[5])) == 100.0


def test_a_row_for_each_fiscal_quarter_until_all_is_spent_or_the_horizon_ends() -> None:
    (note,) = proceeds(findings(LENT))
    assert [row[0] for row in note.rows] == ["2025-03-31", "2025-06-30", "2025-09-30", "2025-12-31", "2026-03-31"]
    assert [number(cell) for cell in note.rows[0][1:5]] == [0, 60, 10, 30]
    assert [number(cell) for cell in note.rows[-1][1:5]] == [60, 0, 30, 10]


def test_drift_between_pools_is_told_as_it_is_logged() -> None:
    (lent,), (moved,) = proceeds(findings(LENT)), proceeds(findings(MOVED))
    assert lent.heads[6:] == ("commerce lent to cloud",)
    assert number(lent.rows[-1][6]) == 20
    assert moved.heads[6:] == ("moved into cloud", "moved into commerce", "commerce lent to cloud")
    assert [number(cell) for cell in moved.rows[-1][6:]] == [15, -15, 5]
    assert not proceeds(small_findings())[0].heads[6:]


def test_uses_are_programmes_with_their_projects_and_what_share_they_got() -> None:
    (note,) = proceeds(findings(LENT))
    assert [(use.what, use.project, use.cells) for use in note.uses] == [
        ("hall", False, ("80.0", "80.0", "80.0", "88.9 %")),
        ("shop", False, ("10.0", "10.0", "10.0", "11.1 %")),
    ]
    together = LENT.replace("hall: {pool", "hall: {programme: all, pool").replace(
        "shop: {pool", "shop: {programme: all, pool"
    )
    (note,) = proceeds(findings(together))
    assert [(use.what, use.project) for use in note.uses] == [("all", False), ("hall", True), ("shop", True)]


def test_weeks_are_the_part_over_what_the_plan_spends_a_week() -> None:
    # the plan of the small scenario runs from 1 January 2025 to 31 December 2026, 730 days; the note settles in the
    # second calendar quarter, 91 days from 1 April
    of = small_findings()
    paid, closings = of.timelines["plan.paid"]["mean"], of.calendar.closing_days.tolist()
    window = float(paid[closings.index(729)]) / 730 * 7
    quarter = float(paid[closings.index(180)] - paid[closings.index(89)]) / 91 * 7
    assert weekly("plan", 0, 729, of) == pytest.approx(window)
    line = next(line for line in proceeds(of)[0].lines if line.startswith("Weeks"))
    assert f"{80e6 / window:,.1f} in its window" in line
    assert f"{80e6 / quarter:,.1f} in the quarter of the settlement" in line


def test_the_text_says_what_was_checked_and_fits_the_page() -> None:
    lines = proceeds_lines(findings(MOVED))
    assert "Paid and left add up to that, to the cent, at every quarter's end of every replication." in lines
    told = sections(findings(MOVED))["Use of proceeds"]
    assert all(len(line) <= WIDTH for line in told)


def test_a_scenario_that_divides_no_proceeds_tells_of_none() -> None:
    assert proceeds(findings(OWED)) == []
    assert "Use of proceeds" not in sections(findings(OWED))
