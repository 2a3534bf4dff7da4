"""Stranded capital: money in the ground that earns nothing while nobody works on it."""

from __future__ import annotations

import numpy as np

from simulator.closing import Books
from simulator.spreading import Grid, cumulative
from simulator.trace import Kind, Trace


def stranded_capital(books: Books) -> np.ndarray:
    """(R, T) cents at each closing: construction in progress of the projects of which no stage is at work.

    A project whose stages are all done is in service, so one that has capital in progress and nobody at work
    is one whose every stage that could run waits: for money, a crew, a supply, a date or another project.
    """
    idle = ~_at_work(books.rows[Kind.WORKED], books)
    stranded: np.ndarray = (construction_in_progress(books) * idle).sum(axis=1)
    return stranded


def construction_in_progress(books: Books) -> np.ndarray:
    """(R, P, T) cents of capital paid and not yet in service, at each closing."""
    stages, projects = books.cases.stages, len(books.cases.index.projects)
    paid, served = books.rows[Kind.PAID], books.closing.assets.capitalised
    stage = paid.subject // len(books.cases.index.allotments)
    project = np.where(stages.expensed[stage], -1, stages.project[stage])
    in_progress = cumulative(paid, project, projects, books.closing.grid)
    in_progress -= cumulative(served, stages.project[served.subject], projects, books.closing.grid)
    return in_progress


def _at_work(worked: Trace, books: Books) -> np.ndarray:
    """(R, P, T) whether any stage of the project is at work on the closing day."""
    project = books.cases.stages.project[worked.subject]
    shape = (worked.replications, len(books.cases.index.projects), len(books.closing.grid.ends) + 1)
    crews = np.zeros(shape, np.int16)
    flat = crews.reshape(-1)
    first = (worked.replication.astype(np.int64) * shape[1] + project) * shape[2]
    for day, change in ((worked.day, 1), (worked.until, -1)):
        np.add.at(flat, first + _closing_from(day, books.closing.grid), np.int16(change))
    return np.cumsum(crews[..., :-1], axis=-1, dtype=np.int16) > 0


def _closing_from(day: np.ndarray, grid: Grid) -> np.ndarray:
    """The first closing on or after each day; an interval closes on the day before its end."""
    return grid.interval[np.minimum(day.astype(np.int64) + 1, len(grid.interval) - 1)]
