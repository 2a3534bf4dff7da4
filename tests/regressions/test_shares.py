"""Shares of a budget, where an earlier version took a wrong number without a word."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulator.quantities.units import Context
from simulator.scenario.checks import check
from simulator.scenario.schema import Scenario
from tests.worlds import cases_of, scenario_of

PRICED = {"s": {"duration": "10 days", "cost": "5 mn USD"}}


def world(**project: Any) -> dict[str, Any]:
    horizon = {"start": "2025-01-01", "end": "2026-12-31"}
    return {"name": "shares", "horizon": horizon, "projects": {"p": project}}


def test_a_share_that_is_drawn_is_drawn() -> None:
    """Of 100 mn: 60 to 80 mn, its mean 70 mn set aside; and the rest is fixed."""
    stages = {
        "s": {"duration": "10 days", "cost": "uniform(60, 80) %"},
        "t": {"duration": "10 days", "cost": "30 %"},
    }
    cases = cases_of(scenario_of(world(budget="100 mn USD", stages=stages)), 500)
    assert cases.stages.budget.tolist() == [70 * 10**8, 30 * 10**8]
    drawn, fixed = cases.stages.cost.T
    assert (fixed == 30 * 10**8).all()
    assert 60e8 <= drawn.min() < 61e8
    assert 79e8 < drawn.max() <= 80e8
    assert np.mean(drawn) == pytest.approx(70e8, rel=0.02)


@pytest.mark.parametrize(
    "project",
    [
        {"stages": PRICED, "benefit": {"yearly": "30 %", "life": "5 years"}},
        {"stages": PRICED, "capacity": "1 MW", "life": "1 year", "renewal": {"cost": "10 %"}},
        {"stages": {"s": {"duration": "10 days", "cost": "uniform(90, 110) %"}}},
    ],
    ids=["benefit", "renewal", "drawn share"],
)
def test_a_share_of_a_budget_needs_a_budget(project: dict[str, Any]) -> None:
    scenario = Scenario.model_validate(world(**project), context=Context())
    assert [finding.loc for finding in check(scenario)] == [("projects", "p", "budget")]
