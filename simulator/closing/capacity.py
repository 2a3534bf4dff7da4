"""Capacity of each month: what is in service, and what of it has ramped up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.cases.types import Cases
from simulator.closing.lines import Lines
from simulator.closing.rows import Rows, together
from simulator.ramp import served_days
from simulator.spreading import Grid
from simulator.trace import Kind, Trace


@dataclass(frozen=True)
class Capacity:
    """Capacity by pair of market and line, installed base included; K pairs.

    Attributes
    ----------
    ramped : (R, K, T) milli-MW, mean over the month's days of what has ramped up; this can be sold
    served : (R, K, T) milli-MW x days in service in the month, ramp or not; this costs
    at_close : (R, K, T) milli-MW in service at the month's end
    """

    ramped: np.ndarray
    served: np.ndarray
    at_close: np.ndarray


def monthly_capacity(rows: Rows, cases: Cases, lines: Lines, grid: Grid) -> Capacity:
    """Capacity out of what went into and out of service.

    A month's mean is an exact integral: a stage that puts c MW in service on day s, over a ramp, adds
    c * (served(end - s) - served(begin - s)) / days, rounded to the milli-MW. Capacity retires at once: from then on
    it takes away what it added.
    """
    steps, project = _steps(rows, cases)
    ramp = cases.projects.ramp[steps.replication, project][:, None]
    life = cases.projects.life[steps.replication, project] * (steps.kind == Kind.RETIRED)
    elapsed = grid.ends - steps.day[:, None].astype(np.int64)
    amount = steps.amount[:, None]
    full = np.diff(np.maximum(elapsed, 0), axis=1, prepend=0)
    age = life[:, None]
    served = served_days(np.maximum(elapsed, 0) + age, ramp) - served_days(age, ramp)
    ramped = np.diff(served, axis=1, prepend=0)
    pair = steps.replication.astype(np.int64) * len(lines) + lines.of_project[project]
    shape = (cases.replications, len(lines), len(grid.ends))
    parts = (np.rint(amount * ramped / grid.days), amount * full, amount * (elapsed > 0))
    sums = [_summed(part, pair, shape) for part in parts]
    return _with_installed(Capacity(*sums), cases, lines, grid)


def _steps(rows: Rows, cases: Cases) -> tuple[Trace, np.ndarray]:
    """Every step of capacity, up or down, and its project."""
    up, down = rows[Kind.IN_SERVICE], rows[Kind.RETIRED]
    lower = Trace.of_kind(
        Kind.RETIRED, down.replication, down.day, down.until, down.subject, -down.amount, down.replications
    )
    return together(up, lower), np.concatenate([cases.stages.project[up.subject], down.subject])


def _summed(part: np.ndarray, pair: np.ndarray, shape: tuple[int, int, int]) -> np.ndarray:
    """(R, K, T) sums over rows of whole numbers (N, T); exact, since they stay far below 2**53."""
    cell = pair[:, None] * shape[2] + np.arange(shape[2])
    sums = np.bincount(cell.ravel(), part.ravel(), shape[0] * shape[1] * shape[2])
    return sums.astype(np.int64).reshape(shape)


def _with_installed(new: Capacity, cases: Cases, lines: Lines, grid: Grid) -> Capacity:
    """The capacity with what was installed before, in full from the first day."""
    base = np.zeros((cases.replications, len(lines)), np.int64)
    first = lines.line == 0
    base[:, first] = cases.markets.installed[:, lines.market[first]]
    installed = base[:, :, None]
    ramped = np.maximum(new.ramped, 0) + installed
    return Capacity(ramped, new.served + installed * grid.days, new.at_close + installed)
