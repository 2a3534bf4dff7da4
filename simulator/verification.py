"""A stored run, run again: whether every number is what it was, to the bit, and if not, of what kind it differs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from simulator.findings import Findings, Table, findings_of
from simulator.findings.statistics import STATISTICS
from simulator.findings.stored import DATA, KEYED, METRICS, PATHS, SCENARIO, TIMELINES, StoredRun, run_id
from simulator.montecarlo.block import Question, asked
from simulator.montecarlo.replications import Progress, Workers, run
from simulator.scenario.load import load_scenario
from simulator.store.manifest import MANIFEST, Manifest
from simulator.store.surroundings import Surroundings, surroundings

#: relative differences up to here can come from other last bits of functions, summed up
ROUNDING = 1e-9


@dataclass(frozen=True)
class Difference:
    """Numbers of one column that are not what they were.

    Attributes
    ----------
    file, column : where, in the run's folder
    count, of : how many differ, of how many
    largest : relative difference; infinite where a number stands against none, or the columns do not match
    """

    file: str
    column: str
    count: int
    of: int
    largest: float

    @property
    def is_rounding(self) -> bool:
        """Whether other libraries, or another processor, can have made it."""
        return self.largest <= ROUNDING

    def __str__(self) -> str:
        if self.file in (SCENARIO, DATA):
            return f"{self.file}: {self.column} is not what {MANIFEST} says"
        told = f"{self.file}: {self.column}: {self.count:,} of {self.of:,} differ"
        if not np.isfinite(self.largest):
            return told
        return f"{told}, by up to {self.largest:.2g} of the value{', within rounding' if self.is_rounding else ''}"


@dataclass(frozen=True)
class Verification:
    """What running a run again has shown.

    Attributes
    ----------
    differences : of numbers; empty if all are the same to the bit
    moved : versions, libraries, platform: (what, then, now), where they differ
    compared : how many numbers were compared
    """

    differences: tuple[Difference, ...]
    moved: tuple[tuple[str, str, str], ...]
    compared: int

    @property
    def explained(self) -> bool:
        """Whether all differences are of the kind that other versions or another machine make."""
        return bool(self.moved) and all(found.is_rounding for found in self.differences)


def verified(
    stored: StoredRun,
    *,
    jobs: int | None = None,
    progress: Progress = lambda done, total: None,
    workers: Workers | None = None,
) -> Verification:
    """Run a stored run again, from its scenario and what its manifest says, and compare all its numbers.

    Raises
    ------
    UserError
        If its engine is not one of this version.
    """
    scenario = load_scenario(stored.folder / SCENARIO)
    question = asked(scenario, stored.manifest.engine)
    again = findings_of(run(question, jobs=jobs, progress=progress, workers=workers))
    pairs = list(_columns(stored.findings, again))
    found = (_difference(file, column, then, now) for file, column, then, now in pairs)
    differences = (*_claims(stored, question), *(difference for difference in found if difference))
    moved = tuple(_made_with(stored.manifest).differences(surroundings()))
    return Verification(differences, moved, sum(now.size for _, _, _, now in pairs))


def _made_with(manifest: Manifest) -> Surroundings:
    return Surroundings(manifest.version, manifest.python, manifest.platform, manifest.libraries)


def _claims(stored: StoredRun, question: Question) -> Iterator[Difference]:
    """What the manifest says of the scenario, against the scenario that lies beside it, as YAML and as JSON."""
    manifest = stored.manifest
    simulation = question.scenario.simulation
    for name in ("seed", "replications", "design"):
        if getattr(manifest, name) != getattr(simulation, name):
            yield Difference(SCENARIO, f"simulation.{name}", 1, 1, np.inf)
    resolved = (stored.folder / SCENARIO).read_bytes().decode()
    if run_id(resolved, question, manifest.version) != manifest.run_id:
        yield Difference(SCENARIO, "run_id", 1, 1, np.inf)
    if stored.findings.scenario != question.scenario:
        yield Difference(DATA, "scenario", 1, 1, np.inf)


Column = tuple[str, str, np.ndarray, np.ndarray]


def _columns(then: Findings, now: Findings) -> Iterator[Column]:
    """Every stored column beside the one that came out again, as (file, name, then, now)."""
    none = np.zeros(0)
    for name in dict.fromkeys([*then.metrics, *now.metrics]):
        yield METRICS, name, then.metrics.get(name, none), now.metrics.get(name, none)
    fans, again = ({name: fan.statistics for name, fan in side.timelines.items()} for side in (then, now))
    for name in dict.fromkeys([*fans, *again]):
        yield TIMELINES, name, fans.get(name, none), again.get(name, none)
    for name in dict.fromkeys([*then.paths, *now.paths]):
        yield PATHS, name, then.paths.get(name, none), now.paths.get(name, none)
    for file, attribute in KEYED.items():
        yield from _of_table(file, getattr(then, attribute), getattr(now, attribute))
    for name in dict.fromkeys([*then.checks, *now.checks]):
        one, other = (np.array([side.checks.get(name, np.nan)], float) for side in (then, now))
        yield MANIFEST, f"checks.{name}", one, other


def _of_table(file: str, then: Table, now: Table) -> Iterator[Column]:
    for name in dict.fromkeys([*then.keys, *now.keys]):
        yield file, name, then.keys.get(name, np.zeros(0)), now.keys.get(name, np.zeros(0))
    for name, one, other in zip(STATISTICS, then.statistics, now.statistics, strict=True):
        yield file, name, one, other


def _difference(file: str, column: str, then: np.ndarray, now: np.ndarray) -> Difference | None:
    """How two columns differ, or None if they are the same to the bit."""
    if then.shape != now.shape:
        size = max(then.size, now.size)
        return Difference(file, column, size, size, np.inf)
    if then.dtype == object or now.dtype == object:
        count = int((then.astype(object) != now.astype(object)).sum())
        return Difference(file, column, count, then.size, np.inf) if count else None
    one, other = np.asarray(then, float), np.asarray(now, float)
    differs = ~same_bits(one, other)
    if not differs.any():
        return None
    return Difference(file, column, int(differs.sum()), one.size, _largest(one[differs], other[differs]))


def same_bits(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Where two arrays of floats are the same to the bit, or both undefined.

    >>> same_bits(np.array([1.0, np.nan, 0.0]), np.array([1.0, np.nan, -0.0])).tolist()
    [True, True, False]
    """
    bits = np.ascontiguousarray(one).view(np.int64) == np.ascontiguousarray(other).view(np.int64)
    return np.asarray(bits | (np.isnan(one) & np.isnan(other)))


def _largest(one: np.ndarray, other: np.ndarray) -> float:
    """The largest difference, relative to the larger of the two numbers; infinite if one of them is undefined."""
    if (~np.isfinite(one) | ~np.isfinite(other)).any():
        return np.inf
    size = np.maximum(np.abs(one), np.abs(other))
    return float((np.abs(one - other) / np.where(size > 0, size, 1.0)).max())
