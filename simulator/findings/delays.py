"""What the portfolio waited for, on the paths that drive the finish of its projects."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.cases.index import DATE, FIXED_CAUSES, PREDECESSOR, Index
from simulator.findings.groups import grouped
from simulator.findings.run import WHOLE_PROJECT, Findings

WORKING, PLANNED, FOLLOWING = "working", FIXED_CAUSES[DATE], FIXED_CAUSES[PREDECESSOR]
#: a cause of less than a day on average is not worth telling
LEAST_DAYS = 1.0


def cause_names(index: Index) -> dict[str, str]:
    """The causes of delay and how they are named; waiting for a planned date is none."""
    named = {"predecessor": "another project", "trigger": "demand (its trigger)", "money": "money"}
    decided = {"rule": "a rule", "shock": "a risk that struck", "limit": "a limit on commitments"}
    return named | {resource: resource for resource in index.resources} | decided


def idle_causes(index: Index, series: str) -> dict[str, str]:
    """What capital that is paid waits for and how that is named, of ``stranded_capital`` or ``standing_capital``."""
    predecessor = {"predecessor": "another stage"} if series == "standing_capital" else {}
    return cause_names(index) | predecessor | {PLANNED: "a planned date"}


def delays_by_group(findings: Findings) -> dict[str, dict[str, float]]:
    """Mean days a wave of work and of each delay, on the driving path, by project or by the name of its waves."""
    group = {member: name for name, members in grouped(findings.scenario).items() for member in members}
    waves = {name: len(members) for name, members in grouped(findings.scenario).items()}
    days: dict[str, dict[str, float]] = {name: {WORKING: 0.0} for name in waves}
    for project, cause, mean in _on_paths(findings):
        of_group = days[group[project]]
        of_group[cause] = of_group.get(cause, 0.0) + mean / waves[group[project]]
    return days


def delay_of_portfolio(findings: Findings) -> dict[str, float]:
    """Mean days of each cause of delay, added up over the driving paths of all projects, the largest first."""
    total: dict[str, float] = {}
    for _, cause, mean in _on_paths(findings):
        if cause != WORKING:
            total[cause] = total.get(cause, 0.0) + mean
    return dict(sorted(total.items(), key=lambda row: -row[1]))


def _on_paths(findings: Findings) -> Iterator[tuple[str, str, float]]:
    """Mean days of work and of each delay on the driving path of each project.

    Waiting for a planned date is none, nor is that of a project that only a rule or trigger starts, or of what follows
    it, until it does.
    """
    whole, options = findings.delays.where(stage=WHOLE_PROJECT), findings.options
    held: dict[tuple[str, str], float] = {}
    if len(options):
        keys = zip(options["project"], options["cause"], strict=True)
        held = dict(zip(keys, options["mean"].tolist(), strict=True))
    for project, cause, mean in zip(whole["project"], whole["cause"], whole["mean"].tolist(), strict=True):
        days = mean - held.get((project, cause), 0.0)
        if cause != PLANNED and days > 0:
            yield project, cause, days


def left_options(findings: Findings) -> dict[str, float]:
    """The share of the replications in which each project that only a rule or trigger starts is not started."""
    options = findings.options
    if not len(options):
        return {}
    rows = zip(options["project"], options["cause"], options["exercised"].tolist(), strict=True)
    return {project: 1 - exercised for project, cause, exercised in rows if cause != FOLLOWING}


def unexercised(findings: Findings) -> dict[str, float]:
    """The share of the replications in which a project that only a rule or trigger starts is not started.

    By project, or by the name of its waves: then the share of all waves and replications.
    """
    never = left_options(findings)
    shares = {name: [never[member] for member in members if member in never]
              for name, members in grouped(findings.scenario).items()}  # fmt: skip
    return {name: sum(of) / len(of) for name, of in shares.items() if of}
