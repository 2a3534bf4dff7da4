"""The laws of the matrix of uniforms: what a draw depends on, and what it does not."""

from __future__ import annotations

import hashlib
import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.sampling.correlation import dependence_of
from simulator.sampling.uniforms import DESIGNS, draw, within_unit_interval

PATHS = ["projects.mexico_1.budget", "projects.mexico_1.stages.power.duration", "markets.mexico.walk[0]"]
OTHERS = ["projects.thailand_1.budget", "markets.mexico.walk[1]", "treasury.opening"]
SEEDS = st.integers(0, 2**63 - 1)
DEPENDENCE = dependence_of(
    PATHS, pairs=[(PATHS[0], PATHS[1], 0.6)], drivers={"cost": {"projects.*.budget": 0.7}, "grid": {PATHS[2]: 0.4}}
)


@given(SEEDS, st.integers(1, 40), st.integers(0, 40))
def test_a_replication_is_the_same_however_many_are_drawn(seed: int, few: int, more: int) -> None:
    first = draw(PATHS, seed=seed, replications=few).matrix
    assert (draw(PATHS, seed=seed, replications=few + more).matrix[:, :few] == first).all()


@given(SEEDS, st.integers(0, 12), st.integers(1, 40))
def test_the_prefix_of_a_sobol_design_is_stable_too(seed: int, few: int, more: int) -> None:
    first = draw(PATHS, seed=seed, replications=few, design="sobol").matrix
    assert (draw(PATHS, seed=seed, replications=few + more, design="sobol").matrix[:, :few] == first).all()


@pytest.mark.parametrize("design", list(DESIGNS))
@given(seed=SEEDS, cuts=st.lists(st.integers(0, 37), max_size=5), related=st.booleans())
def test_a_replication_is_the_same_in_any_block(design: str, seed: int, cuts: list[int], related: bool) -> None:
    dependence = DEPENDENCE if related else None
    whole = draw(PATHS, seed=seed, replications=37, design=design, dependence=dependence)
    edges = [0, *sorted(cuts), 37]
    for first, last in pairwise(edges):
        rows = range(first, last)
        block = draw(PATHS, seed=seed, replications=37, rows=rows, design=design, dependence=dependence)
        assert block.rows == rows
        assert (block.matrix == whole.matrix[:, first:last]).all()


@pytest.mark.parametrize("design", ["random", "latin_hypercube"])
@given(seed=SEEDS, order=st.permutations(PATHS + OTHERS))
def test_an_input_keeps_its_draws_when_others_come_and_go(design: str, seed: int, order: list[str]) -> None:
    alone = draw(PATHS, seed=seed, replications=9, design=design)
    among = draw(order, seed=seed, replications=9, design=design)
    assert all((alone.uniforms(path) == among.uniforms(path)).all() for path in PATHS)


@given(SEEDS)
def test_neither_a_neighbouring_seed_nor_another_path_shares_a_draw(seed: int) -> None:
    drawn = [draw([path], seed=s, replications=50).matrix[0] for s in (seed, seed + 1) for path in PATHS]
    assert len(set(np.concatenate(drawn).tolist())) == 6 * 50


def test_a_stream_is_numpys_philox_keyed_by_seed_and_path() -> None:
    key = int.from_bytes(hashlib.sha256(b"5:x").digest()[:16], "little")
    raw = np.random.Philox(key=key).random_raw(10)
    expected = ((raw >> np.uint64(12)).astype(float) + 0.5) / 2**52
    assert (draw(["x"], seed=5, replications=10).matrix[0] == expected).all()
    advanced = np.random.Philox(key=key).advance(2).random_raw(2)
    expected = ((advanced >> np.uint64(12)).astype(float) + 0.5) / 2**52
    assert (draw(["x"], seed=5, replications=10, rows=range(8, 10)).matrix[0] == expected).all()


def test_the_extreme_cells_lie_strictly_between_nothing_and_one() -> None:
    low, high = within_unit_interval(np.array([0, 2**64 - 1], np.uint64))
    assert 0.0 < low < high < 1.0
    assert low == 1.0 - high


def test_random_draws_are_uniform_and_independent() -> None:
    n = 40_000
    matrix = draw(PATHS, seed=1, replications=n).matrix
    counts = np.stack([np.bincount((row * 20).astype(int), minlength=20) for row in matrix])
    chi_square = ((counts - n / 20) ** 2 / (n / 20)).sum(axis=1)
    assert (chi_square < 50).all()  # 19 degrees of freedom: 50 is passed in one of 7,000
    assert np.abs(np.corrcoef(matrix) - np.eye(3)).max() < 4.5 / math.sqrt(n)
    serial = [np.corrcoef(row[:-1], row[1:])[0, 1] for row in matrix]
    assert np.abs(serial).max() < 4.5 / math.sqrt(n)


def test_an_input_that_was_not_drawn_is_no_input() -> None:
    with pytest.raises(KeyError):
        draw(PATHS, seed=1, replications=1).uniforms("projects.mexico_1.bugdet")


@pytest.mark.parametrize("design", list(DESIGNS))
def test_a_scenario_without_uncertainty_draws_nothing(design: str) -> None:
    assert draw([], seed=1, replications=5, design=design).matrix.shape == (0, 5)
    assert draw(PATHS, seed=1, replications=5, rows=range(2, 2), design=design).matrix.shape == (3, 0)
