"""Costs that move together because they share drivers, shown back to who wrote the drivers."""

from __future__ import annotations

from itertools import combinations

from simulator.amounts import fixed
from simulator.findings import Findings
from simulator.report.shared_costs import shared_costs
from simulator.scenario.project import DrivenFactor
from simulator.words import readable, visible

#: pairs that are told, and the least correlation that is: more than two standard errors of what is measured
MOST, LEAST = 6, 0.05


def together_lines(findings: Findings) -> list[str]:
    """The programmes whose true costs move together most, with the driver that both share."""
    scenario = findings.scenario
    if not any(isinstance(project.cost_factor, DrivenFactor) for project in scenario.projects.values()):
        return []
    shared = shared_costs(scenario)
    pairs = {(one, other): float(shared.rank[one, other]) for one, other in combinations(range(len(shared.names)), 2)}
    told = sorted((pair for pair in pairs if abs(pairs[pair]) >= LEAST), key=lambda pair: -abs(pairs[pair]))
    lines = []
    for one, other in told[:MOST]:
        names, driver = (readable(shared.names[n]) for n in (one, other)), shared.explained_by(one, other)
        by = f", by {readable(driver)}" if driver else ""
        lines.append(f"{' and '.join(names)}: rank correlation of true costs {fixed(pairs[one, other], 2)}{by}")
    more = [f"{len(told) - MOST} more pairs by less"] if len(told) > MOST else []
    return [visible(line) for line in [*lines, *more]]
