"""What risks do to work, crews and money, row by row, worked out by hand. Risks strike on day 40 for 60 days."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.trace import Kind
from tests.engine.deciding import MN, Story, risk, rule, site, stage, world

CREW: dict[str, Any] = {"stage": {"needs": {"crews": 1}}}
ONE_CREW: dict[str, Any] = {"resources": {"crews": {"capacity": 1}}}


def test_a_strike_says_how_long_it_lasts_within_the_horizon() -> None:
    hit = {"stages": "hall", "rework": "0 %"}
    risks = {"short": risk(hit), "long": risk(hit, day="2025-12-31", lasts="9 years"), "never": risk(hit)}
    risks["never"]["probability"] = "0 %"
    story = Story(world({"hall": site(10)}, risks=risks))
    assert story.rows(Kind.STRUCK) == [(40, 100, 0, 60), (364, 365, 1, 1)]


def test_work_that_is_hit_is_cut_into_what_was_done_and_what_is_left() -> None:
    """40 of 100 days and mn are done; 60 days become 90, over which 60 mn are paid."""
    story = Story(world({"hall": site(100, 100)}, risks={"r": risk({"stages": "hall", "duration": {"multiply": 1.5}})}))
    assert story.worked("hall.build") == [(0, 40), (40, 130)]
    assert story.money(Kind.PAID, "hall.build") == [(0, 40, "plan", 40), (40, 130, "plan", 60)]
    assert story.waits("hall.build") == []


def test_duration_and_cost_hit_at_one_moment_both_count_once() -> None:
    """60 days become 120, 60 mn become 90: 60 mn last 80 days, to day 120; 30 mn more, 40 days, to day 160."""
    both = {"stages": "hall", "duration": {"multiply": 2}, "cost": {"multiply": 1.5}}
    story = Story(world({"hall": site(100, 100)}, first=200, risks={"r": risk(both)}))
    assert story.worked("hall.build") == [(0, 40), (40, 120), (120, 160)]
    assert [cents for *_, cents in story.money(Kind.TOPPED_UP, "hall.build")] == [30]


def test_two_risks_on_one_day_hit_one_after_the_other() -> None:
    """60 days are left: half as much again, then 10 days; 100 days in all."""
    risks = {
        "first": risk({"stages": "hall", "duration": {"multiply": 1.5}}),
        "second": risk({"stages": "hall", "duration": {"add": "10 days"}}),
    }
    assert Story(world({"hall": site(100)}, risks=risks)).ends() == {"hall.build": 140}


def test_a_stage_that_ends_on_the_day_of_the_strike_has_ended_before() -> None:
    risks = {"r": risk({"stages": "*", "duration": {"add": "10 days"}, "refused": True})}
    story = Story(world({"ends": site(40), "starts": site(5, after="ends")}, risks=risks))
    assert story.ends() == {"ends.build": 40, "starts.build": 100}


def test_a_risk_is_over_on_the_day_it_ends() -> None:
    """Day 99 is its last: what starts on day 100 is not hit, and what would end on day 99 ends on day 100."""
    hits = ({"stages": "late", "duration": {"add": "10 days"}}, {"stages": "held", "refused": True})
    projects = {"late": site(5, start="2025-04-11"), "held": site(99)}
    story = Story(world(projects, risks={"r": risk(*hits)}))
    assert story.ends() == {"late.build": 105, "held.build": 100}
    assert story.waits("held.build") == [("shock", 99, 100)]


def test_less_work_is_at_least_a_day() -> None:
    story = Story(world({"hall": site(100)}, risks={"r": risk({"stages": "hall", "duration": {"add": "-90 days"}})}))
    assert story.ends() == {"hall.build": 41}


def test_a_cheaper_rest_returns_what_it_does_not_need() -> None:
    """60 mn are left and become 45 mn: 15 mn return at the end."""
    story = Story(world({"hall": site(100, 100)}, risks={"r": risk({"stages": "hall", "cost": {"multiply": "75 %"}})}))
    assert story.money(Kind.PAID, "hall.build") == [(0, 40, "plan", 40), (40, 100, "plan", 45)]
    assert story.money(Kind.RETURNED, "hall.build") == [(100, 100, "plan", 15)]


def test_a_stall_that_is_hit_asks_for_the_dearer_rest() -> None:
    """20 of 40 mn are held and paid by day 30 of 60; the rest of 20 mn becomes 30 mn, which come on day 181."""
    projects = {"hall": site(60, 20, cost_factor=2, priority=1, **CREW), "shop": site(9, priority=2, **CREW)}
    risks = {"r": risk({"stages": "hall", "cost": {"multiply": 1.5}})}
    watch = {"watch": {"when": {"overrun": {"project": "hall", "above": "1 %"}}, "do": {"resume": "shop"}}}
    story = Story(world(projects, first=20, risks=risks, rules=watch, **ONE_CREW))
    assert story.waits("hall.build") == [("money", 30, 181)]
    assert story.money(Kind.TOPPED_UP, "hall.build") == [(181, 181, "plan", 30)]
    assert story.worked("hall.build") == [(0, 30), (181, 211)]
    # 30 mn asked for over a budget of 20 mn, not 20 + 30 mn
    assert story.seen("watch") == [1_500_000]
    assert story.ends()["shop.build"] == 220


def test_a_paused_stage_is_hit_in_what_is_left_of_it() -> None:
    """Paused on day 89 with 11 days to go, hit on day 110: 22 days, from its resumption on day 180 on."""
    rules = {"stop": rule("2025-03-31", {"pause": "hall"}), "go": rule("2025-06-30", {"resume": "hall"})}
    risks = {"r": risk({"stages": "hall", "duration": {"multiply": 2}}, day="2025-04-21")}
    story = Story(world({"hall": site(100)}, rules=rules, risks=risks))
    assert story.worked("hall.build") == [(0, 89), (180, 202)]
    assert story.waits("hall.build") == [("rule", 89, 180)]


def test_rework_is_done_once_with_the_crew_and_for_more_money() -> None:
    projects = {"hall": site(50, 100, priority=1, **CREW), "shop": site(9, priority=2, **CREW)}
    story = Story(world(projects, first=150, risks={"r": risk({"stages": "hall", "rework": "20 %"})}, **ONE_CREW))
    assert story.worked("hall.build") == [(0, 50), (50, 60)]
    assert story.money(Kind.TOPPED_UP, "hall.build") == [(50, 50, "plan", 20)]
    assert story.ends() == {"hall.build": 60, "shop.build": 69}


def test_a_stage_that_may_not_end_lets_its_crew_go_and_then_ends_without_it() -> None:
    projects = {name: site(days, priority=days, **CREW) for name, days in (("hall", 50), ("shop", 300), ("mill", 310))}
    story = Story(world(projects, risks={"r": risk({"stages": "hall", "refused": True})}, **ONE_CREW))
    assert story.waits("hall.build") == [("shock", 50, 100)]
    assert story.ends() == {"hall.build": 100, "shop.build": 350}
    assert story.worked("mill.build") == [(350, 660)]


def test_rework_is_due_when_a_stage_ends_and_a_pause_before_that_changes_nothing() -> None:
    """A permit refused up to day 100; what is in force on day 100 has it done again, what is over by then has not."""
    refused = risk({"stages": "hall", "refused": True})
    blink = {"blink": rule("2025-03-31", {"pause": "hall"}, {"resume": "hall"})}
    for lasts, ends in (("50 days", 100), ("400 days", 110)):
        for rules in ({}, blink):
            risks = {"r": refused, "again": risk({"stages": "hall", "rework": "20 %"}, lasts=lasts)}
            story = Story(world({"hall": site(50, 50)}, rules=rules, risks=risks))
            assert story.worked("hall.build")[0] == (0, 50)
            assert story.ends() == {"hall.build": ends}


def test_a_project_given_up_while_it_may_not_end_is_over() -> None:
    rules = {"leave": rule("2025-03-31", {"abandon": "hall"})}
    story = Story(world({"hall": site(50, 20)}, rules=rules, risks={"r": risk({"stages": "hall", "refused": True})}))
    assert story.waits("hall.build") == [("shock", 50, 89)]
    assert (story.ends(), story.rows(Kind.UNFINISHED)) == ({}, [])


def test_a_risk_that_ends_a_project_costs_no_cancellation_and_leaves_what_serves() -> None:
    """The first hall of 50 days serves from day 50; the second, of 200 days, has paid half of 40 mn on day 100."""
    stages = {"a": stage(50, cost="50 %"), "b": stage(200, cost="50 %"), "c": stage(9, after="b")}
    capacity = {"market": "town", "capacity_by_stage": {"a": "10 MW", "b": "10 MW"}}
    project = {"stages": stages, "budget": "80 mn USD", "pool": "build", **capacity}
    data = world({"hall": project}, risks={"r": risk({"projects": "hall", "abandon": "100 %"}, day="2025-04-11")})
    story = Story({**data, "markets": {"town": {"demand": "50 MW", "price": "1 mn USD/MW/year"}}})
    assert story.rows(Kind.ABANDONED) == [(100, 100, 0, 0)]
    assert story.money(Kind.RETURNED, "hall.b") == [(100, 100, "plan", 20)]
    assert story.rows(Kind.CANCELLED) + story.rows(Kind.RETIRED) + story.rows(Kind.UNFINISHED) == []
    assert story.rows(Kind.IN_SERVICE) == [(50, 50, 0, 10_000)]
    assert story.waits("hall.c") == [("predecessor", 0, 100)]


def test_who_follows_a_project_that_is_given_up_waits_for_ever() -> None:
    projects = {"hall": site(300), "shop": site(9, after="hall")}
    story = Story(world(projects, risks={"r": risk({"projects": "hall", "abandon": "100 %"})}))
    assert story.waits("shop.build") == [("predecessor", 0, 365)]


def test_a_capacity_of_nothing_stops_nobody_at_work_and_comes_back_in_full() -> None:
    """Two crews, none of them new from day 40 to day 99, and one more by date from 2025-03-01 = day 59 on."""
    crews = {"crews": {"capacity": {"2025-01-01": 2, "2025-03-01": 3}}}
    projects = {name: site(60, priority=n, **CREW) for n, name in enumerate("abcde")}
    risks = {"r": risk({"resource": "crews", "capacity": {"multiply": 0}})}
    story = Story(world(projects, risks=risks, resources=crews))
    assert story.ends() == {"a.build": 60, "b.build": 60, "c.build": 160, "d.build": 160, "e.build": 160}


def test_two_risks_leave_the_product_of_what_each_leaves() -> None:
    """Four crews, half of a half of them from day 60 to day 99: one."""
    half = {"resource": "crews", "capacity": {"multiply": "50 %"}}
    risks = {"one": risk(half), "other": risk(half, day="2025-03-02")}
    projects = {name: site(20, priority=n, start="2025-03-07", **CREW) for n, name in enumerate("abc")}
    story = Story(world(projects, risks=risks, resources={"crews": {"capacity": 4}}))
    # start on day 65: one crew to day 99; the other risk, to day 119, leaves two of four
    assert story.ends() == {"a.build": 85, "b.build": 105, "c.build": 120}


@pytest.mark.parametrize(
    ("hit", "tranches"),
    [
        ({"delay": "30 days"}, [(0, 100), (211, 50)]),
        ({"cut": "40 %"}, [(0, 100), (181, 30)]),
        ({"delay": "30 days", "cut": "40 %"}, [(0, 100), (211, 30)]),
        ({"cut": "100 %"}, [(0, 100)]),
        ({"delay": "300 days"}, [(0, 100)]),
    ],
    ids=str,
)
def test_tranches_that_fall_due_within_a_risk_come_late_or_smaller(
    hit: dict[str, str], tranches: list[tuple[int, int]]
) -> None:
    """From day 180 to day 199: the tranche of 50 mn on day 181."""
    squeeze = risk({"appropriation": "plan", **hit}, day="2025-06-30", lasts="20 days")
    story = Story(world({"hall": site(10)}, risks={"squeeze": squeeze}))
    assert [(day, cents / MN) for day, _, _, cents in story.rows(Kind.TRANCHE)] == tranches


def test_a_tranche_of_the_day_of_the_strike_has_come_before() -> None:
    """Money arrives before shocks begin, as a day goes."""
    squeeze = risk({"appropriation": "plan", "cut": "40 %"}, day="2025-07-01", lasts="20 days")
    story = Story(world({"hall": site(10)}, risks={"squeeze": squeeze}))
    assert [cents / MN for *_, cents in story.rows(Kind.TRANCHE)] == [100, 50]


def test_a_tranche_is_scaled_by_a_rule_and_cut_by_a_risk() -> None:
    rules = {"more": rule("2025-03-31", {"scale": {"appropriation": "plan", "by": 1.2}})}
    squeeze = risk({"appropriation": "plan", "cut": "50 %"}, day="2025-06-30", lasts="20 days")
    story = Story(world({"hall": site(10)}, risks={"squeeze": squeeze}, rules=rules))
    assert [cents / MN for *_, cents in story.rows(Kind.TRANCHE)] == [100, 30]


@pytest.mark.parametrize(
    ("delay", "tranches", "done"),
    [
        # due on day 181, scaled at the reviews of days 272 and 364 where it is still to come then
        ("91 days", [(0, 100), (272, 50)], []),
        ("92 days", [(0, 100), (273, 25)], [272]),
        ("183 days", [(0, 100), (364, 25)], [272]),
        ("184 days", [(0, 100)], []),
    ],
)
def test_a_delayed_tranche_is_scaled_as_long_as_it_is_still_to_come(
    delay: str, tranches: list[tuple[int, int]], done: list[int]
) -> None:
    rules = {"less": rule("2025-09-30", {"scale": {"appropriation": "plan", "by": "50 %"}}, once=False)}
    late = risk({"appropriation": "plan", "delay": delay}, day="2025-06-30", lasts="20 days")
    story = Story(world({"hall": site(10)}, risks={"late": late}, rules=rules))
    assert [(day, cents / MN) for day, _, _, cents in story.rows(Kind.TRANCHE)] == tranches
    assert [day for day, *_ in story.acts()] == done


def test_a_delivery_of_the_day_of_the_strike_is_hit_and_that_of_its_end_is_not() -> None:
    """Crews and supplies come after shocks, as a day goes: 2025-04-01 = day 90, for 91 days, up to day 180."""
    risks = {"r": risk({"resource": "chips", "supply": {"multiply": "40 %"}}, day="2025-04-01", lasts="91 days")}
    story = Story(world({"hall": site(10)}, risks=risks, resources={"chips": {"supply": "10 /quarter"}}))
    delivered = [(day, units) for day, _, _, units in story.rows(Kind.SUPPLIED) if units]
    assert delivered == [(0, 10_000), (90, 4000), (181, 10_000), (273, 10_000)]


def test_who_would_pass_a_limit_waits_for_it_and_so_does_an_overrun() -> None:
    """80 mn a quarter: 70 mn of budget on day 0; the overrun of 14 mn on day 83 waits for day 90, with its crew."""
    projects = {
        "hall": site(100, 70, cost_factor=1.2, tags=["new"], priority=1, **CREW),
        "shop": site(5, priority=2, **CREW),
        "mill": site(5, 66, tags=["new"], priority=3),
    }
    limits = [{"tag": "new", "per": "quarter", "at_most": "80 mn USD"}]
    story = Story(world(projects, first=150, limits=limits, **ONE_CREW))
    assert story.waits("hall.build") == [("limit", 83, 90)]
    assert story.waits("shop.build") == [("crews", 0, 107)]
    # on day 90: 14 mn for the overrun, 66 mn for the mill; 80 mn are not more than 80 mn
    assert story.waits("mill.build") == [("limit", 0, 90)]
    assert story.ends() == {"hall.build": 107, "shop.build": 112, "mill.build": 95}


def test_an_overrun_may_use_the_reserve_and_never_the_floor() -> None:
    """100 mn: 70 mn for the hall, then 14 mn: 30 - 14 = 16 mn are not less than a floor of 16 mn, but of 17 mn."""
    for floor, ends in (("16 mn USD", 100), ("17 mn USD", 198)):
        pools = {"build": {"reserve": "14 mn USD" if ends == 100 else "13 mn USD", "floor": floor}}
        story = Story(world({"hall": site(100, 70, cost_factor=1.2)}, pools=pools))
        assert story.ends() == {"hall.build": ends}
        assert [source for *_, source, _ in story.money(Kind.TOPPED_UP, "hall.build")] == ["plan"]


def test_a_stall_that_is_hit_keeps_its_place_in_the_queue() -> None:
    """`first` asks for 10 mn on day 30, `second` on day 35; `first` is hit on day 40 and is served all the same."""
    projects = {name: site(days, 10, cost_factor=2) for name, days in (("second", 70), ("first", 60))}
    risks = {"r": risk({"stages": "first", "duration": {"add": "5 days"}})}
    story = Story(world(projects, first=20, second=10, risks=risks, allocation={"policy": "first_come"}))
    assert story.waits("first.build") == [("money", 30, 181)]
    assert story.waits("second.build") == [("money", 35, 365)]


def test_of_two_delays_of_one_tranche_the_longer_counts_and_cuts_multiply() -> None:
    """The tranche of 50 mn on day 181: 40 days late, four fifths of a half."""
    hits = ({"delay": "30 days", "cut": "50 %"}, {"delay": "40 days", "cut": "20 %"})
    risks = {f"r{n}": risk({"appropriation": "plan", **hit}, day="2025-06-30") for n, hit in enumerate(hits)}
    story = Story(world({"hall": site(10)}, risks=risks))
    assert [(day, cents / MN) for day, _, _, cents in story.rows(Kind.TRANCHE)] == [(0, 100), (221, 20)]
