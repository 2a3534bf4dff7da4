"""The note swapped for a bond, for new shares, and for nothing: the same plan, the same split, the same value."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from simulator.montecarlo.replications import Run
from simulator.scenario.raises import Bullet, EquityIssue
from simulator.scenario.tranches import split_of
from tests.case.shipped import BASE, fact, run_of, scenario
from tests.case.test_note import the_note

ALTERNATIVES = ("note", "straight-debt", "equity", "no-raise")
REFINANCED = "refinanced"
REPLICATIONS = 60
COMMERCE = ("npv.logistics", "npv.cross_border")


def of(name: str) -> Run:
    return run_of(f"funding/{name}", REPLICATIONS)


def the_bond() -> Bullet:
    bond = scenario("funding/straight-debt").funding["bond"]
    assert isinstance(bond, Bullet)
    return bond


def the_shares() -> EquityIssue:
    shares = scenario("funding/equity").funding["shares"]
    assert isinstance(shares, EquityIssue)
    return shares


def test_every_file_asks_one_question_in_a_few_lines() -> None:
    files = sorted((BASE.parent / "funding").glob("*.yaml"))
    assert {path.stem for path in files} == {*ALTERNATIVES, REFINANCED}
    for path in files:
        lines = path.read_text("utf-8").splitlines()
        assert lines[1].startswith("# Asks: ")
        assert len(lines) <= 20
        assert scenario(f"funding/{path.stem}").name == path.stem
        assert scenario(f"funding/{path.stem}").horizon == scenario("base").horizon


def test_bond_and_shares_bring_the_notes_money_to_the_same_pools_on_the_same_day() -> None:
    note = the_note()
    for one in (the_bond(), the_shares()):
        assert split_of(one) == split_of(note)
        assert (one.settles, one.inside) == (note.settles, note.inside)


def test_the_plan_is_53_billion_however_it_is_paid_for() -> None:
    for name in ALTERNATIVES:
        drawn = of(name).timelines["plan.tranches"].values[:, -1]
        assert drawn == pytest.approx(53.0e9 if name == "no-raise" else 53.0e9 - 2504e6)
    assert of("no-raise").timelines["commerce.tranches"].values[:, -1] == pytest.approx(626e6)


def test_the_bond_pays_the_rate_without_risk_and_the_notes_spread() -> None:
    # 4.4 % on 3.13 bn for seven years less a day of 181: 13 x 68.86 + 68.86 x 180 / 181
    assert the_bond().coupon.value == pytest.approx(fact("equity.risk_free") + fact("note.credit_spread"))
    paid = of("straight-debt").metrics["bond.interest_paid"]
    assert paid == pytest.approx(13 * 68.86e6 + 68.86e6 * 180 / 181, abs=1.0)
    assert of("straight-debt").metrics["bond.due.2032-09-15.paid"] == pytest.approx(3.13e9)
    assert the_bond().matures == date(2032, 9, 15)


def test_the_shares_are_sold_five_percent_below_the_reference_price() -> None:
    assert the_shares().price.value == pytest.approx(0.95 * fact("note.reference_price"), abs=0.01)
    issued = 3.13e9 / 139.80 * 8 / fact("equity.shares")
    assert issued == pytest.approx(0.0094, abs=1e-4)
    assert of("equity").metrics["shares.dilution.issued"] == pytest.approx(issued, rel=1e-6)


def test_value_does_not_depend_on_who_lends() -> None:
    programmes = [name for name in of("note").metrics if name.startswith("npv.")]
    for name in ("straight-debt", "equity"):
        for metric in ("npv", *programmes):
            np.testing.assert_array_equal(of(name).metrics[metric], of("note").metrics[metric])


def test_if_the_company_pays_for_all_of_it_value_moves_by_days_and_no_more() -> None:
    for metric in COMMERCE:
        np.testing.assert_array_equal(of("no-raise").metrics[metric], of("note").metrics[metric])
    assert abs((of("no-raise").metrics["npv"] - of("note").metrics["npv"]).mean()) < 10e6


def test_without_the_note_value_is_lost_in_commerce_and_nowhere_else() -> None:
    run, without = run_of("base", REPLICATIONS), run_of("no-note", REPLICATIONS)
    assert not set(COMMERCE) & set(without.metrics)
    lost = sum(float(run.metrics[metric].mean()) for metric in COMMERCE)
    assert lost > 50e6
    others = [f"npv.{name}" for name in without.index.programmes]
    moved = sum(float((without.metrics[metric] - run.metrics[metric]).mean()) for metric in others)
    assert abs(moved) < 0.1 * lost


def test_liquidity_is_least_without_a_raise_and_debt_claims_it_back() -> None:
    least = {name: float(of(name).metrics["liquidity_min"].mean()) for name in ALTERNATIVES}
    assert least["equity"] > least["note"] > least["no-raise"]
    assert least["equity"] > least["straight-debt"] > least["no-raise"]
    end = {name: float(of(name).timelines["liquidity"].values[:, -1].mean()) for name in ALTERNATIVES}
    # all that the bond brought is repaid, and its interest paid
    assert end["equity"] - end["straight-debt"] == pytest.approx(3.13e9 + 963.7e6, rel=1e-3)
    assert end["equity"] - end["no-raise"] == pytest.approx(3.13e9, rel=2e-2)


def test_a_right_to_refinance_moves_no_project_and_leaves_less_missing_where_debt_falls_due() -> None:
    without, having = of("note").metrics, of(REFINANCED).metrics
    assert np.array_equal(without["npv"], having["npv"])
    for claim in ("note.due.2030-09-16", "convertible_2031.due.2031-06-02"):
        before, after = (np.nan_to_num(metrics[f"{claim}.shortfall"]) for metrics in (without, having))
        assert (after <= before + 0.01).all()
