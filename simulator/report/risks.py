"""What went wrong on the way: which risks struck, how often, when, for how long, and what they hit."""

from __future__ import annotations

import math

from simulator.amounts import percent, plain
from simulator.findings import Findings
from simulator.report.decisions import often
from simulator.scenario.risks import (
    AppropriationHit,
    CurrencyHit,
    Hit,
    MarketHit,
    ProjectHit,
    ResourceHit,
    Risk,
    StageHit,
)
from simulator.words import readable, visible

MONTH = 365 / 12


def risk_lines(findings: Findings) -> list[str]:
    """A line for each risk, in the order of the file."""
    return [visible(_line(name, risk, findings)) for name, risk in findings.scenario.risks.items()]


def _line(name: str, risk: Risk, findings: Findings) -> str:
    struck = often(findings, f"risk.{name}.struck", f"risk.{name}.struck_day", "strikes")
    stated = f"stated: {percent(risk.probability.value)}"
    days = float(findings.risks.where(risk=name)["lasts"][0])
    lasts = f"; lasts {plain(days / MONTH)} months in the mean" if math.isfinite(days) else ""
    return f"{readable(name)}: {struck} ({stated}){lasts}; hits {', '.join(hit_words(hit) for hit in risk.hits)}."


def hit_words(hit: Hit) -> str:
    """What a risk hits, in words."""
    return f"{_what(hit)} ({', '.join(_ways(hit))})"


def _what(hit: Hit) -> str:
    """Whom a risk hits."""
    tagged = f" tagged {hit.tag}" if isinstance(hit, StageHit | ProjectHit) and hit.tag else ""
    named = {
        StageHit: "stages",
        ProjectHit: "projects",
        ResourceHit: "resource",
        MarketHit: "market",
        CurrencyHit: "fx",
        AppropriationHit: "appropriation",
    }[type(hit)]
    value = getattr(hit, named)
    return (value if isinstance(value, str) else " ".join(value)) + tagged


def _ways(hit: Hit) -> list[str]:
    """What of it is hit: the keys of the hit that say something."""
    about = {"stages", "projects", "tag", "resource", "market", "fx", "appropriation"}
    return [name for name in type(hit).model_fields if name not in about and getattr(hit, name)]
