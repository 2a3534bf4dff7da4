"""Inputs that move together, by a Gaussian copula: rank correlations of pairs, and drivers that many load on.

Every input has a normal score. The scores of related inputs become mixtures of independent ones, drivers
first, then inputs in their order, and turn back into uniforms. What is related to nothing keeps its draws.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from simulator.quantities.fault import QuantityError
from simulator.sampling.nearest_correlation import lower_factor, nearest_correlation

#: the uniforms furthest from one half
CLOSEST_TO_ZERO, CLOSEST_TO_ONE = 2.0**-53, 1.0 - 2.0**-53
#: changes of a stated correlation that are worth a word
WORTH_SAYING = 1e-6
STEP = re.compile(r"(.*)\[(\d+)\]")


class Mixture(NamedTuple):
    """An input whose normal score is the sum of ``weights`` times the independent scores of ``sources``."""

    path: str
    sources: tuple[str, ...]
    weights: tuple[float, ...]


class Repair(NamedTuple):
    """A stated rank correlation that could not be had together with the others, and the one used instead."""

    between: tuple[str, str]
    stated: float
    used: float


@dataclass(frozen=True)
class Dependence:
    """Which inputs move together, and how much.

    Attributes
    ----------
    causes : paths of the drivers' own draws: `drivers.name`, or `drivers.name[k]` for step k
    mixtures : how related inputs are made up of independent draws
    repairs : stated correlations that had to change; empty if all can be had together
    unmatched : names in pairs and loads that no input has
    """

    causes: tuple[str, ...] = ()
    mixtures: tuple[Mixture, ...] = ()
    repairs: tuple[Repair, ...] = ()
    unmatched: tuple[str, ...] = ()

    @property
    def repair(self) -> float:
        """The largest change of a stated rank correlation, 0 if none changed."""
        return max((abs(repair.used - repair.stated) for repair in self.repairs), default=0.0)


#: (path, path) -> rank correlation, a driver's path first
Relations = dict[tuple[str, str], float]


def dependence_of(
    inputs: Sequence[str],
    pairs: Iterable[tuple[str, str, float]] = (),
    drivers: Mapping[str, Mapping[str, float]] | None = None,
) -> Dependence:
    """The dependence that rank correlations of pairs, and loads on drivers, state.

    Parameters
    ----------
    inputs : paths of what is uncertain
    pairs : two paths and the Spearman rank correlation between them; inputs that are drawn step by step and
        named without the index correlate step by step
    drivers : by name, the rank correlation of inputs with the driver, by path; `*` stands for any part of a
        name between dots. A driver has a draw a run for inputs that have one, a draw a step for the others

    Two inputs that share drivers correlate by the products of their loads, in normal scores, unless a pair
    says otherwise. Correlations that no inputs can have together are replaced by the nearest ones that some
    can, and the changes are reported. Make it once for a run, and give it to all blocks.

    Raises
    ------
    QuantityError
        If a pair is an input with itself, or one with a value a run and one with a value a step.

    Source: normal scores correlate by 2 sin(π ρ / 6); Pearson (1907), *On further methods of determining
    correlation*.

    >>> made = dependence_of(["a.cost", "b.cost"], drivers={"steel": {"*.cost": 0.8}})
    >>> made.causes, [mixture.path for mixture in made.mixtures]
    (('drivers.steel',), ['a.cost', 'b.cost'])
    """
    series = _series(inputs)
    relations, unmatched = _relations(series, pairs, drivers or {})
    place = {path: n for n, path in enumerate(inputs)}
    mixtures: list[Mixture] = []
    repairs: list[Repair] = []
    solved: dict[bytes, tuple[np.ndarray, np.ndarray]] = {}
    for members in _components(relations):
        paths = sorted(members, key=lambda path: (place.get(path, -1), path))
        stated = _matrix(paths, relations, place)
        key = stated.tobytes()
        if key not in solved:
            solved[key] = _solved(stated)
        used, factor = solved[key]
        mixtures += _mixtures(paths, factor, place)
        repairs += _repairs(paths, used, relations)
    causes = sorted({path for pair in relations for path in pair if path not in place})
    return Dependence(tuple(causes), tuple(mixtures), _once(repairs), tuple(unmatched))


def correlated(matrix: np.ndarray, columns: Mapping[str, int], dependence: Dependence) -> np.ndarray:
    """Uniforms (D, R) of which the related inputs move together; the others stay as they are.

    Sums are written out, so that what comes out for a replication does not depend on the block it is in.
    """
    if not dependence.mixtures:
        return matrix
    from scipy.special import ndtr, ndtri

    sources = dict.fromkeys(path for mixture in dependence.mixtures for path in mixture.sources)
    scores = {path: np.asarray(ndtri(matrix[columns[path]])) for path in sources}
    moved = matrix.copy()
    for mixture in dependence.mixtures:
        score = np.zeros(matrix.shape[1])
        for source, weight in zip(mixture.sources, mixture.weights, strict=True):
            score = score + weight * scores[source]
        moved[columns[mixture.path]] = np.clip(ndtr(score), CLOSEST_TO_ZERO, CLOSEST_TO_ONE)
    return moved


#: paths of an input by step, None for one that is drawn once
Series = dict[str, dict[int | None, str]]


def _series(inputs: Sequence[str]) -> Series:
    """All names by which an input can be called, with what they stand for."""
    series: Series = {path: {None: path} for path in inputs}
    for path in inputs:
        step = STEP.fullmatch(path)
        if step:
            series.setdefault(step[1], {})[int(step[2])] = path
    return series


def _relations(
    series: Series, pairs: Iterable[tuple[str, str, float]], drivers: Mapping[str, Mapping[str, float]]
) -> tuple[Relations, list[str]]:
    """Every stated correlation by its two paths, and the names that nothing has."""
    relations: Relations = {}
    unmatched = []
    for name, loads in drivers.items():
        for pattern, load in loads.items():
            called = _called(pattern, series)
            unmatched += [] if called else [pattern]
            steps = [step for other in called for step in series[other].items()]
            relations |= {(_cause(name, k), path): load for k, path in steps}
    for one, other, rank in pairs:
        missing = [path for path in (one, other) if path not in series]
        unmatched += missing
        if not missing:
            relations |= _step_by_step(one, other, rank, series)
    return relations, list(dict.fromkeys(unmatched))


def _step_by_step(one: str, other: str, rank: float, series: Series) -> Relations:
    a, b = series[one], series[other]
    if one == other:
        raise QuantityError(f"{one} is paired with itself", "two different inputs")
    if (None in a) != (None in b):
        single, stepwise = (one, other) if None in a else (other, one)
        problem = f"{single} has one value a run, {stepwise} one a step"
        raise QuantityError(problem, f"a single step, as {stepwise}[0]")
    return {(a[k], b[k]): rank for k in a if k in b}


def _called(pattern: str, series: Series) -> list[str]:
    """The names that a pattern matches; steps of a series only where it names a step."""
    form = re.compile("[^.]*".join(re.escape(part) for part in pattern.split("*")))
    return [name for name in series if form.fullmatch(name) and ("[" in pattern or not STEP.fullmatch(name))]


def _cause(driver: str, step: int | None) -> str:
    return f"drivers.{driver}" if step is None else f"drivers.{driver}[{step}]"


def _components(relations: Relations) -> list[set[str]]:
    """Sets of paths that are related, directly or through others."""
    component: dict[str, set[str]] = {}
    for one, other in relations:
        joined = component.get(one, {one}) | component.get(other, {other})
        component |= dict.fromkeys(joined, joined)
    return list({id(members): members for members in component.values()}.values())


def _matrix(paths: list[str], relations: Relations, inputs: Mapping[str, int]) -> np.ndarray:
    """The correlations of normal scores: by shared drivers, then as pairs state."""
    place = {path: n for n, path in enumerate(paths)}
    stated = np.full((len(paths), len(paths)), np.nan)
    for (one, other), rank in relations.items():
        if one in place:
            stated[place[one], place[other]] = stated[place[other], place[one]] = score_correlation(rank)
    drivers = sum(path not in inputs for path in paths)
    loads = np.nan_to_num(stated[:, :drivers])
    shared = (loads[:, None, :] * loads[None, :, :]).sum(axis=2)
    matrix = np.where(np.isnan(stated), shared, stated)
    np.fill_diagonal(matrix, 1.0)
    return matrix


def score_correlation(rank: float) -> float:
    """The correlation of normal scores that gives a Spearman rank correlation.

    >>> round(score_correlation(0.5), 6)
    0.517638
    """
    return float(2 * np.sin(np.pi * rank / 6))


def rank_correlation(score: float) -> float:
    """The Spearman rank correlation that a correlation of normal scores gives."""
    return float(6 / np.pi * np.arcsin(score / 2))


def _solved(stated: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    used = nearest_correlation(stated)
    return used, lower_factor(used)


def _mixtures(paths: list[str], factor: np.ndarray, inputs: Mapping[str, int]) -> list[Mixture]:
    """How each input of a component is made up; what stays as it is has none."""
    found = []
    for n, path in enumerate(paths):
        sources = np.flatnonzero(factor[n])
        if path in inputs and sources.tolist() != [n]:
            weights = tuple(factor[n, sources].tolist())
            found.append(Mixture(path, tuple(paths[k] for k in sources.tolist()), weights))
    return found


def _repairs(paths: list[str], used: np.ndarray, relations: Relations) -> list[Repair]:
    """The stated correlations of a component that changed."""
    place = {path: n for n, path in enumerate(paths)}
    stated = [(pair, rank) for pair, rank in relations.items() if pair[0] in place]
    now = [rank_correlation(used[place[a], place[b]]) for (a, b), _ in stated]
    return [
        Repair(pair, rank, new) for (pair, rank), new in zip(stated, now, strict=True) if abs(rank - new) > WORTH_SAYING
    ]


def _once(repairs: Iterable[Repair]) -> tuple[Repair, ...]:
    """The repairs, those of step after step only once, by the names without the step."""
    named = {tuple(_without_step(path) for path in repair.between): repair for repair in repairs}
    return tuple(Repair((a, b), repair.stated, repair.used) for (a, b), repair in named.items())


def _without_step(path: str) -> str:
    step = STEP.fullmatch(path)
    return step[1] if step else path
