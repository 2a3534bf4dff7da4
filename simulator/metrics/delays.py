"""What held a project up: the days of its driving path, each with its cause, and the days of every stage."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.cases.index import PREDECESSOR
from simulator.cases.types import Cases
from simulator.closing import Books
from simulator.closing.neighbours import deciding
from simulator.metrics.options import days_held, decided_before, decided_day
from simulator.trace import Kind

WORKING = 0


@dataclass(frozen=True)
class Delays:
    """Days by cause; the first is working, then the causes of waiting in their order.

    Attributes
    ----------
    causes : (1 + C) names
    by_stage : (R, S, 1 + C) int32, all days of each stage, waits for predecessors included
    by_project : (R, P, 1 + C) int32, days of the driving path; they add up to the day on which the project
        finished or was given up, or to the length of the horizon if neither came
    held : (R, P, 1 + C) int32, of these the days before an option was exercised, the project itself or one that it
        follows, through any number of projects; see ``options``
    """

    causes: tuple[str, ...]
    by_stage: np.ndarray
    by_project: np.ndarray
    held: np.ndarray


def delays_of(books: Books) -> Delays:
    """Where the days went, stage by stage and along each project's driving path, up to the day it is given up.

    The path is walked back from the stage that ended last: its work and its waits since its predecessors were
    done, then the one of these that ended last, and so on to the first day. Where a stage waited for another
    project longer than for its own predecessors, those days count as waiting for a predecessor.
    """
    cases, end = books.cases, books.closing.assets.ended
    by_stage = _days_by_stage(books)
    before, project = cases.stages.predecessors, cases.stages.project
    own, own_done = deciding(before, project, True, end, np.maximum, without=0)
    _, other_done = deciding(before, project, False, end, np.maximum, without=0)
    tiles, decided = by_stage.copy(), decided_day(books)
    until = np.minimum(other_done, books.closing.assets.abandoned[:, project])
    tiles[:, :, 1 + PREDECESSOR] = np.maximum(until - own_done, 0)
    held = days_held(books, decided)
    wanted = np.maximum(decided_before(cases.stages, decided), decided[:, project])
    held[:, :, 1 + PREDECESSOR] = np.maximum(np.minimum(until, wanted) - own_done, 0)
    causes, last = ("working", *cases.index.causes), _last_stage(cases, end)
    return Delays(causes, by_stage, _walked_back(tiles, own, last), _walked_back(held, own, last))


def _days_by_stage(books: Books) -> np.ndarray:
    """(R, S, 1 + C) days of work and of each wait, up to the end of the horizon."""
    index, days = books.cases.index, books.cases.calendar.last_day + 1
    causes = len(index.causes)
    table = np.zeros((books.cases.replications, len(index.stages), 1 + causes), np.int32)
    flat = table.reshape(-1)
    for kind in (Kind.WORKED, Kind.WAITED):
        rows = books.rows[kind]
        stage, cause = (rows.subject, WORKING) if kind == Kind.WORKED else np.divmod(rows.subject, causes)
        column = cause + (kind == Kind.WAITED)
        cell = (rows.replication.astype(np.int64) * len(index.stages) + stage) * (1 + causes) + column
        np.add.at(flat, cell, np.minimum(rows.until, days) - rows.day)
    return table


def _last_stage(cases: Cases, end: np.ndarray) -> np.ndarray:
    """(R, P) the stage of each project that ended last, the first of them in the file where several did."""
    first = cases.stages.first_of_project[:-1]
    stages = end.shape[1]
    ranked = end * stages + (stages - 1 - np.arange(stages))
    if not len(first):
        return np.zeros((len(end), 0), np.int64)
    last: np.ndarray = stages - 1 - np.maximum.reduceat(ranked, first, axis=1) % stages
    return last


def _walked_back(tiles: np.ndarray, own: np.ndarray, last: np.ndarray) -> np.ndarray:
    """(R, P, 1 + C) sums of the tiles of the stages on each project's path."""
    total = np.zeros((*last.shape, tiles.shape[2]), np.int32)
    row, stage = np.arange(len(tiles))[:, None], last
    while (stage >= 0).any():
        on_path = (stage >= 0)[:, :, None]
        total += tiles[row, stage] * on_path
        stage = np.where(stage >= 0, own[row, stage], -1)
    return total
