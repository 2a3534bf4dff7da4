"""Money raised from outside in its pools: what was paid out of it, what is left, and what went to other uses."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from simulator.cases.codes import MOVING
from simulator.cases.types import Cases
from simulator.closing import Books
from simulator.spreading import cumulative
from simulator.timelines.purses import brought_by_allotment, moved_by_allotment, paid_by_allotment
from simulator.trace import SPENDING, Kind


def allotments_raised(cases: Cases) -> list[int]:
    """The allotments that hold money raised from outside: neither the treasury's nor an appropriation's."""
    owner = cases.pools.allotment_funding
    return [a for a in np.flatnonzero(owner >= 0).tolist() if int(owner[a]) not in cases.money.appropriations]


def moves_money(cases: Cases) -> bool:
    """Whether a rule can take money from one pool to another."""
    return bool(np.isin(cases.rules.do, MOVING).any())


def proceeds_of(books: Books) -> Iterator[tuple[str, str, np.ndarray]]:
    """Name, meaning and (R, T) cents so far of what became of money raised from outside, pool by pool.

    allocated + unallocated = what came into the pool by the split, and by rules. Summed over pools, that is all
    of the money from its settlement on.
    """
    cases, held = books.cases, allotments_raised(books.cases)
    if not held:
        return
    brought, paid, moved = brought_by_allotment(books), paid_by_allotment(books), moved_by_allotment(books)
    for a in held:
        name, pool = cases.index.allotments[a]
        yield f"{name}.allocated.{pool}", f"cash of {name} paid out of {pool} so far", paid[:, a]
        yield f"{name}.unallocated.{pool}", f"cash of {name} left in {pool}", brought[:, a] - paid[:, a]
        if moves_money(cases):
            yield f"{name}.moved.{pool}", f"moved into {pool} by rules, less out of it", moved[:, a]
    yield from _lent(books, held)


def _lent(books: Books, held: list[int]) -> Iterator[tuple[str, str, np.ndarray]]:
    """What was paid out of each pool for projects that have pools of their own, while it was idle there."""
    cases = books.cases
    pairs = lending(cases)
    for a in held:
        name, pool = cases.index.allotments[a]
        for lender, borrower in pairs:
            if lender == cases.pools.allotment_pool[a]:
                into = cases.index.pools[borrower]
                meaning = f"cash of {name} in {pool} paid for projects of {into} so far"
                yield f"{name}.lent.{pool}.{into}", meaning, _paid_for(books, a, lender, borrower)


def lending(cases: Cases) -> list[tuple[int, int]]:
    """Pairs of pools: one that may lend, and the first own pool of a project that may borrow."""
    own, lenders = cases.projects.pools.lists(), cases.projects.lenders.lists()
    return sorted({(q, mine[0]) for mine, others in zip(own, lenders, strict=True) if mine for q in others})


def _paid_for(books: Books, allotment: int, lender: int, borrower: int) -> np.ndarray:
    """(R, T) cents paid out of an allotment for projects of which ``borrower`` is the first own pool."""
    cases = books.cases
    own = cases.projects.pools.lists()
    borrows = np.array([bool(mine) and mine[0] == borrower and lender not in mine for mine in own])
    total = np.zeros((cases.replications, len(books.closing.grid.ends)), np.int64)
    for kind in SPENDING:
        rows = books.rows[kind]
        subject, source = np.divmod(rows.subject.astype(np.int64), len(cases.index.allotments))
        counted = (source == allotment) & borrows[_project_of(subject, kind, cases)]
        total += cumulative(rows, np.where(counted, 0, -1), 1, books.closing.grid)[:, 0]
    return total


def _project_of(subject: np.ndarray, kind: Kind, cases: Cases) -> np.ndarray:
    """(N,) the project of each payment; the subject of what is paid for work is its stage."""
    return cases.stages.project[subject] if kind == Kind.PAID else subject
