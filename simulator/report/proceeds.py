"""Use of proceeds: what became of money raised from outside, quarter by quarter and pool by pool, and where it went."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from simulator.amounts import decimals_for, fixed, money, money_unit, percent
from simulator.findings import Findings
from simulator.findings.statistics import summary
from simulator.metrics import FAMILIES
from simulator.quantities.calendar import add_length
from simulator.report.headline import places
from simulator.scenario.funding import Appropriation
from simulator.scenario.raises import Raise
from simulator.scenario.tranches import received, split_of
from simulator.words import WIDTH, cut, readable, visible

#: quarters of a table; of money that is spent more slowly the last row is the horizon's end
MOST = 12
#: part of the money below which all of it counts as paid out
NOTHING = 1e-5
#: series of money that went to other uses than those of its pool, and how they are told
DRIFT = {"lent": "{} lent to {}", "moved": "moved into {}"}
WEEK, MILLION = 7.0, 1e6


@dataclass(frozen=True)
class Use:
    """What a programme or a project got of a raise: its cells are mean, P10 and P90, and the share of all."""

    what: str
    project: bool
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Proceeds:
    """The use of what one source brought.

    Attributes
    ----------
    name, unit : of the source; of all amounts
    heads, rows : of the table by quarter: a date, then the cells of each pool and their sum
    uses : the programmes, each with its projects
    lines : what the tables do not say
    """

    name: str
    unit: str
    heads: tuple[str, ...]
    rows: list[tuple[str, ...]]
    uses: list[Use]
    lines: list[str]


def proceeds(findings: Findings) -> list[Proceeds]:
    """The use of each raise that has money in pools, in the order of the file."""
    funding = findings.scenario.funding
    return [_proceeds(name, one, findings) for name, one in funding.items() if isinstance(one, Raise) and one.into
            and f"{name}.unaccounted" in findings.metrics]  # fmt: skip


def _proceeds(name: str, source: Raise, findings: Findings) -> Proceeds:
    split = {pool: cents / 100 for pool, cents in split_of(source).items()}
    divisor, unit = table_unit(split, findings.scenario.currency)
    pools = _pools(name, findings)
    drift = _drift(name, findings)
    heads = ("", *(visible(f"{readable(pool)}, {part}") for pool in pools for part in ("paid", "left")), "sum",
             *(visible(told) for told in drift.values()))  # fmt: skip
    rows = [_row(name, pools, list(drift), at, divisor, findings) for at in _quarters(name, source, pools, findings)]
    lines = [visible(line) for line in _lines(name, source, split, findings)]
    return Proceeds(name, unit, heads, rows, list(_uses(name, divisor, findings)), lines)


def table_unit(split: dict[str, float], currency: str) -> tuple[float, str]:
    """The divisor and the unit of the tables: millions at most, so that two decimals say something."""
    divisor, unit = money_unit(sum(split.values()), currency)
    return (divisor, unit) if divisor <= MILLION else (MILLION, f"mn {currency}")


def _pools(name: str, findings: Findings) -> list[str]:
    """The pools that hold money of a raise, in file order: those of its split, and what rules may move it into."""
    return [pool for pool in findings.index.pools if f"{name}.allocated.{pool}" in findings.timelines]


def _drift(name: str, findings: Findings) -> dict[str, str]:
    """The series of money that went to other uses, where some did, each with its head."""
    found = {}
    for series, fan in findings.timelines.items():
        source, _, rest = series.partition(".")
        kind, *named = rest.split(".")
        if source == name and kind in DRIFT and fan["mean"].any():
            found[series] = DRIFT[kind].format(*(readable(pool) for pool in named))
    return found


def _quarters(name: str, source: Raise, pools: list[str], findings: Findings) -> list[int]:
    """Positions among the closings of the quarters' ends that are told, and of the horizon's end if money is left."""
    calendar = findings.calendar
    ends = np.searchsorted(calendar.closing_days, calendar.fiscal_quarter_ends)
    left = np.sum([findings.timelines[f"{name}.unallocated.{pool}"]["mean"] for pool in pools], axis=0)
    left = left / (sum(split_of(source).values()) / 100)
    told: list[int] = []
    for at in ends[calendar.fiscal_quarter_ends >= calendar.day_of(source.settles)].tolist():
        told.append(at)
        if left[at] < NOTHING or len(told) == MOST:
            break
    last = len(calendar.closing_days) - 1
    return told if told and (left[told[-1]] < NOTHING or told[-1] == last) else [*told, last]


def _row(name: str, pools: list[str], drift: list[str], at: int, divisor: float, findings: Findings) -> tuple[str, ...]:
    """The means of a quarter's end: of each pool what is paid and left, their sum, and drift so far."""
    day = findings.calendar.date_of(int(findings.calendar.closing_days[at]))
    means = [float(findings.timelines[f"{name}.{part}.{pool}"]["mean"][at])
             for pool in pools for part in ("allocated", "unallocated")]  # fmt: skip
    drifted = [float(findings.timelines[series]["mean"][at]) for series in drift]
    return (day.isoformat(), *(fixed(number / divisor, 2) for number in (*means, sum(means), *drifted)))


def _lines(name: str, source: Raise, split: dict[str, float], findings: Findings) -> Iterator[str]:
    currency = findings.scenario.currency
    divisor, unit = table_unit(split, currency)
    net, *parts = (fixed(amount / divisor, 2) for amount in (received(source), *split.values()))
    told = ", ".join(f"{part} to {readable(pool)}" for pool, part in zip(split, parts, strict=True))
    base = getattr(source, "split_base", "net").replace("_", " ")
    yield f"{net} {unit} came on {source.settles}; divided on {base}: {told}."
    off = float(findings.metrics[f"{name}.unaccounted"].max())
    yield (
        "Paid and left add up to that, to the cent, at every quarter's end of every replication."
        if off == 0
        else f"Paid and left miss that by up to {money(off, currency)}."
    )
    yield from _weeks(source, split, findings)
    if _drift(name, findings):
        yield "Lent: a pool's money paid for projects of another while it was idle; moved: by rules. Both so far, mean."


def _weeks(source: Raise, split: dict[str, float], findings: Findings) -> Iterator[str]:
    """For how many weeks each part that is inside a plan covers the plan's spending, in its window and at the issue."""
    for plan, pool in source.inside.items():
        stated, part = findings.scenario.funding[plan], split[pool]
        if not isinstance(stated, Appropriation) or f"{plan}.paid" not in findings.timelines:
            continue
        paces = {
            "in its window": weekly(plan, *_window(stated, findings), findings),
            "in the quarter of the settlement": weekly(plan, *_quarter(source, findings), findings),
        }
        covered = ", ".join(
            f"{fixed(part / pace, 1)} {when} ({money(pace, findings.scenario.currency)} a week)"
            for when, pace in paces.items()
            if pace > 0
        )
        if covered:
            yield f"Weeks of what {readable(plan)} spends that the {readable(pool)} part covers: {covered}."


def weekly(plan: str, first: int, last: int, findings: Findings) -> float:
    """What a plan spends a week from one day up to another, mean of the replications; months are spread evenly."""
    days = np.concatenate([[-1], findings.calendar.closing_days])
    paid = np.concatenate([[0.0], findings.timelines[f"{plan}.paid"]["mean"]])
    spent = np.interp(last, days, paid) - np.interp(first - 1, days, paid)
    return float(spent) / (last - first + 1) * WEEK


def _window(plan: Appropriation, findings: Findings) -> tuple[int, int]:
    """First and last day of an appropriation, within the horizon."""
    calendar = findings.calendar
    end = calendar.day_of(add_length(plan.start, plan.over)) - 1
    return max(calendar.day_of(plan.start), 0), min(end, calendar.last_day)


def _quarter(source: Raise, findings: Findings) -> tuple[int, int]:
    """First and last day of the fiscal quarter of a settlement, within the horizon."""
    calendar, day = findings.calendar, findings.calendar.day_of(source.settles)
    starts = [start for start in calendar.fiscal_quarter_starts.tolist() if start <= day]
    ends = [end for end in calendar.fiscal_quarter_ends.tolist() if end >= day]
    return (starts[-1] if starts else 0), (ends[0] if ends else calendar.last_day)


def _uses(name: str, divisor: float, findings: Findings) -> Iterator[Use]:
    """The programmes that got something of a raise, each with its projects if several did, in the order of the file."""
    whole = sum(float(findings.metrics[metric].mean()) for _, metric in spent_on(name, findings))
    for programme, metric in spent_on(name, findings):
        projects = [one for one in spent_on(name, findings, programme) if findings.metrics[one[1]].any()]
        if projects:
            yield _use(programme, metric, False, whole, divisor, findings)
        for project, of in projects if len(projects) > 1 else []:
            yield _use(project, of, True, whole, divisor, findings)


def spent_on(raised: str, findings: Findings, programme: str = "") -> list[tuple[str, str]]:
    """Programmes, or projects of one, on which money of a raise could be spent, each with its metric."""
    pattern = "<raise>.spent_on.<programme>" + (".<project>" if programme else "")
    told = [(places(FAMILIES[pattern], metric), metric) for metric in findings.metrics]
    return [(at[-1], metric) for at, metric in told if at and at[0] == raised and (not programme or at[1] == programme)]


def _use(what: str, metric: str, project: bool, whole: float, divisor: float, findings: Findings) -> Use:
    found = summary(findings.metrics[metric])
    numbers = [found[column] / divisor for column in ("mean", "p10", "p90")]
    decimals = decimals_for(max(numbers))
    share = percent(found.mean / whole) if whole else "-"
    return Use(visible(readable(what)), project, (*(fixed(number, decimals) for number in numbers), share))


#: widths of the text: of dates and names, and of a number
FIRST, WHAT, NUMBER = 12, 34, 12


def proceeds_lines(findings: Findings) -> list[str]:
    """The use of all raises as lines of text."""
    return [line for one in proceeds(findings) for line in _text(one)]


def _text(one: Proceeds) -> Iterator[str]:
    first, *others = one.lines
    yield from (f"{readable(one.name)}: {first}", *others)
    for columns in _abreast(one.heads):
        yield _line(one.unit, [one.heads[n] for n in columns], one.heads, columns)
        yield from (_line(row[0], [row[n] for n in columns], one.heads, columns) for row in one.rows)
    yield f"{'where it went':<{WHAT}}" + "".join(f"{head:>{NUMBER}}" for head in ("mean", "P10", "P90", "share"))
    for use in one.uses:
        if not use.project:
            yield f"  {cut(use.what, WHAT - 3):<{WHAT - 2}}" + "".join(f"{cell:>{NUMBER}}" for cell in use.cells)


def _line(first: str, cells: list[str], heads: tuple[str, ...], columns: list[int]) -> str:
    return f"{first:<{FIRST}}" + "".join(f"{cell:>{_room(heads[n])}}" for cell, n in zip(cells, columns, strict=True))


def _abreast(heads: tuple[str, ...]) -> Iterator[list[int]]:
    """Columns that fit a line beside each other."""
    columns: list[int] = []
    for n in range(1, len(heads)):
        if columns and FIRST + sum(_room(heads[at]) for at in (*columns, n)) > WIDTH:
            yield columns
            columns = []
        columns.append(n)
    yield columns


def _room(head: str) -> int:
    return max(len(head) + 2, NUMBER)
