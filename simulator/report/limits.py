"""What limits and pools that keep money did: where they held projects back, where they left room."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from simulator.amounts import money, percent
from simulator.cases.limits import limit_names
from simulator.findings import Findings
from simulator.findings.reactions import BINDING, SLACK, UNMATCHED
from simulator.scenario.rules import Limit
from simulator.scenario.schema import Pool
from simulator.words import readable, visible

#: how a period is told
PERIODS = {"quarter": " a fiscal quarter", "year": " a fiscal year", "horizon": ""}


def limit_lines(findings: Findings) -> list[str]:
    """A line for each limit, then for each pool that keeps money: binding, and how often; slack; unmatched."""
    named = zip(limit_names(findings.scenario), findings.scenario.limits, strict=True)
    limits = [_line(name, limit, findings) for name, limit in named]
    return [visible(line) for line in [*limits, *_keeping(findings)]]


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


def _keeping(findings: Findings) -> Iterator[str]:
    """Pools with a reserve or a floor: whether it made a stage wait, and what overruns took out of the reserve."""
    for name, pool in findings.scenario.pools.items():
        if f"pool.{name}.kept_back" in findings.metrics:
            share = float(findings.metrics[f"pool.{name}.kept_back"].mean())
            status = f"{BINDING} in {percent(share)} of the replications" if share else SLACK
            yield f"pool {readable(name)}, {_kept(pool, findings.scenario.currency)}: {status}{_drawn(name, findings)}."


def _kept(pool: Pool, currency: str) -> str:
    """What a pool keeps, in words."""
    kept = {"reserve": pool.reserve.value, "floor": pool.floor.value}
    return " and ".join(f"{name} {money(value, currency)}" for name, value in kept.items() if value)


def _drawn(name: str, findings: Findings) -> str:
    """What overruns took out of a pool's reserve, where it has one."""
    drawn = findings.metrics.get(f"pool.{name}.drawn_from_reserve")
    if drawn is None:
        return ""
    if not drawn.any():
        return "; no overrun drew on the reserve"
    amount, share = money(float(drawn.mean()), findings.scenario.currency), percent(float((drawn > 0).mean()))
    return f"; overruns drew {amount} of the reserve in the mean, in {share} of the replications"
