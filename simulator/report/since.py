"""The headline table with what changed in it since the last time."""

from __future__ import annotations

import math

from simulator.amounts import signed
from simulator.findings import Findings
from simulator.findings.statistics import summary
from simulator.metrics import family_of
from simulator.report.headline import headline, headline_rows

HEAD = "mean since then"
GAP = "   "
#: width of what the numbers are of, so that a line with its change is at most 100 wide
WHAT = 28


def headline_since(findings: Findings, before: Findings | None) -> list[str]:
    """The lines of the headline table; beside each number the change of its mean since an earlier run, if it changed.

    What is no longer told is named below.
    """
    if before is None:
        return headline(findings)
    head, *lines = headline(findings, WHAT)
    rows = headline_rows(findings)
    beside = [change(row.metric, findings, before) for row in rows]
    told = [f"{line}{GAP}{text}".rstrip() for line, text in zip(lines, beside, strict=True)]
    gone = [row.what.strip() for row in headline_rows(before) if row.metric not in findings.metrics]
    return [f"{head}{GAP}{HEAD}", *told, *(f"no longer there: {what}" for what in gone)]


def change(metric: str, findings: Findings, before: Findings) -> str:
    """The change of a mean, with its sign; '' where there is none."""
    if metric not in before.metrics:
        return "new"
    now, then = (summary(found.metrics[metric]).mean for found in (findings, before))
    if now == then or (math.isnan(now) and math.isnan(then)):
        return ""
    if math.isnan(now) or math.isnan(then):
        return "now undefined" if math.isnan(now) else "now defined"
    family = family_of(metric)
    return signed(now - then, family.unit if family else "", findings.scenario.currency)
