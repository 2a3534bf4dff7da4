"""Internal rates of return of a block: all roots counted, the single one found."""

from __future__ import annotations

import numpy as np

#: rates between which roots are looked for, 1/year, and into how many steps their range is cut
LOWEST, HIGHEST, STEPS = -0.95, 10.0, 40
#: steps in which a stretch is looked at again where the value comes close to zero and turns back
CLOSER_STEPS = 64
MOST_ITERATIONS = 60
#: rates that are nearer to each other are the same, 1/year, as far as spreadsheets' XIRR is exact: flows are in whole
#: cents a day, and the same work paid out of two sources is rounded on other days
TOLERANCE = 1e-8


def internal_rate(flow: np.ndarray, time: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The rate at which dated flows are worth nothing, and how many such rates there are.

        sum over n of  flow[..., n] * (1 + irr) ** (-time[n] / 365)  =  0

    Changes of sign of the net present value are counted on a grid of rates from -95 % to 1,000 %, even in
    log(1 + rate), and on a finer one wherever the value comes closest to zero without a change of sign. A
    single root is refined by Newton steps that never leave their bracket.

    Parameters
    ----------
    flow : (R, N) money into the company
    time : (N,) days from the start

    Returns
    -------
    irr : (R,) 1/year, NaN where there is no root or more than one
    roots : (R,) number of changes of sign

    Source: the XIRR convention of spreadsheets.

    >>> rate, roots = internal_rate(np.array([[-100.0, 121.0], [100.0, 121.0]]), np.array([0, 730]))
    >>> rate.round(6).tolist(), roots.tolist()
    ([0.1, nan], [1, 0])
    """
    years = np.asarray(time, float) / 365.0
    grid = np.linspace(np.log1p(LOWEST), np.log1p(HIGHEST), STEPS + 1)
    worth = _worth(flow, years, grid)
    change = (worth[:, :-1] > 0) != (worth[:, 1:] > 0)
    roots = change.sum(axis=-1) + _hidden_roots(flow, years, grid, worth)
    roots[~(flow != 0).any(axis=-1)] = 0
    rate = np.full(len(flow), np.nan)
    single = np.flatnonzero(roots == 1)
    at = np.argmax(change[single], axis=-1)
    rate[single] = np.expm1(_refined(flow[single], years, grid[at], grid[at + 1]))
    return rate, roots


def _worth(flow: np.ndarray, years: np.ndarray, forces: np.ndarray) -> np.ndarray:
    """(R, forces) net present values at forces of interest, log(1 + rate)."""
    return np.stack([(flow * np.exp(-force * years)).sum(axis=-1) for force in forces], axis=-1)


def _hidden_roots(flow: np.ndarray, years: np.ndarray, grid: np.ndarray, worth: np.ndarray) -> np.ndarray:
    """(R,) roots between points of the grid of one sign, looked for where the value comes closest to zero."""
    size, positive = np.abs(worth), worth > 0
    left, middle, right = size[:, :-2], size[:, 1:-1], size[:, 2:]
    one_sign = (positive[:, :-2] == positive[:, 1:-1]) & (positive[:, 1:-1] == positive[:, 2:])
    hidden = np.zeros(len(flow), np.int64)
    # where nothing flows the value is zero at every rate, and there is nothing to look at again
    for r, g in np.argwhere(one_sign & (left > 0) & (middle <= left) & (middle <= right)):
        closer = _worth(flow[r : r + 1], years, np.linspace(grid[g], grid[g + 2], CLOSER_STEPS + 1))[0] > 0
        hidden[r] += (closer[1:] != closer[:-1]).sum()
    return hidden


def _refined(flow: np.ndarray, years: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """(R,) the root of each row between two forces of interest: Newton's step, or else the middle."""
    falls = (flow * np.exp(-low[:, None] * years)).sum(axis=-1) > 0
    force: np.ndarray = (low + high) / 2
    settled = np.zeros(len(flow), bool)
    for _ in range(MOST_ITERATIONS):
        if settled.all():
            break
        worth = flow * np.exp(-force[:, None] * years)
        value, slope = worth.sum(axis=-1), -(worth * years).sum(axis=-1)
        right = (value > 0) == falls
        low, high = np.where(right, force, low), np.where(right, high, force)
        step = force - value / np.where(slope == 0, 1.0, slope)
        moved = np.where((step > low) & (step < high) & (slope != 0), step, (low + high) / 2)
        moved = np.where(settled | (value == 0), force, moved)
        settled = settled | (np.abs(moved - force) <= 1e-14)
        force = moved
    return force
