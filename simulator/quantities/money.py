"""Money is whole cents; a split by largest remainders loses none of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def to_cents(amount: np.ndarray) -> np.ndarray:
    """Amounts of currency as whole cents, halves to even.

    >>> to_cents(np.array([0.125, 3.2e9]))
    array([          12, 320000000000])
    """
    return np.rint(np.asarray(amount, float) * 100).astype(np.int64)


def allocate(cents: np.ndarray, weights: np.ndarray | Sequence[float]) -> np.ndarray:
    """Cents divided in proportion to weights by largest remainders; ties go to the earlier part.

    Parameters
    ----------
    cents : (...) int64, 0 or more
    weights : (n,) or (..., n), 0 or more; where all are 0 the parts are equal

    Returns
    -------
    (..., n) int64 that add up to ``cents`` exactly, each within a cent of its share

    >>> allocate(np.array(100), [1, 1, 1]).tolist()
    [34, 33, 33]
    """
    cents = np.asarray(cents, np.int64)[..., None]
    weights = np.asarray(weights, float)
    total = weights.sum(axis=-1, keepdims=True)
    share = np.divide(weights, total, out=np.zeros(np.broadcast_shapes(weights.shape, total.shape)), where=total > 0)
    exact = cents * share
    parts = np.floor(exact).astype(np.int64)
    left = cents - parts.sum(axis=-1, keepdims=True)
    order = np.argsort(-(exact - parts), axis=-1, kind="stable")
    rank = np.argsort(order, axis=-1, kind="stable")
    whole, extra = np.divmod(left, parts.shape[-1])
    return parts + whole + (rank < extra)


def allocate_one(cents: int, weights: Sequence[int]) -> list[int]:
    """``allocate`` for one amount and whole weights, exact in Python numbers; no part exceeds its weight.

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
