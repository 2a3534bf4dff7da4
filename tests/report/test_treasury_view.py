"""What falls due, as told: each claim with what it leaves above the floor, and how often that is too little."""

from __future__ import annotations

from simulator.report.headline import WIDTH
from simulator.report.summary import sections
from simulator.report.treasury_view import HEADS, treasury_lines, treasury_view
from tests.raised import LENT, OWED, findings
from tests.small import small_findings


def test_each_claim_has_a_row_with_what_it_leaves() -> None:
    # by hand in tests/metrics/test_claims.py
    view = treasury_view(findings(OWED))
    assert view is not None
    assert view.unit == "mn USD"
    assert all(len(row) == len(HEADS) for row in view.rows)
    before, after = ["104.4"], ["44.4", "44.4", "44.4"]
    assert view.rows[0] == ("2026-03-02", "bond", "60.00", "100 %", *before, *after, "0 %", "-", "-")
    before, after = ["34.4"], ["-5.6", "-5.6", "-5.6"]
    assert view.rows[2] == ("2026-06-15", "note", "40.00", "100 %", *before, *after, "100 %", "5.6", "5.6")


def test_a_claim_that_is_never_made_says_so() -> None:
    view = treasury_view(findings(OWED))
    assert view is not None
    assert view.rows[-1][:4] == ("2028-06-15", "note", "-", "0 %")


def test_the_lines_name_the_claim_that_breaks_the_floor_most_often() -> None:
    view = treasury_view(findings(OWED))
    assert view is not None
    assert view.lines[0] == (
        "The floor of 50.0 mn USD breaks most often on 2026-06-15, when 40.0 mn USD of note is paid: in 100 % of the "
        "replications in which it is, by 5.60 mn USD in the mean and 5.60 mn USD at P90."
    )
    assert view.lines[1].startswith("Note: paid back in 100 % on 2026-06-15")


def test_cash_for_those_who_convert_is_not_called_repayment() -> None:
    view = treasury_view(findings(OWED.replace("conversion_rate: 5}", "conversion_rate: 5, settlement: cash}")))
    assert view is not None
    assert view.lines[1].startswith("Note: paid, to those who convert too, in 100 % on 2026-06-15")


def test_where_the_floor_holds_the_lines_say_that() -> None:
    view = treasury_view(findings(OWED.replace("floor: 50", "floor: 5")))
    assert view is not None
    assert view.lines[0] == "No repayment leaves less than the floor of 5.00 mn USD."


def test_the_text_fits_the_page_and_stands_only_where_something_falls_due() -> None:
    told = sections(small_findings())["What falls due"]
    assert all(len(line) <= WIDTH for line in told)
    assert treasury_lines(findings(LENT)) == []
    assert "What falls due" not in sections(findings(LENT))
