"""How a portfolio reacted, over all replications: tables of rules, of what they saw and did, of risks and of limits."""

from __future__ import annotations

import numpy as np

from simulator.cases.codes import FRACTIONS, SEEN, Test
from simulator.cases.index import FIXED_CAUSES, PREDECESSOR, RULE, TRIGGER
from simulator.cases.limits import limits_of
from simulator.cases.rules import review_days, rules_of
from simulator.findings.statistics import statistics_of
from simulator.findings.table import Table, texts
from simulator.metrics.view import reached
from simulator.montecarlo.replications import Run
from simulator.scenario.selection import projects_named, started_by_rule

#: what a step sees that has no unit of its own
TRUTH = (1, "0/1")
#: the monthly series that a step looks at, with a place for the name of its market or pool
SERIES: dict[int, str] = {
    Test.UTILISATION: "market.{}.utilisation",
    Test.DEMAND: "market.{}.demand_mw",
    Test.PRICE: "market.{}.price",
    Test.POOL: "pool.{}.available",
    Test.TREASURY: "treasury",
    Test.LIQUIDITY: "liquidity",
}
#: what a limit is in a period: it held somebody back in some replication, or in none, or nobody ever asked
BINDING, SLACK, UNMATCHED = "binding", "slack", "unmatched"


def fired(run: Run) -> Table:
    """Day on which each rule first fired: the rules of the file, then the triggers of projects.

    Keys: ``rule``; ``fired``, the share of replications in which it did; ``firings``, how often in the mean; ``n``,
    how many replications the statistics are of.
    """
    found = run.decisions
    keys = {
        "rule": texts(run.index.rules),
        "fired": (found.fired > 0).mean(axis=0),
        "firings": found.fired.mean(axis=0),
        "n": (found.fired > 0).sum(axis=0),
    }
    return Table(keys, statistics_of(reached(found.fired_day, run.calendar), interpolated=False))


def firings(run: Run) -> Table:
    """How often each rule fires at each review at which it ever does.

    Keys: ``rule``; ``day`` of the review. The statistics are of whether it fires, 1 or 0; the mean is the share of the
    replications in which it does.
    """
    fired_at = run.decisions.fired_at
    rule, review = np.nonzero(fired_at.any(axis=0))
    days = review_days(run.question.scenario, run.calendar)[review]
    return Table(
        {"rule": texts(run.index.rules[x] for x in rule), "day": days},
        statistics_of(fired_at[:, rule, review].astype(float), interpolated=False),
    )


def exercised(run: Run) -> Table:
    """Options: projects that nothing but a rule or their own trigger starts; then projects that wait until others are.

    Keys: ``project``; ``cause``, rule or trigger, or predecessor for the days before an option was exercised that were
    waited for another project; ``exercised``, the share of replications in which it came, or in which no option that
    the project follows kept it from beginning. The statistics are of the days for which the path that drives the
    project's finish waited for it.
    """
    scenario, index = run.question.scenario, run.index
    started = projects_named(scenario, started_by_rule(scenario))
    causes = {name: FIXED_CAUSES[RULE] for name in index.projects if name in started}
    causes |= {name: FIXED_CAUSES[TRIGGER] for name, project in scenario.projects.items() if project.start.when}
    at = np.array([index.projects.index(name) for name in causes], np.int64)
    came = (run.decisions.exercised_day[:, at] <= run.calendar.last_day).mean(axis=0)
    after = np.flatnonzero(run.delays.held[:, :, 1 + PREDECESSOR].any(axis=0))
    let = [1 - run.metrics.get(f"project.{index.projects[p]}.awaits_option", np.zeros(1)).mean() for p in after]
    cause = [*causes.values(), *(FIXED_CAUSES[PREDECESSOR] for _ in after)]
    keys = {
        "project": texts([*causes, *(index.projects[p] for p in after)]),
        "cause": texts(cause),
        "exercised": np.concatenate([came, let]),
    }
    column = [run.delays.causes.index(of) for of in cause]
    return Table(keys, statistics_of(run.delays.held[:, np.concatenate([at, after]), column].astype(float)))


def watched(run: Run) -> Table:
    """What rules saw when they fired, step by step, in the mean of a replication's firings.

    Keys: ``rule``; ``step``, its words; ``series``, the monthly series that it looks at, or nothing; ``unit`` and
    ``level`` of what it compares; ``n``, the replications in which the rule fired.
    """
    rules = rules_of(run.question.scenario, run.index, run.calendar)
    steps = np.flatnonzero(rules.code >= Test.UTILISATION)
    code = rules.code[steps].tolist()
    rule = np.repeat(np.arange(len(run.index.rules)), np.diff(rules.first))[steps]
    per = np.array([SEEN.get(test, TRUTH)[0] for test in code])
    seen = run.decisions.observed[:, steps] / per
    keys = {
        "rule": texts(run.index.rules[x] for x in rule),
        "step": texts(run.index.steps[step] for step in steps),
        "series": texts(_series(test, int(rules.subject[step]), run) for test, step in zip(code, steps, strict=True)),
        "unit": texts(SEEN.get(test, TRUTH)[1] for test in code),
        "level": np.where(np.isin(code, FRACTIONS), rules.level[steps], rules.level[steps] / per),
        "n": (~np.isnan(seen)).sum(axis=0),
    }
    return Table(keys, statistics_of(seen))


def _series(test: int, subject: int, run: Run) -> str:
    """The series that a step looks at; empty for what is no series."""
    names = run.index.pools if test == Test.POOL else run.index.markets
    pattern = SERIES.get(test, "")
    return pattern.format(names[subject]) if "{}" in pattern else pattern


def acted(run: Run) -> Table:
    """How often in a replication each action changed something.

    Keys: ``rule``; ``action``, its words; ``acted`` and ``without_effect``, the shares of replications in which it
    did change something, and in which it could not, as on a finished project.
    """
    rules = rules_of(run.question.scenario, run.index, run.calendar)
    rule = np.repeat(np.arange(len(run.index.rules)), np.diff(rules.do_first))
    found = run.decisions
    keys = {
        "rule": texts(run.index.rules[x] for x in rule),
        "action": texts(run.index.actions),
        "acted": (found.acted > 0).mean(axis=0),
        "without_effect": (found.without_effect > 0).mean(axis=0),
    }
    return Table(keys, statistics_of(found.acted.astype(float)))


def struck(run: Run) -> Table:
    """Day on which each risk struck.

    Keys: ``risk``; ``struck``, the share of replications in which it did; ``lasts``, the mean days that it then lasts
    within the horizon; ``n``, how many replications the statistics are of.
    """
    day, lasted = reached(run.decisions.struck_day, run.calendar), run.decisions.lasted
    n = (~np.isnan(day)).sum(axis=0)
    keys = {
        "risk": texts(run.index.risks),
        "struck": n / max(len(day), 1),
        "lasts": np.where(n > 0, lasted.sum(axis=0) / np.maximum(n, 1), np.nan),
        "n": n,
    }
    return Table(keys, statistics_of(day, interpolated=False))


def bound(run: Run) -> Table:
    """Money committed to what a limit counts, period by period.

    Keys: ``limit``; ``period``, its first day as a date; ``status``, `binding` where it bound in some replication (a
    stage asked for what would pass it, or its least was not committed), `slack` where in none, `unmatched` where no
    stage of it asked for money in any; ``bound``, the share of replications in which it bound; ``at_most`` and
    ``at_least``, NaN where it states none.
    """
    limits, found = limits_of(run.question.scenario, run.index, run.calendar), run.decisions
    each = np.diff(limits.period.first)
    share, asked = found.bound.mean(axis=0), np.repeat(found.asked.any(axis=0), each)
    most, least = np.repeat(limits.at_most, each) / 100.0, np.repeat(limits.at_least, each) / 100.0
    status = np.where(~asked, UNMATCHED, np.where(share > 0, BINDING, SLACK))
    keys = {
        "limit": texts(np.repeat(np.array(run.index.limits, object), each)),
        "period": texts(run.calendar.date_of(int(day)).isoformat() for day in limits.period.flat),
        "status": texts(status.tolist()),
        "bound": share,
        "at_most": np.where(most < 0, np.nan, most),
        "at_least": np.where(least > 0, least, np.nan),
    }
    return Table(keys, statistics_of(found.committed / 100.0))
