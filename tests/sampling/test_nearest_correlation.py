"""Correlation matrices against published repairs and against NumPy's factorisation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.sampling.nearest_correlation import is_possible, lower_factor, nearest_correlation

HIGHAM = np.array([[1.0, 1.0, 0.0], [1.0, 1.0, 1.0], [0.0, 1.0, 1.0]])


@st.composite
def symmetric(draw: st.DrawFn) -> np.ndarray:
    """A symmetric matrix with a diagonal of ones and anything from -1 to 1 beside it."""
    n = draw(st.integers(1, 6))
    matrix = np.eye(n)
    for i in range(n):
        for j in range(i):
            matrix[i, j] = matrix[j, i] = draw(st.floats(-1, 1))
    return matrix


def test_the_published_example_is_repaired_as_published() -> None:
    # Higham (2002), section 4: 0.7607 beside the diagonal, 0.1573 in the corners; distance 0.5278
    nearest = nearest_correlation(HIGHAM)
    expected = [[1.0, 0.7607, 0.1573], [0.7607, 1.0, 0.7607], [0.1573, 0.7607, 1.0]]
    np.testing.assert_allclose(nearest, expected, atol=5e-5)
    assert np.linalg.norm(nearest - HIGHAM) == pytest.approx(0.5278, abs=5e-5)


def test_a_second_published_matrix_is_repaired_as_published() -> None:
    # the example of nag_correg_corrmat_nearest (g02aac): a tridiagonal matrix that no variables can have
    stated = np.eye(4) * 2 - np.eye(4, k=1) - np.eye(4, k=-1)
    np.fill_diagonal(stated, 1.0)
    expected = [
        [1.0, -0.8084, 0.1916, 0.1068],
        [-0.8084, 1.0, -0.6562, 0.1916],
        [0.1916, -0.6562, 1.0, -0.8084],
        [0.1068, 0.1916, -0.8084, 1.0],
    ]
    np.testing.assert_allclose(nearest_correlation(stated), expected, atol=5e-5)


def test_what_is_possible_stays_as_it_is_stated() -> None:
    stated = np.array([[1.0, 0.5, 0.2], [0.5, 1.0, -0.3], [0.2, -0.3, 1.0]])
    assert nearest_correlation(stated) is stated


@given(symmetric())
@settings(deadline=None, max_examples=60)
def test_a_repaired_matrix_is_possible_and_no_farther_than_shrinking_would_be(stated: np.ndarray) -> None:
    nearest = nearest_correlation(stated)
    assert is_possible(nearest)
    assert (np.diag(nearest) == 1.0).all()
    assert (nearest == nearest.T).all()
    lowest = np.linalg.eigvalsh(stated).min()
    if lowest < 0:  # (A - lowest I) / (1 - lowest) is a correlation matrix, too
        shrunk = (stated - lowest * np.eye(len(stated))) / (1 - lowest)
        assert np.linalg.norm(nearest - stated) <= np.linalg.norm(shrunk - stated) + 1e-4


@given(symmetric())
@settings(deadline=None, max_examples=60)
def test_a_factor_makes_up_its_matrix_singular_or_not(stated: np.ndarray) -> None:
    possible = nearest_correlation(stated)
    factor = lower_factor(possible)
    np.testing.assert_allclose(factor @ factor.T, possible, atol=2e-4)
    assert (np.triu(factor, 1) == 0).all()


def test_a_regular_factor_is_choleskys() -> None:
    stated = np.array([[1.0, 0.5, 0.2], [0.5, 1.0, -0.3], [0.2, -0.3, 1.0]])
    np.testing.assert_allclose(lower_factor(stated), np.linalg.cholesky(stated), atol=1e-12)
