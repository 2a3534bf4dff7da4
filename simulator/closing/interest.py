"""Interest that becomes part of the cost of what is under construction, where the scenario says so."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from simulator.cases.types import Cases
from simulator.closing.assets import Assets, stages_at, worn_over_life
from simulator.closing.rows import Rows, together
from simulator.instruments.accretion import capitalised_interest
from simulator.spreading import Grid, cumulative, standing
from simulator.trace import Kind, Trace

#: what adds to debt, and what takes from it
OWED = {
    Kind.NOTE_ISSUED: 1,
    Kind.OWED_BEFORE: 1,
    Kind.ACCRETED: 1,
    Kind.EXTINGUISHED: 1,
    Kind.NOTE_PUT: -1,
    Kind.NOTE_REPAID: -1,
    Kind.CONVERTED: -1,
}


@dataclass(frozen=True)
class Interest:
    """Capitalised interest: part of construction in progress, then of the asset, or lost with it; subject is a stage.

    It is kept apart from what projects cost, and no cash flow and no value contains it: what debt costs is in the rate
    at which projects are discounted, and would count twice if it were among their flows or their deductions.
    """

    capitalised: Trace
    in_service: Trace
    depreciated: Trace
    written_off: Trace


def moves_of_debt(rows: Rows, accreted: Trace, extinguished: Trace) -> Trace:
    """All that adds to debt, and with the other sign what takes from it; subject is a funding."""
    made = {Kind.ACCRETED: accreted, Kind.EXTINGUISHED: extinguished}
    moved = {kind: made.get(kind, rows[kind]) for kind in OWED}
    return together(*(replace(of, amount=OWED[kind] * of.amount) for kind, of in moved.items()))


def monthly_owed(rows: Rows, accreted: Trace, extinguished: Trace, grid: Grid, fundings: int) -> np.ndarray:
    """(R, F, T) cents at which each funding stands in the books as debt, at each closing."""
    moved = moves_of_debt(rows, accreted, extinguished)
    return cumulative(moved, moved.subject, fundings, grid)


def interest_accrued(rows: Rows, accreted: Trace, grid: Grid) -> np.ndarray:
    """(R, T) cents of effective interest of each month: what accrues for coupons and what debt grows by."""
    so_far = cumulative(together(rows[Kind.INTEREST_ACCRUED], accreted), 0, 1, grid)[:, 0]
    return np.diff(so_far, axis=-1, prepend=0)


def interest_on_construction(
    rows: Rows, cases: Cases, grid: Grid, assets: Assets, debt: tuple[Trace, Trace]
) -> Interest:
    """Capitalised interest of a block; none where the scenario does not ask for it.

        of a month = weighted rate of all debt x mean construction in progress x days / 365, at most its interest
        weighted rate = interest of the month / (mean debt x days / 365)

    Means are over the days of the month, of what stands at the end of each: work counts from the day on which it is
    paid, up to the one before it goes into service or is lost, and debt from the day on which it comes. Shared among
    the stages in progress by the same means. Construction in progress is what was paid, without interest capitalised
    before.
    """
    nothing = rows[Kind.INTEREST_CAPITALISED]
    if not cases.capitalise_interest or not cases.index.stages:
        return Interest(nothing, nothing, nothing, nothing)
    by_stage = _shared(rows, cases, grid, assets, debt)
    leaves = _leaves(cases, assets)
    r, s, t = np.nonzero(by_stage)
    day = np.minimum(grid.ends[t] - 1, leaves[0][r, s])
    capitalised = Trace.of_kind(Kind.INTEREST_CAPITALISED, r, day, day, s, by_stage[r, s, t], cases.replications)
    total = by_stage.sum(axis=-1)
    in_service = stages_at(Kind.CAPITALISED, total, leaves[1], cases)
    lost = stages_at(Kind.WRITTEN_OFF, total, leaves[2], cases)
    return Interest(capitalised, in_service, worn_over_life(in_service, cases), lost)


def _shared(rows: Rows, cases: Cases, grid: Grid, assets: Assets, debt: tuple[Trace, Trace]) -> np.ndarray:
    """(R, S, T) cents of each month's interest by stage."""
    interest = interest_accrued(rows, debt[0], grid)
    stages = _construction(rows, cases, grid, assets)
    owed = standing(moves_of_debt(rows, *debt), 0, 1, grid)[:, 0]
    total = capitalised_interest(interest, stages.sum(axis=1), owed)
    weight = np.cumsum(stages, axis=1, dtype=np.float64)
    share = np.divide(weight, weight[:, -1:], out=np.zeros(weight.shape), where=weight[:, -1:] > 0)
    return np.diff(np.floor(share * total[:, None] + 1e-6).astype(np.int64), axis=1, prepend=0)


def _construction(rows: Rows, cases: Cases, grid: Grid, assets: Assets) -> np.ndarray:
    """(R, S, T) cent-days of construction in progress in each month, interest not included."""
    stages, paid = len(cases.index.stages), rows[Kind.PAID]
    stage = paid.subject // len(cases.index.allotments)
    progress = standing(paid, np.where(cases.stages.expensed[stage], -1, stage), stages, grid)
    for gone in (assets.capitalised, assets.written_off):
        progress -= standing(gone, gone.subject, stages, grid)
    return progress


def _leaves(cases: Cases, assets: Assets) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(R, S) the day on which each stage's cost leaves construction, goes into service, is written off."""
    never = np.full((cases.replications, len(cases.index.stages)), cases.calendar.last_day + 1, np.int64)
    served, lost = never.copy(), never.copy()
    for day, gone in ((served, assets.capitalised), (lost, assets.written_off)):
        day[gone.replication, gone.subject] = gone.day
    return np.minimum(served, lost), served, lost
