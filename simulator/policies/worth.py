"""Policies of capital budgeting: what a project is expected to bring for its money."""

from __future__ import annotations

import numpy as np

from simulator.cases.schedule import project_finishes
from simulator.cases.types import Cases

DAYS_A_YEAR = 365


def value(cases: Cases) -> np.ndarray:
    """Minus the expected net present value per unit of budget of the stage's project; (S,).

    NPV = present value of its margins, from the expected finish to the end of its life or of the horizon,
    less the present value of its budget, each stage's at the middle of its expected work; before tax, without ramps,
    at the scenario's discount rate (0 without one). What is below the line is the budget as it is committed.
    """
    worth = present_margin(cases) - present_budget(cases)
    return -_per_stage(cases, _over(worth, _budgets(cases)))


def payback(cases: Cases) -> np.ndarray:
    """Expected years until the margin of the stage's project has earned its budget, from day zero; (S,)."""
    years = _over(_budgets(cases), yearly_margin(cases)) + _finish(cases) / DAYS_A_YEAR
    return _per_stage(cases, years)


def yearly_margin(cases: Cases) -> np.ndarray:
    """Expected margin of a project a year, in the month of the finish it would have without waiting; (P,) cents."""
    closing = np.searchsorted(cases.calendar.closing_days, _finish(cases))
    closing = np.minimum(closing, len(cases.calendar.closing_days) - 1)
    return np.asarray(daily_margin(cases)[np.arange(len(closing)), closing] * DAYS_A_YEAR)


def daily_margin(cases: Cases) -> np.ndarray:
    """Expected margin of each project a day, if it were in service, in each month; (P, T) cents.

    What it sells at the market's expected utilisation, less the fixed cost of all its capacity; or its benefit.
    """
    belief, market = cases.belief, cases.projects.market
    of_market = belief.margin * belief.utilisation - belief.fixed_cost
    nothing = np.zeros((1, len(cases.calendar.closing_days)))
    earned = np.concatenate([of_market, nothing])[market] * belief.capacity[:, None]  # without a market: -1, the last
    return np.asarray(earned + belief.benefit_yearly[:, None] / DAYS_A_YEAR)


def present_margin(cases: Cases) -> np.ndarray:
    """Present value of the expected margins of each project, received at month-end closings; (P,) cents.

    PV = sum over closings of  margin a day × days in service of the month / (1 + rate) ** (closing / 365)
    """
    closings, finish = cases.calendar.closing_days, _finish(cases)[:, None]
    opened = np.concatenate([[0], closings[:-1] + 1])
    until = np.minimum(closings + 1, finish + _life(cases)[:, None])
    in_service = np.maximum(0.0, until - np.maximum(opened, finish))
    return np.asarray((daily_margin(cases) * in_service * _discount(cases, closings)).sum(axis=1))


def present_budget(cases: Cases) -> np.ndarray:
    """Present value of the budgets of each project, each stage's at the middle of its expected work; (P,) cents."""
    middle = cases.belief.finish - cases.belief.duration / 2
    present = cases.stages.budget * _discount(cases, middle)
    return np.bincount(cases.stages.project, present, len(cases.index.projects))


def _discount(cases: Cases, day: np.ndarray) -> np.ndarray:
    rate = cases.valuation.rate if cases.valuation else 0.0
    return np.asarray((1.0 + rate) ** (-day / DAYS_A_YEAR))


def _finish(cases: Cases) -> np.ndarray:
    return project_finishes(cases.stages, cases.belief.finish)


def _budgets(cases: Cases) -> np.ndarray:
    return np.bincount(cases.stages.project, cases.stages.budget, len(cases.index.projects))


def _life(cases: Cases) -> np.ndarray:
    life = np.where(cases.belief.benefit_yearly > 0, cases.belief.benefit_life, cases.belief.life)
    return np.where(life > 0, life, np.inf)


def _over(numerator: np.ndarray, denominator: np.ndarray) -> np.ndarray:
    return np.asarray(np.divide(numerator, denominator, out=np.full(len(numerator), np.inf), where=denominator > 0))


def _per_stage(cases: Cases, of_project: np.ndarray) -> np.ndarray:
    return np.asarray(of_project[cases.stages.project])
