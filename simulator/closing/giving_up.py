"""Which projects may be given up: by an action of a rule, or by what a risk hits."""

from __future__ import annotations

import numpy as np

from simulator.cases.codes import ENDING, Strike
from simulator.cases.types import Cases


def may_be_given_up(cases: Cases) -> np.ndarray:
    """(P,) whether a rule or a risk may end the project, whatever is drawn and whether or not rules fire."""
    may = np.zeros(len(cases.index.projects), bool)
    may[cases.rules.do_subject[np.isin(cases.rules.do, ENDING)]] = True
    targets = cases.risks.targets.lists()
    for hit in np.flatnonzero(cases.risks.hit == Strike.ABANDON):
        may[targets[hit]] = True
    return may
