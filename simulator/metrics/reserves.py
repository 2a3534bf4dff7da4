"""What pools keep: whether a reserve or floor made a stage wait, and what work in progress drew out of a reserve."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from simulator.cases.index import MONEY
from simulator.closing import Books
from simulator.closing.rows import first_day
from simulator.metrics.registry import Values, metric
from simulator.metrics.view import View
from simulator.spreading import daily
from simulator.timelines import each_day_by_pool
from simulator.trace import Kind


@metric("pool.<name>.kept_back", "0/1", "neither")
def kept_back(view: View) -> Values:
    """Whether a stage waited to start while its pools held its budget and kept it as a reserve or floor."""
    keeping = _keeping(view.books)
    if len(keeping):
        held = pools_that_held_back(view.books, view.pool_balances)
        for q in keeping:
            yield (view.cases.index.pools[q],), held[:, q].astype(float)


@metric("pool.<name>.drawn_from_reserve", "money", "neither")
def drawn_from_reserve(view: View) -> Values:
    """What overruns took out of the reserve of a pool, put back later or not."""
    pools = view.cases.pools
    if (pools.reserve > 0).any():
        missing = np.maximum((pools.reserve + pools.floor)[:, None] - view.pool_balances, 0)
        drawn = np.minimum(each_day_by_pool(view.books.rows[Kind.TOPPED_UP], view.books), missing).sum(axis=2)
        for q in np.flatnonzero(pools.reserve > 0):
            yield (view.cases.index.pools[q],), drawn[:, q] / 100.0


def pools_that_held_back(books: Books, balance: np.ndarray) -> np.ndarray:
    """(R, Q) bool: a stage waited for money, and on the evening of a day its pools held its budget but kept too much.

        sum of balances >= budget > sum of max(0, balance - reserve - floor),   each over the project's own pools

    Those of the pools that kept some of it held it back.

    Parameters
    ----------
    balance : (R, Q, N) cents in each pool at the end of each day
    """
    pools = books.cases.projects.pools.lists()
    kept = np.minimum(balance, (books.cases.pools.reserve + books.cases.pools.floor)[:, None])
    held = np.zeros(balance.shape[:2], bool)
    for stage, waiting in _waits_to_start(books):
        own, budget = pools[books.cases.stages.project[stage]], books.cases.stages.budget[stage]
        holds, keeps = balance[:, own].sum(axis=1), kept[:, own].sum(axis=1)
        short = waiting & (holds >= budget) & (holds - keeps < budget)
        held[:, own] |= (short[:, None] & (kept[:, own] > 0)).any(axis=2)
    return held


def _waits_to_start(books: Books) -> Iterator[tuple[int, np.ndarray]]:
    """Stages of pools that keep something: (R, N) the days on which each waited for money and had not begun."""
    cases, waited = books.cases, books.rows[Kind.WAITED]
    stage, cause = np.divmod(waited.subject, len(cases.index.causes))
    worked, days = books.rows[Kind.WORKED], cases.calendar.last_day + 1
    began = first_day(worked, worked.subject, len(cases.index.stages), days)
    to_start = (cause == MONEY) & (waited.day < began[waited.replication, stage])
    keeping = set(_keeping(books).tolist())
    pools = cases.projects.pools.lists()
    for s in np.unique(stage[to_start]).tolist():
        if keeping.intersection(pools[cases.stages.project[s]]):
            yield s, daily(waited.take(to_start & (stage == s)), 0, 1, days)[:, 0] > 0


def _keeping(books: Books) -> np.ndarray:
    """The pools with a reserve or a floor."""
    return np.flatnonzero(books.cases.pools.reserve + books.cases.pools.floor > 0)
