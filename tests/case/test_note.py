"""The note: three ways to split 80/20, its dates, its dilution, and what it pays for."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from simulator.montecarlo.block import asked, traced
from simulator.scenario.raises import ConvertibleNote
from simulator.scenario.tranches import split_of
from simulator.trace import Kind
from tests.case.shipped import appropriated, fact, projects_of, run_of, scenario


def the_note() -> ConvertibleNote:
    """The note of the base case."""
    note = scenario("base").funding["note"]
    assert isinstance(note, ConvertibleNote)
    return note


@pytest.mark.parametrize(
    ("base", "cloud", "commerce"),
    [("face", 2560.0, 640.0), ("net", 2504.0, 626.0), ("net_of_call", 2357.008, 589.252)],
)
def test_the_three_splits_are_80_to_20_of_what_they_divide(base: str, cloud: float, commerce: float) -> None:
    # 3,200 face; 3,130 net; 3,130 - 183.74 = 2,946.26 net of the call
    split = split_of(the_note().model_copy(update={"split_base": base}))
    assert split == {"cloud": round(cloud * 1e8), "commerce": round(commerce * 1e8)}


def test_the_base_divides_net_proceeds() -> None:
    assert the_note().split_base == "net"
    assert fact("note.cloud_on_net") == pytest.approx(fact("note.net") * fact("note.cloud_share"))
    assert fact("note.commerce_on_net") == pytest.approx(fact("note.net") * fact("note.commerce_share"))


def test_the_commerce_programmes_use_up_the_commerce_part() -> None:
    # 54.3 % and 45.7 % of 626 are 340 and 286
    assert appropriated("logistics") == pytest.approx(340e6)
    assert appropriated("cross_border") == pytest.approx(286e6)
    assert appropriated("logistics") + appropriated("cross_border") == pytest.approx(fact("note.commerce_on_net"))
    assert fact("commerce.logistics_share") * 626e6 == pytest.approx(340e6, rel=1e-3)


def test_commerce_is_expensed() -> None:
    for programme in ("logistics", "cross_border"):
        assert {project.treatment for project in projects_of(programme).values()} == {"expense"}


def test_the_put_falls_on_a_sunday_and_is_paid_on_the_monday() -> None:
    assert date(2030, 9, 15).weekday() == 6
    cases, trace = traced(asked(scenario("base"), replications=12), range(12))
    note = cases.index.fundings.index("note")
    flows = {
        kind: {(cases.calendar.date_of(int(day)), int(cents)) for day, cents in zip(rows.day, rows.amount, strict=True)}
        for kind in (Kind.NOTE_PUT, Kind.NOTE_ISSUED, Kind.CAPPED_CALL)
        for rows in [trace.where(kind).take(trace.where(kind).subject == note)]
    }
    assert flows[Kind.NOTE_PUT] == {(date(2030, 9, 16), round(3.2e11))}
    assert flows[Kind.NOTE_ISSUED] == {(date(2025, 9, 16), round(3.13e11))}
    assert flows[Kind.CAPPED_CALL] == {(date(2025, 9, 16), round(183.74e8))}


def test_holders_decide_along_the_share_price() -> None:
    # put where the share is cheap before the put, kept or converted where it is dear
    metrics = run_of("base").metrics
    put, converted, price = metrics["note.put"] > 0, metrics["note.converted"] > 0, metrics["note.put.share_price"]
    assert 0.3 < put.mean() < 0.6
    assert 0.25 < converted.mean() < 0.55
    assert not (put & converted).any()
    assert price[put].max() < price[~put].min()
    assert price[put].max() < fact("note.conversion_price")


def test_what_the_note_costs_is_known_by_how_it_ends() -> None:
    # 3.13 to 3.20 in 1,826 or 2,556 days; nothing can be said where shares are handed over
    metrics = run_of("base").metrics
    put, converted = metrics["note.put"] > 0, metrics["note.converted"] > 0
    rate = metrics["note.effective_rate"]
    np.testing.assert_allclose(rate[put], (3.20 / 3.13) ** (365 / 1826) - 1, atol=1e-12)
    np.testing.assert_allclose(rate[~put & ~converted], (3.20 / 3.13) ** (365 / 2556) - 1, atol=1e-12)
    assert np.isnan(rate[converted]).all()


def test_the_capped_call_leaves_little_dilution_up_to_its_cap() -> None:
    metrics = run_of("base").metrics
    economic = metrics["note.dilution.economic"]
    assert (economic[metrics["note.converted"] == 0] == 0).all()
    assert (economic <= metrics["note.dilution.if_converted"]).all()
    assert economic.max() > 0


def test_full_conversion_is_132_million_shares() -> None:
    note, shares = the_note(), fact("equity.shares")
    assert note.conversion_rate is not None
    certificates = 3.2e9 / 1000 * note.conversion_rate
    assert certificates == pytest.approx(16.567e6, rel=1e-4)
    assert certificates * note.ads_ratio == pytest.approx(132.5e6, rel=1e-3)
    assert certificates * note.ads_ratio / shares == pytest.approx(0.0069, abs=1e-4)
    assert 1000 / note.conversion_rate == pytest.approx(fact("note.conversion_price"), rel=1e-4)


def test_all_of_the_note_is_paid_out() -> None:
    run = run_of("base")
    assert np.median(run.metrics["note.allocated.cloud"]) == pytest.approx(2504e6, rel=1e-6)
    assert np.median(run.metrics["note.allocated.commerce"]) == pytest.approx(626e6, rel=1e-6)


def test_the_note_is_inside_the_plan() -> None:
    run, without = run_of("base"), run_of("no-note")
    tranches = run.timelines["plan.tranches"].values[:, -1]
    assert tranches == pytest.approx(53.0e9 - 2504e6)
    assert without.timelines["plan.tranches"].values[:, -1] == pytest.approx(53.0e9)


def test_without_the_note_value_changes_only_in_commerce() -> None:
    run, without = run_of("base"), run_of("no-note")
    difference = without.metrics["npv"] - run.metrics["npv"]
    assert abs(difference.mean()) < 0.01 * abs(run.metrics["npv"]).mean()
    assert "npv.logistics" not in without.metrics
    assert (run.metrics["npv.logistics"] + run.metrics["npv.cross_border"]).mean() > 0
