"""Policies of capital budgeting: what a project is expected to bring for its money."""

from __future__ import annotations

import numpy as np

from simulator.cases.types import Cases
from simulator.policies.critical_path import early_finish

DAYS_A_YEAR = 365


def value(cases: Cases) -> np.ndarray:
    """Minus the expected net present value per dollar of budget of the stage's project; (S,).

    Mean margin from the expected finish to the end of life or horizon, at the scenario's discount rate (0 without
    one), less the budget, over the budget.
    """
    budget, finish = _budgets(cases), _finish(cases)
    rate = cases.valuation.rate if cases.valuation else 0.0
    end = np.minimum(cases.calendar.last_day, finish + _life(cases))
    years = np.maximum(0.0, end - finish) / DAYS_A_YEAR
    middle = (finish / DAYS_A_YEAR) + years / 2
    worth = yearly_margin(cases) * years / (1 + rate) ** middle - budget
    return -_per_stage(cases, _over(worth, budget))


def payback(cases: Cases) -> np.ndarray:
    """Expected years until the margin of the stage's project has earned its budget, from day zero; (S,)."""
    years = _over(_budgets(cases), yearly_margin(cases)) + _finish(cases) / DAYS_A_YEAR
    return _per_stage(cases, years)


def yearly_margin(cases: Cases) -> np.ndarray:
    """Expected margin of a project a year, at the finish it would have without waiting; (P,) cents.

    What it sells at the market's expected utilisation, less the fixed cost of all its capacity.
    """
    closing = np.searchsorted(cases.calendar.closing_days, _finish(cases))
    closing = np.minimum(closing, len(cases.calendar.closing_days) - 1)
    market = cases.projects.market
    margin = cases.belief.margin * cases.belief.utilisation - cases.belief.fixed_cost
    earned = np.where(market >= 0, margin[market, closing], 0.0) if len(margin) else np.zeros(len(market))
    return np.asarray(earned * cases.belief.capacity * DAYS_A_YEAR + cases.belief.benefit_yearly)


def _budgets(cases: Cases) -> np.ndarray:
    return np.asarray(np.bincount(cases.stages.project, cases.stages.budget, len(cases.index.projects)))


def _finish(cases: Cases) -> np.ndarray:
    last = np.zeros(len(cases.index.projects))
    np.maximum.at(last, cases.stages.project, early_finish(cases))
    return last


def _life(cases: Cases) -> np.ndarray:
    life = np.where(cases.belief.benefit_yearly > 0, cases.belief.benefit_life, cases.belief.life)
    return np.where(life > 0, life, np.inf)


def _over(numerator: np.ndarray, denominator: np.ndarray) -> np.ndarray:
    return np.asarray(np.divide(numerator, denominator, out=np.full(len(numerator), np.inf), where=denominator > 0))


def _per_stage(cases: Cases, of_project: np.ndarray) -> np.ndarray:
    return np.asarray(of_project[cases.stages.project])
