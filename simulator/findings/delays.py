"""What the portfolio waited for, on the paths that drive the finish of its projects."""

from __future__ import annotations

from simulator.cases.index import DATE, FIXED_CAUSES, Index
from simulator.findings.groups import grouped
from simulator.findings.run import WHOLE_PROJECT, Findings

WORKING, PLANNED = "working", FIXED_CAUSES[DATE]
#: a cause of less than a day on average is not worth telling
LEAST_DAYS = 1.0


def cause_names(index: Index) -> dict[str, str]:
    """The causes of delay and how they are named; waiting for a planned date is none."""
    named = {"predecessor": "another project", "trigger": "demand (its trigger)", "money": "money"}
    decided = {"rule": "a rule", "shock": "a risk that struck", "limit": "a limit on commitments"}
    return named | {resource: resource for resource in index.resources} | decided


def delays_by_group(findings: Findings) -> dict[str, dict[str, float]]:
    """Mean days a wave of work and of each delay, on the driving path, by project or by the name of its waves."""
    whole = findings.delays.where(stage=WHOLE_PROJECT)
    group = {member: name for name, members in grouped(findings.scenario).items() for member in members}
    waves = {name: len(members) for name, members in grouped(findings.scenario).items()}
    days: dict[str, dict[str, float]] = {name: {WORKING: 0.0} for name in waves}
    for project, cause, mean in zip(whole["project"], whole["cause"], whole["mean"].tolist(), strict=True):
        if cause != PLANNED:
            of_group = days[group[project]]
            of_group[cause] = of_group.get(cause, 0.0) + mean / waves[group[project]]
    return days


def delay_of_portfolio(findings: Findings) -> dict[str, float]:
    """Mean days of each cause of delay, added up over the driving paths of all projects, the largest first."""
    whole = findings.delays.where(stage=WHOLE_PROJECT)
    total: dict[str, float] = {}
    for cause, mean in zip(whole["cause"], whole["mean"].tolist(), strict=True):
        if cause not in (PLANNED, WORKING):
            total[cause] = total.get(cause, 0.0) + mean
    return dict(sorted(total.items(), key=lambda row: -row[1]))
