"""The only place with randomness: one matrix of uniforms, a column an uncertain input, a row a replication.

Each column has its own stream, keyed by the seed and the input's path. So a new input leaves all other columns as
they are, and replication r is the same whether 10 or 10,000 are drawn, in any block, on any number of workers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from simulator.correlation import Dependence, correlated

#: 64-bit outputs that one step of the Philox counter yields
PER_STEP = 4


@dataclass(frozen=True)
class Draws:
    """Uniforms of a block: ``matrix`` (R, D) in (0, 1), its columns named by input path."""

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
        return self.matrix[self.columns[path]]


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
    inputs : paths of what is uncertain, one column each
    seed : names the set of worlds
    replications : of the whole run; a Latin hypercube depends on it, nothing else does
    rows : the replications wanted, all unless given
    design : ``random``, ``latin_hypercube`` or ``sobol``
    dependence : which inputs move together

    >>> few, many = draw(["a"], seed=1, replications=2), draw(["a", "b"], seed=1, replications=9)
    >>> (few.uniforms("a") == many.uniforms("a")[:2]).all()
    np.True_
    """
    rows = rows if rows is not None else range(replications)
    matrix = DESIGNS[design](inputs, seed, replications, rows)
    columns = {path: d for d, path in enumerate(inputs)}
    if dependence is not None:
        matrix = correlated(matrix, columns, dependence)
    return Draws(rows, columns, matrix)


def _random(inputs: Sequence[str], seed: int, replications: int, rows: range) -> np.ndarray:
    """(D, R) independent uniforms."""
    return _stacked([_stream(seed, path, rows.start, len(rows)) for path in inputs], rows)


def _latin_hypercube(inputs: Sequence[str], seed: int, replications: int, rows: range) -> np.ndarray:
    """(D, R) uniforms of which each column has exactly one in each of n equal strata."""
    return _stacked([_strata(seed, path, replications)[rows.start : rows.stop] for path in inputs], rows)


def _strata(seed: int, path: str, n: int) -> np.ndarray:
    within, order = np.split(_stream(seed, path, 0, 2 * n), 2)
    return (np.argsort(order, kind="stable") + within) / n


def _sobol(inputs: Sequence[str], seed: int, replications: int, rows: range) -> np.ndarray:
    """(D, R) scrambled Sobol points; an input's dimension is its place in the file."""
    from scipy.stats import qmc

    if not inputs:
        return np.empty((0, len(rows)))
    points = qmc.Sobol(len(inputs), scramble=True, rng=np.random.Generator(np.random.Philox(key=_key(seed, "sobol"))))
    points.fast_forward(rows.start)
    half = 2.0**-33
    return np.ascontiguousarray(np.clip(points.random(len(rows)), half, 1 - half).T)


Design = Callable[[Sequence[str], int, int, range], np.ndarray]
DESIGNS: dict[str, Design] = {"random": _random, "latin_hypercube": _latin_hypercube, "sobol": _sobol}


def _stacked(columns: list[np.ndarray], rows: range) -> np.ndarray:
    return np.stack(columns) if columns else np.empty((0, len(rows)))


@lru_cache(maxsize=65536)
def _key(seed: int, path: str) -> int:
    digest = hashlib.sha256(f"{seed}:{path}".encode()).digest()
    return int.from_bytes(digest[:16], "little")


def _stream(seed: int, path: str, first: int, count: int) -> np.ndarray:
    """Uniforms number ``first`` and on of the stream of a seed and a path, never 0 and never 1."""
    generator = np.random.Philox(key=_key(seed, path))
    generator.advance(first // PER_STEP)
    skipped = first % PER_STEP
    raw = generator.random_raw(skipped + count)[skipped:]
    return ((raw >> np.uint64(11)) + 0.5) * 2.0**-53
