"""A block on the monthly grid: money, megawatts and markets at every month-end closing."""

from simulator.timelines.idle import stranded_money_days
from simulator.timelines.liquidity import daily_liquidity, monthly_liquidity
from simulator.timelines.purses import available_each_day, brought_by_allotment, each_day_by_pool
from simulator.timelines.series import MONEY, PRICE, Series, Timelines, timelines_of, utilisation
from simulator.timelines.standing import standing_capital
from simulator.timelines.stranded import construction_in_progress, stranded_capital

__all__ = [
    "MONEY",
    "PRICE",
    "Series",
    "Timelines",
    "available_each_day",
    "brought_by_allotment",
    "construction_in_progress",
    "daily_liquidity",
    "each_day_by_pool",
    "monthly_liquidity",
    "standing_capital",
    "stranded_capital",
    "stranded_money_days",
    "timelines_of",
    "utilisation",
]
