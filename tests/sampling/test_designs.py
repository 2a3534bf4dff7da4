"""Latin hypercube and Sobol: what each promises of the whole, and what that saves."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import qmc

from simulator.sampling.uniforms import DESIGNS, draw

PATHS = [f"x{n}" for n in range(6)]


@given(st.integers(0, 10**6), st.integers(1, 200))
def test_a_latin_hypercube_has_exactly_one_draw_in_each_stratum(seed: int, n: int) -> None:
    matrix = draw(PATHS, seed=seed, replications=n, design="latin_hypercube").matrix
    strata = np.sort((matrix * n).astype(int), axis=1)
    assert (strata == np.arange(n)).all()


def test_the_strata_of_a_latin_hypercube_are_shuffled_for_each_input_by_itself() -> None:
    matrix = draw(PATHS, seed=1, replications=2000, design="latin_hypercube").matrix
    assert np.abs(np.corrcoef(matrix) - np.eye(6)).max() < 4.5 / np.sqrt(2000)


def test_a_draw_of_a_latin_hypercube_lies_anywhere_in_its_stratum() -> None:
    within = draw(["x"], seed=1, replications=4000, design="latin_hypercube").matrix[0] * 4000 % 1
    assert abs(within.mean() - 0.5) < 4.5 * np.sqrt(1 / 12 / 4000)


def test_sobol_points_are_the_scrambled_sequence_of_scipy_in_the_middle_of_their_cells() -> None:
    matrix = draw(PATHS, seed=1, replications=64, design="sobol").matrix
    cells = matrix * 2**30
    assert (cells % 1 == 0.5).all()
    for row in matrix:  # a digital net: one point in each of 64 intervals
        assert sorted((row * 64).astype(int).tolist()) == list(range(64))


def test_sobol_fills_space_more_evenly_than_chance() -> None:
    spread = {d: qmc.discrepancy(draw(PATHS, seed=1, replications=256, design=d).matrix.T) for d in DESIGNS}
    assert spread["sobol"] < spread["latin_hypercube"] < spread["random"]


def test_seeds_scramble_sobol_points_differently() -> None:
    one, other = (draw(PATHS, seed=seed, replications=8, design="sobol").matrix for seed in (1, 2))
    assert not (one == other).any()


@pytest.mark.parametrize("design", list(DESIGNS))
def test_draws_lie_strictly_between_nothing_and_one(design: str) -> None:
    matrix = draw(PATHS, seed=9, replications=5000, design=design).matrix
    assert 0.0 < matrix.min() < matrix.max() < 1.0


@pytest.mark.parametrize(("design", "times"), [("latin_hypercube", 10), ("sobol", 10)])
def test_a_design_estimates_a_mean_with_far_less_error_than_chance(design: str, times: float) -> None:
    def estimates(name: str) -> np.ndarray:
        sums = [draw(PATHS, seed=s, replications=128, design=name).matrix.sum(axis=0).mean() for s in range(60)]
        return np.array(sums)

    assert estimates("random").var() > times * estimates(design).var()
