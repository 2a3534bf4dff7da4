"""Correlation matrices: whether variables can have them, the nearest that they can have, and its square root.

The last bits of eigenvectors depend on the number of threads: what comes from them is rounded, and no sum
goes through a matrix product.
"""

from __future__ import annotations

import numpy as np

#: eigenvalues and pivots below this are rounding
NOTHING = 1e-8


def is_possible(correlation: np.ndarray) -> bool:
    """Whether variables can correlate so: no combination of them may have a negative variance.

    >>> is_possible(np.array([[1.0, 0.5], [0.5, 1.0]]))
    True
    """
    return bool(np.linalg.eigvalsh(correlation).min() >= -NOTHING)


def nearest_correlation(stated: np.ndarray, tolerance: float = 1e-9, most: int = 1000) -> np.ndarray:
    """The correlation matrix nearest to a symmetric one, in the Frobenius norm.

    Alternating projections onto matrices without negative eigenvalues and onto those with a diagonal of ones,
    the first with Dykstra's correction.

    Parameters
    ----------
    stated : (n, n) symmetric, with a diagonal of ones
    tolerance : the iteration ends when no entry moves by more
    most : iterations

    Returns
    -------
    (n, n), rounded to ten decimals; ``stated`` itself if it is one

    Source: Higham (2002), *Computing the nearest correlation matrix: a problem from finance*, IMA Journal of
    Numerical Analysis 22, 329-343; the example is its section 4.

    >>> nearest_correlation(np.array([[1.0, 1, 0], [1, 1, 1], [0, 1, 1]])).round(4)[0].tolist()
    [1.0, 0.7607, 0.1573]
    """
    if is_possible(stated):
        return stated
    matrix, correction = stated, np.zeros_like(stated)
    for _ in range(most):
        shifted = matrix - correction
        projected = _without_negative_eigenvalues(shifted)
        correction = projected - shifted
        before, matrix = matrix, _with_unit_diagonal(projected)
        if np.abs(matrix - before).max() < tolerance:
            break
    possible = _without_negative_eigenvalues(matrix)
    scale = np.sqrt(np.diag(possible))
    return _with_unit_diagonal(np.round(possible / scale[:, None] / scale, 10))


def lower_factor(correlation: np.ndarray) -> np.ndarray:
    """The lower triangle L with L Lᵀ = the correlation; of a singular one, too.

    Row n says how variable n is made up of independent ones, of which only the first n + 1 enter: what stands
    earlier does not depend on what stands later.

    >>> lower_factor(np.array([[1.0, 0.6], [0.6, 1.0]])).round(12).tolist()
    [[1.0, 0.0], [0.6, 0.8]]
    """
    factor = np.zeros_like(correlation)
    for n in range(len(correlation)):
        explained = (factor[n:, :n] * factor[n, :n]).sum(axis=1)
        column = correlation[n:, n] - explained
        if column[0] > NOTHING:
            factor[n:, n] = column / np.sqrt(column[0])
    factor[np.abs(factor) < NOTHING] = 0.0
    return np.asarray(factor / np.sqrt((factor**2).sum(axis=1, keepdims=True)))


def _without_negative_eigenvalues(matrix: np.ndarray) -> np.ndarray:
    values, vectors = np.linalg.eigh(matrix)
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    return np.stack([(root * row).sum(axis=1) for row in root])


def _with_unit_diagonal(matrix: np.ndarray) -> np.ndarray:
    changed: np.ndarray = (matrix + matrix.T) / 2
    np.fill_diagonal(changed, 1.0)
    return changed
