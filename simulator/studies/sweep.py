"""A grid of runs: every combination of varied values, all in the same random worlds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from math import prod
from pathlib import Path

import numpy as np

from simulator import __version__
from simulator.answer import Answer, Manner, answer
from simulator.cases.build import calendar_of
from simulator.errors import Fault, ScenarioFaults, UserError
from simulator.findings import Findings
from simulator.metrics import family_of, known_metric
from simulator.montecarlo.block import Question, asked
from simulator.montecarlo.replications import Progress
from simulator.response import Axis, Response
from simulator.scenario.edits import COMMAND_LINE
from simulator.scenario.load import Loaded, load
from simulator.scenario.schema import Scenario
from simulator.scenario.vary import Varied
from simulator.store.identity import identity
from simulator.studies.columns import column_statistics, joined

#: metrics that are told and drawn unless others are asked for
DEFAULT_METRICS = ("npv", "capacity_mw", "liquidity_min", "finish_day")
#: points of a grid that is run without being asked again
MANY = 10_000


@dataclass(frozen=True)
class Swept:
    """A grid of runs, measured; the last path varies fastest.

    Attributes
    ----------
    scenario : of the first point, with which all others are compared
    varied : the paths and their values
    runs : the folder of each point
    known : how many of them had been run before
    metrics : names, in the order in which they are met
    statistics : by name, (P, M): ``n``, ``mean``, ``se``, ``p10``, ``p50``, ``p90``; ``difference``, the mean paired
        difference to the first point, with ``low`` and ``high``, its 95 % interval; NaN where undefined
    """

    scenario: Scenario
    varied: tuple[Varied, ...]
    runs: tuple[Path, ...]
    known: int
    metrics: tuple[str, ...]
    statistics: dict[str, np.ndarray]

    @cached_property
    def points(self) -> list[tuple[str, ...]]:
        """The values of each point, as shown."""
        return list(product(*(varied.labels for varied in self.varied)))

    @property
    def id(self) -> str:
        """The name of the grid: the same for the same paths, values and runs."""
        varied = [[one.path, one.sign, one.values] for one in self.varied]
        return identity([varied, [run.name for run in self.runs], __version__])

    @property
    def shape(self) -> tuple[int, ...]:
        """How many values each path takes."""
        return tuple(len(varied.values) for varied in self.varied)

    def unit(self, metric: str) -> str:
        """The unit of a metric, as of its family."""
        family = family_of(metric)
        return family.unit if family else ""

    def response(self, metric: str) -> Response:
        """A metric over the grid.

        Raises
        ------
        UserError
            If no point has such a metric.
        """
        known_metric(metric, self.metrics, "--metric")
        at = self.metrics.index(metric)
        statistics = {name: values[:, at].reshape(self.shape) for name, values in self.statistics.items()}
        axes = tuple(_axis(varied) for varied in self.varied)
        calendar = calendar_of(self.scenario)
        return Response(metric, self.unit(metric), self.scenario.currency, calendar, axes, statistics)

    def table(self) -> dict[str, np.ndarray]:
        """Tidy columns, a row a metric and point; a path whose values are numbers of one unit has a column of such."""
        defined = ~np.isnan(self.statistics["n"].T)
        metric, point = np.nonzero(defined)
        units = [self.unit(name).replace("money", self.scenario.currency) for name in self.metrics]
        columns = {"metric": np.array(self.metrics, object)[metric], "unit": np.array(units, object)[metric]}
        columns["point"] = point.astype(np.int32)
        columns |= {name: values[point] for name, values in self._columns()}
        columns |= {name: values.T[defined] for name, values in self.statistics.items()}
        columns["n"] = columns["n"].astype(np.int64)
        columns["run"] = np.array([run.name for run in self.runs], object)[point]
        return columns

    def _columns(self) -> list[tuple[str, np.ndarray]]:
        """A column a path, its name with the unit where it is of numbers, with a row a point."""
        at = np.indices(self.shape).reshape(len(self.varied), -1)
        named = []
        for varied, n in zip(self.varied, at, strict=True):
            axis = _axis(varied)
            values = np.array(axis.labels, object) if axis.numbers is None else axis.numbers
            named.append((f"{axis.path} ({axis.unit})" if axis.unit else axis.path, values[n]))
        return named


def _axis(varied: Varied) -> Axis:
    found = varied.amounts
    if found is None:
        return Axis(varied.path, varied.labels)
    return Axis(varied.path, varied.labels, np.array(found[0]), found[1])


def points_of(varied: Sequence[Varied]) -> int:
    """How many points a grid has."""
    return prod(len(one.values) for one in varied)


def told_metrics(wanted: Sequence[str], metrics: Sequence[str]) -> tuple[str, ...]:
    """The metrics that are told: those wanted, else those by default that exist, else the first."""
    for name in wanted:
        known_metric(name, metrics, "--metric")
    return tuple(wanted) or tuple(name for name in DEFAULT_METRICS if name in metrics) or tuple(metrics[:1])


@dataclass(frozen=True)
class Grid:
    """What is to be run: a scenario file, edits of all points, what is varied, and how it is asked."""

    file: Path
    varied: tuple[Varied, ...]
    sets: tuple[str, ...] = ()
    engine: str = "simpy"
    replications: int | None = None
    seed: int | None = None

    def loaded(self, at: Sequence[int]) -> Loaded:
        """The scenario of a point; its faults are told where the values are written."""
        edits = [varied.edit(n) for varied, n in zip(self.varied, at, strict=True)]
        try:
            return load(self.file, [*self.sets, *edits])
        except ScenarioFaults as error:
            raise ScenarioFaults([self._placed(fault) for fault in error.faults]) from None

    def asked(self, at: Sequence[int]) -> tuple[Question, Loaded]:
        """The question of a point."""
        loaded = self.loaded(at)
        return asked(loaded.scenario, self.engine, replications=self.replications, seed=self.seed), loaded

    def _placed(self, fault: Fault) -> Fault:
        """A fault of a varied value at the place of that value, not at an option that nobody wrote."""
        own = [varied for varied in self.varied if fault.file == COMMAND_LINE.file and not self._set(varied)]
        found = next((varied for varied in own if varied.path == fault.path), own[0] if len(own) == 1 else None)
        return replace(fault, file=found.place.file, line=found.place.line) if found is not None else fault

    def _set(self, varied: Varied) -> bool:
        return any(text.startswith(varied.path) for text in self.sets)


def sweep(
    grid: Grid,
    manner: Manner,
    metrics: Sequence[str] = (),
    progress: Progress = lambda done, total: None,
) -> Swept:
    """Run every point that was not run before, and put all of them in one table.

    Parameters
    ----------
    metrics : refused right after the first point if the scenario does not have them
    progress : called with how many replications are done, and of how many

    Raises
    ------
    ScenarioFaults
        If a value is wrong; each is looked at before anything is run.
    UserError
        If there is nothing to vary, or what is varied would take the common random numbers away.
    """
    if not grid.varied:
        raise UserError(f"{grid.file}: nothing to vary; --vary 'PATH=V1,V2,...', or a `sweep:` section in the file")
    _look_at_each_value(grid)
    points = list(product(*(range(len(varied.values)) for varied in grid.varied)))
    measured: list[dict[str, np.ndarray]] = []
    runs: list[Path] = []
    known = 0
    first: Findings | None = None
    for number, at in enumerate(points):
        found = _answered(grid, at, manner, _part_of(progress, number, len(points)))
        if first is None:
            first = found.run.findings
            told_metrics(metrics, tuple(first.metrics))
        measured.append(column_statistics(found.run.findings.metrics, first.metrics))
        runs.append(found.run.folder)
        known += found.known
    names, statistics = joined(measured)
    return Swept(grid.asked([0] * len(grid.varied))[0].scenario, grid.varied, tuple(runs), known, names, statistics)


def _answered(grid: Grid, at: Sequence[int], manner: Manner, progress: Progress) -> Answer:
    question, loaded = grid.asked(at)
    return answer(question, loaded.document, replace(manner, plots=False), progress)


def _part_of(progress: Progress, number: int, points: int) -> Progress:
    """The progress of one run as that of all of them."""
    return lambda done, total: progress(total * number + done, total * points)


def _look_at_each_value(grid: Grid) -> None:
    """Load every value with the first ones of all other paths, and tell all that is wrong at once."""
    faults: list[Fault] = []
    worlds = set()
    for k, varied in enumerate(grid.varied):
        for n in range(len(varied.values)):
            try:
                scenario = grid.asked([n if k == other else 0 for other in range(len(grid.varied))])[0].scenario
                worlds.add((scenario.simulation, scenario.currency))
            except ScenarioFaults as error:
                faults += error.faults
    if faults:
        raise ScenarioFaults(faults)
    if len(worlds) > 1:
        raise UserError("points differ in seed, replications, design or currency, so that they cannot be compared")
