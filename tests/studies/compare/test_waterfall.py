"""The order in which a waterfall makes groups of edits is the user's to state."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.errors import UserError
from simulator.studies.waterfall import method_and_order, with_waterfalls
from tests.studies.compare.pairs import compared, manner, variant, written


def test_the_group_that_is_stated_first_is_made_first_and_counts_as_it_does_alone(tmp_path: Path) -> None:
    base = written(tmp_path, "base")
    edits = {"markets__north__growth": "{multiply: 1.3}", "projects__second_1__budget": "{multiply: 1.17}"}
    other = variant(tmp_path, "other", **edits)
    found = compared(tmp_path, [base, other])
    falls = {}
    for written_order in ("demand,cost", "cost,demand"):
        method, order = method_and_order(written_order)
        falls[written_order] = with_waterfalls(found, method, ["npv"], manner(tmp_path), order=order).waterfalls[0]
    for stated, fall in falls.items():
        assert [part.groups[0] for part in fall.parts] == stated.split(",")
        assert fall.parts[0].amount == fall.parts[0].alone
        assert sum(part.amount for part in fall.parts) == fall.difference
    alone = [{part.groups: part.alone for part in fall.parts} for fall in falls.values()]
    assert alone[0] == alone[1]


@pytest.mark.parametrize("written_order", ["demand,demand", "prices", "", "order,demand"])
def test_what_is_neither_a_method_nor_groups_is_refused(written_order: str) -> None:
    with pytest.raises(UserError, match="is no way to split a difference"):
        method_and_order(written_order)
