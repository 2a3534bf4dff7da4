"""Balances as they run: what stands after each of a list of changes."""

from __future__ import annotations

import numpy as np


def running(key: np.ndarray, change: np.ndarray) -> np.ndarray:
    """(N,) the balance after each change of a list that is in order of its keys, each of which begins at zero.

    >>> running(np.array([1, 1, 4, 4]), np.array([5, -2, 7, 1]))
    array([5, 3, 7, 8])
    """
    total = np.cumsum(change)
    first = np.append(True, key[1:] != key[:-1])[: len(key)]
    before = np.append(0, total[:-1])[: len(key)][first]
    return np.asarray(total - before[np.cumsum(first) - 1])


def last_of_each(key: np.ndarray) -> np.ndarray:
    """(N,) bool: the last of each stretch of equal keys.

    >>> last_of_each(np.array([1, 1, 4, 2]))
    array([False,  True,  True,  True])
    """
    return np.append(key[1:] != key[:-1], True)[: len(key)]
