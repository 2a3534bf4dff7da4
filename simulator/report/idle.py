"""Capital that earned nothing: what lay idle, for how long and for what, and what was given up."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from simulator.amounts import money, percent, readable, visible
from simulator.findings import Findings
from simulator.findings.delays import cause_names

TOTAL = "stranded_capital"
#: what giving projects up costs, and how that is told
LOST = {"write_offs": "written off", "cancellation_cost": "paid for cancelling"}
#: causes and programmes that are named, and the least part that is
MOST, LEAST = 4, 0.005


def idle_lines(findings: Findings) -> list[str]:
    """Stranded capital with its causes and programmes, then what was written off and paid for cancelling."""
    return [visible(line) for of in (_stranded, _given_up) for line in of(findings)]


def _stranded(findings: Findings) -> Iterator[str]:
    peak, currency = findings.metrics.get(f"{TOTAL}_peak"), findings.scenario.currency
    if peak is None or not peak.any():
        return
    most, high = money(float(peak.mean()), currency), money(float(np.quantile(peak, 0.9)), currency)
    yield f"At most {most} lies idle, paid and not in service with nobody at work (mean; P90: {high})."
    total = float((findings.timelines[TOTAL]["mean"] * findings.calendar.month_days).sum())
    causes = {cause: readable(name) for cause, name in cause_names(findings.index).items()} | {"date": "a planned date"}
    programmes = {name: readable(name) for name in findings.index.programmes}
    by_cause, by_programme = _shares(findings, TOTAL, causes, total), _shares(findings, "stranded", programmes, total)
    if total > 0:
        idle = float(findings.metrics["stranded_capital_money_days"].mean())
        yield f"Idle for {money(idle, currency)}-days (mean): waiting for {by_cause}; in {by_programme}."


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
