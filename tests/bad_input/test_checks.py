"""Faults across keys, each in the smallest scenario that has it."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.quantities.units import Context
from simulator.scenario.checks import check
from simulator.scenario.schema import Scenario

STAGE = {"duration": "5 days"}
HORIZON = {"start": "2025-01-01", "end": "2025-12-31"}


def problems(**sections: Any) -> list[tuple[str, str]]:
    """(path, problem) of every finding."""
    data = {"name": "small", "horizon": HORIZON, **sections}
    found = check(Scenario.model_validate(data, context=Context()))
    return [(".".join(map(str, finding.loc)), finding.problem) for finding in found]


def project(**keys: Any) -> dict[str, Any]:
    return {"p": {"stages": {"a": STAGE}, **keys}}


@pytest.mark.parametrize(
    ("sections", "expected"),
    [
        (
            {
                "projects": {"p": {"stages": {"a": {**STAGE, "needs": {"crews": "1 MW"}}}}},
                "resources": {"crews": {"capacity": 2}},
            },
            ("projects.p.stages.a.needs.crews", "is not in the unit of crews"),
        ),
        (
            {
                "projects": {"p": {"stages": {"a": {**STAGE, "needs": {"crews": 3}}}}},
                "resources": {"crews": {"capacity": 2}},
            },
            ("projects.p.stages.a.needs.crews", "is more than there will ever be (2)"),
        ),
        (
            {"projects": {"p": {"stages": {"a": {**STAGE, "after": ["b"]}, "b": {**STAGE, "after": ["a"]}}}}},
            ("projects.p.stages.a.after", "is a cycle: p.a -> p.b -> p.a"),
        ),
        (
            {"projects": project(capacity="5 MW", capacity_by_stage={"a": "5 MW"})},
            ("projects.p.capacity", "is stated twice"),
        ),
        ({"projects": project(renewal={"cost": "1 mn USD"})}, ("projects.p.renewal", "has nothing that ends")),
        ({"projects": project(start="2027-01-01")}, ("projects.p.start", "is outside the horizon")),
        (
            {"treasury": {"opening": "1 mn USD", "outflows": {"loan": {"2024-12-31": "1 mn USD"}}}},
            ("treasury.outflows.loan.2024-12-31", "is outside the horizon"),
        ),
        (
            {"valuation": {"discount_rate": "0 %/year", "terminal": "perpetuity"}},
            ("valuation.terminal", "has no value without a discount rate"),
        ),
        (
            {"drivers": {"steel": {"loads": {"projects.*.cost_factor": 0.5}}}},
            ("drivers.steel.loads.projects.*.cost_factor", "matches nothing that is drawn"),
        ),
    ],
    ids=lambda case: "",
)
def test_a_fault_across_keys_is_found_at_its_place(sections: dict[str, Any], expected: tuple[str, str]) -> None:
    assert problems(**sections) == [expected]


def test_a_scenario_of_a_horizon_alone_has_no_fault() -> None:
    assert problems() == []
