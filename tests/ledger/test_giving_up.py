"""Projects that are given up, and money that rules move, in the books: by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from simulator.cases.types import Cases
from simulator.closing import Books, closed_trace
from simulator.errors import LedgerError
from simulator.ledger import Event, accounts_of, audit, balances, beancount_text, described
from simulator.metrics import view_of
from simulator.timelines import Timelines, daily_liquidity, timelines_of
from simulator.trace import Kind
from tests.factories import BUILD, books_by_hand, trace_by_hand, world
from tests.ledger.test_beancount import bean_check

#: two soft pools, of which a rule may move money from the first to the second, and a project that it may give up
GIVEN_UP: dict[str, Any] = {
    "treasury": {"opening": "500 USD"},
    "pools": {"cloud": {"earmark": "soft"}, "commerce": {"earmark": "soft"}},
    "funding": {
        "plan": {
            "kind": "appropriation",
            "amount": "300 USD",
            "from": "2025-01-01",
            "over": "1 year",
            "every": "1 year",
            "into": {"cloud": "100 %"},
        }
    },
    "asset_classes": {"it": {"life": "100 days"}},
    "projects": {"campus": {**BUILD, "treatment": {"capital": "it"}, "pool": "cloud"}},
    "rules": {
        "leave": {
            "when": {"date": "2025-02-01"},
            "do": [{"abandon": "campus"}, {"move": {"from": "cloud", "to": "commerce", "amount": "70 USD"}}],
        }
    },
    "valuation": {"discount_rate": "0.0001 %/year", "tax": "25 %", "terminal": "book_salvage"},
}
CLOUD, COMMERCE, ALLOTMENTS = 1, 2, 3
SITE, HALL = 0, 1
#: 300.00 for the pool; the site costs 50.00, the hall has 40.00 of its 60.00 paid when it is given up on day 30,
#: which costs 7.00 from the pool and 2.00 from the treasury; then 70.00 move to the other pool
ROWS = (
    (0, 0, Kind.OPENING, 0, 50_000),
    (0, 0, Kind.TRANCHE, CLOUD, 30_000),
    (0, 0, Kind.COMMITTED, SITE * ALLOTMENTS + CLOUD, 5000),
    (0, 10, Kind.WORKED, SITE, 10),
    (0, 10, Kind.PAID, SITE * ALLOTMENTS + CLOUD, 5000),
    (10, 10, Kind.ENDED, SITE, 0),
    (10, 10, Kind.COMMITTED, HALL * ALLOTMENTS + CLOUD, 6000),
    (10, 30, Kind.WORKED, HALL, 20),
    (10, 30, Kind.PAID, HALL * ALLOTMENTS + CLOUD, 4000),
    (30, 30, Kind.RETURNED, HALL * ALLOTMENTS + CLOUD, 2000),
    (30, 30, Kind.ABANDONED, 0, 0),
    (30, 30, Kind.CANCELLED, CLOUD, 700),
    (30, 30, Kind.CANCELLED, 0, 200),
    (30, 30, Kind.MOVED, CLOUD * ALLOTMENTS + COMMERCE, 7000),
)


def books(*rows: Any) -> Books:
    return books_by_hand(world(**GIVEN_UP), *(rows or ROWS))


def series(*rows: Any) -> Timelines:
    return timelines_of(books(*rows))


def first(found: Timelines, name: str, months: int = 3) -> list[float]:
    return [float(value) for value in found[name].values[0, :months]]


def checked(found: Books) -> np.ndarray:
    return audit(found, daily_liquidity(found)[:, -1])


def test_money_lies_where_it_went() -> None:
    found = books()
    assert checked(found).tolist() == [0]
    accounts = accounts_of(found.cases)
    held = balances(found, accounts)[0].tolist()
    assert {":".join(name): cents for name, cents in zip(accounts.names, held, strict=True) if cents} == {
        "Assets:Treasury": 50_000 - 30_000 - 200,
        "Assets:Pools:cloud:plan": 30_000 - 5000 - 4000 - 700 - 7000,
        "Assets:Pools:commerce:plan": 7000,
        "Equity:Opening": -50_000,
        "Expenses:Cancellations:campus": 900,
        "Expenses:WriteOffs:campus": 9000,
    }


def test_pools_and_liquidity_follow_what_moves_and_what_is_paid() -> None:
    found = series()
    # January ends with day 30: 90.00 are paid for work, 9.00 for leaving
    assert first(found, "pool.cloud", 2) == [133, 133]
    assert first(found, "pool.commerce", 2) == [70, 70]
    assert first(found, "treasury", 2) == [198, 198]
    assert first(found, "liquidity", 2) == [401, 401]
    assert first(found, "cancelled", 2) == [9, 9]
    assert first(found, "written_off", 2) == [90, 90]
    assert first(found, "plan.paid", 2) == [90, 90]
    assert first(found, "plan.committed", 2) == [90, 90]
    assert first(found, "expensed", 2) == [9, 0]


def test_moving_money_changes_no_liquidity() -> None:
    with_it, without = books(), books(*ROWS[:-1])
    np.testing.assert_array_equal(daily_liquidity(with_it), daily_liquidity(without))


def test_what_is_in_service_is_not_written_off() -> None:
    # the site puts its capacity in service on day 10: 50.00 serve and wear 50 cents a day, 40.00 are lost
    served = (10, 10, Kind.IN_SERVICE, SITE, 1000)
    sections = {**GIVEN_UP, "projects": {"campus": {**GIVEN_UP["projects"]["campus"], "capacity_by_stage": {}}}}
    sections["projects"]["campus"]["capacity_by_stage"] = {"site": "1 MW", "hall": "5 MW"}
    assets = books_by_hand(world(**sections), *ROWS, served).closing.assets
    assert (assets.capitalised.subject.tolist(), assets.capitalised.amount.tolist()) == ([SITE], [5000])
    assert (assets.written_off.subject.tolist(), assets.written_off.amount.tolist()) == ([HALL], [4000])
    assert assets.written_off.day.tolist() == [30]


def test_a_stage_that_ends_on_the_day_has_served_before_its_project_is_given_up() -> None:
    # of one day, endings come before decisions
    sections = {**GIVEN_UP, "projects": {"campus": {**GIVEN_UP["projects"]["campus"], "capacity_by_stage": {}}}}
    sections["projects"]["campus"]["capacity_by_stage"] = {"site": "1 MW", "hall": "5 MW"}
    rows = ((0, 10, Kind.PAID, SITE * ALLOTMENTS + CLOUD, 5000), (10, 10, Kind.ENDED, SITE, 0))
    given_up = ((10, 10, Kind.IN_SERVICE, SITE, 1000), (10, 10, Kind.ABANDONED, 0, 0))
    assets = books_by_hand(world(**sections), *rows, *given_up).closing.assets
    assert assets.capitalised.amount.tolist() == [5000]
    assert len(assets.written_off) == 0


def test_value_has_the_cost_and_the_tax_that_the_loss_saves() -> None:
    # 90.00 of capital and 9.00 of cancelling, of both a quarter saved in tax, nothing left to sell:
    # -(90 + 9) x 0.75 = -74.25
    value = view_of(trace_by_hand(*ROWS), world(**GIVEN_UP)).value
    assert value is not None
    worth = (value.gross + value.tax + value.terminal).sum() / 100
    assert worth == pytest.approx(-74.25, abs=1e-3)
    assert value.net_flow.sum() / 100 == pytest.approx(-74.25, abs=1e-3)


def test_a_loss_is_not_worn_for_ever() -> None:
    # a perpetuity values the last year's flow: written off once, the capital does not come back each year
    sections = {
        **GIVEN_UP,
        "valuation": {**GIVEN_UP["valuation"], "discount_rate": "8 %/year", "terminal": "perpetuity"},
    }
    value = view_of(trace_by_hand(*ROWS), world(**sections)).value
    assert value is not None
    assert not value.terminal.any()


def test_bean_check_accepts_the_books(tmp_path: Path) -> None:
    cases = world(**GIVEN_UP)
    result = bean_check(beancount_text(trace_by_hand(*ROWS), cases), tmp_path)
    assert (result.returncode, result.stdout + result.stderr) == (0, "")


def fault(*rows: Any) -> str:
    with pytest.raises(LedgerError) as raised:
        checked(books(*rows))
    return str(raised.value)


def test_money_that_stays_committed_is_named() -> None:
    told = fault(*ROWS[:9], *ROWS[10:])
    assert "campus:hall:cloud:plan is 20.00: still committed although its project was given up on 2025-01-31" in told


def test_a_payment_that_runs_past_the_end_is_fine_where_nobody_gave_up() -> None:
    rows = ((0, 400, Kind.PAID, HALL * ALLOTMENTS + CLOUD, 4000), (10, 10, Kind.COMMITTED, 0, 0))
    project = {**GIVEN_UP["projects"]["campus"]}
    sections = {**GIVEN_UP, "projects": {"campus": project, "other": project}}
    given_up = (30, 30, Kind.ABANDONED, 1, 0)
    money = (*ROWS[:2], (0, 0, Kind.COMMITTED, HALL * ALLOTMENTS + CLOUD, 4000))
    assert checked(books_by_hand(world(**sections), *money, *rows, given_up)).tolist() == [0]


def test_a_payment_after_giving_up_is_named() -> None:
    later = (10, 31, Kind.PAID, HALL * ALLOTMENTS + CLOUD, 4000)
    told = fault(*ROWS[:8], later, *ROWS[9:])
    assert "PAID campus.hall from cloud (plan) of 40.00, but its project was given up on 2025-01-31" in told


def test_moving_more_than_is_there_is_named() -> None:
    told = fault(*ROWS[:-1], (30, 30, Kind.MOVED, CLOUD * ALLOTMENTS + COMMERCE, 20_301))
    assert "2025-01-31: Assets:Pools:cloud:plan would be overdrawn, at -0.01" in told


def cases_with_everything_told() -> Cases:
    rules = {
        "grow": {
            "when": {
                "all": [
                    {"utilisation": {"market": "town", "above": "80 %"}},
                    {"price": {"market": "town", "above": "3 mn USD/MW/year"}},
                    {"pool": {"name": "cloud", "available_above": "20 USD"}},
                ]
            },
            "do": [{"defer": {"project": "campus", "by": "30 days"}}, {"abandon": "campus"}, {"pause": "campus"}],
        }
    }
    risks = {
        "strike": {
            "probability": "50 %",
            "window": ["2025-02-01", "2025-03-01"],
            "hits": {"projects": "campus", "abandon": "50 %"},
        }
    }
    market = {"demand": "10 MW", "price": "3.65 mn USD/MW/year", "installed": "4 MW"}
    return world(**{**GIVEN_UP, "rules": rules, "risks": risks, "markets": {"town": market}})


def test_what_rules_saw_and_did_is_told_in_words_and_units() -> None:
    cases = cases_with_everything_told()
    rows = (
        (30, 30, Kind.OBSERVED, 0, 825_000),
        (30, 30, Kind.OBSERVED, 1, 1000),
        (30, 30, Kind.OBSERVED, 2, 5000),
        (30, 30, Kind.FIRED, 0, 3),
        (30, 30, Kind.ACTED, 0, 30),
        (30, 30, Kind.ACTED, 1, 2000),
        (30, 30, Kind.WITHOUT_EFFECT, 2, 0),
        (40, 50, Kind.STRUCK, 0, 10),
    )
    told = described(trace_by_hand(*rows), cases, currency="USD")
    day, begins, ends = date(2025, 1, 31), date(2025, 2, 10), date(2025, 2, 20)
    assert told == [
        Event(day, day, "OBSERVED", "utilisation of town above 80 %", 82.5, "%"),
        # 10.00 a kW and day are 3.65 mn a MW and year
        Event(day, day, "OBSERVED", "price of town above 3 mn USD/MW/year", 1000 / (1 / 3650), "USD/MW/year"),
        Event(day, day, "OBSERVED", "pool cloud above 20 USD", 50.0, "USD"),
        Event(day, day, "FIRED", "grow", 3, "review"),
        Event(day, day, "ACTED", "defer campus by 30 days", 30, "days"),
        Event(day, day, "ACTED", "abandon campus", 20.0, "USD"),
        Event(day, day, "WITHOUT_EFFECT", "pause campus", None, ""),
        Event(begins, ends, "STRUCK", "strike", 10, "days"),
    ]


def test_the_closing_tells_what_was_written_off_and_moved() -> None:
    cases = world(**GIVEN_UP)
    told = described(closed_trace(trace_by_hand(*ROWS), cases), cases)
    lost = [(event.what, event.amount) for event in told if event.kind == "WRITTEN_OFF"]
    assert lost == [("campus.site", 50.0), ("campus.hall", 40.0)]
    moved = next(event for event in told if event.kind == "MOVED")
    assert (moved.what, moved.amount) == ("cloud (plan) to commerce (plan)", 70.0)
    cost = [event.what for event in told if event.kind == "CANCELLED"]
    assert cost == ["campus from cloud (plan)", "campus from treasury"]
