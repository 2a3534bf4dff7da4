"""The headline table of a run: a line a number, in the order in which an analyst asks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from simulator.amounts import PERCENT, dated, decimals_for, fixed, largest, level_unit, percent
from simulator.findings import Findings
from simulator.findings.statistics import Summary
from simulator.metrics import Family, family_of
from simulator.scenario.raises import ConvertibleNote
from simulator.words import cut, readable, visible

#: widths of the columns; a line is at most 100 wide
WHAT, UNIT, NUMBER = 40, 10, 11
COLUMNS = ("mean", "p10", "p50", "p90")
#: families of metrics in an analyst's order, and how they are told; braces take what stands in the pattern's places
TOLD: dict[str, str] = {
    "<plan>.committed": "{}: committed",
    "<plan>.paid": "{}: paid",
    "<plan>.unspent": "{}: not paid",
    "<note>.allocated.<pool>": "{}: spent out of {}",
    "<note>.unallocated.<pool>": "{}: left in {}",
    "<note>.deployed_day": "{}: 95 % spent on",
    "finish_day": "last project done on",
    "capacity_mw": "capacity in service at the end",
    "market.<market>.utilisation": "utilisation of {}",
    "unserved_mw_months": "demand not served, all markets",
    "revenue": "revenue of all markets",
    "operating_cash": "operating cash of all markets",
    "npv": "NPV after tax",
    "irr": "IRR",
    "payback_years": "payback",
    "stranded_capital_peak": "most capital that lay idle",
    "liquidity_min": "least group liquidity",
    "liquidity_min_day": "  on",
    "liquidity_below_floor": "  below the floor",
    "<note>.put": "{}: put back",
    "<note>.converted": "{}: converted",
    "<note>.effective_rate": "{}: cost a year, net to face",
    "<note>.dilution.if_converted": "{}: new shares if converted",
    "<note>.dilution.economic": "{}: dilution net of the capped call",
}
#: how some of them are told of a note that is settled in cash, so that no shares come and more than face may be paid
SETTLED_IN_CASH = {
    "<note>.dilution.if_converted": "{}: if it were settled in shares",
    "<note>.effective_rate": "{}: cost a year, as paid",
}
#: and of one without a capped call
WITHOUT_CALL = {"<note>.dilution.economic": "{}: economic dilution"}
#: families of which nobody needs to hear that they are zero
NO_NEWS = {"capacity_mw", "stranded_capital_peak", "unserved_mw_months"}
#: projects whose finish is told where there is no money to tell of
MOST_PROJECTS = 20


@dataclass(frozen=True)
class Row:
    """A number of the table: what it is, of which metric, in which unit, as ``COLUMNS`` have it, in what share of
    the replications it is reached ('' for all)."""

    what: str
    metric: str
    unit: str
    numbers: list[str]
    reached: str = ""


def headline(findings: Findings, what: int = WHAT) -> list[str]:
    """The table as lines of text, at most 100 wide; ``what`` is the width of its first column.

    Money is in the multiple that fits the line, days are dates, a share of replications stands under the mean. Where
    some replications never get there, the numbers are of the others, and the line says how many.
    """
    return as_lines(headline_rows(findings), what)


def as_lines(rows: Sequence[Row], what: int = WHAT) -> list[str]:
    """Rows as lines of text under a head, at most 100 wide; ``what`` is the width of the first column."""
    head = f"{'':{what}}{'unit':<{UNIT}}" + "".join(
        f"{name.upper() if name != 'mean' else name:>{NUMBER}}" for name in COLUMNS
    )
    return [head, *(_line(row, what) for row in rows)]


def headline_rows(findings: Findings) -> list[Row]:
    """The rows of the table, not yet cut to a width."""
    return [row_of(text, name, findings) for text, name in _told(findings)]


def _told(findings: Findings) -> Iterator[tuple[str, str]]:
    """What is told, and the metric's name."""
    names = {name: family_of(name) for name in findings.metrics}
    for pattern, text in TOLD.items():
        for name, family in names.items():
            if family is not None and family.pattern == pattern and _is_told(name, pattern, findings):
                named = places(family, name)
                worded = _worded(pattern, findings.scenario.funding.get(named[0]) if named else None, text)
                yield worded.format(*(readable(place) for place in named)), name
    if not findings.scenario.funding:
        finishes = [
            name for name, family in names.items() if family and family.pattern == "project.<project>.finish_day"
        ]
        for name in finishes[:MOST_PROJECTS]:
            yield f"{readable(name.split('.')[1])} done on", name


def _worded(pattern: str, funding: object, text: str) -> str:
    """How a metric is told of a funding."""
    if not isinstance(funding, ConvertibleNote):
        return text
    in_cash = SETTLED_IN_CASH if funding.settlement == "cash" else {}
    without_call = WITHOUT_CALL if funding.capped_call is None else {}
    return {**in_cash, **without_call}.get(pattern, text)


def _is_told(name: str, pattern: str, findings: Findings) -> bool:
    """Whether a metric says anything: what is nothing in every replication is left out where that is no news."""
    return pattern not in NO_NEWS or bool(findings.metrics[name].any())


def places(family: Family, name: str) -> tuple[str, ...]:
    """What stands in the places of a metric's name.

    >>> places(Family("<note>.allocated.<pool>", "money", "neither", "", iter), "note.allocated.cloud")
    ('note', 'cloud')
    """
    pattern = "([^.]+)".join(re.escape(part) for part in re.split("<[a-z]+>", family.pattern))
    found = re.fullmatch(pattern, name)
    return found.groups() if found else ()


def row_of(text: str, name: str, findings: Findings) -> Row:
    """The row of a metric, under a text."""
    found, family = findings.summary(name), family_of(name)
    unit, numbers = _numbers(found, family.unit if family else "", findings)
    reached = percent(found.n / (found.n + found.unfinished)) if found.unfinished else ""
    return Row(visible(text), name, unit, numbers, reached)


def _line(row: Row, wide: int) -> str:
    reached = f" (in {row.reached})" if row.reached else ""
    what = cut(row.what, wide - 1 - len(reached)) + reached
    return f"{what:<{wide}}{row.unit:<{UNIT}}" + "".join(f"{number:>{NUMBER}}" for number in row.numbers)


def _numbers(found: Summary, unit: str, findings: Findings) -> tuple[str, list[str]]:
    """The unit as shown, and the numbers in it."""
    values = [found[column] for column in COLUMNS]
    if unit == "day":
        return "date", [dated(value, findings.calendar) for value in values]
    if unit == "0/1":
        return "share", [percent(found.mean), "", "", ""]
    if unit in PERCENT:
        return "a year" if unit == "1/year" else "share", [percent(value) for value in values]
    divisor, shown = level_unit(unit, largest(values), findings.scenario.currency)
    return shown, _aligned([value / divisor for value in values])


def _aligned(values: list[float]) -> list[str]:
    """Numbers of one line, all with the decimals that the largest one takes."""
    return [fixed(value, decimals_for(largest(values))) for value in values]
