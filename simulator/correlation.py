"""Inputs that move together: rank correlations by pairs or through named drivers, by a Gaussian copula."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Dependence:
    """Which columns move together, and how much.

    Attributes
    ----------
    paths : the columns concerned
    factor : (n, n) lower triangle L with L Lᵀ = the correlation of their normal scores
    repair : the largest change that made the stated correlations a valid set, 0 if they were one
    """

    paths: tuple[str, ...]
    factor: np.ndarray
    repair: float


def dependence_of(pairs: Mapping[tuple[str, str], float]) -> Dependence | None:
    """The dependence that Spearman rank correlations of pairs of inputs state; none without pairs.

    Normal scores correlate by 2 sin(π ρ / 6) (Pearson, 1907). A set that no inputs can have is replaced by the nearest
    one that some can.
    """
    if not pairs:
        return None
    paths = tuple(dict.fromkeys(path for pair in pairs for path in pair))
    place = {path: n for n, path in enumerate(paths)}
    stated = np.eye(len(paths))
    for (a, b), rank in pairs.items():
        stated[place[a], place[b]] = stated[place[b], place[a]] = 2 * np.sin(np.pi * rank / 6)
    valid = nearest_correlation(stated)
    return Dependence(paths, _lower_factor(valid), float(np.abs(valid - stated).max()))


def nearest_correlation(stated: np.ndarray, tolerance: float = 1e-10, most: int = 1000) -> np.ndarray:
    """The correlation matrix nearest to a symmetric one, in the Frobenius norm.

    Alternating projections with Dykstra's correction. Source: Higham (2002), *Computing the nearest correlation
    matrix: a problem from finance*, IMA Journal of Numerical Analysis 22, 329-343.

    >>> nearest_correlation(np.array([[1.0, 1, 0], [1, 1, 1], [0, 1, 1]])).round(4)[0].tolist()
    [1.0, 0.7607, 0.1573]
    """
    if np.linalg.eigvalsh(stated).min() >= -1e-12:
        return stated
    matrix, correction = stated.copy(), np.zeros_like(stated)
    for _ in range(most):
        shifted = matrix - correction
        values, vectors = np.linalg.eigh(shifted)
        projected = (vectors * np.maximum(values, 0.0)) @ vectors.T
        correction = projected - shifted
        before, matrix = matrix, projected.copy()
        np.fill_diagonal(matrix, 1.0)
        if np.abs(matrix - before).max() < tolerance:
            break
    return (matrix + matrix.T) / 2


def _lower_factor(correlation: np.ndarray) -> np.ndarray:
    """A triangular square root; a matrix on the edge of validity has one, too, up to rounding."""
    values, vectors = np.linalg.eigh(correlation)
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    lower = np.linalg.qr(root.T, mode="r").T
    signed = lower * np.where(np.diag(lower) < 0, -1.0, 1.0)
    return np.asarray(signed / np.sqrt((signed**2).sum(axis=1, keepdims=True)))


def correlated(matrix: np.ndarray, columns: Mapping[str, int], dependence: Dependence) -> np.ndarray:
    """Uniforms (D, R) of which the concerned columns have the wanted rank correlation.

    Sums are written out, column by column, so that the result of a row does not depend on the block it is in.
    """
    from scipy.special import ndtr, ndtri

    scores = [np.asarray(ndtri(matrix[columns[path]])) for path in dependence.paths]
    moved = matrix.copy()
    for n, path in enumerate(dependence.paths):
        mixed = np.zeros(matrix.shape[1])
        for k in range(n + 1):
            if dependence.factor[n, k]:
                mixed = mixed + dependence.factor[n, k] * scores[k]
        tiny = 2.0**-54
        moved[columns[path]] = np.clip(ndtr(mixed), tiny, 1 - tiny)
    return moved


def pairs_of_drivers(loads: Sequence[Mapping[str, float]]) -> dict[tuple[str, str], float]:
    """Rank correlations that common drivers induce: of two inputs, the sum over drivers of the product of loads.

    >>> pairs_of_drivers([{"a": 0.8, "b": 0.5}])
    {('a', 'b'): 0.4}
    """
    pairs: dict[tuple[str, str], float] = {}
    for driver in loads:
        named = list(driver.items())
        for n, (a, load_a) in enumerate(named):
            for b, load_b in named[n + 1 :]:
                pairs[a, b] = pairs.get((a, b), 0.0) + load_a * load_b
    return pairs
