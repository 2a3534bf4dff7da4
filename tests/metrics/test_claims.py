"""Debt that falls due, by hand: what is paid on each date, and what it leaves above the floor."""

from __future__ import annotations

import numpy as np
import pytest

from tests.raised import OWED, run_of


def found(name: str) -> float:
    values = run_of(OWED).metrics[name]
    assert values[0] == values[1] or np.isnan(values).all()
    return float(values[0])


# 100 at first, 20 of the loan, 38 of the note, three coupons of 1.2; the bond's last day, 1 March 2026, is a Sunday:
#   2026-03-02  158 - 3.6 - 60 = 94.4, 44.4 above the floor      2026-06-15  84.4 - 40 = 44.4, 5.6 below it
#   2026-03-03   94.4 - 10     = 84.4, 34.4 above it             2027-03-03  44.4 - 10 = 34.4, 15.6 below it
@pytest.mark.parametrize(
    ("claim", "paid", "free"),
    [
        ("bond.due.2026-03-02", 60.0, 44.4),
        ("loan.due.2026-03-03", 10.0, 34.4),
        ("note.due.2026-06-15", 40.0, -5.6),
        ("loan.due.2027-03-03", 10.0, -15.6),
    ],
)
def test_each_claim_is_paid_on_its_business_day_and_leaves_what_is_left(claim: str, paid: float, free: float) -> None:
    assert found(f"{claim}.paid") == pytest.approx(paid * 1e6)
    assert found(f"{claim}.free") == pytest.approx(free * 1e6)
    assert found(f"{claim}.shortfall") == pytest.approx(max(-free, 0.0) * 1e6)
    assert found(f"{claim}.below_floor") == (free < 0)


# before anything of the day: the coupon of 1.2 and the 60 of 2 March are there, and nothing of what is paid later
@pytest.mark.parametrize(
    ("day", "before"), [("2026-03-02", 105.6), ("2026-03-03", 44.4), ("2026-06-15", 34.4), ("2027-03-03", -5.6)]
)
def test_what_is_free_before_payment_is_what_the_last_payment_left_and_interest(day: str, before: float) -> None:
    assert found(f"due.{day}.free_before") == pytest.approx(before * 1e6)
    assert found(f"due.{day}.below_floor_before") == (before < 0)
    assert found(f"due.{day}.shortfall_before") == pytest.approx(max(-before, 0.0) * 1e6)


def test_claims_of_one_day_share_what_is_there_before_and_after() -> None:
    # 100 + 20 + 38 - 10 of the loan - two coupons of 1.2 are 145.6; then 60 + 1.2 and 40 on one day leave 44.4
    both = run_of(OWED.replace("matures: 2026-03-01", "matures: 2026-06-15")).metrics
    assert both["due.2026-06-15.free_before"][0] == pytest.approx(95.6e6)
    assert both["due.2026-06-15.below_floor_before"][0] == 0
    for debt, paid in (("bond", 60e6), ("note", 40e6)):
        assert both[f"{debt}.due.2026-06-15.paid"][0] == pytest.approx(paid)
        assert both[f"{debt}.due.2026-06-15.shortfall"][0] == pytest.approx(5.6e6)


def test_shares_sold_on_the_day_are_not_there_before() -> None:
    # 5.6 below the floor; 5 come and 10 go
    sold = run_of(OWED.replace("settles: 2028-07-03", "settles: 2027-03-03")).metrics
    assert sold["due.2027-03-03.shortfall_before"][0] == pytest.approx(5.6e6)
    assert sold["loan.due.2027-03-03.shortfall"][0] == pytest.approx(10.6e6)


def test_what_a_capped_call_pays_on_the_day_is_not_there_before() -> None:
    # 0.4 mn certificates at 150 are 60; the call pays 0.4 mn x (120 - 100) of it
    share = "shares: 100 mn, price: 150 USD, volatility: 0 %, risk_free: 0 %"
    call = "conversion_rate: 10, settlement: cash, capped_call: {cost: 1 mn USD, cap: 120 USD}"
    called = run_of(OWED.replace("shares: 100 mn", share).replace("conversion_rate: 5", call)).metrics
    (day,) = {name for name in called if name.startswith("note.due.") and name.endswith("paid") and called[name].any()}
    date = day.split(".")[2]
    assert called[day][0] == pytest.approx(60e6)
    used = called[f"due.{date}.free_before"][0] - called[f"note.due.{date}.free"][0]
    assert used == pytest.approx(60e6 - 8e6)


def test_a_note_that_was_put_claims_nothing_at_maturity() -> None:
    assert found("note.due.2028-06-15.paid") == 0
    assert all(np.isnan(found(f"note.due.2028-06-15.{what}")) for what in ("free", "shortfall", "below_floor"))
    assert all(np.isnan(found(f"due.2028-06-15.{what}_before")) for what in ("free", "shortfall", "below_floor"))


def test_claims_are_those_of_debt_and_no_others() -> None:
    claims = [name.rpartition(".")[0] for name in run_of(OWED).metrics if name.endswith(".paid") and ".due." in name]
    assert len(claims) == len(set(claims)) == 5
    assert not any(claim.startswith("shares") for claim in claims)


def test_interest_is_counted_from_the_first_day_of_the_horizon() -> None:
    # half of 4 % on 60 on 3 March and 1 September 2025 and with the last payment
    assert found("bond.interest_paid") == pytest.approx(3 * 1.2e6)
    assert (found("note.interest_paid"), found("loan.interest_paid")) == (0, 0)


def test_what_debt_brings_is_counted_within_the_horizon() -> None:
    # the bond came before it
    assert [found(f"{debt}.issued") for debt in ("note", "bond", "loan")] == [38e6, 0, 20e6]


def test_shares_are_counted_where_they_are_issued() -> None:
    # 5 mn at 10 a certificate of two shares are 1 mn shares on 100 mn
    assert found("shares.dilution.issued") == pytest.approx(0.01)
    assert found("note.dilution.issued") == 0


def test_without_a_floor_all_liquidity_is_free_and_nothing_falls_below() -> None:
    bare = run_of(OWED.replace(", floor: 50 mn USD", "")).metrics
    assert bare["bond.due.2026-03-02.free"][0] == pytest.approx(94.4e6)
    assert "bond.due.2026-03-02.below_floor" not in bare
    assert "bond.due.2026-03-02.shortfall" not in bare
    assert bare["due.2026-03-02.free_before"][0] == pytest.approx(155.6e6)
    assert "due.2026-03-02.below_floor_before" not in bare
    assert "due.2026-03-02.shortfall_before" not in bare


def test_what_refinances_a_claim_is_a_claim_of_its_own() -> None:
    # 84.4 at the last closing before the put: 5.6 is missing, borrowed for a year at 10 %, paid half-yearly
    right = "  renewed: {kind: refinancing, of: note, coupon: 10 %/year, lasts: 365 days}\n"
    found = run_of(OWED.replace("simulation:", f"{right}simulation:")).metrics
    assert found["note.due.2026-06-15.free"][0] == pytest.approx(0.0, abs=1.0)
    assert found["note.due.2026-06-15.below_floor"][0] == 0
    # what is borrowed to pay is not there before: 84.4 less the floor of 50
    assert found["due.2026-06-15.free_before"][0] == pytest.approx(34.4e6)
    assert found["renewed.issued"][0] == pytest.approx(5.6e6)
    assert found["renewed.due.2027-06-15.paid"][0] == pytest.approx(5.6e6)
    # half a year's interest has been paid by the loan's last day, and all of it by the bond's own end
    assert found["loan.due.2027-03-03.free"][0] == pytest.approx(-10e6 - 0.28e6, rel=1e-2)
    assert found["renewed.due.2027-06-15.free"][0] == pytest.approx(-10e6 - 5.6e6 - 0.56e6, rel=1e-3)
    assert found["renewed.interest_paid"][0] == pytest.approx(0.56e6, rel=1e-3)
