"""Two or more scenarios side by side: what differs between them, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from simulator.findings import Findings
from simulator.findings.stored import StoredRun
from simulator.scenario.document import Document

#: how each way to split a difference is told
METHODS = {"order": "each group on top of those before it", "shapley": "mean over all orders of the groups"}
#: groups of edits, in the order in which a waterfall takes them
GROUPS = ("timing", "demand", "cost", "funding", "rules", "risks", "rest")
#: what a comparison of one scenario with itself asks: what its rules are worth, what each of its risks costs, or what
#: would not exist without one of its raises
FLEXIBILITY, RISKS, WITHOUT = "flexibility", "risks", "without"


@dataclass(frozen=True)
class Side:
    """A scenario of a comparison, run.

    Attributes
    ----------
    label : its name; ``base.2`` for the second scenario called base
    run : its run, in its folder
    document : the scenario as resolved, with where each value was written
    at : the file, or the run's folder, as the user named it
    from_file : whether it was named by its file, so that values have lines
    """

    label: str
    run: StoredRun
    document: Document
    at: str
    from_file: bool

    @property
    def findings(self) -> Findings:
        """What its run found."""
        return self.run.findings


@dataclass(frozen=True)
class Change:
    """An assumption that differs from the baseline.

    Attributes
    ----------
    scenario : label of the side that differs
    path : where it stands in the scenario
    old, new : as written, unit included; None where nothing stands
    at : where the new value was written, as ``file:line``, or the run's folder
    was_at : where the old one was written
    how : written, fact ID, edit, --set, default …
    group : one of ``GROUPS``
    project : the repeated project whose waves share this change, or ''
    """

    scenario: str
    path: str
    old: str | None
    new: str | None
    at: str
    was_at: str
    how: str
    group: str
    project: str = ""


@dataclass(frozen=True)
class Setting:
    """Something about how a scenario was run that differs from the baseline: seed, version, horizon …"""

    scenario: str
    name: str
    old: str
    new: str


@dataclass(frozen=True)
class Outcome:
    """A metric in two scenarios.

    Attributes
    ----------
    unit : ``money``, ``MW``, ``day`` …, as of the metric's family
    better : ``higher``, ``lower`` or ``neither``
    n : pairs in which both are defined; unpaired, the smaller of the two counts
    only_baseline, only_value, neither : replications in which one of them, or none, is defined
    baseline, value : means over those n; days count from the start of the baseline's horizon
    difference : value less baseline, of the mean
    low, high : 95 % interval of the difference; NaN where n is too small
    sd : standard deviation of the difference; unpaired, sqrt(sd1² + sd2²)
    probability_better, probability_worse : shares of pairs; NaN where no direction is better
    needed : replications that would tell the two apart, if they differ by as much as seems; None if no number would
    differences : (n,) of the pairs, in order of the replications; empty if unpaired
    """

    unit: str
    better: str
    n: int
    only_baseline: int
    only_value: int
    neither: int
    baseline: float
    value: float
    difference: float
    low: float
    high: float
    sd: float
    probability_better: float
    probability_worse: float
    needed: int | None
    differences: np.ndarray = field(repr=False, compare=False)

    @property
    def distinguishable(self) -> bool:
        """Whether the interval leaves zero out."""
        return self.low > 0 or self.high < 0

    @property
    def identical(self) -> bool:
        """Whether no replication differs."""
        return self.n > 0 and self.difference == 0 and self.sd == 0 and not self.only_baseline + self.only_value

    @property
    def verdict(self) -> str:
        """``better``, ``worse``, ``higher`` or ``lower`` (of no direction), ``same``, ``unclear``, ``undefined``."""
        if self.n == 0:
            return "undefined"
        if self.identical:
            return "same"
        if not self.distinguishable:
            return "unclear"
        way = "higher" if self.difference > 0 else "lower"
        return way if self.better == "neither" else "better" if way == self.better else "worse"


@dataclass(frozen=True)
class Part:
    """What the edits of some groups do to a metric.

    Attributes
    ----------
    groups : one of ``GROUPS``; several where they make sense only together
    amount, low, high : its part of the difference, with the 95 % interval
    alone : what these edits do without the others
    """

    groups: tuple[str, ...]
    amount: float
    low: float
    high: float
    alone: float


@dataclass(frozen=True)
class Waterfall:
    """The difference of a metric, split: the amounts of ``parts`` add up to ``difference`` exactly.

    Attributes
    ----------
    method : ``order`` (each group on top of those before it) or ``shapley`` (the mean over all orders)
    n : replications in which the metric is defined in all partial scenarios
    interaction : ``difference`` less what each group does alone; it is spread over the parts
    """

    scenario: str
    metric: str
    unit: str
    method: str
    n: int
    baseline: float
    value: float
    difference: float
    parts: tuple[Part, ...]
    interaction: float


@dataclass(frozen=True)
class Regret:
    """How much a scenario falls short of the best one on the same path, in a metric.

    Attributes
    ----------
    best : share of replications in which it is the best, or one of them
    mean, p90, largest : of the shortfall over ``n`` replications, zero or more
    """

    metric: str
    unit: str
    scenario: str
    n: int
    best: float
    mean: float
    p90: float
    largest: float


@dataclass(frozen=True)
class Occasion:
    """A rule that fires or a risk that strikes in part of the worlds, and what a metric differs by there.

    Attributes
    ----------
    name : of the rule or the risk
    scenario : label of the side whose difference from the baseline it is
    share : of all replications, in which it happened
    day : median of the day on which it first happened; NaN if it never did
    there : the metric over the replications in which it happened; None where no pair of them is defined
    """

    name: str
    scenario: str
    metric: str
    share: float
    day: float
    there: Outcome | None


@dataclass(frozen=True)
class Destination:
    """Where money of a raise went, and what would not be spent there without it.

    Attributes
    ----------
    raised : the source
    programme, project : '' for all programmes, for all projects of a programme
    attributed : money of the source that was paid for it, mean
    additional : what was paid for it by all sources, with the source less without it
    """

    raised: str
    programme: str
    project: str
    attributed: float
    additional: Outcome

    @property
    def difference(self) -> float:
        """What is attributed and would have been spent all the same, by other sources."""
        return self.attributed - self.additional.difference


@dataclass(frozen=True)
class Comparison:
    """Scenarios side by side; the first is the baseline.

    Attributes
    ----------
    sides : the scenarios, run; ``sides[0]`` is the baseline
    paired : whether replication r of each met the same world
    changes, settings : what differs, of the scenarios and of how they were run
    metrics : outcomes by metric, then by label; a metric is missing where a side does not have it
    absent : metrics that some sides do not have: the labels of those that do
    headline : metrics that are told first, in order
    waterfalls, regrets : none where not asked for
    study : ``FLEXIBILITY``, ``RISKS``, ``WITHOUT`` where the sides are one scenario with a part switched off, else ''
    occasions : of a study of rules or risks: each of them by metric, in the order in which they are told
    destinations : of a study of a raise: programmes with their projects, then all of them
    """

    sides: tuple[Side, ...]
    paired: bool
    changes: tuple[Change, ...]
    settings: tuple[Setting, ...]
    metrics: dict[str, dict[str, Outcome]]
    absent: dict[str, tuple[str, ...]]
    headline: tuple[str, ...]
    waterfalls: tuple[Waterfall, ...] = ()
    regrets: tuple[Regret, ...] = ()
    notes: tuple[str, ...] = ()
    study: str = ""
    occasions: tuple[Occasion, ...] = ()
    destinations: tuple[Destination, ...] = ()

    @property
    def baseline(self) -> Side:
        """The scenario that the others are compared with."""
        return self.sides[0]

    @property
    def others(self) -> tuple[Side, ...]:
        """The scenarios that are compared with it."""
        return self.sides[1:]

    @property
    def currency(self) -> str:
        """The reporting currency, the same for all."""
        return self.baseline.findings.scenario.currency

    def changes_of(self, label: str) -> tuple[Change, ...]:
        """The assumptions in which a scenario differs."""
        return tuple(change for change in self.changes if change.scenario == label)
