"""Stranded capital: money in the ground that earns nothing while nobody works on it, by project and by cause."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.cases.codes import Strike
from simulator.cases.index import DATE, FIRST_RESOURCE, LIMIT, MONEY, PREDECESSOR, RULE, SHOCK, TRIGGER
from simulator.cases.types import Cases
from simulator.closing import Books
from simulator.spreading import Grid, cumulative
from simulator.trace import Kind, Trace


@dataclass(frozen=True)
class Stranded:
    """Stranded capital where there is some: a row each replication, project and closing.

    Attributes
    ----------
    replication, project, closing : (n,) indices
    cents : (n,) more than 0
    cause : (n,) index of what the project waits for
    shape : R, P, T
    """

    replication: np.ndarray
    project: np.ndarray
    closing: np.ndarray
    cents: np.ndarray
    cause: np.ndarray
    shape: tuple[int, int, int]

    def total(self) -> np.ndarray:
        """(R, T) cents."""
        return self.by(np.zeros_like(self.project), 1)[:, 0]

    def by(self, key: np.ndarray, keys: int) -> np.ndarray:
        """(R, keys, T) cents by a key of each row."""
        sums = np.zeros((self.shape[0], keys, self.shape[2]), np.int64)
        np.add.at(sums, (self.replication, key, self.closing), self.cents)
        return sums


def stranded_capital(books: Books) -> Stranded:
    """Construction in progress at each closing, of the projects of which no stage is at work.

    A project whose stages are all done is in service, and one that is given up has written its capital off. So one
    that has capital in progress and nobody at work is one whose every stage that could run waits: for money, a crew,
    a supply, a date or another project. Its cause is what its stages wait for on the closing day; of several, the
    first in the order of ``Index.causes``, but for predecessors, which count where all of them wait for one.
    """
    idle = ~_at_work(books.rows[Kind.WORKED], books)
    capital = construction_in_progress(books) * idle
    r, p, t = np.nonzero(capital)
    cause = _causes(books, capital != 0)
    return Stranded(r, p, t, capital[r, p, t], cause[r, p, t], capital.shape)


def possible_causes(cases: Cases) -> tuple[int, ...]:
    """The causes of waiting that a scenario can have, whatever is drawn, by index."""
    rules, limits = cases.rules, cases.limits
    may = {
        PREDECESSOR: True,
        DATE: True,
        TRIGGER: bool((rules.trigger >= 0).any()),
        RULE: bool((rules.trigger < 0).any()),
        SHOCK: bool((cases.risks.hit == Strike.REFUSED).any()),
        LIMIT: bool((limits.at_most >= 0).any()),
        MONEY: True,
    }
    resources = range(FIRST_RESOURCE, len(cases.index.causes))
    return (*(cause for cause, possible in may.items() if possible), *resources)


def construction_in_progress(books: Books) -> np.ndarray:
    """(R, P, T) cents of capital paid, not yet in service, and not written off, at each closing."""
    stages, projects = books.cases.stages, len(books.cases.index.projects)
    paid, assets = books.rows[Kind.PAID], books.closing.assets
    stage = paid.subject // len(books.cases.index.allotments)
    project = np.where(stages.expensed[stage], -1, stages.project[stage])
    in_progress = cumulative(paid, project, projects, books.closing.grid)
    for gone in (assets.capitalised, assets.written_off):
        if len(gone):
            in_progress -= cumulative(gone, stages.project[gone.subject], projects, books.closing.grid)
    return in_progress


def _causes(books: Books, stranded: np.ndarray) -> np.ndarray:
    """(R, P, T) what idle projects wait for where (R, P, T) capital is stranded; predecessors elsewhere."""
    cases, waited, grid = books.cases, books.rows[Kind.WAITED], books.closing.grid
    stage, cause = np.divmod(waited.subject, len(cases.index.causes))
    replication, project = waited.replication, cases.stages.project[stage]
    first, stop = _stretches(stranded)
    begins = np.maximum(closing_from(waited.day, grid), first[replication, project])
    ends = np.minimum(closing_from(waited.until, grid), stop[replication, project])
    some = np.flatnonzero((ends > begins) & (cause != PREDECESSOR))
    length = (ends - begins)[some]
    cell = (replication[some].astype(np.int64) * stranded.shape[1] + project[some]) * stranded.shape[2] + begins[some]
    within = np.arange(length.sum()) - np.repeat(np.cumsum(length) - length, length)
    least = np.full(stranded.shape, len(cases.index.causes), np.int16)
    np.minimum.at(least.reshape(-1), np.repeat(cell, length) + within, np.repeat(cause[some], length).astype(np.int16))
    least[least == len(cases.index.causes)] = PREDECESSOR
    return least


def _stretches(stranded: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(R, P) the first closing with stranded capital, and the one after the last; both 0 without any."""
    some = stranded.any(axis=2)
    first = np.where(some, stranded.argmax(axis=2), 0)
    return first, np.where(some, stranded.shape[2] - stranded[:, :, ::-1].argmax(axis=2), 0)


def _at_work(worked: Trace, books: Books) -> np.ndarray:
    """(R, P, T) whether any stage of the project is at work on the closing day."""
    project = books.cases.stages.project[worked.subject]
    shape = (worked.replications, len(books.cases.index.projects), len(books.closing.grid.ends) + 1)
    crews = np.zeros(shape, np.int16)
    flat = crews.reshape(-1)
    first = (worked.replication.astype(np.int64) * shape[1] + project) * shape[2]
    for day, change in ((worked.day, 1), (worked.until, -1)):
        np.add.at(flat, first + closing_from(day, books.closing.grid), np.int16(change))
    return np.cumsum(crews[..., :-1], axis=-1, dtype=np.int16) > 0


def closing_from(day: np.ndarray, grid: Grid) -> np.ndarray:
    """The first closing on or after each day; an interval closes on the day before its end."""
    return grid.interval[np.minimum(day.astype(np.int64) + 1, len(grid.interval) - 1)]
