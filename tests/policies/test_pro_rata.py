"""The policy that spreads money over programmes, worked out by hand: `big` wants 3 × 100 mn, `small` 2 × 50 mn."""

from __future__ import annotations

from typing import Any

from tests.policies.served import committee, starts


def project(programme: str, budget: str) -> dict[str, Any]:
    stages = {"s": {"duration": "10 days", "cost": "100 %"}}
    return {"programme": programme, "budget": budget, "stages": stages}


PROJECTS = {
    **{f"big_{n}": project("big", "100 mn USD") for n in (1, 2, 3)},
    **{f"small_{n}": project("small", "50 mn USD") for n in (1, 2)},
}


def test_the_programme_with_the_smallest_part_of_its_budget_is_next() -> None:
    """Day 0: both have had nothing, and the order of the file gives 100 to `big_1`: big 1/3, small 0.

    Day 181: `small_1` takes 50 of 100: small 1/2. `big` is next, cannot be served with 50, and blocks nobody, so that
    `small_2` takes them: small 1. Days 365 and 546: `big_2` and `big_3`.
    """
    found = starts(committee("pro_rata", PROJECTS))
    assert found == [{"big_1.s": 0, "small_1.s": 181, "small_2.s": 181, "big_2.s": 365, "big_3.s": 546}]


def test_a_blocking_committee_keeps_what_is_left_for_the_next_in_rank() -> None:
    """Day 181: after `small_1`, `big` is next and keeps the 50; day 365 makes it 150, for `big_2` and `small_2`."""
    data = committee("pro_rata", PROJECTS, allocation={"policy": "pro_rata", "blocking": True})
    found = starts(data)
    assert found == [{"big_1.s": 0, "small_1.s": 181, "big_2.s": 365, "small_2.s": 365, "big_3.s": 546}]
