"""Value: by hand, and against a plain count of every row of the books."""

from __future__ import annotations

import copy
from collections import defaultdict
from typing import Any

import numpy as np
import pytest

from simulator.cases.types import Cases
from simulator.closing import closed_trace
from simulator.engine.simpy_engine import simulate
from simulator.metrics import View, break_even, measure, view_of
from simulator.trace import Kind, Trace
from tests.factories import BUILD, TOWN, everything, trace_by_hand, world
from tests.worlds import cases_of, scenario_of

TENTH = {"discount_rate": "10 %/year", "tax": "0 %"}
LONG = {"start": "2025-01-01", "end": "2027-12-31"}


def metrics_of(cases: Cases, *rows: Any) -> dict[str, float]:
    view = view_of(trace_by_hand(*rows, replications=cases.replications), cases)
    return {name: float(values[0]) for name, values in measure(view).items()}


def built(valuation: dict[str, Any], **more: Any) -> Cases:
    project = {**BUILD, "treatment": {"capital": "it"}, **more}
    return world(
        horizon=LONG,
        markets={"town": {**TOWN, "tax": "20 %"}},
        asset_classes={"it": {"life": "1 year"}},
        valuation=valuation,
        projects={"campus": project},
    )


def test_a_lump_is_discounted_from_its_own_day() -> None:
    # 1,000.00 paid on day 365 at 10 %: -909.0909
    found = metrics_of(built(TENTH), (365, 365, Kind.PAID, 0, 100_000))
    assert found["npv"] == pytest.approx(-1000 / 1.1)
    assert found["npv.part.capital"] == pytest.approx(-1000 / 1.1)


def test_a_payment_over_time_is_discounted_day_by_day() -> None:
    # 730 days of 1.00: sum of 1.1^(-t/365), t = 0 .. 729, a geometric series
    ratio = 1.1 ** (-1 / 365)
    found = metrics_of(built(TENTH), (0, 730, Kind.PAID, 0, 73_000))
    assert found["npv"] == pytest.approx(-(1 - ratio**730) / (1 - ratio))


def test_what_would_be_paid_after_the_end_does_not_count() -> None:
    last = 1094
    ratio = 1.1 ** (-1 / 365)
    found = metrics_of(built(TENTH), (last, last + 10, Kind.PAID, 0, 1000))
    assert found["npv"] == pytest.approx(-(ratio**last))


def test_mid_month_discounts_from_the_middle_of_the_month() -> None:
    # a lump on 3 March 2025 (day 61) counts on the middle of days 59 .. 89: day 74
    found = metrics_of(built({**TENTH, "convention": "mid_month"}), (61, 61, Kind.PAID, 0, 100_000))
    assert found["npv"] == pytest.approx(-1000 * 1.1 ** (-74 / 365))


def test_expense_saves_tax_at_once_and_capital_as_it_wears() -> None:
    # 20 % tax of the town. Expense of 1,000 on day 0: -800. Capital of 1,000 on day 0, in service on day 0,
    # written off over 365 days: saves 200 / 365 a day.
    terms = {"discount_rate": "10 %/year"}
    paid = (0, 0, Kind.PAID, 0, 100_000)
    assert metrics_of(built(terms, market="town", treatment="expense"), paid)["npv"] == pytest.approx(-800)
    ratio = 1.1 ** (-1 / 365)
    saved = 200 / 365 * (1 - ratio**365) / (1 - ratio)
    done = ((0, 0, Kind.ENDED, 0, 0), (0, 0, Kind.FINISHED, 0, 0))
    assert metrics_of(built(terms, market="town"), paid, *done)["npv"] == pytest.approx(-1000 + saved)


def test_the_rest_of_the_book_value_counts_at_the_end() -> None:
    # Capital of 1,000, in service 100 days before the end, life 365: 265 / 365 are left; 300 in progress.
    days = 1095
    rows = (
        (0, 0, Kind.PAID, 0, 100_000),
        (0, 0, Kind.PAID, 1, 30_000),
        (days - 100, days - 100, Kind.ENDED, 0, 0),
        (days - 100, days - 100, Kind.IN_SERVICE, 0, 0),
    )
    cases = built({**TENTH, "terminal": "book_salvage"}, capacity_by_stage={"site": "1 MW"})
    left = 1000 * (1 - 100 / 365) + 300
    found = metrics_of(cases, *rows)
    assert found["npv.part.terminal"] == pytest.approx(left * 1.1 ** (-1094 / 365), abs=0.03)


def test_the_last_year_goes_on_for_ever() -> None:
    # 6 MW all sold: 6 x 7,000 USD a day, less what wears of the capital (3,650 a year from day 730 on), at a
    # tax of 20 %: (15,330,000 - 3,650) x 0.8 / 0.10 on the last day. 2027 has 365 days.
    rows = (
        (0, 0, Kind.PAID, 0, 365_000),
        (730, 730, Kind.ENDED, 0, 0),
        (0, 0, Kind.IN_SERVICE, 0, 6000),
    )
    terms = {"discount_rate": "10 %/year", "terminal": "perpetuity"}
    found = metrics_of(built(terms, market="town", capacity_by_stage={"site": "6 MW"}), *rows)
    forever = (6 * 7000 * 365 - 3650) * 0.8 / 0.10
    assert found["npv.part.terminal"] == pytest.approx(forever * 1.1 ** (-1094 / 365), rel=1e-9)


def test_payback_is_the_day_on_which_the_flows_turn_for_good() -> None:
    # 300 out on day 0; revenue comes at month ends only: 1 MW x 31 days x 7,000 x 80 % = 173,600 in January,
    # so that 300,000 are back on the second closing, 28 February, day 58.
    rows = ((0, 0, Kind.PAID, 0, 30_000_000), (0, 0, Kind.IN_SERVICE, 0, 1000))
    cases = built({"discount_rate": "10 %/year"}, market="town", capacity_by_stage={"site": "1 MW"})
    found = metrics_of(cases, *rows)
    assert found["payback_years"] == pytest.approx(58 / 365)


def test_what_never_comes_back_has_no_payback_and_no_rate() -> None:
    found = metrics_of(built(TENTH), (0, 0, Kind.PAID, 0, 100_000))
    assert np.isnan(found["payback_years"])
    assert np.isnan(found["irr"])
    assert found["irr.roots"] == 0


def counted(cases: Cases, closed: Trace, r: int) -> dict[str, float]:
    """Value by programme and part, one row after the other, each day at its own factor and tax."""
    assert cases.valuation is not None
    rows, days = closed.take(closed.replication == r), cases.calendar.last_day + 1
    total: dict[str, float] = defaultdict(float)
    in_plan = {int(g) for g in cases.projects.programme[cases.projects.in_plan]}
    for n in range(len(rows)):
        part, programme, jurisdiction, cash, income = read(cases, Kind(rows.kind[n]), int(rows.subject[n]))
        if not part or programme < 0:
            continue
        first, until = int(rows.day[n]), max(int(rows.until[n]), int(rows.day[n]) + 1)
        each = int(rows.amount[n]) / 100 / (until - first)
        for day in range(first, min(until, days)):
            worth = each * (1 + cases.valuation.rate) ** (-day / 365)
            tax = income * cases.markets.tax[jurisdiction, day]
            total[f"npv.{cases.index.programmes[programme]}"] += worth * (cash - tax)
            if programme in in_plan:
                total["npv"] += worth * (cash - tax)
                total[f"npv.part.{part}"] += worth * cash
                total["npv.part.tax"] -= worth * tax
    return total


def read(cases: Cases, kind: Kind, subject: int) -> tuple[str, int, int, int, int]:
    """What a row is part of, whose, where it is taxed, and its signs as cash and as income."""
    index, stages, projects = cases.index, cases.stages, cases.projects
    if kind in (Kind.REVENUE, Kind.OPERATING_COST):
        market, line = divmod(subject, len(index.lines))
        part, sign = ("revenue", 1) if kind == Kind.REVENUE else ("operating_cost", -1)
        return part, line - 1, market, sign, sign
    by_allotment, by_stage = subject // len(index.allotments), len(index.stages)
    if kind == Kind.PAID:
        expensed = bool(stages.expensed[by_allotment])
        part, project, cash, income = (
            "expense" if expensed else "capital",
            stages.project[by_allotment],
            -1,
            -expensed,
        )
    elif kind == Kind.RENEWAL:
        part, project, cash, income = "renewal", by_allotment, -1, 0
    elif kind == Kind.CANCELLED:
        part, project, cash, income = "expense", by_allotment, -1, -1
    elif kind == Kind.WRITTEN_OFF:
        part, project, cash, income = "tax", stages.project[subject], 0, -1
    elif kind == Kind.BENEFIT:
        part, project, cash, income = "benefits", subject, 1, 1
    elif kind == Kind.DEPRECIATED:
        project = stages.project[subject] if subject < by_stage else subject - by_stage
        part, cash, income = "tax", 0, -1
    else:
        return "", -1, -1, 0, 0
    return part, int(projects.programme[project]), int(projects.market[project]), cash, income


@pytest.fixture(scope="module")
def view() -> View:
    data = everything()
    data["valuation"]["terminal"] = "none"
    cases = cases_of(scenario_of(data), 3)
    return view_of(simulate(cases), cases)


def test_it_is_what_every_row_of_the_books_adds_up_to(view: View) -> None:
    data = everything()
    data["valuation"]["terminal"] = "none"
    cases = cases_of(scenario_of(data), 3)
    closed = closed_trace(simulate(cases), cases)
    found = measure(view)
    for r in range(2):
        by_hand = counted(cases, closed, r)
        for name, expected in by_hand.items():
            assert found[name][r] == pytest.approx(expected, rel=1e-9, abs=0.01), name


def test_the_parts_add_up_and_so_do_the_programmes_of_the_plan(view: View) -> None:
    found = measure(view)
    parts = sum(values for name, values in found.items() if name.startswith("npv.part."))
    np.testing.assert_allclose(parts, found["npv"], rtol=1e-9, atol=0.01)
    plan = found["npv.campuses"] + found["npv.halls"] + found["npv.platform"]
    np.testing.assert_allclose(plan, found["npv"], rtol=1e-9, atol=0.01)


@pytest.mark.parametrize("terminal", ["none", "book_salvage", "perpetuity"])
def test_the_daily_flows_are_worth_the_same(terminal: str) -> None:
    data = everything()
    data["valuation"]["terminal"] = terminal
    cases = cases_of(scenario_of(data), 3)
    view = view_of(simulate(cases), cases)
    assert view.value is not None
    factor = 1.08 ** (-view.value.time / 365)
    worth = (view.value.net_flow * factor).sum(axis=1) + view.value.final * factor[-1]
    # to the cent a day here, evenly there: some cents of a hundred million dollars
    np.testing.assert_allclose(worth / 100, measure(view)["npv"], rtol=1e-9, atol=5.0)


@pytest.mark.parametrize(
    ("assumption", "path"),
    [("price", ("markets", "price")), ("cost", ("projects", "budget"))],
)
def test_at_the_break_even_multiple_the_value_is_zero(assumption: str, path: tuple[str, str]) -> None:
    data = _certain()
    cases = cases_of(scenario_of(data), 1)
    before = measure(view_of(simulate(cases), cases))
    multiple = float(break_even(before["npv"], before[f"npv.scales.{assumption}"])[0])
    assert 0.05 < multiple < 20
    cases = cases_of(scenario_of(_multiplied(data, path, multiple)), 1)
    after = measure(view_of(simulate(cases), cases))["npv"][0]
    assert abs(after) < 1e-4 * abs(before["npv"][0])


def test_at_the_break_even_utilisation_the_value_is_zero() -> None:
    data = _certain()
    data["markets"]["town"]["demand"] = "5 MW"
    cases = cases_of(scenario_of(data), 1)
    before = measure(view_of(simulate(cases), cases))
    multiple = float(break_even(before["npv"], before["npv.scales.utilisation"])[0])
    data["markets"]["town"]["demand"] = f"{5 * multiple:.12f} MW"
    cases = cases_of(scenario_of(data), 1)
    after = measure(view_of(simulate(cases), cases))
    assert 0.05 < multiple < 1.2
    assert abs(after["npv"][0]) < 1e-3 * abs(before["npv"][0])


def _certain() -> dict[str, Any]:
    """One campus of 6 MW for 60 mn USD in a town that nothing served before; no dice."""
    town = {**TOWN, "installed": "0 MW", "tax": "20 %"}
    project = {**copy.deepcopy(BUILD), "budget": "60 mn USD", "market": "town", "capacity": "6 MW"}
    return {
        "name": "certain",
        "horizon": {"start": "2025-01-01", "end": "2030-12-31"},
        "markets": {"town": town},
        "asset_classes": {"it": {"life": "4 years"}},
        "projects": {"campus": {**project, "treatment": {"capital": "it"}}},
        "valuation": {"discount_rate": "8 %/year", "terminal": "book_salvage"},
    }


def _multiplied(data: dict[str, Any], path: tuple[str, str], multiple: float) -> dict[str, Any]:
    more = copy.deepcopy(data)
    for entry in more[path[0]].values():
        number, unit = entry[path[1]].split(" ", 1)
        entry[path[1]] = f"{float(number) * multiple:.12f} {unit}"
    return more


def test_without_a_valuation_there_is_no_value() -> None:
    found = metrics_of(world(projects={"campus": BUILD}))
    assert not [name for name in found if name.startswith(("npv", "irr", "payback"))]
