"""The model's figures beside those of others, and the market shares that its capacity asks for."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from simulator.amounts import dated, money, percent
from simulator.findings import Findings
from simulator.quantities.calendar import add_length
from simulator.quantities.quantity import Constant, at_day, mean
from simulator.quantities.units import Dimension
from simulator.registry import hint
from simulator.scenario.funding import Appropriation
from simulator.scenario.market import Market
from simulator.scenario.plan import plan_of
from simulator.scenario.schema import Benchmark
from simulator.words import readable, visible

YEAR = 12


def benchmark_lines(findings: Findings) -> list[str]:
    """A line for each figure that the scenario names, then one for each market of which the company has a share."""
    scenario = findings.scenario
    beside = [_beside(name, benchmark, findings) for name, benchmark in scenario.benchmarks.items()]
    shares = [line for name, market in scenario.markets.items() for line in _share(name, market, findings)]
    return [visible(line) for line in beside + shares]


def _beside(name: str, benchmark: Benchmark, findings: Findings) -> str:
    if benchmark.series not in findings.timelines:
        near = hint(benchmark.series, findings.timelines)
        return f"benchmarks.{name}: the run has no series {benchmark.series!r}{near}"
    day, currency = findings.calendar.day_of(benchmark.on), findings.scenario.currency
    own = _own(benchmark, findings)
    years = day / 365
    theirs = benchmark.amount.value * (1 + benchmark.growth.value) ** years
    span = "in the year to" if benchmark.amount.dimension is Dimension.MONEY_PER_YEAR else "by"
    ratio = percent(own / theirs) if own < 2 * theirs else f"{own / theirs:.1f} times"
    figures = f"{money(own, currency)} against {money(theirs, currency)}"
    told = f"{readable(benchmark.series)} {span} {dated(day, findings.calendar)}"
    return f"{told}: {figures}, {ratio} of {benchmark.what}."


def _own(benchmark: Benchmark, findings: Findings) -> float:
    """The median of the series on the day, or the mean of its twelve months up to it."""
    fan, last = findings.timelines[benchmark.series], _closing(findings, findings.calendar.day_of(benchmark.on))
    if benchmark.amount.dimension is Dimension.MONEY_PER_YEAR:
        return float(fan["mean"][max(0, last - YEAR + 1) : last + 1].sum())
    return float(fan["p50"][last])


def _closing(findings: Findings, day: int) -> int:
    """The month-end closing on or after a day, or the last one."""
    closings = findings.calendar.closing_days
    return min(int(np.searchsorted(closings, day)), len(closings) - 1)


def _share(name: str, market: Market, findings: Findings) -> Iterator[str]:
    """The share of demand that would fill a market's capacity in the last year of the plan."""
    end = _end_of_plan(findings)
    if end is None or (isinstance(market.share, Constant) and market.share.value == 1.0):
        return
    months = slice(max(0, end - YEAR + 1), end + 1)
    demand, capacity = (
        float(findings.timelines[f"market.{name}.{of}"]["mean"][months].mean()) for of in ("demand_mw", "ramped_mw")
    )
    if not demand:
        return
    day = int(findings.calendar.closing_days[end])
    share = mean(at_day(market.share, day))
    told = f"{readable(name)} in the year to {dated(day, findings.calendar)}: a share of {percent(share)}"
    yield f"{told} asks for {demand:,.0f} MW of {capacity:,.0f}; {percent(share * capacity / demand)} would fill them."


def _end_of_plan(findings: Findings) -> int | None:
    name = plan_of(findings.scenario)
    plan = findings.scenario.funding[name] if name else None
    if not isinstance(plan, Appropriation):
        return None
    return _closing(findings, findings.calendar.day_of(add_length(plan.start, plan.over)))
