"""Metrics of money raised from outside: which programmes and projects it paid for."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from simulator.cases.types import Cases
from simulator.closing.rows import summed
from simulator.metrics.registry import Values, metric
from simulator.metrics.view import View
from simulator.spreading import amount_by
from simulator.timelines.proceeds import allotments_raised, moves_money
from simulator.trace import Kind

#: what became of money in a pool
PARTS = ("allocated", "unallocated")


@metric("<raise>.unaccounted", "money", "lower")
def unaccounted(view: View) -> Values:
    """Most by which allocated and unallocated money of a raise miss its split at a fiscal quarter's end: nothing."""
    cases, calendar = view.cases, view.cases.calendar
    for funding, mine in _raises(cases):
        places = [cases.index.allotments[a] for a in mine]
        found = [view.timelines[f"{name}.{part}.{pool}"].values for name, pool in places for part in PARTS]
        missing = np.abs(np.rint(np.sum(found, axis=0) * 100) - _split_so_far(cases, mine))
        at = np.isin(calendar.closing_days, calendar.fiscal_quarter_ends)
        yield (cases.index.fundings[funding],), missing[:, at].max(axis=1, initial=0) / 100.0


def _split_so_far(cases: Cases, allotments: np.ndarray) -> np.ndarray:
    """(R, T) cents that the terms bring into some allotments by each closing."""
    cash, days = cases.cash, cases.calendar.closing_days
    tranches = np.flatnonzero(cash.kind == Kind.TRANCHE)
    ours = tranches[np.isin(cash.subject[tranches], allotments)]
    return np.asarray(cash.amount[:, ours] @ (cash.day[ours, None] <= days).astype(np.int64))


def _raises(cases: Cases) -> Iterator[tuple[int, np.ndarray]]:
    """Each source from outside that has money in pools, with its allotments."""
    owner, held = cases.pools.allotment_funding, np.array(allotments_raised(cases), np.int64)
    for funding in np.unique(owner[held]):
        yield int(funding), held[owner[held] == funding]


@metric("<raise>.spent_on.<programme>", "money", "neither")
def spent_on_programme(view: View) -> Values:
    """Money of the raise that was paid for a programme by the horizon's end, renewals not included."""
    programme = view.cases.projects.programme
    for name, reached, paid in _paid_by_raise(view):
        for g in np.unique(programme[reached]):
            yield (name, view.cases.index.programmes[g]), paid[:, programme == g].sum(axis=1) / 100.0


@metric("<raise>.spent_on.<programme>.<project>", "money", "neither")
def spent_on_project(view: View) -> Values:
    """Money of the raise that was paid for a project, or all its waves, by the horizon's end, renewals not included."""
    programmes, programme = view.cases.index.programmes, view.cases.projects.programme
    for name, reached, paid in _paid_by_raise(view):
        for project, waves in told_projects(view):
            if reached[waves].any():
                places = (name, programmes[programme[waves[0]]], project)
                yield places, paid[:, waves].sum(axis=1) / 100.0


def told_projects(view: View) -> Iterator[tuple[str, np.ndarray]]:
    """Projects with their waves: those that are not repeated, and repeated ones under their common name."""
    for name, waves in view.waves.items():
        single = name in view.cases.index.projects
        if not (single and view.cases.projects.repeated[waves[0]]):
            yield name, waves


def _paid_by_raise(view: View) -> Iterator[tuple[str, np.ndarray, np.ndarray]]:
    """Each source from outside: its name, (P,) whether it can pay for a project, and (R, P) cents that it paid."""
    cases = view.cases
    for funding, mine in _raises(cases):
        yield cases.index.fundings[funding], _reached(cases, mine), _paid(view, mine)


def _reached(cases: Cases, allotments: np.ndarray) -> np.ndarray:
    """(P,) whether a project may draw on a pool with some of these allotments; where rules move money, all may."""
    pools = set(cases.pools.allotment_pool[allotments].tolist())
    draws = zip(cases.projects.pools.lists(), cases.projects.lenders.lists(), strict=True)
    return np.array([moves_money(cases) or bool(pools & {*own, *lenders}) for own, lenders in draws], bool)


def _paid(view: View, allotments: np.ndarray) -> np.ndarray:
    """(R, P) cents paid out of some allotments for the work of each project by the horizon's end."""
    cases, rows = view.cases, view.books.rows[Kind.PAID]
    stage, source = np.divmod(rows.subject, len(cases.index.allotments))
    cents = np.where(np.isin(source, allotments), amount_by(rows, cases.calendar.last_day + 1), 0)
    return summed(rows, cases.stages.project[stage], len(cases.index.projects), cents)
