"""What rules do, row by row, worked out by hand. Reviews are held on days 89, 180, 272 and 364."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.trace import Kind
from tests.engine.deciding import MN, Story, rule, site, stage, world

CREW: dict[str, Any] = {"stage": {"needs": {"crews": 1}}}
ONE_CREW: dict[str, Any] = {"resources": {"crews": {"capacity": 1}}}

FINISHED = {"hall": site(10), "plant": site(300)}


@pytest.mark.parametrize(
    "action",
    [
        {"pause": "hall"},
        {"resume": "hall"},
        {"resume": "plant"},
        {"abandon": {"project": "hall", "cost": "5 mn USD"}},
        {"relocate": {"from": "plant", "to": "hall"}},
        {"relocate": {"from": "hall", "to": "plant"}},
        {"defer": {"project": "hall", "by": "30 days"}},
        {"defer": {"project": "plant", "by": "30 days"}},
        {"defer": {"project": "later", "until": "2025-03-31"}},
        {"priority": {"project": "hall", "to": 7}},
    ],
    ids=str,
)
def test_an_action_that_can_change_nothing_says_so_and_changes_nothing(action: dict[str, Any]) -> None:
    """The hall is done on day 10, the plant at work to day 300, what is put off to a day gone by is not put off."""
    projects = {**FINISHED, "later": site(20, start="2025-05-01")}
    done = Story(world(projects, rules={"r": rule("2025-03-31", action)}))
    assert [day for day, *_ in done.acts(Kind.WITHOUT_EFFECT)] == [89]
    assert done.acts() == []
    assert done.ends() == Story(world(projects)).ends()


def test_tranches_that_are_scaled_twice_are_scaled_by_the_product() -> None:
    half = {"scale": {"appropriation": "plan", "by": "50 %"}}
    story = Story(world({"hall": site(10)}, rules={"r": rule("2025-03-31", half, half)}))
    assert [(day, cents / MN) for day, _, _, cents in story.rows(Kind.TRANCHE)] == [(0, 100), (181, 12.5)]


def test_a_project_starts_once() -> None:
    rules = {"go": rule("2025-03-31", {"start": "hall"}), "again": rule("2025-06-30", {"start": "hall"})}
    story = Story(world({"hall": site(200)}, rules=rules))
    assert (story.acts(), story.acts(Kind.WITHOUT_EFFECT)) == ([(89, "start hall", 0)], [(180, "start hall", 0)])


def test_a_tranche_that_has_come_is_not_scaled_and_an_empty_pool_moves_nothing() -> None:
    pools = {"build": {"earmark": "soft"}, "spare": {"earmark": "soft"}}
    some = {"move": {"from": "spare", "to": "build", "amount": "5 mn USD"}}
    none = {"scale": {"appropriation": "plan", "by": 2}}
    story = Story(world({"hall": site(10)}, pools=pools, rules={"r": rule("2025-09-30", some, none)}))
    assert [(day, amount) for day, _, amount in story.acts(Kind.WITHOUT_EFFECT)] == [(272, 0), (272, 0)]


@pytest.mark.parametrize(
    ("do", "worked"),
    [(("start", "abandon"), []), (("abandon", "start"), [])],
    ids=" then ".join,
)
def test_the_written_order_decides_what_is_started_and_abandoned_at_one_review(do: Any, worked: Any) -> None:
    """Started and given up the same day, or given up and then started without effect: either way nothing is done."""
    rules = {name: rule("2025-03-31", {name: "hall"}) for name in do}
    story = Story(world({"hall": site(10, 50)}, rules=rules))
    assert [(day, words) for day, words, _ in story.acts() + story.acts(Kind.WITHOUT_EFFECT)] == [
        (89, f"{name} hall") for name in do
    ]
    assert len(story.acts(Kind.WITHOUT_EFFECT)) == (do[0] == "abandon")
    assert story.worked("hall.build") == worked
    assert story.waits("hall.build") == [("rule", 0, 89)]
    assert story.rows(Kind.UNFINISHED) == []


def test_a_pause_cuts_work_and_payment_at_its_day_and_the_rest_follows_in_new_rows() -> None:
    rules = {"stop": rule("2025-03-31", {"pause": "hall"}), "go": rule("2025-06-30", {"resume": "hall"})}
    story = Story(world({"hall": site(100, 100)}, rules=rules))
    assert story.worked("hall.build") == [(0, 89), (180, 191)]
    assert story.money(Kind.PAID, "hall.build") == [(0, 89, "plan", 89), (180, 191, "plan", 11)]
    assert story.waits("hall.build") == [("rule", 89, 180)]
    assert len(story.rows(Kind.COMMITTED)) == 1


def test_who_is_resumed_waits_for_a_crew_that_went_to_another() -> None:
    rules = {"stop": rule("2025-03-31", {"pause": "hall"}), "go": rule("2025-06-30", {"resume": "hall"})}
    projects = {"hall": site(100, priority=1, **CREW), "shop": site(120, priority=2, **CREW)}
    story = Story(world(projects, rules=rules, **ONE_CREW))
    assert story.waits("hall.build") == [("rule", 89, 180), ("crews", 180, 209)]
    assert story.waits("shop.build") == [("crews", 0, 89)]
    assert story.worked("hall.build") == [(0, 89), (209, 220)]


def test_a_paused_project_keeps_the_supplies_that_it_has_used() -> None:
    """10 chips a quarter: 10 for the hall on day 0, 20 for the shop when they have come, on days 90 and 181."""
    rules = {"stop": rule("2025-03-31", {"pause": "hall"}), "go": rule("2025-06-30", {"resume": "hall"})}
    chips = {"chips": {"supply": "10 /quarter"}}
    projects = {"hall": site(100, stage={"needs": {"chips": 10}}), "shop": site(5, stage={"needs": {"chips": 20}})}
    story = Story(world(projects, rules=rules, resources=chips))
    assert story.worked("hall.build") == [(0, 89), (180, 191)]
    assert story.worked("shop.build") == [(181, 186)]


def test_what_is_resumed_goes_on_though_the_rest_is_put_off() -> None:
    """Put off to day 212: the design goes on at its resumption on day 180, for 11 days; the building waits."""
    rules = {
        "stop": rule("2025-03-31", {"pause": "hall"}, {"defer": {"project": "hall", "until": "2025-08-01"}}),
        "go": rule("2025-06-30", {"resume": "hall"}),
    }
    stages = {
        "design": stage(100),
        "build": stage(30, after="design"),
        "side": stage(5),
        "free": stage(9, after="side"),
    }
    story = Story(world({"hall": {"stages": stages}}, rules=rules))
    assert story.worked("hall.design") == [(0, 89), (180, 191)]
    assert story.worked("hall.build") == [(212, 242)]
    assert story.waits("hall.build") == [("predecessor", 0, 191), ("rule", 191, 212)]


def test_an_overrun_that_is_asked_for_again_after_a_pause_is_counted_once() -> None:
    """50 of 60 mn are held: the work stalls on day 83 for 10 mn, 20 % of the budget, and is paused on day 89."""
    rules = {
        "stop": rule("2025-03-31", {"pause": "hall"}),
        "go": rule("2025-03-31", {"resume": "hall"}),
        "again": {"when": {"overrun": {"project": "hall", "above": "15 %"}}, "do": {"pause": "hall"}, "once": False},
    }
    story = Story(world({"hall": site(100, 50, cost_factor=1.2)}, first=50, rules=rules))
    assert story.seen("again") == [200_000] * 4
    assert story.waits("hall.build") == [("money", 83, 89), ("rule", 89, 365)]


def test_who_is_paused_in_a_stall_gives_its_crew_to_others() -> None:
    rules = {"stop": rule("2025-03-31", {"pause": "hall"}), "go": rule("2025-06-30", {"resume": "hall"})}
    projects = {"hall": site(100, 50, cost_factor=1.2, priority=1, **CREW), "shop": site(30, priority=2, **CREW)}
    story = Story(world(projects, first=50, rules=rules, **ONE_CREW))
    assert story.worked("shop.build") == [(89, 119)]
    assert story.worked("hall.build") == [(0, 83), (181, 198)]
    assert story.waits("hall.build") == [("money", 83, 89), ("rule", 89, 180), ("money", 180, 181)]


def test_who_waits_for_money_waits_for_the_rule_from_the_day_it_is_put_off_or_paused() -> None:
    for action in ({"pause": "hall"}, {"defer": {"project": "hall", "by": "300 days"}}):
        story = Story(world({"hall": site(10, 400)}, rules={"r": rule("2025-03-31", action)}))
        assert story.waits("hall.build") == [("money", 0, 89), ("rule", 89, 365)]


def test_a_project_that_is_put_off_does_not_block_those_behind_it() -> None:
    """The hall waits for 400 mn and blocks the shop, up to the day on which it is put off."""
    rules = {"r": rule("2025-03-31", {"defer": {"project": "hall", "by": "200 days"}})}
    projects = {"hall": site(10, 400, priority=1), "shop": site(10, 40, priority=2)}
    story = Story(world(projects, rules=rules, allocation={"blocking": True}))
    assert story.ends() == {"shop.build": 99}


def test_a_better_priority_unblocks_at_once() -> None:
    rules = {"r": rule("2025-03-31", {"priority": {"project": "shop", "to": 0}})}
    projects = {"hall": site(10, 400, priority=1), "shop": site(10, 40, priority=2)}
    story = Story(world(projects, rules=rules, allocation={"blocking": True}))
    assert story.ends() == {"shop.build": 99}
    assert story.acts() == [(89, "priority of shop to 0", 0)]


def test_a_priority_changes_nothing_under_another_policy() -> None:
    data = world({"hall": site(300)}, rules={"r": rule("2025-03-31", {"priority": {"project": "hall", "to": 0}})})
    story = Story({**data, "allocation": {"policy": "first_come"}})
    assert [day for day, *_ in story.acts(Kind.WITHOUT_EFFECT)] == [89]


@pytest.mark.parametrize("hold", [{"defer": {"project": "hall", "by": "60 days"}}, {"pause": "hall"}], ids=str)
def test_a_project_that_is_put_off_or_paused_and_then_given_up_never_starts(hold: dict[str, Any]) -> None:
    """Put off on day 89 to day 149, given up at the review of day 119."""
    rules = {"wait": rule("2025-03-31", hold), "leave": rule("2025-04-30", {"abandon": "hall"})}
    stages = {"design": stage(91), "build": stage(10, after="design")}
    for project in ({"stages": stages}, site(10, start="2025-04-15")):
        story = Story(
            world(
                {"hall": project},
                rules={**rules, "go": rule("2025-07-31", {"resume": "hall"})},
                reviews={"every": "month"},
            )
        )
        assert story.worked("hall.build") == []
        assert [(day, words) for day, words, _ in story.acts(Kind.WITHOUT_EFFECT)] == [(211, "resume hall")]


def test_a_pool_keeps_its_floor_when_a_project_is_cancelled() -> None:
    """100 mn in the pool; 89 of 90 mn are paid, 1 mn returns: of 11 mn the pool keeps 8 mn, the treasury pays 2 mn."""
    rules = {"leave": rule("2025-03-31", {"abandon": {"project": "hall", "cost": "5 mn USD"}})}
    story = Story(world({"hall": site(90, 90)}, pools={"build": {"floor": "8 mn USD"}}, rules=rules))
    assert story.money(Kind.RETURNED, "hall.build") == [(89, 89, "plan", 1)]
    assert story.money(Kind.CANCELLED, "hall") == [(89, 89, "plan", 3), (89, 89, "treasury", 2)]
    assert story.acts() == [(89, "abandon hall", MN)]


def test_a_project_given_up_in_a_stall_leaves_its_place_and_its_crew() -> None:
    rules = {"leave": rule("2025-03-31", {"abandon": "hall"})}
    projects = {"hall": site(100, 50, cost_factor=1.2, priority=1, **CREW), "shop": site(30, 40, priority=2, **CREW)}
    story = Story(world(projects, first=50, rules=rules, **ONE_CREW))
    assert story.waits("hall.build") == [("money", 83, 89)]
    assert story.rows(Kind.TOPPED_UP) == []
    assert story.worked("shop.build") == [(181, 211)]


def test_relocation_moves_no_more_than_the_pools_hold() -> None:
    """North has 20 of its 60 mn: it waits, is given up on day 89, and leaves 60 mn, of which there are 20."""
    pools = {"build": {"earmark": "soft"}, "south": {"earmark": "soft"}}
    south = {**site(30, 15), "pool": "south", "start": "2025-02-01"}
    rules = {"r": rule("2025-03-31", {"relocate": {"from": "north", "to": "south", "cost": "10 %"}})}
    projects = {"north": site(10, 60), "south": south}
    data = world(projects, first=20, second=1, pools=pools, rules=rules)
    data["projects"]["other"] = {**site(10, 100), "priority": 9}
    story = Story(data)
    # 10 % of the 60 mn not done are paid first: 6 mn of the 20 mn, so 14 mn move
    assert story.money(Kind.CANCELLED, "north") == [(89, 89, "plan", 6)]
    assert [(day, amount) for day, _, _, amount in story.rows(Kind.MOVED)] == [(89, 14 * MN)]
    assert story.acts() == [(89, "relocate north to south", 14 * MN)]


def test_relocation_within_a_pool_moves_nothing_and_frees_the_money_there() -> None:
    """North has paid 89 of 100 mn on day 89: the 11 mn that it returns are just what south needs."""
    rules = {"r": rule("2025-03-31", {"relocate": {"from": "north", "to": "south"}})}
    story = Story(world({"north": site(100, 100, priority=1), "south": site(10, 11, priority=2)}, rules=rules))
    assert story.rows(Kind.MOVED) == []
    assert story.acts() == [(89, "relocate north to south", 11 * MN)]
    assert story.worked("south.build") == [(89, 99)]


def test_money_moves_down_to_the_floor() -> None:
    pools = {"build": {"earmark": "soft", "floor": "30 mn USD"}, "spare": {"earmark": "soft"}}
    rules = {"r": rule("2025-03-31", {"move": {"from": "build", "to": "spare", "amount": "90 %"}})}
    story = Story(world({"hall": site(10)}, pools=pools, rules=rules))
    assert story.acts() == [(89, "move 90 % from build to spare", 70 * MN)]


def test_a_project_given_up_while_it_waits_is_not_served_when_the_money_comes() -> None:
    rules = {"leave": rule("2025-03-31", {"abandon": {"project": "hall", "cost": "10 %"}})}
    story = Story(world({"hall": site(10, 120)}, rules=rules))
    assert story.waits("hall.build") == [("money", 0, 89)]
    assert story.money(Kind.CANCELLED, "hall") == [(89, 89, "plan", 12)]
    assert story.rows(Kind.COMMITTED) + story.rows(Kind.UNFINISHED) == []


def test_what_is_paused_is_not_paused_again_and_one_resumption_does() -> None:
    rules = {
        "stop": rule("2025-03-31", {"pause": "hall"}, {"pause": "hall"}),
        "go": rule("2025-06-30", {"resume": "hall"}, {"resume": "hall"}),
    }
    story = Story(world({"hall": site(100)}, rules=rules))
    assert [(day, words) for day, words, _ in story.acts(Kind.WITHOUT_EFFECT)] == [
        (89, "pause hall"),
        (180, "resume hall"),
    ]
    assert story.ends() == {"hall.build": 191}


@pytest.mark.parametrize("watched", [[], ["a"], ["b"], ["a", "b"]], ids=str)
def test_who_is_served_does_not_depend_on_whom_a_rule_might_stop(watched: list[str]) -> None:
    """Two permits of no days end in one round: latest finish is the end less 100 days for a, less 30 for b.

    Of what follows, that of b is less 20 days and has the crew first; that of a is the end itself.
    """
    permit, crew = {"permit": stage(0)}, {"needs": {"crews": 1}}
    one = {**permit, "build": stage(100, after="permit", **crew)}
    other = {**permit, "build": stage(10, after="permit", **crew), "fit_out": stage(20, after="build")}
    rules = {f"stop_{name}": rule("2025-12-31", {"pause": name}) for name in watched}
    data = world({"a": {"stages": one}, "b": {"stages": other}}, rules=rules, **ONE_CREW)
    story = Story({**data, "allocation": {"policy": "latest_finish_time"}})
    assert (story.ends()["b.build"], story.ends()["a.build"]) == (10, 110)
