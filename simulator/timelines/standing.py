"""Standing capital: finished stages that nobody uses yet, as a shell without power, and what they wait for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.cases.index import PREDECESSOR
from simulator.closing import Books
from simulator.closing.neighbours import deciding
from simulator.closing.rows import first_day, summed
from simulator.spreading import Grid
from simulator.timelines.stranded import closing_from
from simulator.trace import Kind


@dataclass(frozen=True)
class Standing:
    """Spells for which the cost of a finished stage stands and waits for one thing: a row each.

    Attributes
    ----------
    replication, stage, project : (n,) indices
    day, until : (n,) first day, and the day after the last
    cents : (n,) what was paid for the stage, more than 0
    cause : (n,) index of what is waited for
    replications : R
    """

    replication: np.ndarray
    stage: np.ndarray
    project: np.ndarray
    day: np.ndarray
    until: np.ndarray
    cents: np.ndarray
    cause: np.ndarray
    replications: int

    def by(self, key: np.ndarray, keys: int, grid: Grid) -> np.ndarray:
        """(R, keys, T) cents that stand at each closing, by a key of each row."""
        change = np.zeros((self.replications, keys, len(grid.ends) + 1), np.int64)
        np.add.at(change, (self.replication, key, closing_from(self.day, grid)), self.cents)
        np.add.at(change, (self.replication, key, closing_from(self.until, grid)), -self.cents)
        return np.cumsum(change[..., :-1], axis=-1)

    def money_days(self) -> np.ndarray:
        """(R,) cents x days of all rows."""
        total = np.zeros(self.replications, np.int64)
        np.add.at(total, self.replication, self.cents * (self.until - self.day))
        return total


def standing_capital(books: Books) -> Standing:
    """Capital paid for finished stages of projects that are not in service, no stage that needs them having begun.

    What a stage cost stands from its end until the first of its project's stages that need it begins; if none needs
    it, until its project serves; and no longer than to the day on which it goes into service or is written off. It
    waits for what that first stage waits for, and for a predecessor, another stage, where none needs it.
    """
    stages, count = books.cases.stages, len(books.cases.index.stages)
    never = books.cases.calendar.last_day + 1
    following, begins = _first_to_follow(books)
    cost, ended = _capital_paid(books), books.closing.assets.ended
    until = np.minimum(np.minimum(begins, _gone(books)), never)
    r, s = np.nonzero((cost > 0) & (ended < until))
    alone = np.flatnonzero(following[r, s] < 0)
    waiting = np.where(following[r, s] < 0, -1, r * count + following[r, s])
    row, day, end, cause = _split(books, waiting, ended[r, s], until[r, s])
    row = np.concatenate([row, alone])
    day, end = np.concatenate([day, ended[r, s][alone]]), np.concatenate([end, until[r, s][alone]])
    cause = np.concatenate([cause, np.full(len(alone), PREDECESSOR, cause.dtype)])
    r, s = r[row], s[row]
    return Standing(r, s, stages.project[s], day, end, cost[r, s], cause, books.cases.replications)


def _capital_paid(books: Books) -> np.ndarray:
    """(R, S) cents paid for each stage whose cost is capital."""
    paid, count = books.rows[Kind.PAID], len(books.cases.index.stages)
    cost = summed(paid, paid.subject // len(books.cases.index.allotments), count)
    return np.where(books.cases.stages.expensed, 0, cost)


def _gone(books: Books) -> np.ndarray:
    """(R, S) day on which a stage's cost goes into service or is written off; beyond the horizon if neither comes."""
    assets, stages = books.closing.assets, len(books.cases.index.stages)
    never = books.cases.calendar.last_day + 1
    served, lost = (first_day(rows, rows.subject, stages, never) for rows in (assets.capitalised, assets.written_off))
    return np.asarray(np.minimum(served, lost))


def _first_to_follow(books: Books) -> tuple[np.ndarray, np.ndarray]:
    """(R, S) the stage of the same project that needs each stage and begins first, and its day; -1 where none does.

    Of several that begin on one day, or never, it is the first in the file.
    """
    cases, worked = books.cases, books.rows[Kind.WORKED]
    after, project, never = cases.stages.successors, cases.stages.project, cases.calendar.last_day + 1
    begun = np.minimum(first_day(worked, worked.subject, len(project), never), books.closing.assets.ended)
    return deciding(after, project, True, begun, np.minimum, without=never)


def _split(
    books: Books, waiting: np.ndarray, day: np.ndarray, until: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Spells cut where the stage that is waited for begins to wait for something else.

    Parameters
    ----------
    waiting, day, until : (n,) replication x S + stage that follows, -1 without one, and the days of each spell

    Returns
    -------
    (m,) the spell that each piece is of, its first day, the day after its last, and the cause of that wait
    """
    waits, stages = books.rows[Kind.WAITED], len(books.cases.index.stages)
    stage, cause = np.divmod(waits.subject, len(books.cases.index.causes))
    key = waits.replication.astype(np.int64) * stages + stage
    order = np.argsort(key, kind="stable")
    low, high = (np.searchsorted(key[order], waiting, side) for side in ("left", "right"))
    spell = np.repeat(np.arange(len(waiting)), high - low)
    within = np.arange(len(spell)) - np.repeat(np.cumsum(high - low) - (high - low), high - low)
    wait = order[low[spell] + within]
    begins, ends = np.maximum(day[spell], waits.day[wait]), np.minimum(until[spell], waits.until[wait])
    some = ends > begins
    return spell[some], begins[some], ends[some], cause[wait][some]
