"""How a row with an interval falls on days, months and any other grid of days, to the cent.

Each of the row's ``n`` days gets ``amount // n`` cents, and its first ``amount % n`` days a cent more. So any
set of pieces adds up to the row exactly, what lies beyond the horizon is left out by the day, and the amount
by a date is linear in time between three breakpoints: a grid needs three entries a row, however long the row
is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from simulator.quantities.calendar import Calendar
from simulator.trace import Trace


@dataclass(frozen=True)
class Grid:
    """Intervals of days that follow each other from day 0; the last one ends with the horizon.

    Attributes
    ----------
    ends : (T,) the day after each interval's last day
    interval : (N + 2,) the first interval whose end is at or after a day; N days in the horizon, T beyond it
    """

    ends: np.ndarray
    interval: np.ndarray

    @property
    def days(self) -> np.ndarray:
        """(T,) length of each interval."""
        return np.diff(self.ends, prepend=0)

    @staticmethod
    def of(last_days: np.ndarray) -> Grid:
        """The grid whose intervals end with the given days, each included.

        >>> Grid.of(np.array([1, 4])).days
        array([2, 3])
        """
        ends = np.asarray(last_days, np.int64) + 1
        return Grid(ends, np.searchsorted(ends, np.arange(ends[-1] + 2)))

    @staticmethod
    def by_month(calendar: Calendar) -> Grid:
        """Months, each up to its closing."""
        return Grid.of(calendar.closing_days)


def amount_by(rows: Trace, end: np.ndarray | int) -> np.ndarray:
    """(N,) what of each row's amount falls before day ``end``; a number, or one a row.

    >>> ten_cents_over_four_days = Trace.of_kind(13, [0], [5], [9], [0], [10], 1)
    >>> [int(amount_by(ten_cents_over_four_days, end)[0]) for end in (5, 6, 7, 8, 9, 30)]
    [0, 3, 6, 8, 10, 10]
    """
    length = rows.until.astype(np.int64) - rows.day
    each, over = np.divmod(np.abs(rows.amount), np.maximum(length, 1))
    elapsed = np.clip(end - rows.day.astype(np.int64), 0, length)
    spread = np.sign(rows.amount) * (each * elapsed + np.minimum(elapsed, over))
    return np.where(length > 0, spread, rows.amount * (rows.day < end))


def cumulative(rows: Trace, key: np.ndarray | int, keys: int, grid: Grid) -> np.ndarray:
    """(R, keys, T) int64, amount of each key's rows by the end of each interval; key -1 is left out.

    With slopes that change by c at b, the sum at time t is  t * sum(c) - sum(c * b)  over b <= t: running
    sums of what falls into each interval.
    """
    cells = len(grid.ends) + 1
    rows, first = _keyed(rows, key, keys, cells)
    slope, moment = np.zeros((2, rows.replications * keys * cells), np.int64)
    for at, change, start in _slopes(rows, first):
        cell = start + grid.interval[np.minimum(at, len(grid.interval) - 1)]
        np.add.at(slope, cell, change)
        np.add.at(moment, cell, change * at)
    for day, amount, start in _lumps(rows, first):
        np.add.at(moment, start + grid.interval[np.minimum(day + 1, len(grid.interval) - 1)], -amount)
    shape = (rows.replications, keys, cells)
    slope, moment = (np.cumsum(sums.reshape(shape)[..., :-1], axis=-1) for sums in (slope, moment))
    so_far: np.ndarray = slope * grid.ends - moment
    return so_far


def before(ends: np.ndarray) -> np.ndarray:
    """(..., T) what stood at the end of the interval before each, out of what stands at its end; 0 before the first.

    >>> before(np.array([3, 5, 9]))
    array([0, 3, 5])
    """
    return np.concatenate([np.zeros_like(ends[..., :1]), ends[..., :-1]], axis=-1)


def standing(rows: Trace, key: np.ndarray | int, keys: int, grid: Grid) -> np.ndarray:
    """(R, keys, T) int64, what each key's rows amount to at the end of a day, summed over the days of each interval.

    Divided by the days it is the mean of what stands in the interval; key -1 is left out. By the end of day e, of a
    row of ``each`` cents a day over n days and a cent more on the first ``over`` of them, with x = e + 1 - its day:

        sum over its days of what it amounts to = each * T(x, n) + T(x, over)
        T(x, m) = m * (m + 1) / 2 + m * (x - m)  from the m-th day on, x * (x + 1) / 2 before

    >>> ten_cents_over_four_days = Trace.of_kind(13, [0], [1], [5], [0], [10], 1)
    >>> standing(ten_cents_over_four_days, 0, 1, Grid.of(np.array([1, 3, 6]))).tolist()
    [[[3, 14, 30]]]
    """
    rows, first = _keyed(rows, key, keys, 1)
    days = rows.day.astype(np.int64)[:, None]
    length, amount = rows.until[:, None] - days, np.abs(rows.amount)[:, None]
    each, over = np.divmod(amount, np.maximum(length, 1))
    elapsed = np.maximum(grid.ends - days, 0)
    spread = each * _ramped(elapsed, length) + _ramped(elapsed, over)
    so_far = np.sign(rows.amount)[:, None] * np.where(length > 0, spread, amount * elapsed)
    sums = np.zeros((rows.replications * keys, len(grid.ends)), np.int64)
    np.add.at(sums, first, np.diff(so_far, axis=1, prepend=0))
    return sums.reshape(rows.replications, keys, -1)


def _ramped(elapsed: np.ndarray, length: np.ndarray) -> np.ndarray:
    """The sum over the days elapsed of a number that rises by one a day, as far as ``length``."""
    rising = np.minimum(elapsed, length)
    return np.asarray(rising * (rising + 1) // 2 + length * (elapsed - rising))


def daily(rows: Trace, key: np.ndarray | int, keys: int, days: int) -> np.ndarray:
    """(R, keys, N) int64, amount of the rows of each key on each of the first ``days`` days."""
    rows, first = _keyed(rows, key, keys, days + 1)
    change, lump = np.zeros((2, rows.replications * keys * (days + 1)), np.int64)
    for at, step, start in _slopes(rows, first):
        np.add.at(change, start + np.minimum(at, days), step)
    for day, amount, start in _lumps(rows, first):
        np.add.at(lump, start + np.minimum(day, days), amount)
    shape = (rows.replications, keys, days + 1)
    return np.cumsum(change.reshape(shape)[..., :-1], axis=-1) + lump.reshape(shape)[..., :-1]


def _keyed(rows: Trace, key: np.ndarray | int, keys: int, cells: int) -> tuple[Trace, np.ndarray]:
    """The rows that have a key, and where the cells of each row's replication and key begin."""
    key = np.broadcast_to(np.asarray(key, np.int64), rows.day.shape)
    if key.size and key.min() < 0:
        rows, key = rows.take(key >= 0), key[key >= 0]
    return rows, (rows.replication.astype(np.int64) * keys + key) * cells


def _slopes(rows: Trace, first: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Breakpoints of spread rows: the day, by how much the amount a day changes there, the row's cells."""
    spread = rows.until > rows.day
    day, until = rows.day[spread].astype(np.int64), rows.until[spread].astype(np.int64)
    each, over = np.divmod(np.abs(rows.amount[spread]), until - day)
    sign, more = np.sign(rows.amount[spread]), (over > 0).astype(np.int64)
    for at, change in ((day, each + more), (day + over, -more), (until, -each)):
        yield at, sign * change, first[spread]


def _lumps(rows: Trace, first: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """The rows that happen on one day, if there are any: day, amount, cells."""
    at_once = rows.until <= rows.day
    if at_once.any():
        yield rows.day[at_once].astype(np.int64), rows.amount[at_once], first[at_once]
