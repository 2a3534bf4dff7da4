"""Money is whole cents; a split by largest remainders loses none of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from simulator.quantities.fault import QuantityError

#: cents that int64 holds, with room for sums
MOST_CENTS = 2**62
#: whole numbers up to here are exact as floats
EXACT = 2**53


def to_cents(amount: np.ndarray) -> np.ndarray:
    """Amounts of currency as whole cents, halves to even.

    Raises
    ------
    QuantityError
        If an amount is not a number, or more cents than an int64 counts.

    >>> to_cents(np.array([0.125, 3.2e9]))
    array([          12, 320000000000])
    """
    cents = np.rint(np.asarray(amount, float) * 100)
    if not (np.abs(cents) < MOST_CENTS).all():
        worst = np.asarray(amount, float).flat[int(np.argmax(~(np.abs(cents) < MOST_CENTS)))]
        raise QuantityError(f"an amount of {worst:g} cannot be counted in cents", f"less than {MOST_CENTS / 100:.2g}")
    return np.asarray(cents.astype(np.int64))


def cents(amount: float) -> int:
    """One amount of currency as whole cents, halves to even.

    Raises
    ------
    QuantityError
        If the amount is not a number, or more cents than an int64 counts.

    >>> cents(0.125)
    12
    """
    return int(to_cents(np.array(amount)))


def allocate(cents: np.ndarray, weights: np.ndarray | Sequence[float]) -> np.ndarray:
    """Cents divided in proportion to weights by largest remainders; ties go to the earlier part.

    Part n is floor(cents × weight[n] / sum of weights), and the cents still left go, one each, to the parts
    with the largest remainders. All in whole numbers: a float weight counts as the decimal that it prints as.

    Parameters
    ----------
    cents : (...) int64, of either sign
    weights : (n,) or (..., n), 0 or more; where all are 0 the parts are equal

    Returns
    -------
    (..., n) int64 that add up to ``cents`` exactly, each within a cent of its share

    Raises
    ------
    ValueError
        If there are no weights, or one is negative or not finite.

    Source: the Hamilton method; Balinski and Young, *Fair Representation*.

    >>> allocate(np.array(100), [1, 1, 1]).tolist()
    [34, 33, 33]
    """
    cents = np.asarray(cents, np.int64)[..., None]
    whole = _whole_weights(np.asarray(weights))
    total = whole.sum(axis=-1, keepdims=True)
    equal = total == 0
    whole, total = np.where(equal, 1, whole), np.where(equal, whole.shape[-1], total)
    if int(np.abs(cents).max(initial=0)) * int(whole.max(initial=0)) >= MOST_CENTS:
        cents, whole, total = cents.astype(object), whole.astype(object), total.astype(object)
    parts, remainder = cents * whole // total, cents * whole % total
    left = (cents - parts.sum(axis=-1, keepdims=True)).astype(np.int64)
    order = np.argsort(-remainder, axis=-1, kind="stable")
    rank = np.argsort(order, axis=-1, kind="stable")
    return np.asarray(parts.astype(np.int64) + (rank < left))


def _whole_weights(weights: np.ndarray) -> np.ndarray:
    """Whole numbers in the same proportion."""
    if weights.shape[-1:] in ((), (0,)):
        raise ValueError(f"nothing to divide money by: weights of shape {weights.shape}")
    if weights.dtype == object or not np.isfinite(weights).all() or (weights < 0).any():
        raise ValueError(f"weights are finite and 0 or more, not {weights.tolist()}")
    if np.issubdtype(weights.dtype, np.integer) or _are_whole(weights):
        return weights.astype(np.int64)
    decimals = [Fraction(repr(weight)) for weight in weights.astype(float).ravel().tolist()]
    scale = math.lcm(*(decimal.denominator for decimal in decimals))
    counts = [int(decimal * scale) for decimal in decimals]
    common = math.gcd(*counts)
    kind = np.int64 if max(counts) // common * len(counts) < MOST_CENTS else object
    return np.array([count // common for count in counts], kind).reshape(weights.shape)


def _are_whole(weights: np.ndarray) -> bool:
    """Whether floats stand for whole numbers, exactly."""
    return bool((weights == np.floor(weights)).all() and weights.max() < EXACT)


def allocate_one(cents: int, weights: Sequence[int]) -> list[int]:
    """``allocate`` for one amount and whole weights, in Python numbers; without weight, nothing is allocated.

    >>> allocate_one(10, [30, 0, 15])
    [7, 0, 3]
    """
    total = sum(weights)
    if not total:
        return [0] * len(weights)
    parts = [cents * weight // total for weight in weights]
    rest = [cents * weight % total for weight in weights]
    for n in sorted(range(len(weights)), key=lambda n: -rest[n])[: cents - sum(parts)]:
        parts[n] += 1
    return parts
