"""What a market buys and pays in a month: demand fills what was installed first, then programmes in order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.cases.types import Cases
from simulator.closing.capacity import Capacity
from simulator.closing.lines import Lines
from simulator.spreading import Grid


@dataclass(frozen=True)
class Sales:
    """Sales by pair of market and line; K pairs, zero where capacity is sold nowhere.

    Attributes
    ----------
    sold : (R, K, T) milli-MW, mean of the month
    revenue, operating_cost : (R, K, T) cents
    fixed_cost : (R, K, T) float cents, the part of the operating cost that does not depend on sales
    """

    sold: np.ndarray
    revenue: np.ndarray
    operating_cost: np.ndarray
    fixed_cost: np.ndarray


def monthly_sales(capacity: Capacity, cases: Cases, lines: Lines, grid: Grid) -> Sales:
    """Sales of each month at that month's demand, price and cost, to the cent.

        sold           = min(D, C_k) - min(D, C_(k-1)),  C_k the ramped capacity of the market's first k lines
        revenue        = sold x days x price
        operating cost = capacity in service x days x fixed  +  sold x days x cost of a MW sold

    The fixed part falls due from the first day in service, ramp or not.
    """
    served, shape = capacity.served, capacity.ramped.shape
    sold, revenue, cost = (np.zeros(shape, np.int64) for _ in range(3))
    fixed = np.zeros(shape)
    for market in range(len(cases.index.markets)):
        at = lines.of_market(market)
        sold[:, at] = _filled(cases.markets.demand[:, market], capacity.ramped[:, at])
        price, fixed_cost, sold_cost = (
            terms[:, market, None] for terms in (cases.markets.price, cases.markets.fixed_cost, cases.markets.sold_cost)
        )
        sold_days = sold[:, at] * grid.days
        revenue[:, at] = np.rint(sold_days * price)
        fixed[:, at] = served[:, at] * fixed_cost
        cost[:, at] = np.rint(fixed[:, at] + sold_days * sold_cost)
    return Sales(sold, revenue, cost, fixed)


def _filled(demand: np.ndarray, capacity: np.ndarray) -> np.ndarray:
    """(R, lines, T) what of the demand (R, T) each line takes, the first line first."""
    taken = np.minimum(demand[:, None], np.cumsum(capacity, axis=1))
    return np.diff(taken, axis=1, prepend=0)
