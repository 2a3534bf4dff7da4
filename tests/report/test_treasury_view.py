"""What falls due, as told: each claim with what it leaves above the floor, and how often that is too little."""

from __future__ import annotations

from simulator.report.headline import headline
from simulator.report.summary import sections
from simulator.report.treasury_view import HEADS, treasury_lines, treasury_view
from simulator.words import WIDTH
from tests.raised import LENT, OWED, findings
from tests.small import small_findings


def test_each_claim_has_a_row_with_what_it_leaves() -> None:
    # by hand in tests/metrics/test_claims.py
    view = treasury_view(findings(OWED))
    assert view is not None
    assert view.unit == "mn USD"
    assert all(len(row) == len(HEADS) for row in view.rows)
    before, after = ("105.6", "0 %", "-"), ("44.4", "44.4", "0 %", "-", "-")
    assert view.rows[0] == ("2026-03-02", "bond", "60.00", "100 %", *before, *after)
    before, after = ("34.4", "0 %", "-"), ("-5.6", "-5.6", "100 %", "5.6", "5.6")
    assert view.rows[2] == ("2026-06-15", "note", "40.00", "100 %", *before, *after)
    before, after = ("-5.6", "100 %", "5.6"), ("-15.6", "-15.6", "100 %", "15.6", "15.6")
    assert view.rows[3] == ("2027-03-03", "loan", "10.00", "100 %", *before, *after)


def test_claims_of_one_date_stand_below_a_row_that_alone_says_what_is_left() -> None:
    # by hand in tests/metrics/test_claims.py: 95.6 before 60 and 40 and a coupon of 1.2
    view = treasury_view(findings(OWED.replace("matures: 2026-03-01", "matures: 2026-06-15")))
    assert view is not None
    nothing = ("",) * (len(HEADS) - 4)
    of_day = ("95.6", "0 %", "-", "-5.6", "-5.6", "100 %", "5.6", "5.6")
    assert view.rows[1:4] == [
        ("2026-06-15", "2 claims", "100.00", "100 %", *of_day),
        ("", "note", "40.00", "100 %", *nothing),
        ("", "bond", "60.00", "100 %", *nothing),
    ]


def test_a_claim_that_is_never_made_says_so() -> None:
    view = treasury_view(findings(OWED))
    assert view is not None
    assert view.rows[-1][:4] == ("2028-06-15", "note", "-", "0 %")


def test_the_lines_name_the_claim_that_breaks_the_floor_most_often() -> None:
    view = treasury_view(findings(OWED))
    assert view is not None
    assert view.lines[0] == (
        "The floor of 50.0 mn USD breaks most often on 2026-06-15, when 40.0 mn USD of note is paid: in 100 % of the "
        "replications in which it is, by 5.60 mn USD in the mean and 5.60 mn USD at P90; before payment it holds in "
        "all of them."
    )
    assert view.lines[1] == "note: paid back on 2026-06-15 in 100 % of the replications."


def test_the_lines_say_where_the_floor_is_broken_before_payment() -> None:
    # 155.6 before the bond is paid, and a floor of 156
    view = treasury_view(findings(OWED.replace("floor: 50", "floor: 156")))
    assert view is not None
    assert view.lines[0].endswith("; before payment already in 100 %, by 400 k USD in the mean.")


def test_cash_for_those_who_convert_is_not_called_repayment() -> None:
    # at 10 a share 200 are worth more than par of 1,000: all convert at maturity
    market = "equity: {shares: 100 mn, price: 1000 USD, volatility: 1 %, risk_free: 5 %/year}"
    terms = "conversion_rate: 5, credit_spread: 1 %/year, settlement: cash}"
    text = OWED.replace("equity: {shares: 100 mn}", market).replace("conversion_rate: 5}", terms)
    view = treasury_view(findings(text.replace("opening: 100", "opening: 1000")))
    assert view is not None
    assert view.lines[1].startswith("note: paid, to those who convert too, on 2028-06-15 in 100 %; converted in 100 %")
    assert any(line.startswith("note: cost a year, as paid ") for line in headline(findings(text)))
    assert any(line.startswith("note: cost a year, net to face ") for line in headline(findings(OWED)))
    in_shares = treasury_view(findings(text.replace(", settlement: cash", "")))
    assert in_shares is not None
    assert in_shares.lines[-1] == "note: nothing is paid; converted in 100 % of the replications."


def test_what_a_capped_call_pays_beside_a_conversion_has_a_line() -> None:
    # 0.4 mn certificates at 150 for 40 mn of face; the call pays 0.4 mn x (120 - 100) of the 60 mn
    text = OWED.replace("shares: 100 mn", "shares: 100 mn, price: 150 USD, volatility: 0 %, risk_free: 0 %")
    call = "conversion_rate: 10, settlement: cash, capped_call: {cost: 1 mn USD, cap: 120 USD}"
    lines = treasury_lines(findings(text.replace("conversion_rate: 5", call)))
    assert "The capped call of note pays 8.00 mn USD in the mean of the 100 % in which holders convert." in lines
    assert not any("capped call" in line for line in treasury_lines(findings(OWED)))


def test_where_the_floor_holds_the_lines_say_that() -> None:
    view = treasury_view(findings(OWED.replace("floor: 50", "floor: 5")))
    assert view is not None
    assert view.lines[0] == "No repayment leaves less than the floor of 5.00 mn USD."


def test_the_text_fits_the_page_and_stands_only_where_something_falls_due() -> None:
    told = sections(small_findings())["What falls due"]
    assert all(len(line) <= WIDTH for line in told)
    assert treasury_lines(findings(LENT)) == []
    assert "What falls due" not in sections(findings(LENT))
