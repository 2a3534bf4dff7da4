"""Binomial trees written out in full, to hold the closed forms and QuantLib against."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.instruments.convertible import Convertible, Due
from simulator.instruments.market import Market


@dataclass(frozen=True)
class Node:
    """The prices at a step, the chance of going up, and what the note allows at the step."""

    price: np.ndarray
    up: float
    put: float
    call: float
    coupon: float
    accrued: float
    convertible: bool


def steps_of(note: Convertible, market: Market, price: float, day: int, steps: int, european: bool) -> list[Node]:
    """Cox, Ross & Rubinstein's tree; what is due on a day is due at the nearest step."""
    step = (note.maturity - day) / 365 / steps
    up = np.exp(market.volatility * np.sqrt(step))
    growth = np.exp((market.risk_free_force - market.dividend_force) * step)
    chance = float((growth - 1 / up) / (up - 1 / up))

    def due(dues: Due, n: int) -> list[float]:
        return [amount for when, amount in dues if when > day and round((when - day) / 365 / step) == n]

    def node(n: int) -> Node:
        prices = price * up ** np.arange(-n, n + 1, 2)
        open_now = n == steps if european else day + n * step * 365 >= note.convertible_from
        put, call = max(due(note.puts, n), default=-np.inf), min(due(note.calls, n), default=np.inf)
        coupon = sum(due(note.coupons, n))
        accrued = 0.0 if coupon else accrued_by(note, day + n * step * 365)
        return Node(prices, chance, put + accrued, call + accrued, coupon, accrued, open_now)

    return [node(n) for n in range(steps + 1)]


def accrued_by(note: Convertible, day: float) -> float:
    """What of the coupon to come has been earned, in proportion to days."""
    dates = [note.issued, *(when for when, _ in note.coupons)]
    for (due, amount), since in zip(note.coupons, dates, strict=False):
        if since < day < due:
            return amount * (day - since) / (due - since)
    return 0.0


def two_components(
    note: Convertible, market: Market, price: float, day: int, steps: int, european: bool = False
) -> float:
    """Tsiveriotis & Fernandes: money and shares apart, the one at the issuer's rate, the other at the risk-free.

    Who puts or converts is paid what has accrued.
    """
    step = (note.maturity - day) / 365 / steps
    nodes = steps_of(note, market, price, day, steps, european)
    money, shares = np.full(steps + 1, note.face), np.zeros(steps + 1)
    for n in range(steps, -1, -1):
        node = nodes[n]
        if n < steps:
            money = (node.up * money[1:] + (1 - node.up) * money[:-1]) * np.exp(-market.credit_force * step)
            shares = (node.up * shares[1:] + (1 - node.up) * shares[:-1]) * np.exp(-market.risk_free_force * step)
        called = money + shares > node.call
        money, shares = np.where(called, node.call, money), np.where(called, 0.0, shares)
        put = money + shares < node.put
        money, shares = np.where(put, node.put, money) + node.coupon, np.where(put, 0.0, shares)
        conversion = note.certificates * node.price
        interest = node.coupon + node.accrued
        converts = node.convertible & (conversion + interest > money + shares)
        money, shares = np.where(converts, interest, money), np.where(converts, conversion, shares)
    return float((money + shares)[0])


def mixed_rate(note: Convertible, market: Market, price: float, day: int, steps: int) -> float:
    """Bardhan et al.: one value, each branch discounted by the chance of conversion at its end (Haug, 7.12 to 7.14).

    A put leaves the chance as it is, which is what QuantLib does. Who converts has a coupon of the day, and nothing of
    what has accrued between coupons.
    """
    step = (note.maturity - day) / 365 / steps
    nodes = steps_of(note, market, price, day, steps, european=False)
    value, chance = np.full(steps + 1, note.face), np.zeros(steps + 1)
    for n in range(steps, -1, -1):
        node = nodes[n]
        if n < steps:
            rate = chance * market.risk_free_force + (1 - chance) * market.credit_force
            later = value * np.exp(-rate * step)
            value = node.up * later[1:] + (1 - node.up) * later[:-1]
            chance = node.up * chance[1:] + (1 - node.up) * chance[:-1]
        value = np.maximum(np.minimum(value, node.call), node.put) + node.coupon
        conversion = note.certificates * node.price + node.coupon
        converts = node.convertible & (conversion > value)
        value, chance = np.where(converts, conversion, value), np.where(converts, 1.0, chance)
    return float(value[0])


def default_tree(
    note: Convertible, price: float, volatility: float, force: float, hazard: float, recovery: float, steps: int
) -> float:
    """Hull's tree: at each step a chance of default, upon which the share is worth nothing and the bond recovers."""
    step = (note.maturity - note.issued) / 365 / steps
    up = np.exp(volatility * np.sqrt(step))
    survives = np.exp(-hazard * step)
    rise = (np.exp(force * step) - survives / up) / (up - 1 / up)
    value = np.maximum(note.face, note.certificates * price * up ** np.arange(-steps, steps + 1.0, 2))
    for n in range(steps - 1, -1, -1):
        prices = price * up ** np.arange(-n, n + 1, 2)
        value = rise * value[1:] + (survives - rise) * value[:-1] + (1 - survives) * recovery
        value = value * np.exp(-force * step)
        value = np.minimum(value, note.calls[0][1]) if note.calls else value
        value = np.maximum(value, note.certificates * prices)
    return float(value[0])
