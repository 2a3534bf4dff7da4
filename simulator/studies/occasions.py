"""On how many worlds a rule fired or a risk struck, and what a metric differs by on these alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from simulator.comparison import Comparison, Occasion, Outcome, Side
from simulator.errors import UserError
from simulator.findings.statistics import median_that_occurred
from simulator.metrics import family_of
from simulator.studies.paired import paired

#: metrics that say of a rule or a risk whether it happened, and when first
RULE = ("rule.{}.fired", "rule.{}.fired_day")
RISK = ("risk.{}.struck", "risk.{}.struck_day")


def occasions(
    comparison: Comparison,
    names: Iterable[tuple[str, Side]],
    told_by: Side,
    words: tuple[str, str],
    metrics: Sequence[str],
) -> Iterator[Occasion]:
    """Each rule or risk by metric, with the difference from the baseline on the worlds in which it happened.

    Parameters
    ----------
    names : rules or risks, each with the side whose difference it is
    told_by : the side whose run says on which worlds they happened
    words : ``RULE`` or ``RISK``
    """
    found = told_by.findings.metrics
    for metric in metrics:
        for name, side in names:
            happened, day = (found[word.format(name)] for word in words)
            at = happened > 0
            there = _there(metric, comparison.baseline, side, at)
            yield Occasion(name, side.label, metric, float(at.mean()), median_that_occurred(day[at]), there)


def _there(metric: str, baseline: Side, side: Side, at: np.ndarray) -> Outcome | None:
    """A metric on some of the worlds."""
    family = family_of(metric)
    old, new = (one.findings.metrics.get(metric) for one in (baseline, side))
    if family is None or old is None or new is None:
        return None
    outcome = paired(old[at], new[at], family.unit, family.better, family.tolerance)
    return outcome if outcome.n else None


def main_metrics(comparison: Comparison, wanted: Sequence[str]) -> tuple[str, ...]:
    """The metrics that such a study is about: those named, else NPV, else the first that is told.

    Raises
    ------
    UserError
        If there is none.
    """
    if wanted:
        return tuple(dict.fromkeys(wanted))
    if not comparison.headline:
        raise UserError("no headline metric is in this scenario; name one with --metric")
    return comparison.headline[:1]
