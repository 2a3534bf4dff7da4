"""The only place with randomness: one matrix of uniforms, a row an uncertain input, a column a replication.

Each input has its own stream, keyed by the seed and the input's path. So a new input leaves all others as
they are, and replication r is the same whether 10 or 10,000 are drawn, in any block, on any worker.
What is drawn anew at every step, as the walk of demand, is one input a step: `path[0]`, `path[1]`, ...
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from simulator.sampling.correlation import Dependence, correlated

if TYPE_CHECKING:
    from scipy.stats import qmc

#: 64-bit numbers that one step of the Philox counter yields
PER_STEP = 4
#: the largest float below 1
BELOW_ONE = 1.0 - 2.0**-53
#: designs that are prepared before blocks are cut are kept for this many inputs
KEPT = 16384


@dataclass(frozen=True)
class Draws:
    """The uniforms of a block of replications.

    Attributes
    ----------
    rows : the numbers of the replications in the run
    columns : place of each input, by path
    matrix : (D, R) uniforms, above 0 and below 1
    """

    rows: range
    columns: dict[str, int]
    matrix: np.ndarray

    def uniforms(self, path: str) -> np.ndarray:
        """(R,) uniforms of an input.

        Raises
        ------
        KeyError
            If the input was not drawn.
        """
        return np.asarray(self.matrix[self.columns[path]])


def draw(
    inputs: Sequence[str],
    *,
    seed: int,
    replications: int,
    rows: range | None = None,
    design: str = "random",
    dependence: Dependence | None = None,
) -> Draws:
    """The uniforms of some replications of a run.

    Parameters
    ----------
    inputs : paths of what is uncertain
    seed : names the set of worlds
    replications : of the whole run; a Latin hypercube depends on it, nothing else does
    rows : the replications wanted, in steps of one; all unless given
    design : ``random``, ``latin_hypercube`` or ``sobol``, as ``DESIGNS`` describes them
    dependence : which inputs move together

    >>> few, many = draw(["a"], seed=1, replications=2), draw(["a", "b"], seed=1, replications=9)
    >>> bool((few.uniforms("a") == many.uniforms("a")[:2]).all())
    True
    """
    rows = rows if rows is not None else range(replications)
    causes = dependence.causes if dependence else ()
    drawn = DESIGNS[design]([*inputs, *causes], seed, replications, rows)
    columns = {path: d for d, path in enumerate([*inputs, *causes])}
    matrix = correlated(drawn, columns, dependence) if dependence else drawn
    return Draws(rows, dict(zip(inputs, range(len(inputs)), strict=True)), matrix[: len(inputs)])


def _random(paths: Sequence[str], seed: int, replications: int, rows: range) -> np.ndarray:
    """(D, R) independent uniforms."""
    return _uniforms(seed, paths, rows.start, len(rows))


def _latin_hypercube(paths: Sequence[str], seed: int, replications: int, rows: range) -> np.ndarray:
    """(D, R) uniforms of which, over the whole run, each input has exactly one in each of n equal strata."""
    within = _uniforms(seed, paths, rows.start, len(rows))
    for uniforms, path in zip(within, paths, strict=True):
        uniforms += _strata(seed, path, replications)[rows.start : rows.stop]
    return np.minimum(within / replications, BELOW_ONE)


@lru_cache(maxsize=KEPT)
def _strata(seed: int, path: str, n: int) -> np.ndarray:
    """(n,) the stratum of each replication: a permutation, from the part of the stream after the uniforms."""
    order = np.argsort(_uniforms(seed, [path], n, n)[0], kind="stable")
    return order.astype(np.int32)


def _sobol(paths: Sequence[str], seed: int, replications: int, rows: range) -> np.ndarray:
    """(D, R) scrambled Sobol points, in the middle of their cells; an input's place is its dimension."""
    if not paths or not rows:
        return np.empty((len(paths), len(rows)))
    sequence = _sobol_sequence(seed, len(paths))
    sequence.reset()
    if rows.start:
        sequence.fast_forward(rows.start)
    # the first point by itself: SciPy warns of other first counts than powers of two
    points = [sequence.random(1)] + ([sequence.random(len(rows) - 1)] if len(rows) > 1 else [])
    cell = 2.0**-sequence.bits
    return np.ascontiguousarray((np.concatenate(points) + cell / 2).T)


@lru_cache(maxsize=2)
def _sobol_sequence(seed: int, dimensions: int) -> qmc.Sobol:
    from scipy.stats import qmc

    return qmc.Sobol(dimensions, scramble=True, rng=int.from_bytes(_digest(seed, "sobol"), "little"))


Design = Callable[[Sequence[str], int, int, range], np.ndarray]
DESIGNS: dict[str, Design] = {"random": _random, "latin_hypercube": _latin_hypercube, "sobol": _sobol}


def _uniforms(seed: int, paths: Sequence[str], first: int, count: int) -> np.ndarray:
    """(D, count) uniforms number ``first`` and on of each path's stream."""
    raw = np.empty((len(paths), count), np.uint64)
    generator = np.random.Philox(key=0)
    state = generator.state
    state["state"]["counter"] = np.array([first // PER_STEP, 0, 0, 0], np.uint64)
    skipped = first % PER_STEP
    for row, path in zip(raw, paths, strict=True):
        state["state"]["key"] = _key(seed, path)
        generator.state = state
        row[:] = generator.random_raw(skipped + count)[skipped:]
    return within_unit_interval(raw)


def within_unit_interval(raw: np.ndarray) -> np.ndarray:
    """Random 64-bit numbers as floats above 0 and below 1, the middles of 2**52 equal cells.

    Not 2**53: the middle of the last cell would round to 1.
    """
    return np.asarray(((raw >> np.uint64(12)) + 0.5) * 2.0**-52)


@lru_cache(maxsize=65536)
def _key(seed: int, path: str) -> np.ndarray:
    """The key of a stream, two 64-bit numbers."""
    return np.frombuffer(_digest(seed, path), "<u8").astype(np.uint64)


def _digest(seed: int, path: str) -> bytes:
    return hashlib.sha256(f"{seed}:{path}".encode()).digest()[:16]
