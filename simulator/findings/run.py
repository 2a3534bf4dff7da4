"""What is kept of a run once its replications are reduced: the content of its folder, and all that pictures need."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from simulator.cases.build import calendar_of, index_of
from simulator.cases.index import Index
from simulator.findings.reactions import acted, bound, exercised, fired, firings, struck, watched
from simulator.findings.statistics import STATISTICS, Summary, statistics_of, summary
from simulator.findings.table import Table, nothing, texts
from simulator.ledger import Layout, quarter_ends
from simulator.metrics import family_of
from simulator.montecarlo.block import Question
from simulator.montecarlo.replications import Run
from simulator.quantities.calendar import Calendar
from simulator.scenario.schema import Scenario

#: stands in the ``stage`` column for the driving path of a whole project
WHOLE_PROJECT = ""
#: series that are kept replication by replication, so that runs can be told apart path by path; of so many at most
PATHS, MOST_PATHS = ("paid", "capacity_mw", "revenue", "operating_cash", "liquidity"), 1000
#: stand in the ``programme`` column for money that is not spent on a programme
UNSPENT, RENEWALS, CANCELLED = "unspent", "renewals", "cancelled"


@dataclass(frozen=True)
class Fan:
    """A series over the months: ``statistics`` (8, T), the mean and quantiles at every closing, in ``unit``."""

    unit: str
    statistics: np.ndarray

    def __getitem__(self, statistic: str) -> np.ndarray:
        """(T,) a statistic by its name: ``mean``, or a quantile."""
        return np.asarray(self.statistics[STATISTICS.index(statistic)])


@dataclass(frozen=True)
class Findings:
    """A run, reduced.

    Attributes
    ----------
    question : what was asked
    metrics : by name, (R,) floats, NaN where undefined
    timelines : by name, series over the month-end closings
    delays : days by ``project``, ``stage`` and ``cause``
    schedule : days by ``project``, ``stage`` and ``event`` (start, end), of the ``n`` replications in which it happens
    flows : money by ``source``, ``pool`` and ``programme``, paid by the horizon's end
    checks : what the books were checked for, by name
    paths : by name, (R, T) of the series in ``PATHS``, of the first ``MOST_PATHS`` replications
    rules : day of each rule's first firing, by ``rule``, with the share ``fired``, the mean ``firings`` and ``n``
    firings : the ``share`` of replications in which each ``rule`` fired at the review on each ``day``
    options : days until a ``cause`` started each ``project`` that nothing else does, or until an option is exercised
        that it follows, with the share ``exercised``
    watched : what each ``step`` of a ``rule`` saw when it fired, by ``series`` where it watches one, in ``unit``
    actions : how often each ``action`` changed something; ``acted``, ``without_effect`` are shares of replications
    risks : day on which each ``risk`` struck, with the share ``struck``, the mean days that it ``lasts``, and ``n``
    limits : money committed by ``limit`` and ``period``; see ``reactions.bound``
    statements : money by ``statement``, ``section``, ``line`` and last day of a fiscal ``quarter``
    """

    question: Question
    metrics: dict[str, np.ndarray]
    timelines: dict[str, Fan]
    delays: Table
    schedule: Table
    flows: Table
    checks: dict[str, int]
    paths: dict[str, np.ndarray] = field(default_factory=dict)
    rules: Table = field(default_factory=nothing)
    firings: Table = field(default_factory=nothing)
    options: Table = field(default_factory=nothing)
    watched: Table = field(default_factory=nothing)
    actions: Table = field(default_factory=nothing)
    risks: Table = field(default_factory=nothing)
    limits: Table = field(default_factory=nothing)
    statements: Table = field(default_factory=nothing)

    @property
    def scenario(self) -> Scenario:
        """The scenario that was run."""
        return self.question.scenario

    @property
    def calendar(self) -> Calendar:
        """The days of its horizon."""
        return calendar_of(self.scenario)

    @property
    def index(self) -> Index:
        """Its names, in their order."""
        return index_of(self.scenario)

    def summary(self, metric: str) -> Summary:
        """The summary of a metric; quantiles of the day of an event are days on which it happened."""
        family = family_of(metric)
        return summary(self.metrics[metric], interpolated=not (family and family.event))


def findings_of(run: Run) -> Findings:
    """Reduce a run, once, in the order of its replications."""
    return Findings(
        question=run.question,
        metrics=run.metrics,
        timelines={name: Fan(series.unit, statistics_of(series.values)) for name, series in run.timelines.items()},
        delays=_delays(run),
        schedule=_schedule(run),
        flows=_flows(run),
        checks={"trial_balance_cents": int(np.abs(run.trial_balance).sum()), "failed_replications": 0},
        rules=fired(run),
        firings=firings(run),
        options=exercised(run),
        watched=watched(run),
        actions=acted(run),
        risks=struck(run),
        limits=bound(run),
        statements=_statements(run),
        paths={name: _kept(run.timelines[name].values) for name in PATHS if name in run.timelines},
    )


def _kept(values: np.ndarray) -> np.ndarray:
    """The first paths of a series, in the seven digits that a picture needs."""
    return values[:MOST_PATHS].astype(np.float32)


def _delays(run: Run) -> Table:
    """Days by cause of every stage, and of every project along its driving path; none where there are no days."""
    places = _places(run)
    days = np.concatenate([run.delays.by_project, run.delays.by_stage], axis=1)
    subject, cause = np.nonzero(days.any(axis=0))
    keys = {
        "project": texts(places[n][0] for n in subject),
        "stage": texts(places[n][1] for n in subject),
        "cause": texts(run.delays.causes[c] for c in cause),
    }
    return Table(keys, statistics_of(days[:, subject, cause].astype(float)))


def _schedule(run: Run) -> Table:
    """Start and end of every project and stage; a project ends with the last of its stages."""
    owner = texts(stage.split(".", 1)[0] for stage in run.index.stages)
    of_project = [np.flatnonzero(owner == project) for project in run.index.projects]
    never = np.isnan(run.started)
    first = [np.where(never, np.inf, run.started)[:, stages].min(axis=1) for stages in of_project]
    last = [run.ended[:, stages].max(axis=1) for stages in of_project]
    started = np.column_stack([np.where(np.isinf(day), np.nan, day) for day in first] + [run.started])
    ended = np.column_stack([*last, run.ended])
    days = np.stack([started, ended], axis=2).reshape(run.replications, -1)
    names = _places(run)
    keys = {
        "project": texts(project for project, _ in names for _ in range(2)),
        "stage": texts(stage for _, stage in names for _ in range(2)),
        "event": texts(event for _ in names for event in ("start", "end")),
        "n": run.replications - np.isnan(days).sum(axis=0),
    }
    return Table(keys, statistics_of(days))


def _flows(run: Run) -> Table:
    """Money from each source through its pool to programmes, renewals and cancelling, or left in the pool."""
    left = run.moved - run.spent.sum(axis=2)
    left[:, 0] = 0  # the treasury is no pool
    cents = np.concatenate([run.spent, left[:, :, None]], axis=2)
    uses = (*run.index.programmes, RENEWALS, CANCELLED, UNSPENT)
    allotment, use = np.nonzero(cents.any(axis=0))
    keys = {
        "source": texts(run.index.allotments[a][0] for a in allotment),
        "pool": texts(run.index.allotments[a][1] for a in allotment),
        "programme": texts(uses[u] for u in use),
    }
    return Table(keys, statistics_of(cents[:, allotment, use] / 100.0))


def _statements(run: Run) -> Table:
    """Every line of every statement that is ever more than nothing, quarter by quarter."""
    lines = Layout(run.index).lines[: run.statements.shape[1]]
    kept = np.flatnonzero(run.statements.any(axis=(0, 2)))
    quarters = [run.calendar.date_of(day).isoformat() for day in quarter_ends(run.calendar)]
    places = [(*lines[n], quarter) for n in kept for quarter in quarters]
    names = ("statement", "section", "line", "quarter")
    keys = {name: texts(place[k] for place in places) for k, name in enumerate(names)}
    told = [statistics_of(run.statements[:, n] / 100.0) for n in kept]  # line by line: the whole would be a large copy
    return Table(keys, np.concatenate(told, axis=1)) if told else nothing(*names)


def _places(run: Run) -> list[tuple[str, str]]:
    """Project and stage of every row: whole projects first, then stages."""
    stages = [stage.partition(".") for stage in run.index.stages]
    return [*((project, WHOLE_PROJECT) for project in run.index.projects), *((p, s) for p, _, s in stages)]
