"""What a convertible is worth to who does not convert or put it today, at any share price, backwards from maturity."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from simulator.instruments.convertible import Convertible
from simulator.instruments.holding import conversion_value, value_to_the_better_end
from simulator.instruments.market import Market

#: longest step in days; standard deviations that the grid of prices reaches to either side of the conversion price
LONGEST_STEP, REACH = 2.0, 6.0
#: at a lower volatility the share price is as good as certain, and the closed form is used
LEAST_VOLATILITY = 0.02
#: the multiple of the conversion price that the grid reaches at least, and part of it at the other end
LEAST_MULTIPLE = 4.0
#: a smaller difference between holding and converting, as a part of the latter, is none
ROUNDING = 1e-9


@dataclass(frozen=True)
class Continuation:
    """The value of holding on, at the end of some days, over a grid of share prices.

    Attributes
    ----------
    note, market : what was valued
    days : (D,) days before maturity
    log_price : (G,) rising
    excess : (D, G) money, the value of holding on less that of converting
    """

    note: Convertible
    market: Market
    days: np.ndarray
    log_price: np.ndarray
    excess: np.ndarray

    def value(self, day: int, price: np.ndarray) -> np.ndarray:
        """(...) money, the value of holding on after a day of ``days`` at prices (...) of 0 or more."""
        if self.market.volatility < LEAST_VOLATILITY:
            return value_to_the_better_end(self.note, self.market, price, day)
        d = int(np.flatnonzero(self.days == day)[0])
        with np.errstate(divide="ignore"):
            log_price = np.log(np.asarray(price, float))
        excess = np.interp(log_price, self.log_price, self.excess[d])
        lowest = self.excess[d, 0] + conversion_value(self.note, np.exp(self.log_price[0]))
        held = conversion_value(self.note, price) + excess
        return np.asarray(np.where(log_price < self.log_price[0], lowest, held))


def continuation(note: Convertible, market: Market, days: np.ndarray) -> Continuation:
    """Values of holding on, at the end of some days, by the two components of Tsiveriotis & Fernandes.

    Backwards from maturity on a trinomial grid of log prices. What ends in money is discounted at the issuer's rate,
    what ends in shares at the risk-free rate. Holders convert on any day of the window, and put on the days of puts,
    when it is worth more to them; the issuer calls when it costs less; interest is paid up to each end. Unlike the
    closed form this knows of puts to come and of dividends that an early conversion gains.

    Parameters
    ----------
    days : (D,) days before maturity

    Returns
    -------
    Continuation

    Source: Tsiveriotis & Fernandes, "Valuing convertible bonds with credit risk", 1998.

    >>> note = Convertible(face=100, certificates=1, issued=0, maturity=730, puts=((365, 100),))
    >>> held = continuation(note, Market(0.3, 0.04, 0.01, 0.02), np.array([0, 365]))
    >>> held.value(365, np.array([0.0, 100.0, 200.0])).round(1).tolist()
    [95.2, 108.4, 200.0]
    """
    grid = _grid(note, market, int(min(days)))
    if market.volatility < LEAST_VOLATILITY:
        return Continuation(note, market, np.asarray(days), grid, np.zeros((len(days), len(grid))))
    conversion = conversion_value(note, np.exp(grid))
    held = _backwards(note, market, grid, set(np.asarray(days).tolist()))
    excess = np.stack([held[int(day)] - conversion for day in days])
    excess[np.abs(excess) <= ROUNDING * conversion] = 0.0
    return Continuation(note, market, np.asarray(days), grid, excess)


def _grid(note: Convertible, market: Market, day: int) -> np.ndarray:
    """(G,) log prices about the conversion price, as far apart as three longest steps deviate."""
    volatility = max(market.volatility, LEAST_VOLATILITY)
    spacing = volatility * math.sqrt(3 * LONGEST_STEP / 365)
    reach = max(REACH * volatility * math.sqrt((note.maturity - day) / 365), math.log(LEAST_MULTIPLE))
    points = math.ceil(reach / spacing)
    return math.log(note.conversion_price) + spacing * np.arange(-points, points + 1)


def _backwards(note: Convertible, market: Market, grid: np.ndarray, days: set[int]) -> dict[int, np.ndarray]:
    """The value of holding on at the end of each of some days, on the grid."""
    dues = [day for dues in (note.puts, note.calls, note.coupons) for day, _ in dues]
    stops = sorted({day for day in (*days, *dues, note.convertible_from, note.maturity) if day >= min(days)})
    conversion = conversion_value(note, np.exp(grid))
    parts = np.stack([np.full(len(grid), note.face), np.zeros(len(grid))])
    parts = _decided(note, parts, conversion, note.maturity)
    held = {}
    for start, end in reversed(list(pairwise(stops))):
        parts = _held(note, market, grid, conversion, parts, start, end)
        if start in days:
            held[start] = parts.sum(axis=0)
        parts = _decided(note, parts, conversion, start)
    return held


def _held(
    note: Convertible,
    market: Market,
    grid: np.ndarray,
    conversion: np.ndarray,
    parts: np.ndarray,
    start: int,
    end: int,
) -> np.ndarray:
    """(2, G) money and shares at the end of ``start``, from what they are on ``end`` after all decisions."""
    steps = math.ceil((end - start) / LONGEST_STEP)
    years = (end - start) / steps / 365.0
    chances = _chances(market, grid[1] - grid[0], years)
    discount = np.exp(-np.array([market.credit_force, market.risk_free_force]) * years)[:, None]
    growth = math.exp(grid[1] - grid[0])
    for step in range(steps - 1, -1, -1):
        parts = discount * _mean(parts, chances, growth)
        if step and start >= note.convertible_from:
            parts = _converted(parts, conversion, note.interest_on(start + step * (end - start) / steps))
    return parts


def _chances(market: Market, spacing: float, years: float) -> tuple[float, float, float]:
    """Chances of a step down, none and up: the mean of the price, and the variance of its logarithm, are as they are.

    With the mean exact, a share without dividends is worth to hold what it is worth now, and not a rounding less.
    """
    force = market.risk_free_force - market.dividend_force
    drift = (force - market.volatility**2 / 2) * years / spacing
    moved = market.volatility**2 * years / spacing**2 + drift**2
    growth = math.exp(spacing)
    up = (growth * math.expm1(force * years) / (growth - 1) + moved) / (growth + 1)
    return moved - up, 1 - moved, up


def _mean(parts: np.ndarray, chances: tuple[float, float, float], growth: float) -> np.ndarray:
    """(2, G) means over a step; beyond the grid money is what it is at its edge, and shares grow with the price."""
    beyond = np.array([[1.0], [growth]])
    wide = np.concatenate([parts[:, :1] / beyond, parts, parts[:, -1:] * beyond], axis=1)
    down, none, up = chances
    return np.asarray(down * wide[:, :-2] + none * parts + up * wide[:, 2:])


def _decided(note: Convertible, parts: np.ndarray, conversion: np.ndarray, day: int) -> np.ndarray:
    """(2, G) money and shares on a day before its decisions: the call, the put, the coupon, the conversion."""
    accrued = note.accrued_on(day)
    call, put = dict(note.calls).get(day, np.inf) + accrued, dict(note.puts).get(day, -np.inf) + accrued
    parts = _replaced(parts, parts.sum(axis=0) > call, call)
    parts = _replaced(parts, parts.sum(axis=0) < put, put)
    parts = parts + np.array([[note.coupon_on(day)], [0.0]])
    return _converted(parts, conversion, note.interest_on(day)) if day >= note.convertible_from else parts


def _replaced(parts: np.ndarray, where: np.ndarray, money: float) -> np.ndarray:
    return np.where(where, np.array([[money], [0.0]]), parts)


def _converted(parts: np.ndarray, conversion: np.ndarray, interest: float) -> np.ndarray:
    worth = np.stack([np.full_like(conversion, interest), conversion])
    return np.where(conversion + interest > parts.sum(axis=0), worth, parts)
