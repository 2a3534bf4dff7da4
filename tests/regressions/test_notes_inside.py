"""Notes that replace a plan's tranches, where an earlier version found too late that there are too few of them."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.errors import UserError
from simulator.quantities.units import Context
from simulator.scenario.checks import check
from simulator.scenario.schema import Scenario
from simulator.trace import Kind
from tests.worlds import rows_of, trace_of


def world(amount: str, *faces: int) -> dict[str, Any]:
    """Four equal tranches into one pool, the first before the notes settle."""
    plan = {"kind": "appropriation", "amount": amount, "from": "2025-01-01", "over": "1 year", "into": {"c": "100 %"}}
    terms = {"kind": "convertible_note", "settles": "2025-02-01", "matures": "2026-06-01", "into": {"c": "100 %"}}
    notes = {
        f"note_{n}": {**terms, "face": f"{face} mn USD", "net": f"{face} mn USD", "inside": {"plan": "c"}}
        for n, face in enumerate(faces)
    }
    horizon = {"start": "2025-01-01", "end": "2026-12-31"}
    return {"name": "inside", "horizon": horizon, "pools": {"c": {}}, "funding": {"plan": plan, **notes}}


def places(data: dict[str, Any]) -> list[tuple[str | int, ...]]:
    return [finding.loc for finding in check(Scenario.model_validate(data, context=Context()))]


def test_notes_share_what_is_still_to_come() -> None:
    """9 of 12 mn are to come: 4 and 5 leave nothing of them, 4 and 6 are too much, at the second note."""
    assert places(world("12 mn USD", 4, 6)) == [("funding", "note_1", "inside", "plan")]
    cases, trace = trace_of(world("12 mn USD", 4, 5), 1)
    moved = [(cases.index.allotments[a][0], cents) for _, _, a, cents in rows_of(cases, trace, Kind.TRANCHE)]
    assert moved == [("plan", 3 * 10**8), ("note_0", 4 * 10**8), ("note_1", 5 * 10**8)]


def test_a_plan_that_is_drawn_too_small_for_its_note_is_the_users_to_mend() -> None:
    with pytest.raises(UserError, match="still to come"):
        trace_of(world("uniform(6, 24) mn USD", 8), 50)
