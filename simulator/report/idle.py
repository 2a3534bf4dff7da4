"""Capital that earned nothing: what lay idle or stood unused, for how long and for what, and what was given up."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from simulator.amounts import money, percent
from simulator.findings import Findings
from simulator.findings.delays import idle_causes
from simulator.words import readable, visible

#: what giving projects up costs, and how that is told
LOST = {"write_offs": "written off", "cancellation_cost": "paid for cancelling"}
#: causes and programmes that are named, and the least part that is
MOST, LEAST = 4, 0.005


def idle_lines(findings: Findings) -> list[str]:
    """Stranded and standing capital by cause and programme, then what was written off and paid for cancelling."""
    stranded = _waiting(findings, "stranded", "lies idle, paid and not in service with nobody at work", "Idle")
    standing = _waiting(findings, "standing", "stands in finished stages while the next has not begun", "Unused")
    return [visible(line) for lines in (stranded, standing, _given_up(findings)) for line in lines]


def _waiting(findings: Findings, kind: str, lies: str, idle: str) -> Iterator[str]:
    """The most capital of a kind that waits, then for how long, for what and in which programmes."""
    total = f"{kind}_capital"
    peak, currency = findings.metrics.get(f"{total}_peak"), findings.scenario.currency
    if peak is None or not peak.any():
        return
    most, high = money(float(peak.mean()), currency), money(float(np.quantile(peak, 0.9)), currency)
    yield f"At most {most} {lies} (mean; P90: {high})."
    days = float((findings.timelines[total]["mean"] * findings.calendar.month_days).sum())
    causes = {cause: readable(name) for cause, name in idle_causes(findings.index, total).items()}
    programmes = {name: readable(name) for name in findings.index.programmes}
    by_cause, by_programme = _shares(findings, total, causes, days), _shares(findings, kind, programmes, days)
    if days > 0:
        of_all = money(float(findings.metrics[f"{total}_money_days"].mean()), currency)
        yield f"{idle} for {of_all}-days (mean): waiting for {by_cause}; in {by_programme}."


def _shares(findings: Findings, of: str, names: dict[str, str], total: float) -> str:
    """What parts of all idle money-days are of which cause or programme, the largest first."""
    days = findings.calendar.month_days
    series = {name: findings.timelines.get(f"{of}.{key}") for key, name in names.items()}
    parts = {name: float((fan["mean"] * days).sum()) / total for name, fan in series.items() if fan is not None}
    largest = sorted((name for name in parts if parts[name] >= LEAST), key=lambda name: -parts[name])
    return ", ".join(f"{name} {percent(parts[name])}" for name in largest[:MOST])


def _given_up(findings: Findings) -> Iterator[str]:
    """Projects that are given up, and what that costs."""
    told = {words: findings.metrics[of] for of, words in LOST.items() if of in findings.metrics}
    gone = {name.split(".")[1]: float(values.mean())
            for name, values in findings.metrics.items() if name.endswith(".abandoned")}  # fmt: skip
    gone = {name: share for name, share in gone.items() if _wave_of(name, findings) not in gone}
    shares = ", ".join(f"{readable(name)} in {percent(share)}" for name, share in gone.items() if share)
    if shares:
        currency = findings.scenario.currency
        parts = [
            f"{money(float(values.mean()), currency)} is {words}" for words, values in told.items() if values.any()
        ]
        lost = f"; {' and '.join(parts)} (mean)" if parts else ""
        yield f"Given up: {shares} of the replications{lost}."


def _wave_of(name: str, findings: Findings) -> str | None:
    """The repeated project that a project is a wave of, which tells of all its waves."""
    project = findings.scenario.projects.get(name)
    return project.wave_of if project else None
