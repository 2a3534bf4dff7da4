"""What limits on commitments did: where they held projects back, and where they left room."""

from __future__ import annotations

from simulator.amounts import money, percent, readable, visible
from simulator.cases.limits import limit_names
from simulator.findings import Findings
from simulator.scenario.rules import Limit

#: how a period is told
PERIODS = {"quarter": " a fiscal quarter", "year": " a fiscal year", "horizon": ""}


def limit_lines(findings: Findings) -> list[str]:
    """A line for each limit, in the order of the file: binding, and in what share of the replications, or slack."""
    named = zip(limit_names(findings.scenario), findings.scenario.limits, strict=True)
    return [visible(_line(name, limit, findings)) for name, limit in named]


def _line(name: str, limit: Limit, findings: Findings) -> str:
    currency = findings.scenario.currency
    bounds = {"at least": limit.at_least, "at most": limit.at_most}
    told = " and ".join(f"{side} {money(of.value, currency)}" for side, of in bounds.items() if of is not None)
    share = float(findings.metrics[f"limit.{name}.bound"].mean())
    verdict = f"binding in {percent(share)} of the replications" if share else "slack in every replication"
    return f"{readable(limit.tag)}, {told}{PERIODS[limit.per]}: {verdict}."
