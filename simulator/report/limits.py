"""What limits on commitments did: where they held projects back, where they left room, and which nobody came near."""

from __future__ import annotations

from collections import Counter

import numpy as np

from simulator.amounts import money, percent, readable, visible
from simulator.cases.limits import limit_names
from simulator.findings import Findings
from simulator.reacted import BINDING, SLACK, UNMATCHED
from simulator.scenario.rules import Limit

#: how a period is told
PERIODS = {"quarter": " a fiscal quarter", "year": " a fiscal year", "horizon": ""}


def limit_lines(findings: Findings) -> list[str]:
    """A line for each limit, in the order of the file: binding, and in what share of replications; slack; unmatched."""
    named = zip(limit_names(findings.scenario), findings.scenario.limits, strict=True)
    return [visible(_line(name, limit, findings)) for name, limit in named]


def _line(name: str, limit: Limit, findings: Findings) -> str:
    currency = findings.scenario.currency
    bounds = {"at least": limit.at_least, "at most": limit.at_most}
    told = " and ".join(f"{side} {money(of.value, currency)}" for side, of in bounds.items() if of is not None)
    return f"{readable(limit.tag)}, {told}{PERIODS[limit.per]}: {_status(name, findings)}."


def _status(name: str, findings: Findings) -> str:
    """In how many periods a limit binds, and in which of them most often."""
    rows = findings.limits.where(limit=name)
    periods = Counter(rows["status"].tolist())
    if len(rows) == 1:
        bound = float(rows["bound"][0])
        return f"binding in {percent(bound)} of the replications" if bound else str(rows["status"][0])
    told = ", ".join(f"{status} in {periods[status]}" for status in (BINDING, SLACK, UNMATCHED) if periods[status])
    told = f"of {len(rows)} periods {told}"
    if not periods[BINDING]:
        return told
    most = int(np.argmax(rows["bound"]))
    return (
        f"{told}; most often from {rows['period'][most]}, in {percent(float(rows['bound'][most]))} of the replications"
    )
