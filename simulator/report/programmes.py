"""What each programme is worth, in the plan or outside it, and which of them notes alone pay for."""

from __future__ import annotations

from simulator.amounts import money
from simulator.findings import Findings
from simulator.findings.groups import in_plan
from simulator.report.headline import WHAT, Row, row_of
from simulator.scenario.funding import Appropriation
from simulator.scenario.plan import plan_of
from simulator.scenario.programmes import programme_of
from simulator.scenario.raises import ConvertibleNote
from simulator.scenario.schema import Scenario
from simulator.words import cut, readable, visible


def programme_rows(findings: Findings) -> list[Row]:
    """NPV of each programme, in the order of the file; none where the scenario values nothing."""
    if "npv" not in findings.metrics:
        return []
    places = _places(findings.scenario)
    named = [name for name in findings.index.programmes if f"npv.{name}" in findings.metrics]
    return [row_of(_told(name, places.get(name, "")), f"npv.{name}", findings) for name in named]


def _places(scenario: Scenario) -> dict[str, str]:
    """Where a programme stands to the plan; nothing where there is no plan."""
    if plan_of(scenario) is None:
        return {}
    plan = in_plan(scenario)
    programmes = {programme_of(name, project) for name, project in scenario.projects.items()}
    return {name: ", in the plan" if name in plan else ", outside the plan" for name in programmes}


def _told(name: str, place: str) -> str:
    """The name, cut so that its place still fits the column."""
    return cut(readable(name), WHAT - 1 - len(place)) + place


def without_notes(findings: Findings) -> list[str]:
    """A sentence on the programmes that are not done without the notes, with what they are worth together."""
    named = [name for name in findings.index.programmes if name in paid_by_notes(findings.scenario)]
    named = [name for name in named if f"npv.{name}" in findings.metrics]
    if not named:
        return []
    worth = sum(float(findings.metrics[f"npv.{name}"].mean()) for name in named)
    told = ", ".join(readable(name) for name in named)
    value = money(worth, findings.scenario.currency)
    return [visible(f"Paid from a note's pools alone, and not done without it: {told}; NPV together {value}.")]


def paid_by_notes(scenario: Scenario) -> set[str]:
    """Programmes of which every project draws on hard pools only, and on none but those that notes fill.

    A soft pool borrows from others, a memo pool keeps nobody waiting: neither ties a project to its note.
    """
    fundings = scenario.funding.values()
    raised = {pool for funding in fundings if isinstance(funding, ConvertibleNote) for pool in funding.into}
    own = {pool for funding in fundings if isinstance(funding, Appropriation) for pool in funding.into}
    tied = {pool for pool in raised - own if scenario.pools[pool].earmark == "hard"}
    found: dict[str, bool] = {}
    for name, project in scenario.projects.items():
        programme = programme_of(name, project)
        found[programme] = found.get(programme, True) and bool(project.pool) and tied.issuperset(project.pool)
    return {programme for programme, holds in found.items() if holds}
