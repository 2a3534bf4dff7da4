"""What value comes from: the flows of the programmes, each with its programme, its tax and its sign."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np

from simulator.cases.types import Cases
from simulator.closing import Books
from simulator.trace import Kind, Trace


class Source(IntEnum):
    """Where a part of the value comes from; costs are negative."""

    REVENUE = 0
    FIXED_COST = 1
    SOLD_COST = 2
    BENEFIT = 3
    CAPITAL = 4
    EXPENSE = 5
    RENEWAL = 6


@dataclass(frozen=True)
class MonthlyFlow:
    """Taxed cash at month-end closings.

    ``amount`` is (R, K, T) cents into the company, ``programme`` (K,) and ``jurisdiction`` (K,) say of whom
    and under which row of the tax table.
    """

    source: Source
    amount: np.ndarray
    programme: np.ndarray
    jurisdiction: np.ndarray


@dataclass(frozen=True)
class DatedFlow:
    """Rows of cents into the company, with the programme and jurisdiction of each row.

    ``cash`` is false for depreciation, which only lowers tax; ``taxed`` is false for capital, which does not;
    ``once`` is true for what no later year can repeat.
    """

    source: Source
    rows: Trace
    programme: np.ndarray
    jurisdiction: np.ndarray
    cash: bool
    taxed: bool
    once: bool = False


def jurisdictions(cases: Cases) -> np.ndarray:
    """(P,) the row of the tax table of each project: its market's, or the last one without a market."""
    return np.where(cases.projects.market < 0, len(cases.index.markets), cases.projects.market)


def monthly_flows(books: Books) -> Iterator[MonthlyFlow]:
    """What the programmes' capacity and benefits bring; the installed base is no programme's."""
    closing, cases = books.closing, books.cases
    sales, lines = closing.sales, closing.lines
    ours = lines.line > 0
    programme, market = lines.line[ours] - 1, lines.market[ours]
    fixed = sales.fixed_cost[:, ours]
    yield MonthlyFlow(Source.REVENUE, sales.revenue[:, ours], programme, market)
    yield MonthlyFlow(Source.FIXED_COST, -fixed, programme, market)
    yield MonthlyFlow(Source.SOLD_COST, fixed - sales.operating_cost[:, ours], programme, market)
    useful = np.flatnonzero(cases.projects.benefit_yearly.any(axis=0))
    taxed_at = jurisdictions(cases)[useful]
    yield MonthlyFlow(Source.BENEFIT, closing.benefit[:, useful], cases.projects.programme[useful], taxed_at)


def dated_flows(books: Books) -> Iterator[DatedFlow]:
    """What the programmes cost: capital and its wear, expensed spending, renewals and theirs, giving up."""
    cases, worn, paid = books.cases, books.closing.assets.depreciated, books.rows[Kind.PAID]
    allotments, stages = len(cases.index.allotments), len(cases.index.stages)
    stage_of_paid = paid.subject // allotments
    expensed = cases.stages.expensed[stage_of_paid]
    project = cases.stages.project[stage_of_paid]
    yield _dated(Source.CAPITAL, paid, project, ~expensed, cases, cash=True, taxed=False)
    yield _dated(Source.EXPENSE, paid, project, expensed, cases, cash=True, taxed=True)
    renewal = books.rows[Kind.RENEWAL]
    yield _dated(Source.RENEWAL, renewal, renewal.subject // allotments, None, cases, cash=True, taxed=False)
    of_stage = worn.subject < stages
    project = np.where(of_stage, cases.stages.project[np.minimum(worn.subject, stages - 1)], worn.subject - stages)
    yield _dated(Source.CAPITAL, worn, project, of_stage, cases, cash=False, taxed=True)
    yield _dated(Source.RENEWAL, worn, project, ~of_stage, cases, cash=False, taxed=True)
    yield from _given_up(books)


def _given_up(books: Books) -> Iterator[DatedFlow]:
    """What giving projects up costs, an expense, and the capital that it writes off, which lowers tax at once."""
    cases, cancelled, lost = books.cases, books.rows[Kind.CANCELLED], books.closing.assets.written_off
    if len(cancelled):
        project = cancelled.subject // len(cases.index.allotments)
        yield _dated(Source.EXPENSE, cancelled, project, None, cases, cash=True, taxed=True)
    if len(lost):
        project = cases.stages.project[lost.subject]
        flow = _dated(Source.CAPITAL, lost, project, None, cases, cash=False, taxed=True)
        yield replace(flow, once=True)


def _dated(
    source: Source,
    rows: Trace,
    project: np.ndarray,
    chosen: np.ndarray | None,
    cases: Cases,
    cash: bool,
    taxed: bool,
) -> DatedFlow:
    """The chosen rows as outflows; all of them unless told."""
    if chosen is not None:
        rows, project = rows.take(chosen), project[chosen]
    negative = Trace(rows.replication, rows.day, rows.until, rows.kind, rows.subject, -rows.amount, rows.replications)
    return DatedFlow(source, negative, cases.projects.programme[project], jurisdictions(cases)[project], cash, taxed)
